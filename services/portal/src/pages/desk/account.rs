//! What a patron owes: lines of the account, charging, paying, waiving; and what they were told.

use super::at_desk::{Around, AtDesk, is_session_over};
use super::money::euros;
use crate::answer::{Answer, page, page_with, see};
use crate::asked::{Asked, address};
use crate::form_errors::FormErrors;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use askama::Template;
use axum::extract::RawQuery;
use navette_proto::wire::fees::{ChargeKind, Entry, EntryKind, Money};
use navette_proto::wire::patrons::{
    AddChargeRequest, ListChargesRequest, ListNoticesRequest, Notice, PayRequest, WaiveRequest,
};

/// Lines of a page.
const LINES: u32 = 50;
/// What a sum may be for, as the form names it.
const KINDS: [(&str, ChargeKind); 4] = [
    ("carte", ChargeKind::Card),
    ("perdu", ChargeKind::Lost),
    ("abime", ChargeKind::Damaged),
    ("retard", ChargeKind::Late),
];

#[derive(Template)]
#[template(path = "desk/account.html")]
struct AccountPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    handle: &'a str,
    balance: i64,
    lines: Vec<Line>,
    next: Option<String>,
    kinds: Vec<(&'static str, &'static str)>,
    amount: &'a str,
    why: &'a str,
    done: bool,
    errors: FormErrors,
}

struct Line {
    day: String,
    what: String,
    sum: String,
    why: String,
}

#[derive(Template)]
#[template(path = "desk/notices.html")]
struct NoticesPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    handle: &'a str,
    notices: Vec<NoticeLine>,
    next: Option<String>,
}

struct NoticeLine {
    day: String,
    what: String,
    how: &'static str,
    state: &'static str,
    proof: String,
}

pub(crate) async fn show(at: AtDesk, RawQuery(question): RawQuery) -> Answer {
    let asked = Asked::read(question.unwrap_or_default().as_bytes());
    shown(&at, &asked, FormErrors::default()).await
}

/// Enters a line.
pub(crate) async fn enter(at: AtDesk, posted: Posted) -> Answer {
    let (say, fields) = (at.say(), &posted.fields);
    let (verb, why) = (fields.get("geste"), fields.get("raison"));
    let mut errors = FormErrors::default();
    let amount = euros(fields.get("somme")).ok().flatten();
    if amount.is_none() {
        errors.add("somme", say.error_amount());
    }
    if verb == "remettre" && why.is_empty() {
        errors.add("raison", say.error_reason_empty());
    }
    if errors.is_empty() {
        match entered(&at, &posted, verb, amount, why).await {
            Ok(()) => {
                let own = at.path(&format!("/lecteur/{}/compte", at.param("card")));
                return see(&format!("{own}?fait=oui"));
            }
            Err(Trouble::Refused(status)) if !is_session_over(&status) => {
                for line in say.desk_refusals(&status) {
                    errors.add("somme", line);
                }
            }
            Err(trouble) => return Err(trouble),
        }
    }
    shown(&at, fields, errors).await
}

async fn entered(
    at: &AtDesk,
    posted: &Posted,
    verb: &str,
    amount: Option<Money>,
    why: &str,
) -> Result<(), Trouble> {
    let (card, staff) = (Some(at.card()?), 0);
    let fields = &posted.fields;
    let request_id = at.command(
        posted,
        &[verb, fields.get("somme"), why, fields.get("pour")],
    );
    let mut patrons = at.patrons()?;
    match verb {
        "demander" => {
            let kind = KINDS.iter().find(|(name, _)| *name == fields.get("pour"));
            let request = AddChargeRequest {
                request_id,
                card,
                kind: kind.map_or(ChargeKind::Card, |(_, kind)| *kind) as i32,
                amount,
                item: None,
                why: why.to_owned(),
                staff,
            };
            patrons.add_charge(request).await?;
        }
        "encaisser" => {
            let request = PayRequest {
                request_id,
                card,
                amount,
                staff,
            };
            patrons.pay(request).await?;
        }
        "remettre" => {
            let request = WaiveRequest {
                request_id,
                card,
                amount,
                why: why.to_owned(),
                staff,
            };
            patrons.waive(request).await?;
        }
        _ => return Err(Trouble::NotFound),
    }
    Ok(())
}

async fn shown(at: &AtDesk, asked: &Asked, errors: FormErrors) -> Answer {
    let say = at.say();
    let request = ListChargesRequest {
        card: Some(at.card()?),
        page_size: LINES,
        page_token: asked.get("suite").to_owned(),
    };
    let listed = at.patrons()?.list_charges(request).await?.into_inner();
    let own = at.path(&format!("/lecteur/{}/compte", at.param("card")));
    let around = at.around().await?;
    let status = errors.status();
    let next = listed.next_page_token;
    let shown = AccountPage {
        visit: &at.visit,
        say,
        desk: &around,
        base: &at.path(""),
        handle: at.param("card"),
        balance: listed.balance.map_or(0, |balance| balance.minor_units),
        lines: listed
            .entries
            .into_iter()
            .map(|entry| line(say, entry))
            .collect(),
        next: (!next.is_empty()).then(|| address(&own, [("suite", next.as_str())])),
        kinds: KINDS
            .iter()
            .map(|(name, kind)| (*name, say.charge(*kind)))
            .collect(),
        amount: asked.get("somme"),
        why: asked.get("raison"),
        done: asked.is_ticked("fait"),
        errors,
    };
    page_with(status, &shown)
}

fn line(say: Say, entry: Entry) -> Line {
    let kind = entry.kind();
    let sum = entry.amount.as_ref().map_or(0, |sum| sum.minor_units);
    let raises = matches!(kind, EntryKind::Charge | EntryKind::PayOut);
    let words = say.desk_entry(kind, entry.charge());
    Line {
        day: say.day_with_year(&entry.day),
        what: match entry.title.is_empty() {
            true => words.to_owned(),
            false => format!("{words} – {}", entry.title),
        },
        sum: say.sum(if raises { sum } else { -sum }),
        why: entry.why,
    }
}

/// Shows what a patron was told, with the proof.
pub(crate) async fn notices(at: AtDesk, RawQuery(question): RawQuery) -> Answer {
    let asked = Asked::read(question.unwrap_or_default().as_bytes());
    let request = ListNoticesRequest {
        card: Some(at.card()?),
        page_size: LINES,
        page_token: asked.get("suite").to_owned(),
    };
    let listed = at.patrons()?.list_notices(request).await?.into_inner();
    let own = at.path(&format!("/lecteur/{}/avis", at.param("card")));
    let (say, next) = (at.say(), listed.next_page_token);
    let around = at.around().await?;
    page(&NoticesPage {
        visit: &at.visit,
        say,
        desk: &around,
        base: &at.path(""),
        handle: at.param("card"),
        notices: listed
            .notices
            .into_iter()
            .map(|one| notice(say, one))
            .collect(),
        next: (!next.is_empty()).then(|| address(&own, [("suite", next.as_str())])),
    })
}

fn notice(say: Say, one: Notice) -> NoticeLine {
    NoticeLine {
        day: say.day_with_year(&one.made_on),
        what: format!("{} – {}", say.notice_kind(&one.kind), one.title),
        how: say.desk_channel(one.channel()),
        state: say.desk_notice_state(one.state()),
        proof: one.proof,
    }
}
