//! What has a patron put aside? One row for each list, under the patron and a number of the list.

use navette_domain::catalogue::WorkKey;
use navette_domain::privacy::Personal;
use navette_store::stored_struct;

/// One list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedListRow {
    /// What the patron calls it.
    pub name: Personal<String>,
    /// What is on it, in the order in which it was put there.
    pub works: Vec<SavedWork>,
}

/// One work on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedWork {
    /// The key of the work.
    pub work: WorkKey,
    /// The title as the patron saw it.
    pub title: Personal<String>,
}

stored_struct!(SavedListRow { name, works });
stored_struct!(SavedWork { work, title });
