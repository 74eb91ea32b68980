//! An import as the sending side sees it: read, cut into batches, sent, acknowledged, summed up.

mod batches;
mod key;
mod progress;
mod rejects;
mod sending;
mod summary;
mod window;

pub(crate) use key::import_key;
pub(crate) use progress::Progress;
pub(crate) use rejects::RejectsFile;
pub(crate) use sending::{Counts, Sending};
pub(crate) use summary::Summary;
