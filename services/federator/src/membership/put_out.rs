//! Which certificates were revoked? Kept once more beside the authority: a ledger that comes back from a backup has forgotten it.
//! And kept at hand, for libraries that ask every few seconds.

use crate::error::FederatorError;
use navette_domain::membership::{IssuedCertificate, Serial};
use navette_domain::time::Timestamp;
use navette_trust::{PutOut, PutOutError, add_put_out, digest_of, keep_put_out, read_put_out};
use parking_lot::Mutex;
use std::ops::Bound;
use std::path::Path;

/// Bytes of a version: a digest cut short, which nobody gains by guessing.
const VERSION_BYTES: usize = 16;

/// Picks those that were revoked.
pub(crate) fn revoked<'i>(issued: impl IntoIterator<Item = &'i IssuedCertificate>) -> PutOut {
    let of_one = |one: &IssuedCertificate| Some((one.serial, one.revoked?));
    issued.into_iter().filter_map(of_one).collect()
}

/// Reads what is kept in a folder; nothing where there is no such file.
pub(crate) fn read(folder: &Path) -> Result<PutOut, FederatorError> {
    read_put_out(folder).map_err(unusable)
}

/// Keeps what is there and these, as long as it matters; gives all of it.
pub(crate) fn keep(folder: &Path, more: PutOut, now: Timestamp) -> Result<PutOut, FederatorError> {
    keep_put_out(folder, more, now).map_err(unusable)
}

fn unusable(error: PutOutError) -> FederatorError {
    let PutOutError { path, source } = error;
    FederatorError::Folder { path, source }
}

/// The list as libraries get it.
#[derive(Debug)]
pub(crate) struct PutOutList(Mutex<Held>);

#[derive(Debug)]
struct Held {
    list: PutOut,
    version: Vec<u8>,
}

/// A part of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PutOutPage {
    /// Names what the whole list holds, whoever asks and however often the federator was started since.
    pub(crate) version: Vec<u8>,
    /// Nothing where the version was known.
    pub(crate) revoked: Vec<(Serial, Timestamp)>,
    /// There are more behind the last of these.
    pub(crate) more: bool,
}

impl PutOutList {
    /// Begins with what is known.
    pub(crate) fn of(known: PutOut) -> Self {
        Self(Mutex::new(Held {
            version: version_of(&known),
            list: known,
        }))
    }

    /// Adds what was revoked.
    pub(crate) fn note(&self, more: PutOut, now: Timestamp) {
        self.0.lock().add(more, now);
    }

    /// Gives so many that come after this one; on the first page nothing where the version is the one that is known.
    pub(crate) fn page(
        &self,
        known_version: &[u8],
        after: Option<Serial>,
        size: usize,
        now: Timestamp,
    ) -> PutOutPage {
        let mut held = self.0.lock();
        held.add(PutOut::new(), now);
        let version = held.version.clone();
        if after.is_none() && version == known_version {
            return PutOutPage {
                version,
                revoked: Vec::new(),
                more: false,
            };
        }
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let mut rest = held.list.range((from, Bound::Unbounded));
        let page = rest.by_ref().take(size);
        let revoked = page.map(|(serial, at)| (*serial, *at)).collect();
        PutOutPage {
            version,
            revoked,
            more: rest.next().is_some(),
        }
    }
}

impl Held {
    /// Adds these, drops what counts no more, and names the list anew where that changed it.
    fn add(&mut self, more: PutOut, now: Timestamp) {
        if add_put_out(&mut self.list, more, now) {
            self.version = version_of(&self.list);
        }
    }
}

/// The order is that of the numbers, so that the same list has the same version.
fn version_of(list: &PutOut) -> Vec<u8> {
    let mut said = Vec::new();
    for (serial, at) in list {
        said.extend(serial.0.to_be_bytes());
        said.extend(at.0.to_be_bytes());
    }
    let digest = digest_of(&said).0.into_iter();
    digest.take(VERSION_BYTES).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use navette_domain::time::DAY_MS;

    fn day(day: i64) -> Timestamp {
        Timestamp(day * DAY_MS)
    }

    fn list(numbers: &[u128]) -> PutOutList {
        let of_one = |number: &u128| (Serial(*number), day(0));
        PutOutList::of(numbers.iter().map(of_one).collect())
    }

    #[test]
    fn whoever_knows_the_version_is_told_nothing_and_anybody_else_all_of_it() {
        let held = list(&[1, 2]);
        let all = held.page(b"", None, 10, day(1));
        let expected = [(Serial(1), day(0)), (Serial(2), day(0))];
        assert_eq!((all.revoked.as_slice(), all.more), (&expected[..], false));
        assert_eq!(held.page(&all.version, None, 10, day(1)).revoked, []);
        // Another process of the federator names the same list the same.
        assert_eq!(
            list(&[2, 1]).page(b"", None, 10, day(1)).version,
            all.version
        );
        held.note([(Serial(3), day(1))].into(), day(1));
        let news = held.page(&all.version, None, 10, day(1));
        assert_eq!(news.revoked.len(), 3);
        assert_ne!(news.version, all.version);
        // What would have expired by now is left out.
        let left = held.page(&news.version, None, 10, day(90));
        assert_eq!(left.revoked, [(Serial(3), day(1))]);
    }

    #[test]
    fn a_long_list_comes_in_pages_of_one_version() {
        let held = list(&[1, 2, 3, 4, 5]);
        let (mut numbers, mut after) = (Vec::new(), None);
        loop {
            let page = held.page(b"", after, 2, day(1));
            assert_eq!(page.version, held.page(b"", None, 1, day(1)).version);
            numbers.extend(page.revoked.iter().map(|(serial, _)| serial.0));
            after = page.revoked.last().map(|(serial, _)| *serial);
            if !page.more {
                break;
            }
        }
        assert_eq!(numbers, [1, 2, 3, 4, 5]);
        assert_eq!(held.page(b"", Some(Serial(5)), 2, day(1)).revoked, []);
    }
}
