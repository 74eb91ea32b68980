//! What passes between an importer and the node?

use super::counts::Counts;
use navette_store::catalogue::Format;
use std::sync::Arc;

/// What an import is and how it is to be read.
pub(crate) struct Start {
    pub(crate) import_key: String,
    pub(crate) profile_toml: String,
    pub(crate) dry_run: bool,
    pub(crate) replace: bool,
    pub(crate) accept_shrink: bool,
}

/// One record as it stands in its file.
pub(crate) struct RawRecord {
    pub(crate) number: u64,
    pub(crate) offset: u64,
    pub(crate) format: Format,
    pub(crate) header: Option<Arc<[u8]>>,
    pub(crate) raw: Vec<u8>,
}

/// What the importer says.
pub(crate) enum Step {
    Start(Start),
    Batch(Vec<RawRecord>),
    Finish,
}

/// A record that is not imported, or not as the librarian may expect.
pub(crate) struct Reject {
    pub(crate) number: u64,
    pub(crate) offset: u64,
    pub(crate) reason: String,
}

/// What an import came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) counts: Counts,
    pub(crate) withdrawn: u64,
    pub(crate) records: u64,
}

/// What the node says.
pub(crate) enum Answer {
    Ready { resume_after: u64, so_far: Counts },
    Progress { durable: u64, rejects: Vec<Reject> },
    Summary(Summary),
}
