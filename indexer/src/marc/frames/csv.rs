//! Where does a line of a table end? At a line break outside quotes. It must not know what the columns mean.

use std::{
    io::{self, Read},
    sync::Arc,
};

use super::frame::{MAX_RECORD_BYTES, Stretch};
use super::window::Window;

pub(super) struct CsvFramer {
    header: Arc<[u8]>,
}

impl CsvFramer {
    /// Takes the header line off the file.
    pub(super) fn start<R: Read>(window: &mut Window<R>) -> io::Result<Self> {
        let header = next_line(window)?
            .map(|stretch| stretch.raw)
            .unwrap_or_default();
        Ok(Self {
            header: header.into(),
        })
    }

    pub(super) fn header(&self) -> Arc<[u8]> {
        Arc::clone(&self.header)
    }

    /// Gives the next line, lines of nothing but blanks and separators passed over.
    pub(super) fn next<R: Read>(&mut self, window: &mut Window<R>) -> io::Result<Option<Stretch>> {
        loop {
            let Some(line) = next_line(window)? else {
                return Ok(None);
            };
            let empty = line
                .raw
                .iter()
                .all(|byte| matches!(byte, b' ' | b'\t' | b';' | b',' | b'"' | b'\r' | 0x1A));
            if !empty {
                return Ok(Some(line));
            }
        }
    }
}

fn next_line<R: Read>(window: &mut Window<R>) -> io::Result<Option<Stretch>> {
    let offset = window.offset();
    let mut searched = 0;
    let mut quoted = false;
    loop {
        let bytes = window.bytes();
        let new = bytes
            .get(searched..bytes.len().min(MAX_RECORD_BYTES))
            .unwrap_or_default();
        let end = new.iter().position(|byte| {
            quoted ^= *byte == b'"';
            *byte == b'\n' && !quoted
        });
        if let Some(end) = end {
            return Ok(Some(line(window, offset, searched + end, None)));
        }
        searched += new.len();
        if searched >= MAX_RECORD_BYTES {
            return Ok(Some(unclosed_quote(window, offset)));
        }
        if window.has_ended() {
            if searched == 0 {
                return Ok(None);
            }
            let whole = if quoted {
                unclosed_quote(window, offset)
            } else {
                line(window, offset, searched, None)
            };
            return Ok(Some(whole));
        }
        window.more()?;
    }
}

/// A quote that is never closed would swallow the rest of the file: only its own line is given up.
fn unclosed_quote<R: Read>(window: &mut Window<R>, offset: u64) -> Stretch {
    let bytes = window.bytes();
    let end = memchr::memchr(b'\n', bytes)
        .unwrap_or(bytes.len())
        .min(MAX_RECORD_BYTES);
    line(
        window,
        offset,
        end,
        Some("the line has a quote that is never closed".to_owned()),
    )
}

fn line<R: Read>(
    window: &mut Window<R>,
    offset: u64,
    end: usize,
    refused: Option<String>,
) -> Stretch {
    let mut raw = window.take(end);
    window.consume(1);
    if raw.last() == Some(&b'\r') {
        raw.pop();
    }
    Stretch {
        offset,
        raw,
        refused,
    }
}
