//! What does this library's catalogue hold, and in which order did it change?
//!
//! Raw records are kept once, in the journal; the state holds where. It must not know what a record says.

mod block;
mod error;
mod event;
#[cfg(test)]
mod golden;
mod head;
mod import_run;
mod importing;
mod in_memory;
mod journalled;
mod keys;
mod limits;
mod machine;
mod opening;
mod scan;
mod seam;
mod seen;
mod types;
mod view;
mod withdrawing;

pub use crate::options::{OpenReport, Options};
pub use error::StoreError;
pub use in_memory::MemoryCatalogue;
pub use journalled::SledCatalogue;
pub use seam::{CatalogueStore, Changes};
pub use types::{
    Absence, Change, ChangeKind, Content, Format, ImportGroup, IncomingRecord, Outcome, Run, RunId,
    Stored, StoredState, Withdrawal,
};
