//! How does a loan look?

use crate::failure::Failure;
use crate::present::columns::{self, Column};
use crate::present::money::{self, Money};
use crate::present::shown::{cell, next_page, some};
use crate::present::{Shown, item_name};
use crate::terminal::Terminal;
use crate::words::{spelled, word};
use navette_proto::wire::circulation as wire;
use serde::Serialize;

/// One loan, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(crate) struct Loan {
    loan: u64,
    pub(super) item: Option<String>,
    pub(super) title: String,
    card: Option<String>,
    home: Option<String>,
    lent_on: Option<String>,
    pub(super) due: Option<String>,
    renewals: u32,
    recalled: Option<String>,
    state: Option<&'static str>,
    since: Option<String>,
    days_late: u32,
    late_fee: Option<Money>,
    request: Option<String>,
    renewable: bool,
    staff: Option<u64>,
    why: Option<String>,
    #[serde(skip)]
    state_words: String,
}

impl From<wire::Loan> for Loan {
    fn from(loan: wire::Loan) -> Self {
        let card = loan.card.unwrap_or_default();
        Self {
            loan: loan.loan,
            item: item_name(loan.item),
            title: loan.title,
            card: some(card.number),
            home: some(card.library),
            lent_on: some(loan.lent_on),
            due: some(loan.due),
            renewals: loan.renewals,
            recalled: some(loan.recalled),
            state: word::<wire::LoanState>(loan.state),
            since: some(loan.since),
            days_late: loan.days_late,
            late_fee: loan.late_fee.map(Money::from),
            request: some(loan.request),
            renewable: loan.renewable,
            staff: Some(loan.staff).filter(|staff| *staff > 0),
            why: some(loan.why),
            state_words: spelled::<wire::LoanState>(loan.state),
        }
    }
}

/// A page of loans.
#[derive(Serialize)]
pub(crate) struct Loans {
    loans: Vec<Loan>,
    next_page_token: String,
}

impl From<wire::ListLoansResponse> for Loans {
    fn from(page: wire::ListLoansResponse) -> Self {
        Self {
            loans: page.loans.into_iter().map(Loan::from).collect(),
            next_page_token: page.next_page_token,
        }
    }
}

impl Shown for Loans {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let heads = [
            Column::Left("ITEM"),
            Column::Title("TITLE"),
            Column::Left("CARD"),
            Column::Left("DUE"),
            Column::Right("LATE"),
            Column::Left("STATE"),
            Column::Right("FEE"),
            Column::Left("WHY"),
        ];
        let row = |loan: &Loan| {
            let late = match loan.days_late {
                0 => String::new(),
                days => format!("{days} d"),
            };
            vec![
                cell(&loan.item),
                loan.title.clone(),
                cell(loan.card.as_ref().map_or(&loan.home, |_| &loan.card)),
                cell(&loan.due),
                late,
                loan.state_words.clone(),
                money::words(loan.late_fee.as_ref()),
                cell(&loan.why),
            ]
        };
        let rows: Vec<Vec<String>> = self.loans.iter().map(row).collect();
        columns::write(&heads, &rows, terminal)?;
        next_page(&self.next_page_token, terminal)
    }
}
