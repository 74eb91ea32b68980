//! What does a patron owe, and may this payment, waiver or refund be entered? It must not know how money changes
//! hands.

use super::{Money, MoneyRefusal};
use crate::identity::{ItemId, StaffId};
use crate::patrons::Reason;
use crate::time::Day;

/// Most entries of one account: what is older is settled and may be dropped.
pub const ENTRIES_MAX: usize = 10_000;

/// For what something is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChargeKind {
    /// A loan that came back late.
    Late,
    /// An item that did not come back.
    Lost,
    /// An item that came back damaged.
    Damaged,
    /// A card, or its replacement.
    Card,
}

impl ChargeKind {
    /// Gives the word used in files and messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Lost => "lost",
            Self::Damaged => "damaged",
            Self::Card => "card",
        }
    }
}

/// Something owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// For what.
    pub kind: ChargeKind,
    /// How much.
    pub amount: Money,
    /// For which item; nothing where it is for a card.
    pub about: Option<ItemId>,
    /// Since when.
    pub on: Day,
}

/// Something paid at a desk or on-line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// How much.
    pub amount: Money,
    /// When.
    pub on: Day,
    /// Who took it; nothing where it was paid on-line.
    pub taken_by: Option<StaffId>,
}

/// Something that need not be paid after all, by somebody's decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// How much.
    pub amount: Money,
    /// When.
    pub on: Day,
    /// Who decided it.
    pub by: StaffId,
    /// Why.
    pub why: Reason,
}

/// Something that is no longer owed, because the item was found; what had been paid for it becomes the patron's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// How much.
    pub amount: Money,
    /// For which item.
    pub about: ItemId,
    /// When it was found.
    pub on: Day,
}

/// Money handed back to the patron, out of what the library owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayOut {
    /// How much.
    pub amount: Money,
    /// When.
    pub on: Day,
    /// Who handed it over.
    pub by: StaffId,
}

/// One line of an account; lines are added and never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Raises what is owed.
    Charge(Charge),
    /// Lowers it.
    Payment(Payment),
    /// Lowers it.
    Waiver(Waiver),
    /// Lowers it, below zero where the charge had been paid.
    Refund(Refund),
    /// Raises it toward zero.
    PayOut(PayOut),
}

/// Why an entry is not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefusal {
    /// An entry of nothing, or of less.
    #[error("amount {0} is not above zero")]
    NothingToEnter(Money),
    /// A payment or waiver beyond what is owed.
    #[error("amount {amount} is more than the {owed} that is owed")]
    MoreThanOwed {
        /// What was offered.
        amount: Money,
        /// What is owed.
        owed: Money,
    },
    /// Money handed back beyond what the library owes.
    #[error("amount {amount} is more than the {credit} that the library owes")]
    MoreThanCredit {
        /// What would be handed back.
        amount: Money,
        /// What the library owes.
        credit: Money,
    },
    /// A refund beyond what was charged for the item.
    #[error("amount {amount} is more than the {charged} still charged for item {item}")]
    MoreThanCharged {
        /// What would be given back.
        amount: Money,
        /// What was charged, less what was given back already.
        charged: Money,
        /// The item found.
        item: ItemId,
    },
    /// Too long an account.
    #[error("the account has {0} entries, the limit is {ENTRIES_MAX}")]
    TooManyEntries(usize),
    /// Not countable.
    #[error(transparent)]
    Money(#[from] MoneyRefusal),
}

impl AccountRefusal {
    /// Says what the librarian can do, where there is something.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NothingToEnter(_) => Some("enter an amount above zero"),
            Self::MoreThanOwed { .. } => Some("enter at most what is owed and give change"),
            Self::MoreThanCredit { .. } => Some("hand back at most what the library owes"),
            Self::MoreThanCharged { .. } => Some("give back at most what was charged for it"),
            Self::TooManyEntries(_) => Some("settle the account, so that old entries can go"),
            Self::Money(_) => None,
        }
    }
}

impl Entry {
    fn amount(&self) -> Money {
        match self {
            Self::Charge(charge) => charge.amount,
            Self::Payment(payment) => payment.amount,
            Self::Waiver(waiver) => waiver.amount,
            Self::Refund(refund) => refund.amount,
            Self::PayOut(pay_out) => pay_out.amount,
        }
    }
}

/// Sums an account up: above zero the patron owes, below zero the library does.
pub fn balance(entries: &[Entry]) -> Result<Money, MoneyRefusal> {
    let mut sum = Money::ZERO;
    for entry in entries {
        sum = match entry {
            Entry::Charge(_) | Entry::PayOut(_) => sum.checked_add(entry.amount())?,
            Entry::Payment(_) | Entry::Waiver(_) | Entry::Refund(_) => {
                sum.checked_sub(entry.amount())?
            }
        };
    }
    Ok(sum)
}

/// Sums up what is still charged for the loss of an item: what was charged, less what was given back already.
///
/// Late fees and damage stay: finding a book does not make it punctual.
pub fn charged_for_loss(entries: &[Entry], item: &ItemId) -> Result<Money, MoneyRefusal> {
    let mut sum = Money::ZERO;
    for entry in entries {
        sum = match entry {
            Entry::Charge(charge)
                if charge.kind == ChargeKind::Lost && charge.about.as_ref() == Some(item) =>
            {
                sum.checked_add(charge.amount)?
            }
            Entry::Refund(refund) if refund.about == *item => sum.checked_sub(refund.amount)?,
            Entry::Charge(_)
            | Entry::Payment(_)
            | Entry::Waiver(_)
            | Entry::Refund(_)
            | Entry::PayOut(_) => sum,
        };
    }
    Ok(sum)
}

/// Decides whether an entry may be made, and gives the balance after it.
pub fn decide_entry(entries: &[Entry], entry: &Entry) -> Result<Money, AccountRefusal> {
    if entries.len() >= ENTRIES_MAX {
        return Err(AccountRefusal::TooManyEntries(entries.len()));
    }
    let amount = entry.amount();
    if amount <= Money::ZERO {
        return Err(AccountRefusal::NothingToEnter(amount));
    }
    let owed = balance(entries)?;
    match entry {
        Entry::Charge(_) => Ok(owed.checked_add(amount)?),
        Entry::Payment(_) | Entry::Waiver(_) if amount > owed => {
            Err(AccountRefusal::MoreThanOwed { amount, owed })
        }
        Entry::Payment(_) | Entry::Waiver(_) => Ok(owed.checked_sub(amount)?),
        Entry::Refund(refund) => {
            let charged = charged_for_loss(entries, &refund.about)?;
            if amount > charged {
                let item = refund.about.clone();
                return Err(AccountRefusal::MoreThanCharged {
                    amount,
                    charged,
                    item,
                });
            }
            Ok(owed.checked_sub(amount)?)
        }
        Entry::PayOut(_) => {
            let credit = Money::ZERO.checked_sub(owed)?;
            if amount > credit {
                return Err(AccountRefusal::MoreThanCredit { amount, credit });
            }
            Ok(owed.checked_add(amount)?)
        }
    }
}

#[cfg(test)]
mod tests;
