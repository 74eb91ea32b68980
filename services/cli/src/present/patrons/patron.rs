//! How does a patron look to the home library's desk?

use crate::failure::Failure;
use crate::present::columns::{self, Column};
use crate::present::money::{self, Money};
use crate::present::shown::{cell, next_page, some};
use crate::present::{Shown, facts};
use crate::terminal::Terminal;
use crate::words::word;
use navette_proto::wire::patrons as wire;
use serde::Serialize;

/// A patron, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(crate) struct Patron {
    card: String,
    library: String,
    given_name: String,
    family_name: String,
    birth: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    language: String,
    preferred: Option<&'static str>,
    guardian: Option<String>,
    keeps_history: bool,
    category: String,
    card_expires: Option<String>,
    suspension: Option<Suspension>,
    blocked: bool,
    dues: Option<Money>,
    loans_open: u32,
    requests_open: u32,
    overdue_open: u32,
    version: u64,
}

#[derive(Serialize)]
struct Suspension {
    until: String,
    reason: String,
}

impl From<wire::Patron> for Patron {
    fn from(patron: wire::Patron) -> Self {
        let card = patron.card.unwrap_or_default();
        let person = patron.person.unwrap_or_default();
        let standing = patron.standing.unwrap_or_default();
        let suspension = |one: wire::Suspension| Suspension {
            until: one.until,
            reason: one.reason,
        };
        Self {
            card: card.number,
            library: card.library,
            given_name: person.given_name,
            family_name: person.family_name,
            birth: some(person.birth),
            email: some(person.email),
            phone: some(person.phone),
            address: some(person.address),
            language: person.language,
            preferred: word::<wire::Channel>(person.preferred),
            guardian: person.guardian.map(|guardian| guardian.number),
            keeps_history: person.keeps_history,
            category: standing.category,
            card_expires: some(standing.card_expires),
            suspension: standing.suspension.map(suspension),
            blocked: standing.blocked,
            dues: standing.dues.map(Money::from),
            loans_open: standing.loans_open,
            requests_open: standing.requests_open,
            overdue_open: standing.overdue_open,
            version: patron.version,
        }
    }
}

impl Shown for Patron {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line(&terminal.strong(&self.name()))?;
        let suspended = self.suspension.as_ref();
        let suspended = suspended.map(|one| format!("until {}: {}", one.until, one.reason));
        let blocked = if self.blocked { "yes" } else { "" };
        let history = if self.keeps_history { "kept" } else { "" };
        let late = match self.overdue_open {
            0 => String::new(),
            overdue => format!(" ({overdue} overdue)"),
        };
        let loans = format!("{}{late}", self.loans_open);
        let known = [
            ("card", self.card.clone()),
            ("library", self.library.clone()),
            ("category", self.category.clone()),
            ("expires", cell(&self.card_expires)),
            ("suspended", suspended.unwrap_or_default()),
            ("blocked", blocked.to_owned()),
            ("loans", loans),
            ("requests", self.requests_open.to_string()),
            ("dues", money::words(self.dues.as_ref())),
            ("birth", cell(&self.birth)),
            ("e-mail", cell(&self.email)),
            ("telephone", cell(&self.phone)),
            ("address", cell(&self.address)),
            ("language", self.language.clone()),
            ("prefers", self.preferred.unwrap_or_default().to_owned()),
            ("guardian", cell(&self.guardian)),
            ("history", history.to_owned()),
        ];
        facts::write(&known, terminal)
    }
}

impl Patron {
    fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
            .trim()
            .to_owned()
    }
}

/// A page of patrons.
#[derive(Serialize)]
pub(crate) struct PatronList {
    patrons: Vec<Patron>,
    next_page_token: String,
}

impl From<wire::ListResponse> for PatronList {
    fn from(page: wire::ListResponse) -> Self {
        Self {
            patrons: page.patrons.into_iter().map(Patron::from).collect(),
            next_page_token: page.next_page_token,
        }
    }
}

impl Shown for PatronList {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let heads = [
            Column::Left("CARD"),
            Column::Left("NAME"),
            Column::Left("CATEGORY"),
            Column::Left("EXPIRES"),
            Column::Right("LOANS"),
            Column::Right("OVERDUE"),
            Column::Right("REQUESTS"),
            Column::Right("DUES"),
        ];
        let row = |patron: &Patron| {
            vec![
                patron.card.clone(),
                patron.name(),
                patron.category.clone(),
                cell(&patron.card_expires),
                patron.loans_open.to_string(),
                patron.overdue_open.to_string(),
                patron.requests_open.to_string(),
                money::words(patron.dues.as_ref()),
            ]
        };
        let rows: Vec<Vec<String>> = self.patrons.iter().map(row).collect();
        columns::write(&heads, &rows, terminal)?;
        next_page(&self.next_page_token, terminal)
    }
}
