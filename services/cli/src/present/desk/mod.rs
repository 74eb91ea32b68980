//! How the desk's answers look: what was done, what to do now, what waits to be done.

mod act;
mod crate_check;
mod done;
mod slip;
mod work;
mod work_columns;

pub(crate) use act::{Act, Offer, undecided};
pub(crate) use crate_check::CrateCheck;
pub(crate) use done::{Acts, Closed, Settled, Told, Undone};
pub(crate) use slip::Slip;
pub(crate) use work::WorkList;
