//! What does a patron owe, and what was paid? Lines are added by the rules and never changed.

use super::facts::touch;
use crate::draft::{About, Draft};
use crate::ledger::{ChargeRow, NodeState, PatronRow, Said, StaffAct};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::circulation::{Borrower, Loan};
use navette_domain::fees::{
    Charge, Entry, Money, PayOut, Payment, Waiver, balance, charged_for_loss, decide_entry,
};
use navette_domain::identity::{PatronNumber, StaffId};
use navette_domain::patrons::Reason;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// What a desk enters into an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountAct {
    /// Something is owed.
    Charge(Charge),
    /// Something was paid at the desk.
    Pay(Money),
    /// Something need not be paid, and why.
    Waive(Money, Reason),
    /// Money was handed back.
    PayOut(Money),
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Enters money into a patron's account; gives what is owed afterwards, below zero where the library owes.
    pub fn enter(
        &self,
        patron: PatronNumber,
        act: AccountAct,
        by: StaffId,
        now: Now,
    ) -> Result<Money, DeskRefusal> {
        self.command(now, move |draft| {
            if draft.get::<PatronRow>(&patron).is_none() {
                return Err(DeskRefusal::UnknownPatron(patron));
            }
            let entry = as_entry(draft, act, by);
            let owed = decide_entry(&entries_of(draft, patron), &entry)?;
            let said = draft.said.clone();
            write(draft, patron, entry, (None, said));
            touch(draft, patron);
            draft.note(by, StaffAct::Entered, About::patron(patron));
            Ok(owed)
        })
    }

    /// Gives the lines of a patron's account, the oldest first, and what is owed.
    pub fn account(
        &self,
        patron: PatronNumber,
        now: Now,
    ) -> Result<(Vec<Entry>, Money), DeskRefusal> {
        self.look(now, move |draft| {
            if draft.get::<PatronRow>(&patron).is_none() {
                return Err(DeskRefusal::UnknownPatron(patron));
            }
            Ok((entries_of(draft, patron), dues_of(draft, patron)))
        })
    }
}

fn as_entry(draft: &Draft<'_>, act: AccountAct, by: StaffId) -> Entry {
    let on = draft.today();
    match act {
        AccountAct::Charge(charge) => Entry::Charge(charge),
        AccountAct::Pay(amount) => Entry::Payment(Payment {
            amount,
            on,
            taken_by: Some(by),
        }),
        AccountAct::Waive(amount, why) => Entry::Waiver(Waiver {
            amount,
            on,
            by,
            why,
        }),
        AccountAct::PayOut(amount) => Entry::PayOut(PayOut { amount, on, by }),
    }
}

/// Gives the lines of an account, the oldest first.
pub(crate) fn entries_of(draft: &Draft<'_>, patron: PatronNumber) -> Vec<Entry> {
    let lines = draft.state.indexes().account.each(&patron);
    lines
        .filter_map(|number| draft.see::<ChargeRow>(number))
        .map(|row| row.entry.clone())
        .collect()
}

/// Gives what a patron owes.
pub(crate) fn dues_of(draft: &Draft<'_>, patron: PatronNumber) -> Money {
    balance(&entries_of(draft, patron)).unwrap_or(Money::ZERO)
}

/// Gives what is still charged for the loss of a loan's item.
pub(crate) fn charged_for(draft: &Draft<'_>, loan: &Loan) -> Money {
    match &loan.borrower {
        Borrower::Patron(patron) => {
            let entries = entries_of(draft, *patron);
            charged_for_loss(&entries, &loan.item).unwrap_or(Money::ZERO)
        }
        Borrower::Visitor { .. } => Money::ZERO,
    }
}

/// Enters a line that follows from a rule, and what was said of it; says whether it was made. What visitors owe is their own library's business.
pub(crate) fn charge_to(
    draft: &mut Draft<'_>,
    borrower: &Borrower,
    entry: Entry,
    loan: Option<u64>,
    said: Option<Said>,
) -> bool {
    let Borrower::Patron(patron) = borrower else {
        return false;
    };
    let sound = decide_entry(&entries_of(draft, *patron), &entry).is_ok();
    if sound {
        write(draft, *patron, entry, (loan, said));
    }
    sound
}

fn write(
    draft: &mut Draft<'_>,
    patron: PatronNumber,
    entry: Entry,
    (loan, said): (Option<u64>, Option<Said>),
) {
    draft.meta_mut().last_charge += 1;
    let number = draft.meta().last_charge;
    draft.put(
        number,
        ChargeRow {
            patron,
            entry,
            loan,
            said,
        },
    );
}
