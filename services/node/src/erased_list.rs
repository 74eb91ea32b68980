//! Who was erased, in a file beside the ledger: for the day on which the ledger is lost and a backup is all there is.
//!
//! The ledger is what counts; this is a copy of what it knows, as numbers, to be kept with the backups.

use crate::flows::erased_again::ErasedPatrons;
use navette_domain::identity::PatronNumber;
use navette_domain::time::Day;
use navette_store::disk::private;
use std::io;
use std::path::Path;

/// The file's name in the data folder.
pub(crate) const ERASED_FILE: &str = "erased";
/// What the first line begins with.
const FIRST: &str = "navette erased 1, last patron ";

/// Why a list of erased patrons cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ErasedListError {
    /// It cannot be read or written.
    #[error("the list of erased patrons {path}: {source}")]
    Io {
        /// Which file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// It is something else.
    #[error("the list of erased patrons {path}, line {line}: \"{found}\" is not {expected}")]
    Line {
        /// Which file.
        path: String,
        /// Which line, from 1.
        line: usize,
        /// What stands there; of a long line the beginning.
        found: String,
        /// What should.
        expected: &'static str,
    },
}

/// Writes the list anew.
pub(crate) fn write(path: &Path, erased: &ErasedPatrons) -> Result<(), ErasedListError> {
    let mut text = format!("{FIRST}{}\n", erased.last_patron);
    for (number, on) in &erased.numbers {
        text.push_str(&format!("{} {on}\n", number.0));
    }
    private::replace_file(path, text.as_bytes()).map_err(|source| ErasedListError::Io {
        path: path.display().to_string(),
        source,
    })
}

/// Reads a list; where there is none, nothing.
pub(crate) fn read(path: &Path) -> Result<Option<ErasedPatrons>, ErasedListError> {
    let shown = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => parse(&text, &shown).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ErasedListError::Io {
            path: shown,
            source,
        }),
    }
}

fn parse(text: &str, path: &str) -> Result<ErasedPatrons, ErasedListError> {
    let refused = |line: usize, found: &str, expected| ErasedListError::Line {
        path: path.to_owned(),
        line: line + 1,
        found: found.chars().take(40).collect(),
        expected,
    };
    let mut lines = text.lines().enumerate();
    let first = lines.next().map_or("", |(_, line)| line);
    let last = first.strip_prefix(FIRST).and_then(|last| last.parse().ok());
    let mut erased = ErasedPatrons {
        last_patron: last.ok_or_else(|| refused(0, first, "the first line of such a list"))?,
        ..ErasedPatrons::default()
    };
    for (place, line) in lines {
        let wrong = || refused(place, line, "a number and a day");
        let (number, on) = line.split_once(' ').ok_or_else(wrong)?;
        let number = number.parse().map_err(|_| wrong())?;
        let on = Day::parse(on).ok_or_else(wrong)?;
        erased.numbers.insert(PatronNumber(number), on);
    }
    Ok(erased)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_list_is_read_as_it_was_written_and_another_file_is_refused_by_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(ERASED_FILE);
        assert_eq!(read(&path).unwrap(), None);
        let erased = ErasedPatrons {
            numbers: [
                (PatronNumber(7), Day(20_000)),
                (PatronNumber(12), Day(20_001)),
            ]
            .into(),
            last_patron: 40,
        };
        write(&path, &erased).unwrap();
        assert_eq!(read(&path).unwrap(), Some(erased));
        let first = format!("{FIRST}40\n");
        for (text, told) in [
            ("", "line 1: \"\" is not the first line"),
            ("patron;name\n", "line 1: \"patron;name\""),
            (
                &format!("{first}7\n"),
                "line 2: \"7\" is not a number and a day",
            ),
            (&format!("{first}7 2026-02-30\n"), "line 2"),
        ] {
            let refused = parse(text, "erased").unwrap_err().to_string();
            assert!(refused.contains(told), "{refused}");
        }
    }
}
