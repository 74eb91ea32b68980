//! Own patrons: who they are, what they may, what they owe. What is personal leaves this library only sealed.

mod accounts;
mod amending;
mod facts;
mod listing;
mod registering;
mod showing;

pub use accounts::AccountAct;
pub use amending::{Amendment, PersonForm};
pub use registering::PatronForm;
pub use showing::{PatronShown, WardShown};

pub(crate) use accounts::{charge_to, charged_for, dues_of};
pub(crate) use facts::{by_card, facts_of, patron_facts, policy_of, touch};
