//! One patron, and everything that is done for them: requests, loans, PIN, sign-in code, suspension.

use super::at_desk::{Around, AtDesk};
use super::days::day;
use super::loans::{LoanLine, loans_of};
use super::outcome::item_of;
use crate::answer::{Answer, page, see};
use crate::asked::Asked;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use askama::Template;
use navette_proto::wire::access::MakeSignInLinkRequest;
use navette_proto::wire::circulation::RenewRequest;
use navette_proto::wire::identity::Card;
use navette_proto::wire::lending::RequestState;
use navette_proto::wire::patrons as wire;

/// Requests shown of one patron: more than any category allows.
const REQUESTS: u32 = 200;

#[derive(Template)]
#[template(path = "desk/patron.html")]
struct PatronPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    handle: &'a str,
    name: String,
    card: String,
    person: wire::Person,
    standing: wire::Standing,
    version: u64,
    loans: Vec<LoanLine>,
    requests: Vec<RequestLine>,
    done: bool,
}

/// A request in words.
struct RequestLine {
    request: String,
    title: String,
    state: &'static str,
    pickup: String,
    promised: String,
    code: String,
    can_cancel: bool,
    can_suspend: bool,
    can_resume: bool,
}

#[derive(Template)]
#[template(path = "desk/sign_in_code.html")]
struct CodePage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    back: String,
    code: String,
    until: String,
}

pub(crate) async fn show(at: AtDesk, asked: Asked) -> Answer {
    let card = at.card()?;
    let patron = async { at.patron(&card).await };
    let (loans, requests) = (loans_of(&at, &card), requests_of(&at, &card));
    let (patron, around, loans, requests) =
        match tokio::try_join!(patron, at.around(), loans, requests) {
            Ok(found) => found,
            Err(trouble) => return at.stop_for(trouble, &at.path("/lecteurs")).await,
        };
    let (person, standing) = (
        patron.person.unwrap_or_default(),
        patron.standing.unwrap_or_default(),
    );
    page(&PatronPage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        handle: at.param("card"),
        name: format!("{} {}", person.given_name, person.family_name),
        card: card.number.clone(),
        version: patron.version,
        loans,
        requests,
        person,
        standing,
        done: asked.is_ticked("fait"),
    })
}

async fn requests_of(at: &AtDesk, card: &Card) -> Result<Vec<RequestLine>, Trouble> {
    let request = wire::ListRequestsRequest {
        card: Some(card.clone()),
        page_size: REQUESTS,
        ..wire::ListRequestsRequest::default()
    };
    let listed = at.patrons()?.list_requests(request).await?.into_inner();
    let requests = listed.requests.into_iter();
    Ok(requests.map(|request| line(at.say(), request)).collect())
}

fn line(say: Say, request: wire::PatronRequest) -> RequestLine {
    use RequestState as S;
    let state = request.state();
    RequestLine {
        state: say.desk_request_state(state),
        promised: match request.promised.is_empty() {
            true => String::new(),
            false => say.day(&request.promised),
        },
        pickup: match request.pickup_name.is_empty() {
            true => request.pickup,
            false => request.pickup_name,
        },
        can_cancel: matches!(
            state,
            S::AwaitingHome
                | S::Placed
                | S::Waiting
                | S::Suspended
                | S::Asking
                | S::BeingSupplied
                | S::OnHoldShelf
        ),
        can_suspend: matches!(state, S::Placed | S::Waiting | S::Asking),
        can_resume: state == S::Suspended,
        request: request.request,
        title: request.title,
        code: request.pickup_code,
    }
}

/// Does one thing for this patron; the button says which.
pub(crate) async fn act(at: AtDesk, posted: Posted) -> Answer {
    let said = posted.fields.get("geste").to_owned();
    let (verb, about) = said.split_once(' ').unwrap_or((said.as_str(), ""));
    let back = at.path(&format!("/lecteur/{}", at.param("card")));
    if verb == "lien" {
        return match sign_in_code(&at, &back).await {
            Err(trouble) => at.stop_for(trouble, &back).await,
            shown => shown,
        };
    }
    if verb == "pin" && posted.fields.get("pin").is_empty() {
        return at
            .stop(&[at.say().error_pin_empty().to_owned()], &back)
            .await;
    }
    if verb == "suspension" {
        let reason = posted.fields.get("motif");
        let until = day(&posted.fields, "jusque").ok();
        let why = match until.filter(|until| !until.is_empty()) {
            None => at.say().desk_error_day(),
            Some(_) if reason.is_empty() => at.say().error_reason_empty(),
            Some(_) => "",
        };
        if !why.is_empty() {
            return at.stop(&[why.to_owned()], &back).await;
        }
    }
    let done = done(&at, &posted, verb, about).await;
    at.see_or_stop(done, &format!("{back}?fait=oui"), &back)
        .await
}

async fn done(at: &AtDesk, posted: &Posted, verb: &str, about: &str) -> Result<(), Trouble> {
    let fields = &posted.fields;
    let (card, staff) = (Some(at.card()?), 0);
    let request_id = at.command(posted, &[verb, about]);
    let request = about.to_owned();
    match verb {
        "prolonger" => {
            let request = RenewRequest {
                request_id,
                item: item_of(about),
                staff,
            };
            at.circulation()?.renew(request).await?;
        }
        "annuler" => {
            let request = wire::CancelRequestRequest {
                request_id,
                card,
                request,
                staff,
            };
            at.patrons()?.cancel_request(request).await?;
        }
        "reprendre" => {
            let request = wire::ResumeRequestRequest {
                request_id,
                card,
                request,
                staff,
            };
            at.patrons()?.resume_request(request).await?;
        }
        "pin" | "sans-pin" => {
            let pin = match verb {
                "pin" => fields.get("pin").to_owned(),
                _ => String::new(),
            };
            let request = wire::SetPinRequest {
                request_id: at.command(posted, &[verb, &pin]),
                card,
                pin,
                staff,
            };
            at.patrons()?.set_pin(request).await?;
        }
        "suspension" | "lever" | "bloquer" | "debloquer" => {
            stand(at, posted, verb, card, request_id).await?;
        }
        _ => return Err(Trouble::NotFound),
    }
    Ok(())
}

/// Suspends, blocks, or lifts it.
async fn stand(
    at: &AtDesk,
    posted: &Posted,
    verb: &str,
    card: Option<Card>,
    request_id: String,
) -> Result<(), Trouble> {
    let fields = &posted.fields;
    let suspension = match verb {
        "suspension" => Some(wire::Suspension {
            until: day(fields, "jusque").unwrap_or_default(),
            reason: fields.get("motif").to_owned(),
        }),
        // A day that has passed lifts it.
        "lever" => Some(wire::Suspension {
            until: "2000-01-01".to_owned(),
            reason: at.say().patron_block_lift().to_owned(),
        }),
        _ => None,
    };
    let request = wire::UpdateRequest {
        request_id,
        card,
        version: fields.get("version").parse().unwrap_or_default(),
        suspension,
        blocked: match verb {
            "bloquer" => Some(true),
            "debloquer" => Some(false),
            _ => None,
        },
        ..wire::UpdateRequest::default()
    };
    at.patrons()?.update(request).await?;
    Ok(())
}

/// Makes a code to sign in with, and shows it once.
async fn sign_in_code(at: &AtDesk, back: &str) -> Answer {
    let request = MakeSignInLinkRequest {
        card: Some(at.card()?),
    };
    let mut access = at.portal.territory.access(&at.visit, &at.session)?;
    let made = access.make_sign_in_link(request).await?.into_inner();
    let around = at.around().await?;
    page(&CodePage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        back: back.to_owned(),
        until: at.say().moment(made.ends_ms, &at.portal.zone),
        code: made.one_time_code,
    })
}

/// An address that only takes forms leads back to the patron.
pub(crate) async fn back(at: AtDesk) -> Answer {
    see(&at.path(&format!("/lecteur/{}", at.param("card"))))
}

impl PatronPage<'_> {
    fn dues(&self) -> i64 {
        self.standing
            .dues
            .as_ref()
            .map_or(0, |dues| dues.minor_units)
    }
}
