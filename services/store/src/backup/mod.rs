//! How does what a process keeps leave it, and come back elsewhere? A stream of its own, which knows neither journal nor
//! sled, and the care that a folder is restored whole or not at all.

mod about;
mod block_reader;
mod blocks;
mod catalogue;
mod content;
mod error;
mod forgetting;
#[cfg(test)]
mod golden;
mod installing;
mod reader;
mod restoring;
mod writer;

pub use about::{BackupHead, CatalogueHead, ProcessKind, Totals};
pub use catalogue::BackedUpRecord;
pub use error::{BackupError, RestoreError};
pub use forgetting::forget_set_aside;
pub use installing::finish_interrupted;
pub use reader::{BackupReader, Entry, check};
pub use restoring::{CoverBack, Restored, Target, restore};
pub use writer::write_backup;
