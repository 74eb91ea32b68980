//! Own patrons: who they are, what they may, what they owe. What is personal leaves this library only sealed.

mod accounts;
mod amending;
mod applications;
mod dependants;
mod facts;
mod listing;
mod own_wishes;
mod private_links;
mod registering;
mod saved_lists;
mod showing;

pub use accounts::AccountAct;
pub use amending::{Amendment, PersonForm};
pub use dependants::SeenByGuardian;
pub use own_wishes::OwnWishes;
pub use private_links::{PrivateDay, PrivateDayOf};
pub use registering::PatronForm;
pub use showing::{PatronShown, WardShown};

pub(crate) use accounts::{charge_to, charged_for, dues_of};
pub(crate) use applications::forget_applications;
pub(crate) use facts::{by_card, facts_of, patron_facts, policy_of, touch};
