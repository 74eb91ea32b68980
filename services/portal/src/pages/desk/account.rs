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
use navette_proto::wire::fees::{ChargeKind, Entry, EntryKind, Money};
use navette_proto::wire::patrons::{
    AddChargeRequest, ListChargesRequest, ListChargesResponse, ListNoticesRequest,
    ListNoticesResponse, Notice, PayRequest, WaiveRequest,
};

/// Lines of a page.
const LINES: u32 = 50;
/// Pages that are shown of one account: far more than anybody looks back.
const PAGES_MAX: u32 = 40;
/// What the three forms do, and how each names its sum and its reason.
const ACTS: [(&str, &str, &str); 3] = [
    ("encaisser", "somme-encaisser", "raison-encaisser"),
    ("demander", "somme-demander", "raison-demander"),
    ("remettre", "somme-remettre", "raison-remettre"),
];
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
    /// Which form was sent, so that it is shown open.
    sent: &'a str,
    asked: &'a Asked,
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

pub(crate) async fn show(at: AtDesk, asked: Asked) -> Answer {
    shown(&at, &asked, FormErrors::default()).await
}

/// Enters a line.
pub(crate) async fn enter(at: AtDesk, posted: Posted) -> Answer {
    let (say, fields) = (at.say(), &posted.fields);
    let found = ACTS.iter().find(|(verb, ..)| *verb == fields.get("geste"));
    let (verb, sum, reason) = *found.ok_or(Trouble::NotFound)?;
    let mut errors = FormErrors::default();
    let amount = euros(fields.get(sum)).ok().flatten();
    if amount.is_none() {
        errors.add(sum, say.error_amount());
    }
    if verb == "remettre" && fields.get(reason).is_empty() {
        errors.add(reason, say.error_reason_empty());
    }
    if errors.is_empty() {
        match entered(&at, &posted, verb, amount, fields.get(reason)).await {
            Ok(()) => {
                let own = at.path(&format!("/lecteur/{}/compte", at.param("card")));
                return see(&format!("{own}?fait=oui"));
            }
            Err(Trouble::Refused(status)) if !is_session_over(&status) => {
                for line in say.desk_refusals(&status) {
                    errors.add(sum, line);
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
    let cents = amount.as_ref().map_or(0, |sum| sum.minor_units).to_string();
    let request_id = at.command(posted, &[verb, &cents, why, fields.get("pour")]);
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
    let (say, page) = (at.say(), page_asked(asked));
    let (listed, around) = tokio::try_join!(lines(at, page), at.around())?;
    let own = at.path(&format!("/lecteur/{}/compte", at.param("card")));
    let status = errors.status();
    let more = !listed.next_page_token.is_empty();
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
        next: next_address(&own, page, more),
        kinds: KINDS
            .iter()
            .map(|(name, kind)| (*name, say.charge(*kind)))
            .collect(),
        sent: asked.get("geste"),
        asked,
        done: asked.is_ticked("fait"),
        errors,
    };
    page_with(status, &shown)
}

/// Pages go by number: the node's own mark of a page is made from the card, and is not for addresses.
fn page_asked(asked: &Asked) -> u32 {
    let page = asked.get("suite").parse().unwrap_or(1_u32);
    page.clamp(1, PAGES_MAX)
}

fn next_address(own: &str, page: u32, more: bool) -> Option<String> {
    let next = (page + 1).to_string();
    (more && page < PAGES_MAX).then(|| address(own, [("suite", next.as_str())]))
}

/// Goes from page to page up to the one that is asked for, or the last.
async fn lines(at: &AtDesk, page: u32) -> Result<ListChargesResponse, Trouble> {
    let (mut patrons, card) = (at.patrons()?, at.card()?);
    let mut listed = ListChargesResponse::default();
    for read in 1..=page {
        let request = ListChargesRequest {
            card: Some(card.clone()),
            page_size: LINES,
            page_token: listed.next_page_token,
        };
        listed = patrons.list_charges(request).await?.into_inner();
        if listed.next_page_token.is_empty() && read < page {
            break;
        }
    }
    Ok(listed)
}

/// The same, of what a patron was told.
async fn told(at: &AtDesk, page: u32) -> Result<ListNoticesResponse, Trouble> {
    let (mut patrons, card) = (at.patrons()?, at.card()?);
    let mut listed = ListNoticesResponse::default();
    for read in 1..=page {
        let request = ListNoticesRequest {
            card: Some(card.clone()),
            page_size: LINES,
            page_token: listed.next_page_token,
        };
        listed = patrons.list_notices(request).await?.into_inner();
        if listed.next_page_token.is_empty() && read < page {
            break;
        }
    }
    Ok(listed)
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
pub(crate) async fn notices(at: AtDesk, asked: Asked) -> Answer {
    let page_number = page_asked(&asked);
    let (listed, around) = tokio::try_join!(told(&at, page_number), at.around())?;
    let own = at.path(&format!("/lecteur/{}/avis", at.param("card")));
    let (say, more) = (at.say(), !listed.next_page_token.is_empty());
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
        next: next_address(&own, page_number, more),
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

impl AccountPage<'_> {
    /// Gives what was typed into a form's field, to be shown again.
    fn typed(&self, verb: &str, field: &str) -> &str {
        self.asked.get(&format!("{field}-{verb}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_go_by_number_and_not_by_a_mark_of_the_node() {
        for (asked, page) in [("", 1), ("suite=3", 3), ("suite=0", 1), ("suite=a1b2", 1)] {
            assert_eq!(page_asked(&Asked::read(asked.as_bytes())), page, "{asked}");
        }
        let next = next_address("/x", 2, true);
        assert_eq!(next.as_deref(), Some("/x?suite=3"));
        assert_eq!(next_address("/x", PAGES_MAX, true), None);
        assert_eq!(next_address("/x", 2, false), None);
    }
}
