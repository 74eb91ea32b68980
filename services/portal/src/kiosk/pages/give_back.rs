//! What comes back is taken in without a card, and the screen says where to lay it.

use super::lend::is_about_the_item;
use crate::answer::{Answer, page_with, see};
use crate::clock::steady;
use crate::form_errors::FormErrors;
use crate::form_token::command_of;
use crate::kiosk::glass::Glass;
use crate::kiosk::seat::Back;
use crate::kiosk::standing::Kiosk;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_proto::explain;
use navette_proto::wire::circulation::{CheckInRequest, CheckInResponse};
use navette_proto::wire::desk::{NextPlace, Offer};
use navette_proto::wire::identity::ItemId;
use std::sync::Arc;
use tonic::{Code, Status};

#[derive(Template)]
#[template(path = "kiosk/give_back.html")]
struct ReturnPage<'a> {
    glass: Glass<'a>,
    say: Say,
    /// What was just brought back: where to lay it is read first.
    newest: Option<ShownBack>,
    back: Vec<ShownBack>,
    /// What was scanned may be one of these.
    offers: Vec<(String, String)>,
    errors: FormErrors,
}

#[derive(Clone)]
struct ShownBack {
    title: String,
    /// Where to lay it.
    place: String,
    late: Option<String>,
}

pub(crate) async fn show(State(kiosk): State<Arc<Kiosk>>, Extension(visit): Visiting) -> Answer {
    form(&kiosk, &visit, Vec::new(), FormErrors::default()).await
}

pub(crate) async fn take_back(
    State(kiosk): State<Arc<Kiosk>>,
    Extension(visit): Visiting,
    posted: Posted,
) -> Answer {
    let say = visit.say;
    let (code, chosen) = (posted.fields.get("document"), posted.fields.get("choix"));
    let mut errors = FormErrors::default();
    if code.is_empty() && chosen.is_empty() {
        errors.add("document", say.kiosk_code_empty());
        return form(&kiosk, &visit, Vec::new(), errors).await;
    }
    let answer = match check_in(&kiosk, &visit, &posted, (code, chosen)).await {
        Ok(answer) => answer,
        Err(Trouble::Refused(status)) => match refusals(say, &status) {
            Some(refused) => {
                errors.add_all("document", refused);
                return form(&kiosk, &visit, Vec::new(), errors).await;
            }
            None => return Err(Trouble::Refused(status)),
        },
        Err(trouble) => return Err(trouble),
    };
    if !answer.offers.is_empty() {
        return form(&kiosk, &visit, answer.offers, errors).await;
    }
    let back = taken(answer).ok_or(Trouble::Broken)?;
    let before = kiosk.seat.add_back(&visit.secret, back, steady());
    kiosk.sign_out(before).await;
    see("/rendre")
}

/// Takes it back in the kiosk's own name, whoever has signed in: a return needs no patron.
async fn check_in(
    kiosk: &Kiosk,
    visit: &Visit,
    posted: &Posted,
    (code, chosen): (&str, &str),
) -> Result<CheckInResponse, Trouble> {
    let here = kiosk.here().await?;
    let chosen = chosen.split_once('/').map(|(library, barcode)| ItemId {
        library: library.to_owned(),
        barcode: barcode.to_owned(),
    });
    let about = chosen.as_ref().map_or(code, |item| item.barcode.as_str());
    let request = CheckInRequest {
        request_id: command_of(&posted.page, &["return", about]),
        code: code.to_owned(),
        item: chosen,
        ..CheckInRequest::default()
    };
    let mut counter = here.territory.returns(visit, &here.library)?;
    Ok(counter.check_in(request).await?.into_inner())
}

fn taken(answer: CheckInResponse) -> Option<Back> {
    let act = answer.act?;
    let place = act.place;
    let slip = act.slip.unwrap_or_default();
    Some(Back {
        title: act.title,
        place,
        to_name: slip.to_name,
        late_cents: answer.late_fee.map_or(0, |fee| fee.minor_units),
    })
}

/// Says why it is not taken here; nothing where that is not about the item.
fn refusals(say: Say, status: &Status) -> Option<Vec<String>> {
    let reason = explain(status).map(|told| told.reason);
    let said = match reason.as_deref() {
        Some("ITEM_CANNOT" | "JOURNEY_CANNOT" | "LOAN_CANNOT") => say.kiosk_return_cannot(),
        Some("SIGN_IN_NEEDED" | "ROLE_MAY_NOT" | "OTHER_LIBRARY") => {
            say.kiosk_return_not_enrolled()
        }
        _ if is_about_the_item(status.code()) || status.code() == Code::PermissionDenied => {
            return Some(say.refusals(status));
        }
        _ => return None,
    };
    Some(vec![said.to_owned()])
}

fn shown(back: Back, say: Say) -> ShownBack {
    let place = NextPlace::try_from(back.place).unwrap_or_default();
    let late = (back.late_cents > 0).then(|| say.sum(back.late_cents));
    ShownBack {
        place: say.kiosk_goes_to(place, &back.to_name),
        title: back.title,
        late: late.map(|sum| format!("{} {sum}", say.kiosk_was_late())),
    }
}

/// Names an item for the form's button, and for who reads it.
fn offered(offer: Offer) -> (String, String) {
    let item = offer.item.unwrap_or_default();
    let name = format!("{}/{}", item.library, item.barcode);
    (name, offer.title)
}

async fn form(kiosk: &Kiosk, visit: &Visit, offers: Vec<Offer>, errors: FormErrors) -> Answer {
    let status = errors.status();
    let back = kiosk.seat.back(&visit.secret).into_iter();
    let back: Vec<ShownBack> = back.map(|back| shown(back, visit.say)).collect();
    let shown = ReturnPage {
        glass: Glass::of(kiosk, visit).await,
        say: visit.say,
        newest: back.first().filter(|_| errors.is_empty()).cloned(),
        back,
        offers: offers.into_iter().map(offered).collect(),
        errors,
    };
    page_with(status, &shown)
}
