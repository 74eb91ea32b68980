//! What does a patron owe, and for what?

use crate::failure::Failure;
use crate::present::columns::{self, Column};
use crate::present::money::{self, Money};
use crate::present::shown::{cell, next_page, some};
use crate::present::{Shown, item_name};
use crate::terminal::Terminal;
use crate::words::{spelled, word};
use navette_proto::wire::fees;
use navette_proto::wire::patrons as wire;
use serde::Serialize;

/// A page of an account, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(crate) struct Account {
    entries: Vec<Entry>,
    balance: Option<Money>,
    next_page_token: String,
}

#[derive(Serialize)]
struct Entry {
    day: Option<String>,
    kind: Option<&'static str>,
    charge: Option<&'static str>,
    amount: Option<Money>,
    item: Option<String>,
    title: Option<String>,
    staff: Option<u64>,
    why: Option<String>,
    #[serde(skip)]
    kind_words: String,
}

impl From<wire::ListChargesResponse> for Account {
    fn from(page: wire::ListChargesResponse) -> Self {
        Self {
            entries: page.entries.into_iter().map(Entry::from).collect(),
            balance: page.balance.map(Money::from),
            next_page_token: page.next_page_token,
        }
    }
}

impl From<fees::Entry> for Entry {
    fn from(entry: fees::Entry) -> Self {
        let charge = spelled::<fees::ChargeKind>(entry.charge);
        let kind = spelled::<fees::EntryKind>(entry.kind);
        Self {
            day: some(entry.day),
            kind: word::<fees::EntryKind>(entry.kind),
            charge: word::<fees::ChargeKind>(entry.charge),
            amount: entry.amount.map(Money::from),
            item: item_name(entry.item),
            title: some(entry.title),
            staff: Some(entry.staff).filter(|staff| *staff > 0),
            why: some(entry.why),
            kind_words: if charge.is_empty() {
                kind
            } else {
                format!("{kind}: {charge}")
            },
        }
    }
}

impl Shown for Account {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let heads = [
            Column::Left("DAY"),
            Column::Left("WHAT"),
            Column::Right("AMOUNT"),
            Column::Title("TITLE"),
            Column::Left("ITEM"),
            Column::Left("WHY"),
        ];
        let row = |entry: &Entry| {
            vec![
                cell(&entry.day),
                entry.kind_words.clone(),
                money::words(entry.amount.as_ref()),
                cell(&entry.title),
                cell(&entry.item),
                cell(&entry.why),
            ]
        };
        let rows: Vec<Vec<String>> = self.entries.iter().map(row).collect();
        columns::write(&heads, &rows, terminal)?;
        terminal.line(&format!("owed: {}", money::words(self.balance.as_ref())))?;
        next_page(&self.next_page_token, terminal)
    }
}
