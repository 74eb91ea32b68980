//! Can this file hold records at all? A missing file, a directory, an empty file or a PDF cannot, and is named.

use crate::failure::Failure;
use navette_indexer::marc::{self, FormatHint, FrameError, Frames, ReadError};
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much of a file is read ahead: to recognise it, to choose a profile, to name an import.
pub(crate) const HEAD_BYTES: usize = 64 << 10;

/// One opened file, of which the beginning is known.
pub(crate) struct Source {
    /// As given; `-` is standard input.
    pub(crate) name: String,
    /// Bytes; nothing for standard input.
    pub(crate) size: Option<u64>,
    /// The first bytes, at most [`HEAD_BYTES`].
    pub(crate) head: Vec<u8>,
    rest: Box<dyn Read + Send>,
}

/// How many bytes of all files have been read, shared with whoever shows it.
#[derive(Clone, Debug, Default)]
pub(crate) struct BytesRead(Arc<AtomicU64>);

impl BytesRead {
    /// Gives the count so far.
    pub(crate) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Source {
    /// Gives the whole content, beginning included, counting what is read.
    pub(crate) fn into_reader(self, counter: &BytesRead) -> Box<dyn Read + Send> {
        Box::new(Counted {
            inner: Cursor::new(self.head).chain(self.rest),
            counter: counter.clone(),
        })
    }
}

/// Opens every file before anything is done with the first, so that a wrong name costs nothing.
pub(crate) fn open_all(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    paths.iter().map(|path| open(path)).collect()
}

/// Opens one file and refuses what cannot hold records.
pub(crate) fn open(path: &Path) -> Result<Source, Failure> {
    let (name, size, mut rest): (String, Option<u64>, Box<dyn Read + Send>) =
        if path.as_os_str() == "-" {
            ("-".to_owned(), None, Box::new(io::stdin()))
        } else {
            let name = path.display().to_string();
            let (file, size) = open_file(path, &name)?;
            (name, size, Box::new(file))
        };
    let mut head = Vec::with_capacity(HEAD_BYTES);
    rest.by_ref()
        .take(HEAD_BYTES as u64)
        .read_to_end(&mut head)
        .map_err(|error| Failure::other(format!("cannot read {name}: {error}")))?;
    refuse_other_contents(&name, &head)?;
    Ok(Source {
        name,
        size,
        head,
        rest,
    })
}

fn open_file(path: &Path, name: &str) -> Result<(File, Option<u64>), Failure> {
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Failure::other(format!("no such file: {name}")),
        _ => Failure::other(format!("cannot open {name}: {error}")),
    })?;
    let facts = file
        .metadata()
        .map_err(|error| Failure::other(format!("cannot open {name}: {error}")))?;
    if facts.is_dir() {
        return Err(
            Failure::other(format!("{name} is a directory, not a file of records"))
                .hint("name the files in it"),
        );
    }
    // A named pipe has no size that could be relied on.
    Ok((file, facts.is_file().then_some(facts.len())))
}

/// Looks at the beginning as the reader of records will, so that a wrong file is refused before anything is sent.
fn refuse_other_contents(name: &str, head: &[u8]) -> Result<(), Failure> {
    let Ok(reader) = marc::open(head) else {
        return Ok(());
    };
    let first = Frames::new(reader, FormatHint::Detect).next();
    match first {
        Some(Err(FrameError::Fatal(
            error @ (ReadError::NotACatalogue(_) | ReadError::DocumentType { .. }),
        ))) => Err(Failure::other(format!("{}: {error}", shown(name)))
            .hint("export the catalogue as ISO 2709 (UNIMARC or MARC 21), MARCXML or CSV")),
        // What comes later is reported where it is read.
        Some(Ok(_) | Err(_)) | None => Ok(()),
    }
}

fn shown(name: &str) -> &str {
    if name == "-" { "standard input" } else { name }
}

struct Counted<R> {
    inner: R,
    counter: BytesRead,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.counter.0.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_source_gives_its_whole_content_and_counts_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.mrc");
        let mut content = b"title;author\n".to_vec();
        content.resize(HEAD_BYTES * 2 + 7, b'x');
        std::fs::write(&path, &content).unwrap();
        let source = open(&path).ok().unwrap();
        assert_eq!(source.size, Some(content.len() as u64));
        assert_eq!(source.head.len(), HEAD_BYTES);
        let counter = BytesRead::default();
        let mut read = Vec::new();
        source.into_reader(&counter).read_to_end(&mut read).unwrap();
        assert_eq!(read, content);
        assert_eq!(counter.count(), content.len() as u64);
    }
}
