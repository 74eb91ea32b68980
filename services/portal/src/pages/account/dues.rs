//! What a patron owes, and every line of it.

use super::mine::LINES_MAX;
use crate::answer::{Answer, page};
use crate::running::Portal;
use crate::say::Say;
use crate::visit::{Visit, Visiting};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use navette_proto::wire::fees::{Entry, EntryKind};
use navette_proto::wire::patrons::ListChargesRequest;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "account/dues.html")]
struct Dues<'a> {
    visit: &'a Visit,
    say: Say,
    balance: String,
    owes: bool,
    lines: Vec<ShownEntry>,
}

struct ShownEntry {
    day: String,
    what: &'static str,
    about: String,
    sum: String,
}

pub(crate) async fn show(State(portal): State<Arc<Portal>>, Extension(visit): Visiting) -> Answer {
    let (say, session) = (visit.say, visit.signed_in()?);
    let mut patrons = portal.territory.patrons(&visit, session)?;
    let question = ListChargesRequest {
        page_size: LINES_MAX,
        ..ListChargesRequest::default()
    };
    let answer = patrons.list_charges(question).await?.into_inner();
    let owed = answer.balance.map_or(0, |balance| balance.minor_units);
    page(&Dues {
        visit: &visit,
        say,
        balance: say.dues(owed),
        owes: owed > 0,
        lines: answer
            .entries
            .into_iter()
            .map(|entry| shown(entry, say))
            .collect(),
    })
}

fn shown(entry: Entry, say: Say) -> ShownEntry {
    let kind = entry.kind();
    let amount = entry.amount.as_ref().map_or(0, |sum| sum.minor_units);
    let about = [entry.title.as_str(), entry.why.as_str()];
    let about: Vec<&str> = about.into_iter().filter(|text| !text.is_empty()).collect();
    ShownEntry {
        day: say.day_and_year(&entry.day),
        what: say.entry(kind, entry.charge()),
        about: about.join(", "),
        sum: say.sum(counted(kind, amount)),
    }
}

/// Gives a sum its sign: what lowers the debt is below zero.
fn counted(kind: EntryKind, amount: i64) -> i64 {
    match kind {
        EntryKind::Charge | EntryKind::PayOut | EntryKind::Unspecified => amount,
        EntryKind::Payment | EntryKind::Waiver | EntryKind::Refund => -amount,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language;
    use navette_proto::wire::fees::{ChargeKind, Money};

    #[test]
    fn what_is_paid_counts_the_other_way() {
        let entry = Entry {
            kind: EntryKind::Payment as i32,
            amount: Some(Money {
                minor_units: 250,
                currency: "EUR".to_owned(),
            }),
            ..Entry::default()
        };
        assert_eq!(shown(entry, Say(Language::English)).sum, "-€2.50");
    }

    #[test]
    fn a_charge_says_for_what() {
        let entry = Entry {
            kind: EntryKind::Charge as i32,
            charge: ChargeKind::Late as i32,
            title: "Germinal".to_owned(),
            ..Entry::default()
        };
        let shown = shown(entry, Say(Language::French));
        assert_eq!((shown.what, shown.about.as_str()), ("Retard", "Germinal"));
    }
}
