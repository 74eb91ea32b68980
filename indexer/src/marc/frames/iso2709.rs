//! Where does an ISO 2709 record end? At the length its label gives if a terminator is there, else at the next terminator.

use std::io::{self, Read};

use memchr::{memchr, memrchr};

use super::frame::{MAX_RECORD_BYTES, Stretch};
use super::window::Window;
use crate::marc::format::is_filler;

const TERMINATOR: u8 = 0x1D;
const LABEL: usize = 24;
const LENGTH_DIGITS: usize = 5;

/// Gives the next stretch, or nothing where only filler remains.
pub(super) fn next<R: Read>(window: &mut Window<R>) -> io::Result<Option<Stretch>> {
    if !skip_filler(window)? {
        return Ok(None);
    }
    window.want(LABEL)?;
    let offset = window.offset();
    let said = said_length(window.bytes());
    if let Some(length) = said {
        window.want(length)?;
        if ends_record(window.bytes(), length) {
            return Ok(Some(Stretch {
                offset,
                raw: window.take(length),
                refused: None,
            }));
        }
    }
    match find_terminator(window)? {
        Search::At(position) => Ok(Some(Stretch {
            offset,
            raw: window.take(position + 1),
            refused: None,
        })),
        Search::TooLong => skip_the_long_one(window, offset).map(Some),
        Search::EndOfFile => Ok(Some(last_record(window, offset, said))),
    }
}

/// Moves to the first byte of a label. A label may itself begin with blanks where the length was never filled in.
fn skip_filler<R: Read>(window: &mut Window<R>) -> io::Result<bool> {
    loop {
        let bytes = window.bytes();
        if let Some(first) = bytes.iter().position(|byte| !is_filler(*byte)) {
            let digit = bytes.get(first).is_some_and(u8::is_ascii_digit);
            let blanks = bytes
                .iter()
                .take(first)
                .rev()
                .take(LENGTH_DIGITS)
                .take_while(|byte| **byte == b' ')
                .count();
            window.consume(if digit { first } else { first - blanks });
            return Ok(true);
        }
        let passed = bytes.len();
        window.consume(passed);
        if window.has_ended() {
            return Ok(false);
        }
        window.more()?;
    }
}

fn said_length(bytes: &[u8]) -> Option<usize> {
    let digits = bytes.get(..LENGTH_DIGITS)?;
    let mut length = 0_usize;
    for digit in digits {
        length = length * 10 + usize::from(digit.checked_sub(b'0').filter(|value| *value < 10)?);
    }
    (length > LABEL).then_some(length)
}

/// A terminator inside means a wrong length where a label follows it, and damage within a field where none does.
fn ends_record(bytes: &[u8], length: usize) -> bool {
    let Some((last, inside)) = bytes.get(..length).and_then(|record| record.split_last()) else {
        return false;
    };
    if *last != TERMINATOR {
        return false;
    }
    memchr(TERMINATOR, inside).is_none_or(|position| {
        let after = inside.get(position + 1..).unwrap_or_default();
        let label = after
            .iter()
            .position(|byte| !is_filler(*byte))
            .and_then(|first| after.get(first..));
        label.and_then(said_length).is_none()
    })
}

enum Search {
    At(usize),
    TooLong,
    EndOfFile,
}

fn find_terminator<R: Read>(window: &mut Window<R>) -> io::Result<Search> {
    let mut searched = 0;
    loop {
        let bytes = window.bytes();
        if let Some(position) = memchr(TERMINATOR, bytes.get(searched..).unwrap_or_default()) {
            let position = searched + position;
            return Ok(if position < MAX_RECORD_BYTES {
                Search::At(position)
            } else {
                Search::TooLong
            });
        }
        searched = bytes.len();
        if searched >= MAX_RECORD_BYTES {
            return Ok(Search::TooLong);
        }
        if window.has_ended() {
            return Ok(Search::EndOfFile);
        }
        window.more()?;
    }
}

fn skip_the_long_one<R: Read>(window: &mut Window<R>, offset: u64) -> io::Result<Stretch> {
    let raw = window.take(MAX_RECORD_BYTES);
    loop {
        if let Some(position) = memchr(TERMINATOR, window.bytes()) {
            window.consume(position + 1);
            break;
        }
        let passed = window.bytes().len();
        window.consume(passed);
        if window.has_ended() {
            break;
        }
        window.more()?;
    }
    let refused = Some(format!(
        "no record terminator within {MAX_RECORD_BYTES} bytes"
    ));
    Ok(Stretch {
        offset,
        raw,
        refused,
    })
}

/// What remains without terminator. Exports cut by hand often lack just the last separators: those are records.
fn last_record<R: Read>(window: &mut Window<R>, offset: u64, said: Option<usize>) -> Stretch {
    let remaining = window.bytes().len();
    let mut raw = window.take(remaining);
    while raw.last().is_some_and(|byte| is_filler(*byte)) {
        raw.pop();
    }
    let has_fields = memrchr(0x1E, &raw).is_some();
    let refused = match said {
        Some(length) if has_fields && length.saturating_sub(raw.len()) <= 2 => None,
        Some(length) => Some(format!(
            "truncated: label says {length} bytes, {} remain",
            raw.len()
        )),
        None => Some(format!(
            "{} bytes after the last record are no record",
            raw.len()
        )),
    };
    Stretch {
        offset,
        raw,
        refused,
    }
}
