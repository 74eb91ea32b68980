//! Lending: the card once, then one item after another. What stands against a loan is listed, and may be overruled with a reason.

use super::at_desk::{Around, AtDesk, counted, is_session_over};
use super::fragment::{is_part, part};
use super::loans::{LoanLine, loans_of};
use crate::answer::{Answer, page, page_with};
use crate::form_errors::FormErrors;
use crate::places::Known;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use askama::Template;
use axum::http::StatusCode;
use navette_proto::explain;
use navette_proto::wire::circulation::{CheckOutRequest, CheckOutResponse, Overridable, Override};
use navette_proto::wire::identity::Card;
use tonic::Status;

#[derive(Template)]
#[template(path = "desk/lend_card.html")]
struct CardPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    known: &'a Known,
    own: &'a str,
}

/// How lending to one card stands.
#[derive(Default)]
struct State {
    why: Vec<String>,
    lent: Option<Lent>,
    /// What may be overruled: its name in the form, and in words.
    overridable: Vec<(&'static str, String)>,
    /// The code that was refused.
    code: String,
    errors: FormErrors,
    loans: Vec<LoanLine>,
    /// The numbers beside the lists, where a part of the page is sent.
    counts: String,
}

struct Lent {
    title: String,
    due: String,
    home_silent: bool,
    overruled: bool,
}

#[derive(Template)]
#[template(path = "desk/lend.html")]
struct LendPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    handle: &'a str,
    who: &'a str,
    is_own: bool,
    state: &'a State,
}

#[derive(Template)]
#[template(path = "desk/lend_work.html")]
struct LendPart<'a> {
    visit: &'a Visit,
    say: Say,
    base: &'a str,
    handle: &'a str,
    is_own: bool,
    state: &'a State,
}

/// Asks for the card.
pub(crate) async fn ask_card(at: AtDesk) -> Answer {
    let (around, known) = tokio::join!(at.around(), at.known());
    let around = around?;
    page(&CardPage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        known: &known,
        own: at.session.library.as_str(),
    })
}

pub(crate) async fn show(at: AtDesk) -> Answer {
    let card = at.card()?;
    shown(&at, &card, false, State::default()).await
}

/// Lends one item.
pub(crate) async fn lend(at: AtDesk, posted: Posted) -> Answer {
    let (card, say) = (at.card()?, at.say());
    let is_part = is_part(&posted.fields);
    let code = posted.fields.get("code");
    if code.is_empty() {
        return shown(&at, &card, is_part, State::default()).await;
    }
    let (reason, overrides) = decided(&at, &posted).await?;
    let insists = posted.fields.is_ticked("outre-forme");
    let mut errors = FormErrors::default();
    if insists && overrides.is_empty() {
        errors.add("outre", say.error_override_none());
    }
    if insists && reason.is_empty() {
        errors.add("raison", say.error_override_reason());
    }
    let whats: Vec<String> = overrides.iter().map(|one| one.what.to_string()).collect();
    let about = whats.join(" ");
    let request = CheckOutRequest {
        request_id: at.command(&posted, &["lend", code, &about, reason]),
        card: Some(card.clone()),
        code: code.to_owned(),
        overrides: match errors.is_empty() {
            true => overrides,
            // Asked once more without: the reasons are shown again.
            false => Vec::new(),
        },
        staff: 0,
    };
    let state = match at.circulation()?.check_out(request).await {
        Ok(answer) => lent(say, answer.into_inner()),
        Err(status) if is_session_over(&status) => return Err(status.into()),
        Err(status) => State {
            why: say.desk_refusals(&status),
            overridable: match at.is_own(&card) {
                true => overridable(say, &status),
                false => Vec::new(),
            },
            code: code.to_owned(),
            errors,
            ..State::default()
        },
    };
    shown(&at, &card, is_part, state).await
}

/// Reads what a librarian decides against refusals that were shown.
async fn decided<'p>(at: &AtDesk, posted: &'p Posted) -> Result<(&'p str, Vec<Override>), Trouble> {
    let reason = posted.fields.get("raison");
    let mut overrides = Vec::new();
    for name in posted.fields.all("outre") {
        let Some(what) = Overridable::from_str_name(name) else {
            continue;
        };
        overrides.push(Override {
            what: what as i32,
            staff: 0,
            reason: reason.to_owned(),
        });
    }
    if !overrides.is_empty() {
        let staff = at.staff().await?;
        for one in &mut overrides {
            one.staff = staff;
        }
    }
    Ok((reason, overrides))
}

fn lent(say: Say, answer: CheckOutResponse) -> State {
    let loan = answer.loan.unwrap_or_default();
    State {
        lent: Some(Lent {
            due: say.due_on(&loan.due),
            title: loan.title,
            home_silent: answer.home_silent,
            overruled: !answer.overruled.is_empty(),
        }),
        ..State::default()
    }
}

/// Gives what a librarian may overrule; nothing where one reason cannot be.
fn overridable(say: Say, status: &Status) -> Vec<(&'static str, String)> {
    let objections = explain(status)
        .map(|told| told.objections)
        .unwrap_or_default();
    let said = say.refusals(status);
    let mut found = Vec::new();
    for (objection, words) in objections.iter().zip(said) {
        let lifted = objection
            .lifted_by
            .as_deref()
            .and_then(Overridable::from_str_name);
        let Some(what) = lifted else {
            return Vec::new();
        };
        found.push((what.as_str_name(), words));
    }
    found
}

async fn shown(at: &AtDesk, card: &Card, is_part: bool, mut state: State) -> Answer {
    let (say, base, is_own) = (at.say(), at.path(""), at.is_own(card));
    let (visit, handle) = (at.visit.as_ref(), at.param("card"));
    if is_part {
        let (loans, counts) = tokio::join!(loans(at, card), at.counts());
        state.loans = loans?;
        // Numbers that cannot be asked for stay as they were.
        state.counts = counts.map_or(String::new(), |counts| counted(&counts));
        let shown = LendPart {
            visit,
            say,
            base: &base,
            handle,
            is_own,
            state: &state,
        };
        return part(say, &shown);
    }
    let (loans, who, around) = tokio::try_join!(loans(at, card), name(at, card), at.around())?;
    state.loans = loans;
    let status = match state.why.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let shown = LendPage {
        visit,
        say,
        desk: &around,
        base: &base,
        handle,
        who: &who,
        is_own,
        state: &state,
    };
    page_with(status, &shown)
}

/// Gives the loans of a card of this library; what somebody else's patron has is not ours to see.
async fn loans(at: &AtDesk, card: &Card) -> Result<Vec<LoanLine>, Trouble> {
    match at.is_own(card) {
        true => loans_of(at, card).await,
        false => Ok(Vec::new()),
    }
}

async fn name(at: &AtDesk, card: &Card) -> Result<String, Trouble> {
    if !at.is_own(card) {
        return Ok(at.say().lend_visitor().to_owned());
    }
    let person = at.patron(card).await?.person.unwrap_or_default();
    Ok(format!("{} {}", person.given_name, person.family_name))
}

impl LendPage<'_> {
    fn here(&self) -> String {
        format!("{}/pret/{}", self.base, self.handle)
    }
}

impl LendPart<'_> {
    fn here(&self) -> String {
        format!("{}/pret/{}", self.base, self.handle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language;
    use navette_proto::{Objection, Refusal};

    #[test]
    fn a_refusal_can_be_overruled_only_where_every_reason_can() {
        let objection = |reason: &str, lifted: Option<&str>| Objection {
            reason: reason.into(),
            message: "told".into(),
            lifted_by: lifted.map(str::to_owned),
        };
        let say = Say(Language::French);
        let both = Refusal::MayNot(vec![
            objection("DUES", Some("OVERRIDABLE_DUES")),
            objection("BLOCKED", None),
        ]);
        assert!(overridable(say, &Status::from(both)).is_empty());
        let one = Refusal::MayNot(vec![objection("DUES", Some("OVERRIDABLE_DUES"))]);
        let found = overridable(say, &Status::from(one));
        assert_eq!(
            found.first().map(|(name, _)| *name),
            Some("OVERRIDABLE_DUES")
        );
    }
}
