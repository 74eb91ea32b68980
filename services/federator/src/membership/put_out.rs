//! Which certificates were revoked? Kept once more beside the authority: a ledger that comes back from a backup has forgotten it.
//!
//! The file `put-out` has a line for each: its number, and when, in milliseconds. What has expired since counts no more anyway, and
//! is left out.

use crate::error::FederatorError;
use navette_domain::membership::{IssuedCertificate, Serial, valid_until};
use navette_domain::time::Timestamp;
use navette_trust::write_private;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// The file's name in the folder of the authority.
const FILE: &str = "put-out";

/// Certificates that were revoked, and when.
pub(crate) type PutOut = BTreeMap<Serial, Timestamp>;

/// Picks those that were revoked.
pub(crate) fn revoked<'i>(issued: impl IntoIterator<Item = &'i IssuedCertificate>) -> PutOut {
    let of_one = |one: &IssuedCertificate| Some((one.serial, one.revoked?));
    issued.into_iter().filter_map(of_one).collect()
}

/// Reads what is kept in a folder; nothing where there is no such file.
pub(crate) fn read(folder: &Path) -> Result<PutOut, FederatorError> {
    let path = folder.join(FILE);
    let failed = |source| FederatorError::Folder {
        path: path.clone(),
        source,
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(PutOut::new()),
        Err(error) => return Err(failed(error)),
    };
    let lines = text.lines().enumerate().map(|(number, line)| {
        entry(line).ok_or_else(|| {
            let what = format!("line {} is no revoked certificate", number + 1);
            failed(io::Error::new(io::ErrorKind::InvalidData, what))
        })
    });
    lines.collect()
}

/// Keeps what is there and these, as long as it matters.
pub(crate) fn keep(folder: &Path, more: PutOut, now: Timestamp) -> Result<(), FederatorError> {
    let before = read(folder)?;
    let mut all = before.clone();
    for (serial, at) in more {
        // The first revocation stands.
        all.entry(serial).or_insert(at);
    }
    all.retain(|_, at| valid_until(*at) > now);
    if all == before {
        return Ok(());
    }
    let mut text = String::new();
    for (serial, at) in all {
        // A text takes whatever is written to it.
        let _ = writeln!(text, "{serial} {}", at.0);
    }
    let path = folder.join(FILE);
    write_private(&path, &text).map_err(|source| FederatorError::Folder { path, source })
}

fn entry(line: &str) -> Option<(Serial, Timestamp)> {
    let (serial, at) = line.split_once(' ')?;
    Some((Serial::parse(serial)?, Timestamp(at.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const DAY_MS: i64 = 86_400_000;

    #[test]
    fn what_was_revoked_is_kept_for_as_long_as_it_would_count() {
        let folder = tempfile::tempdir().unwrap();
        let day = |day: i64| Timestamp(day * DAY_MS);
        assert_eq!(read(folder.path()).unwrap(), PutOut::new());
        keep(folder.path(), [(Serial(1), day(0))].into(), day(0)).unwrap();
        let again = [(Serial(1), day(5)), (Serial(2), day(5))].into();
        keep(folder.path(), again, day(5)).unwrap();
        let both = [(Serial(1), day(0)), (Serial(2), day(5))].into();
        assert_eq!(read(folder.path()).unwrap(), both);
        keep(folder.path(), PutOut::new(), day(91)).unwrap();
        let left = [(Serial(2), day(5))].into();
        assert_eq!(read(folder.path()).unwrap(), left);
    }

    #[test]
    fn a_line_that_says_nothing_is_refused_by_its_number() {
        let folder = tempfile::tempdir().unwrap();
        let good = format!("{} 5\n", Serial(1));
        for bad in ["", "x 5", "00000000000000000000000000000002", "2 5"] {
            std::fs::write(folder.path().join(FILE), format!("{good}{bad}\n")).unwrap();
            let refused = read(folder.path()).unwrap_err().to_string();
            assert!(
                refused.ends_with("line 2 is no revoked certificate"),
                "{refused}"
            );
        }
    }
}
