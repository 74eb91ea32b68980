//! What happened at the counter: lent, taken back, prolonged, read here?

use super::loan::Loan;
use crate::failure::Failure;
use crate::present::Shown;
use crate::present::desk::{Act, Offer, undecided};
use crate::present::money::Money;
use crate::present::shown::cell;
use crate::terminal::Terminal;
use crate::words::word;
use navette_proto::wire::circulation as wire;
use serde::Serialize;

/// An item lent out.
#[derive(Serialize)]
pub(crate) struct Lent {
    request_id: String,
    loan: Option<Loan>,
    home_silent: bool,
    overruled: Vec<Overruled>,
}

#[derive(Serialize)]
struct Overruled {
    what: Option<&'static str>,
    staff: u64,
    reason: String,
}

impl Lent {
    /// Takes the answer.
    pub(crate) fn new(request_id: String, answer: wire::CheckOutResponse) -> Self {
        let overruled = |one: wire::Override| Overruled {
            what: word::<wire::Overridable>(one.what),
            staff: one.staff,
            reason: one.reason,
        };
        Self {
            request_id,
            loan: answer.loan.map(Loan::from),
            home_silent: answer.home_silent,
            overruled: answer.overruled.into_iter().map(overruled).collect(),
        }
    }
}

impl Shown for Lent {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        if let Some(loan) = &self.loan {
            terminal.line(&loan.until("lent"))?;
        }
        for overruled in &self.overruled {
            let what = overruled.what.unwrap_or_default();
            terminal.line(&format!("  overruled: {what} ({})", overruled.reason))?;
        }
        if self.home_silent {
            terminal.flush()?;
            terminal.note(
                "the home library does not answer: lent within the local limit, it is told later",
            );
        }
        Ok(())
    }
}

/// An item taken back.
#[derive(Serialize)]
pub(crate) struct TakenBack {
    request_id: String,
    loan: Option<Loan>,
    act: Option<Act>,
    late_fee: Option<Money>,
    offers: Vec<Offer>,
}

impl TakenBack {
    /// Takes the answer.
    pub(crate) fn new(request_id: String, answer: wire::CheckInResponse) -> Self {
        Self {
            request_id,
            loan: answer.loan.map(Loan::from),
            act: answer.act.map(Act::from),
            late_fee: answer.late_fee.map(Money::from),
            offers: answer.offers.into_iter().map(Offer::from).collect(),
        }
    }

    /// Fails where nothing was done because several items are meant.
    pub(crate) fn decided(&self) -> Result<(), Failure> {
        if self.act.is_none() && !self.offers.is_empty() {
            return Err(undecided(&self.offers, "loan in"));
        }
        Ok(())
    }
}

impl Shown for TakenBack {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        if let Some(act) = &self.act {
            act.write(terminal)?;
            if self.loan.is_none() {
                terminal.line("  it was not on loan")?;
            }
        }
        if let Some(fee) = &self.late_fee {
            terminal.line(&format!("  late: {} to pay", fee.words()))?;
        }
        for offer in &self.offers {
            offer.write(terminal)?;
        }
        Ok(())
    }
}

/// A loan prolonged.
#[derive(Serialize)]
pub(crate) struct Renewed {
    request_id: String,
    loan: Option<Loan>,
}

impl Renewed {
    /// Takes the answer.
    pub(crate) fn new(request_id: String, answer: wire::RenewResponse) -> Self {
        Self {
            request_id,
            loan: answer.loan.map(Loan::from),
        }
    }
}

impl Shown for Renewed {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        match &self.loan {
            Some(loan) => terminal.line(&loan.until("renewed")),
            None => Ok(()),
        }
    }
}

/// An item that was read in the library.
#[derive(Serialize)]
pub(crate) struct InHouse {
    request_id: String,
    uses: u64,
}

impl InHouse {
    /// Takes the answer.
    pub(crate) fn new(request_id: String, uses: u64) -> Self {
        Self { request_id, uses }
    }
}

impl Shown for InHouse {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line(&format!("counted: {} this year", self.uses))
    }
}

impl Loan {
    fn until(&self, done: &str) -> String {
        let (item, due) = (cell(&self.item), cell(&self.due));
        format!("{done}: {} ({item}), due {due}", self.title)
    }
}
