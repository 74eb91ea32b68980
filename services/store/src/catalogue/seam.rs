//! What does a node ask of its catalogue store? Every backend passes the same contract suite.

use super::StoreError;
use super::types::{Absence, Change, ImportGroup, Outcome, Run, RunId, Stored, Withdrawal};
use navette_domain::catalogue::RecordId;

/// A stream of changes, in order of their numbers.
pub type Changes = Box<dyn Iterator<Item = Result<Change, StoreError>> + Send>;

/// Records of one library, versioned by a number that never goes back.
///
/// Everything blocks: an async caller uses a blocking thread. What has returned is durable and visible.
pub trait CatalogueStore: Send + Sync {
    /// Begins an import, or resumes the unfinished one of the same key and profile.
    fn begin_import(&self, key: &str, profile: &str) -> Result<Run, StoreError>;
    /// Accepts a group of records, all or none; outcomes are in the order of the records.
    fn import(&self, group: ImportGroup) -> Result<Vec<Outcome>, StoreError>;
    /// Tells what an import would make of records, and changes nothing. The number of a version that does not
    /// exist yet is 0. Repetitions within the list are not considered.
    fn compare(&self, records: &[(RecordId, u128)]) -> Result<Vec<Outcome>, StoreError>;
    /// Tells which records an open run has met already; in their order.
    fn met(&self, run: RunId, ids: &[RecordId]) -> Result<Vec<bool>, StoreError>;
    /// Counts the live records that a run has not seen.
    fn count_absent(&self, run: RunId) -> Result<Absence, StoreError>;
    /// Ends a run. With `replace`, live records it has not seen are withdrawn first; where that was interrupted, the
    /// same call withdraws and lists the rest.
    fn finish_import(&self, run: RunId, replace: bool) -> Result<Vec<Withdrawal>, StoreError>;
    /// Withdraws records; those unknown or withdrawn already are passed over.
    fn withdraw(&self, ids: &[RecordId]) -> Result<Vec<Withdrawal>, StoreError>;
    /// Gives a record, withdrawn ones included.
    fn get(&self, id: &RecordId) -> Result<Option<Stored>, StoreError>;
    /// Streams the current version of every record changed after `since`, until there are no more. What is
    /// superseded while the stream runs comes with its later number, in this stream or in the next one
    /// from the number of the last change received.
    fn scan(&self, since: u64) -> Changes;
    /// Names this store's history; another after a restore.
    fn incarnation(&self) -> u64;
    /// Gives the number of the newest version, 0 where there is none.
    fn last_seq(&self) -> u64;
    /// Counts the records that are offered.
    fn live_count(&self) -> u64;
}
