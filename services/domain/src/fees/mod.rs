//! Fees: what is owed for being late, and for what is lost or damaged.

mod account;
mod accrual;
mod money;

pub use account::{
    AccountRefusal, Charge, ChargeKind, ENTRIES_MAX, Entry, PayOut, Payment, Refund, Waiver,
    balance, charged_for_loss, decide_entry,
};
pub use accrual::{LATE_DAYS_COUNTED_MAX, LateFee, late_fee};
pub use money::{AMOUNT_CENTS_MAX, Currency, Money, MoneyRefusal};
