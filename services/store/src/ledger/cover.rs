//! How does a row go to disk that not everybody who holds the disk may read? Under a cover, which whoever opens the ledger brings.
//!
//! It must not know what is covered, nor with what: [`crate::keyring`] has keys, the owner of the rows says whose.

use std::borrow::Cow;

/// Covers rows on their way to the disk, and takes the cover off when they come back.
///
/// Journal, state, snapshots and exported rows hold what [`Cover::put_on`] gave; memory holds what went in.
pub trait Cover: Send + Sync + 'static {
    /// Gives the value as it goes to disk. What is needed to read it again is safe when this returns, since the row is
    /// acknowledged soon after.
    fn put_on(&self, key: &[u8], value: Vec<u8>) -> Result<Vec<u8>, String>;

    /// Gives the value as it was, or nothing where it was made unreadable on purpose; says what is wrong where it should be
    /// readable and is not.
    fn take_off<'v>(&self, key: &[u8], stored: &'v [u8]) -> Result<Option<Cow<'v, [u8]>>, String>;
}

/// No cover: rows stand on disk as they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bare;

impl Cover for Bare {
    fn put_on(&self, _key: &[u8], value: Vec<u8>) -> Result<Vec<u8>, String> {
        Ok(value)
    }

    fn take_off<'v>(&self, _key: &[u8], stored: &'v [u8]) -> Result<Option<Cow<'v, [u8]>>, String> {
        Ok(Some(Cow::Borrowed(stored)))
    }
}
