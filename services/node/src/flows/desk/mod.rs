//! What happens when something is scanned at the desk? One field does everything; a word of the desk can stand for a scan.

mod commands;
mod conflicts;
mod expected;
mod found;
mod handing_over;
mod looking_up;
mod outcome;
mod pickup_code;
mod recording;
mod scanning;
mod showing_items;
mod slips;
mod undoing;
mod van;
mod work_entries;
mod work_lists;
mod work_seen;

pub use handing_over::Collector;
pub use looking_up::{Candidate, CandidateKind};
pub use outcome::{Did, DoNow, ScanDone, ScanOutcome, Slip};
pub use pickup_code::pickup_code;
pub(crate) use recording::record;
pub use scanning::Scanned;
pub use showing_items::ItemShown;
pub(crate) use slips::kept_until;
pub use undoing::Undone;
pub use work_entries::WorkList;
pub use work_lists::{ListedItem, WorkCount, WorkLine, WorkLists, WorkPage};
pub(crate) use work_seen::WorkSeen;
