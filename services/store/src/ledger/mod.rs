//! What has been lent, asked for and promised? A ledger of typed rows: the state lives in memory, its rows on disk.
//!
//! It must not know what the rows mean: whoever opens a ledger says so with a [`LedgerState`].

mod cover;
mod engine;
mod error;
mod folded;
#[cfg(test)]
mod golden;
mod head;
mod inline;
mod limits;
#[cfg(test)]
mod losing_tests;
mod machine;
mod opening;
mod rebuilding;
mod record;
mod row_sums;
mod seam;
mod snapshot_reader;
mod snapshot_writer;
mod snapshots;
mod snapshotting;
mod stored;
mod stored_choice;
mod stored_counter;
mod stored_domain;
mod stored_lending;
mod stored_macros;
mod stored_membership;
mod threaded;

pub use crate::codec::Source;
pub use crate::options::{OpenReport, Options};
pub use cover::{Bare, Cover};
pub use error::LedgerError;
pub use inline::InlineLedger;
pub use limits::{KEY_BYTES_MAX, ROWS_MAX, VALUE_BYTES_MAX};
pub use seam::{Commit, Decision, LedgerState, Rows};
pub use snapshots::check_snapshots;
pub use snapshotting::SnapshotReport;
pub use stored::{Stored, stored_bytes, taken_whole};
pub use threaded::Ledger;
