//! What must a state say of itself to be kept in a ledger, and what may its users do?

use crate::committer::CommitError;
use std::collections::BTreeMap;

/// All rows of a ledger, by key.
pub type Rows = BTreeMap<Vec<u8>, Vec<u8>>;

/// A typed state in memory that is kept on disk as rows: each change writes or removes one row, whole.
///
/// The rows must say all: `load` of every row, in any order, comes to the same state as the changes did.
pub trait LedgerState: Default + Send + 'static {
    /// Changes one row.
    type Change: Send;

    /// Gives the row as it is after the change: its key, and its value or nothing where the row is removed.
    fn encode(change: &Self::Change) -> (Vec<u8>, Option<Vec<u8>>);
    /// Takes a change in; it has been decided and written, so that it cannot be refused here.
    fn apply(&mut self, change: Self::Change);
    /// Takes a row read from disk in, in place of the one with the same key; says what is wrong with one it cannot read.
    fn load(&mut self, key: &[u8], value: &[u8]) -> Result<(), String>;
    /// Takes out a row that the journal says was removed; a row that is not there is no error.
    fn unload(&mut self, key: &[u8]) -> Result<(), String>;
}

/// What a command comes to: the changes, recorded as one, and the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision<C, R> {
    /// In the order in which they are applied; none where nothing changes.
    pub changes: Vec<C>,
    /// For the caller, released when the changes are safe.
    pub reply: R,
}

impl<C, R> Decision<C, R> {
    /// Answers without changing anything.
    pub fn unchanged(reply: R) -> Self {
        Self {
            changes: Vec::new(),
            reply,
        }
    }
}

/// The one way into a ledger, with a thread or without: flows are written against this.
pub trait Commit<S: LedgerState> {
    /// Decides on the state including what is pending; returns when the changes are safe. All of them or none are kept.
    ///
    /// Neither this nor [`Commit::read`] may be called from within a decision: it would wait for itself.
    fn commit<R, E>(
        &self,
        decide: impl FnOnce(&S) -> Result<Decision<S::Change, R>, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<CommitError> + Send + 'static;

    /// Gives the keys of the rows that were found unreadable on purpose when the ledger was opened: the state is without them,
    /// the disk is not until somebody removes them.
    fn gone(&self) -> &[Vec<u8>];

    /// Reads the state in its turn; returns when everything it saw is safe.
    fn read<R>(&self, read: impl FnOnce(&S) -> R + Send + 'static) -> Result<R, CommitError>
    where
        R: Send + 'static,
    {
        self.commit(|state| Ok(Decision::unchanged(read(state))))
    }
}

impl<S: LedgerState, C: Commit<S>> Commit<S> for &C {
    fn commit<R, E>(
        &self,
        decide: impl FnOnce(&S) -> Result<Decision<S::Change, R>, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<CommitError> + Send + 'static,
    {
        (**self).commit(decide)
    }

    fn gone(&self) -> &[Vec<u8>] {
        (**self).gone()
    }
}
