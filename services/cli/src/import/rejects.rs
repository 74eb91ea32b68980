//! Where are rejected records kept, so that somebody can look at them? One line of JSON each (docs/cli.md).

use crate::failure::Failure;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One rejected record.
#[derive(Clone, Debug)]
pub(crate) struct Rejected {
    /// Which record of the import, from 1, all files counted on.
    pub(crate) number: u64,
    /// Where it starts in its file, in bytes after decompression.
    pub(crate) offset: u64,
    /// Its file as given; empty where unknown.
    pub(crate) file: Arc<str>,
    /// Why it was rejected.
    pub(crate) reason: String,
    /// Its bytes, where they are still known.
    pub(crate) raw: Option<Vec<u8>>,
    /// The interrupted import that this one continues has already told of it.
    pub(crate) told_before: bool,
}

/// The rejects file: made when the first record is rejected, so that a clean import leaves none.
#[derive(Debug)]
pub(crate) struct RejectsFile {
    path: Option<PathBuf>,
    append: bool,
    file: Option<BufWriter<File>>,
}

#[derive(Serialize)]
struct Line<'a> {
    number: u64,
    offset: u64,
    file: &'a str,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw_base64: Option<String>,
}

impl RejectsFile {
    /// Prepares the file; without a path nothing is written.
    pub(crate) fn at(path: Option<PathBuf>) -> Self {
        Self {
            path,
            append: false,
            file: None,
        }
    }

    /// Keeps what an interrupted import wrote before.
    pub(crate) fn continue_earlier(&mut self) {
        self.append = true;
    }

    /// Writes one rejected record down.
    pub(crate) fn write(&mut self, rejected: &Rejected) -> Result<(), Failure> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        if rejected.told_before {
            return Ok(());
        }
        let failed = |error: &dyn std::fmt::Display| {
            Failure::other(format!("cannot write {}: {error}", path.display()))
        };
        let line = Line {
            number: rejected.number,
            offset: rejected.offset,
            file: &rejected.file,
            reason: &rejected.reason,
            raw_base64: rejected.raw.as_ref().map(|raw| STANDARD.encode(raw)),
        };
        let mut text = serde_json::to_vec(&line).map_err(|error| failed(&error))?;
        text.push(b'\n');
        if self.file.is_none() {
            self.file = Some(opened(path, self.append).map_err(|error| failed(&error))?);
        }
        match &mut self.file {
            Some(file) => file.write_all(&text).map_err(|error| failed(&error)),
            None => Ok(()),
        }
    }

    /// Completes the file and gives its path, where something was written.
    pub(crate) fn close(mut self) -> Result<Option<PathBuf>, Failure> {
        let (Some(mut file), Some(path)) = (self.file.take(), self.path.take()) else {
            return Ok(None);
        };
        file.flush()
            .map_err(|error| Failure::other(format!("cannot write {}: {error}", path.display())))?;
        Ok(Some(path))
    }
}

fn opened(path: &Path, append: bool) -> std::io::Result<BufWriter<File>> {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    if append {
        options.append(true);
    } else {
        options.truncate(true);
    }
    options.open(path).map(BufWriter::new)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn a_reject(number: u64) -> Rejected {
        Rejected {
            number,
            offset: 40,
            file: "a.mrc".into(),
            reason: "no terminator".into(),
            raw: Some(vec![0x1d, 0xff]),
            told_before: false,
        }
    }

    #[test]
    fn a_clean_import_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.mrc.rejects");
        let closed = RejectsFile::at(Some(path.clone())).close();
        assert_eq!(closed.ok().unwrap(), None);
        assert!(!path.exists());
    }

    #[test]
    fn a_continued_import_adds_to_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.mrc.rejects");
        for (number, continued) in [(1, false), (2, false), (3, true)] {
            let mut file = RejectsFile::at(Some(path.clone()));
            if continued {
                file.continue_earlier();
            }
            file.write(&a_reject(number)).ok().unwrap();
            file.close().ok().unwrap();
        }
        let expected = concat!(
            r#"{"number":2,"offset":40,"file":"a.mrc","reason":"no terminator","raw_base64":"Hf8="}"#,
            "\n",
            r#"{"number":3,"offset":40,"file":"a.mrc","reason":"no terminator","raw_base64":"Hf8="}"#,
            "\n"
        );
        assert_eq!(std::fs::read_to_string(path).unwrap(), expected);
    }
}
