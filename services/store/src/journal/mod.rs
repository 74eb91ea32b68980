//! What was acknowledged, in order? Append-only segments of checksummed records, synced in groups.
//!
//! It must not know what a record means.

mod checking;
mod error;
mod frame;
mod opening;
mod reader;
mod segments;
mod sync_times;
mod writer;

pub use checking::{CheckedJournal, check_journal};
pub use error::JournalError;
pub use reader::{JournalReader, JournalRecord};
pub use segments::{Position, Segments};
pub use sync_times::{Steady, SyncTimes};
pub use writer::{Journal, JournalReport, SEGMENT_BYTES};

pub use frame::LONGEST_PAYLOAD;
