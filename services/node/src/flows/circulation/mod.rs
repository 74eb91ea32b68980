//! The counter: lending out, taking back, renewing, reading in the house, and what is lost or damaged.

mod check_out;
mod counter_item;
mod in_house;
mod lending_out;
mod listing;
mod loans;
mod loss;
mod renewing;
mod taking_back;
mod ticking;
mod visitors;

pub use check_out::{CheckedOut, HomeSays, Visitor};
pub(crate) use counter_item::borrower_of;
pub(crate) use lending_out::{Who, lend, visit_of};
pub use listing::{LoanFilter, LoanLine};
pub use loans::LoanShown;
pub(crate) use loans::collected_elsewhere;
pub use loss::Loss;
pub(crate) use taking_back::take_back;
