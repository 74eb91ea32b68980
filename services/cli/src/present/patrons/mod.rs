//! How patrons, their accounts and what they were told look. Personal: it goes to standard output and nowhere else.

mod account;
mod notices;
mod patron;
mod small;

pub(crate) use account::Account;
pub(crate) use notices::Notices;
pub(crate) use patron::{Patron, PatronList};
pub(crate) use small::{Balance, Erased, PinChecked, PinSet};
