//! How does a file become records that are kept and found? Batches are read on several threads, stored in groups, indexed
//! behind; each stage has a short queue, so that memory does not grow with the file.

mod counts;
mod incoming;
mod joining;
mod read_batch;
mod repeats;
mod session;
mod storing;
mod writing;

pub(crate) use counts::Counts;
pub(crate) use incoming::{Answer, RawRecord, Reject, Start, Step, Summary};
pub(crate) use session::import;
pub(crate) use storing::refused_by_store;
