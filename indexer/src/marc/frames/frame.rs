//! The records of a file one after the other, whatever its format. It must not know what is in a record.

use std::{
    io::{self, Read},
    sync::Arc,
};

use thiserror::Error;

use super::{csv, iso2709, window::Window, xml};
use crate::marc::format::{self, BYTES_TO_DETECT, Format, FormatHint, NotACatalogue};

/// The longest record that is read, in bytes of the file. ISO 2709 allows a tenth of it.
pub const MAX_RECORD_BYTES: usize = 1024 * 1024;

/// One record as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// From 1, rejected records counted.
    pub number: u64,
    /// Where it begins in the decompressed file, in bytes.
    pub offset: u64,
    /// How it is wrapped.
    pub format: Format,
    /// The header line of a table; nothing else has one.
    pub header: Option<Arc<[u8]>>,
    /// The bytes, terminator included.
    pub raw: Vec<u8>,
}

/// A stretch of the file that is no record, for the file of rejects.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("record {number} at byte {offset}: {reason}")]
pub struct FrameReject {
    /// From 1, in one count with the records.
    pub number: u64,
    /// Where it begins in the decompressed file, in bytes.
    pub offset: u64,
    /// For a librarian to read.
    pub reason: String,
    /// The bytes, or the first of them where there are more than a record may have.
    pub raw: Vec<u8>,
}

/// Why a file cannot be read further.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The disk, the line or the compression failed.
    #[error("cannot read the file: {0}")]
    Io(#[from] io::Error),
    /// Another kind of file.
    #[error(transparent)]
    NotACatalogue(#[from] NotACatalogue),
    /// Document types can pull in other files and grow without limit; no catalogue needs one.
    #[error("the XML has a document type declaration (at byte {offset}), which is refused")]
    DocumentType {
        /// Where it begins.
        offset: u64,
    },
}

/// What can come instead of a record.
#[derive(Debug, Error)]
pub enum FrameError {
    /// This stretch is no record; the next ones are still read.
    #[error(transparent)]
    Reject(#[from] FrameReject),
    /// The last thing that comes.
    #[error(transparent)]
    Fatal(#[from] ReadError),
}

/// The records of a file, in order, in memory bounded by [`MAX_RECORD_BYTES`].
pub struct Frames<R> {
    window: Window<R>,
    hint: FormatHint,
    framer: Option<Framer>,
    number: u64,
    done: bool,
}

enum Framer {
    Iso2709,
    MarcXml(xml::XmlFramer),
    Csv(csv::CsvFramer),
}

/// A stretch of the file: where, what, and why not, if not.
pub(super) struct Stretch {
    pub(super) offset: u64,
    pub(super) raw: Vec<u8>,
    pub(super) refused: Option<String>,
}

impl<R: Read> Frames<R> {
    /// Starts at the beginning of a plain file; see [`open`](crate::marc::open) for compressed ones. The format is
    /// detected when the first record is asked for.
    pub fn new(reader: R, hint: FormatHint) -> Self {
        Self {
            window: Window::new(reader),
            hint,
            framer: None,
            number: 0,
            done: false,
        }
    }

    fn advance(&mut self) -> Result<Option<Result<Frame, FrameReject>>, ReadError> {
        let framer = match &mut self.framer {
            Some(framer) => framer,
            None => {
                let framer = start(&mut self.window, self.hint)?;
                self.framer.insert(framer)
            }
        };
        let (format, stretch) = match framer {
            Framer::Iso2709 => (Format::Iso2709, iso2709::next(&mut self.window)?),
            Framer::MarcXml(framer) => (Format::MarcXml, framer.next(&mut self.window)?),
            Framer::Csv(framer) => (Format::Csv, framer.next(&mut self.window)?),
        };
        let Some(Stretch {
            offset,
            raw,
            refused,
        }) = stretch
        else {
            return Ok(None);
        };
        self.number += 1;
        let number = self.number;
        let header = match framer {
            Framer::Csv(framer) => Some(framer.header()),
            Framer::Iso2709 | Framer::MarcXml(_) => None,
        };
        Ok(Some(match refused {
            Some(reason) => Err(FrameReject {
                number,
                offset,
                reason,
                raw,
            }),
            None => Ok(Frame {
                number,
                offset,
                format,
                header,
                raw,
            }),
        }))
    }
}

impl<R: Read> Iterator for Frames<R> {
    type Item = Result<Frame, FrameError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        match self.advance() {
            Ok(Some(frame)) => Some(frame.map_err(FrameError::Reject)),
            Ok(None) => {
                self.done = true;
                None
            }
            Err(error) => {
                self.done = true;
                Some(Err(FrameError::Fatal(error)))
            }
        }
    }
}

fn start<R: Read>(window: &mut Window<R>, hint: FormatHint) -> Result<Framer, ReadError> {
    window.want(BYTES_TO_DETECT)?;
    let format = format::detect(window.bytes(), hint)?;
    let mark = window.bytes().len() - format::without_mark(window.bytes()).len();
    window.consume(mark);
    Ok(match format {
        Format::Iso2709 => Framer::Iso2709,
        Format::MarcXml => Framer::MarcXml(xml::XmlFramer::default()),
        Format::Csv => Framer::Csv(csv::CsvFramer::start(window)?),
    })
}
