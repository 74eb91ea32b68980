//! What must a state engine be able to do?

use super::StateError;
use std::sync::Arc;

/// One change: a key, and its new sealed value or nothing to remove it.
pub type Write = (Vec<u8>, Option<Vec<u8>>);

/// A key and its sealed value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// An ordered map of bytes. Readers see a batch whole or not at all after a restart.
pub trait State: Send + Sync {
    /// Gives the sealed value of a key.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StateError>;
    /// Changes all these keys as one; not necessarily safe until [`State::flush`].
    fn apply(&self, writes: Vec<Write>) -> Result<(), StateError>;
    /// Gives up to `limit` pairs with keys after `after` (exclusive) that start with `prefix`, in order.
    fn page(&self, prefix: &[u8], after: &[u8], limit: usize) -> Result<Vec<Pair>, StateError>;
    /// Writes out what is held back, so that a replay after a kill is short.
    fn flush(&self) -> Result<(), StateError>;
    /// Tells whether nothing was ever written to it, or nothing is left.
    fn is_empty(&self) -> Result<bool, StateError> {
        Ok(self.page(&[], &[], 1)?.is_empty())
    }
}

/// Where a state is kept.
pub trait StateHome: Send + Sync {
    /// Opens what is there, or begins anew.
    fn open(&self) -> Result<Arc<dyn State>, StateError>;
    /// Puts what is there out of the way and keeps it for whoever wants to know what happened.
    fn set_aside(&self) -> Result<(), StateError>;
    /// Removes what is there, in which nothing was; what was set aside before stays.
    fn remove_empty(&self) -> Result<(), StateError>;
    /// Removes what is there and everything set aside, for good: what was erased must not live on in it.
    fn erase(&self) -> Result<(), StateError>;
}
