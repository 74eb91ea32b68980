//! Which certificates were revoked? A small file of whoever lets others in: it holds when nobody can be asked.
//!
//! It has a line for each: its number, and when, in milliseconds. What has expired since counts no more anyway, and is left out.

use crate::private_file::write_private;
use navette_domain::membership::{Serial, valid_until};
use navette_domain::time::Timestamp;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

/// The file's name in its folder.
const FILE: &str = "put-out";

/// Certificates that were revoked, and when.
pub type PutOut = BTreeMap<Serial, Timestamp>;

/// Why a list cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("list of revoked certificates {path}: {source}")]
pub struct PutOutError {
    /// Which file.
    pub path: PathBuf,
    /// What the system says, or which line says nothing.
    pub source: io::Error,
}

/// Reads what is kept in a folder; nothing where there is no such file.
pub fn read_put_out(folder: &Path) -> Result<PutOut, PutOutError> {
    let path = folder.join(FILE);
    let failed = |source| PutOutError {
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

/// Adds to what is known, and drops what counts no more anyway; the first revocation of each stands. Says whether that changed it.
pub fn add_put_out(known: &mut PutOut, more: PutOut, now: Timestamp) -> bool {
    let counts = |at: Timestamp| valid_until(at) > now;
    let mut changed = false;
    for (serial, at) in more.into_iter().filter(|(_, at)| counts(*at)) {
        known.entry(serial).or_insert_with(|| {
            changed = true;
            at
        });
    }
    let before = known.len();
    known.retain(|_, at| counts(*at));
    changed || known.len() != before
}

/// Keeps what is there and these, as long as it matters; gives all of it.
pub fn keep_put_out(folder: &Path, more: PutOut, now: Timestamp) -> Result<PutOut, PutOutError> {
    let mut all = read_put_out(folder)?;
    if !add_put_out(&mut all, more, now) {
        return Ok(all);
    }
    let mut text = String::new();
    for (serial, at) in &all {
        // A text takes whatever is written to it.
        let _ = writeln!(text, "{serial} {}", at.0);
    }
    let path = folder.join(FILE);
    match write_private(&path, &text) {
        Ok(()) => Ok(all),
        Err(source) => Err(PutOutError { path, source }),
    }
}

fn entry(line: &str) -> Option<(Serial, Timestamp)> {
    let (serial, at) = line.split_once(' ')?;
    Some((Serial::parse(serial)?, Timestamp(at.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::time::DAY_MS;

    #[test]
    fn what_was_revoked_is_kept_for_as_long_as_it_would_count() {
        let folder = tempfile::tempdir().unwrap();
        let day = |day: i64| Timestamp(day * DAY_MS);
        assert_eq!(read_put_out(folder.path()).unwrap(), PutOut::new());
        keep_put_out(folder.path(), [(Serial(1), day(0))].into(), day(0)).unwrap();
        let again = [(Serial(1), day(5)), (Serial(2), day(5))].into();
        let all = keep_put_out(folder.path(), again, day(5)).unwrap();
        let both = [(Serial(1), day(0)), (Serial(2), day(5))].into();
        assert_eq!(read_put_out(folder.path()).unwrap(), both);
        assert_eq!(all, both);
        keep_put_out(folder.path(), PutOut::new(), day(91)).unwrap();
        let left = [(Serial(2), day(5))].into();
        assert_eq!(read_put_out(folder.path()).unwrap(), left);
    }

    #[test]
    fn whoever_adds_hears_whether_that_changed_the_list() {
        let day = |day: i64| Timestamp(day * DAY_MS);
        let mut known = PutOut::new();
        for (more, now, changed) in [
            (vec![(1, 0)], 1, true),
            (vec![], 1, false),
            // The first revocation stands.
            (vec![(1, 1)], 1, false),
            // What counts no more is not taken in, and what is known goes when it does not.
            (vec![(2, 0)], 90, true),
            (vec![(2, 0)], 90, false),
        ] {
            let more = more
                .into_iter()
                .map(|(serial, at)| (Serial(serial), day(at)));
            let said = add_put_out(&mut known, more.collect(), day(now));
            assert_eq!(said, changed, "{known:?}");
        }
        assert_eq!(known, PutOut::new());
    }

    #[test]
    fn a_line_that_says_nothing_is_refused_by_its_number() {
        let folder = tempfile::tempdir().unwrap();
        let good = format!("{} 5\n", Serial(1));
        for bad in ["", "x 5", "00000000000000000000000000000002", "2 5"] {
            std::fs::write(folder.path().join(FILE), format!("{good}{bad}\n")).unwrap();
            let refused = read_put_out(folder.path()).unwrap_err().to_string();
            assert!(
                refused.ends_with("line 2 is no revoked certificate"),
                "{refused}"
            );
        }
    }
}
