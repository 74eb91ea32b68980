//! How the counter's answers look: loans, and where an item goes that came back.

mod loan;
mod moves;

pub(crate) use loan::Loans;
pub(crate) use moves::{InHouse, Lent, Renewed, TakenBack};
