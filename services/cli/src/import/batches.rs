//! How are files turned into batches that a node takes? Numbering goes on over all files; no batch spans two.

use super::rejects::Rejected;
use crate::files::{BytesRead, Source, format_word, frames};
use navette_indexer::marc::{Frame, FrameError, FrameReject, MAX_RECORD_BYTES};
use navette_proto::wire::catalogue::RawRecord;
use std::sync::Arc;

/// Records of one batch, at most (the contract allows 1,000).
const MOST_RECORDS: usize = 500;
/// Bytes of one batch at which it is closed (the contract allows 1 MiB, which is also the largest record).
const FULL_BYTES: usize = 512 << 10;

/// Some records of one file, in order.
#[derive(Debug)]
pub(crate) struct Batch {
    /// The file they stand in.
    pub(crate) file: Arc<str>,
    /// As they go to the node.
    pub(crate) records: Vec<RawRecord>,
    bytes: usize,
}

/// What reading gives.
#[derive(Debug)]
pub(crate) enum Reading {
    /// Records to send.
    Batch(Batch),
    /// Bytes that are no record: they stay here.
    Rejected(Rejected),
    /// A file that cannot be read on; what was read before it has been handed over.
    Failed(String),
}

impl Batch {
    fn of(file: &Arc<str>) -> Self {
        Self {
            file: Arc::clone(file),
            records: Vec::new(),
            bytes: 0,
        }
    }

    fn is_full_for(&self, frame: &Frame) -> bool {
        let bytes = self.bytes + frame.raw.len() + header_of(frame).len();
        self.records.len() >= MOST_RECORDS || (bytes > FULL_BYTES && !self.records.is_empty())
    }

    fn add(&mut self, frame: Frame, number: u64) {
        let header = if self.records.is_empty() {
            header_of(&frame).to_vec()
        } else {
            Vec::new()
        };
        self.bytes += frame.raw.len() + header.len();
        self.records.push(RawRecord {
            number,
            offset: frame.offset,
            format: format_word(frame.format).to_owned(),
            header,
            raw: frame.raw,
        });
    }

    /// Number of the last record.
    pub(crate) fn last_number(&self) -> u64 {
        self.records.last().map_or(0, |record| record.number)
    }
}

/// Reads all files to their end, handing over batches and rejects until `deliver` says that nobody listens any more.
pub(crate) fn read_files(
    sources: Vec<Source>,
    resume_after: u64,
    counter: &BytesRead,
    mut deliver: impl FnMut(Reading) -> bool,
) {
    let mut before = 0;
    for source in sources {
        match read_file(source, before, resume_after, counter, &mut deliver) {
            Some(last) => before = last,
            None => return,
        }
    }
}

/// One file while it is read.
struct FileReading<'import, Deliver> {
    file: Arc<str>,
    /// Number of the last record of the files before.
    before: u64,
    resume_after: u64,
    batch: Batch,
    deliver: &'import mut Deliver,
}

/// Reads one file whose records are counted on from `before`; gives the last number, or nothing where reading ends.
fn read_file(
    source: Source,
    before: u64,
    resume_after: u64,
    counter: &BytesRead,
    deliver: &mut impl FnMut(Reading) -> bool,
) -> Option<u64> {
    let file: Arc<str> = Arc::from(source.name.as_str());
    let mut reading = FileReading {
        batch: Batch::of(&file),
        before,
        resume_after,
        deliver,
        file,
    };
    let mut last = before;
    let frames = match frames(source, counter) {
        Ok(frames) => frames,
        Err(error) => return reading.fail(&error),
    };
    for framed in frames {
        last = match framed.and_then(refuse_oversized) {
            Ok(frame) => reading.take(frame)?,
            Err(FrameError::Reject(reject)) => reading.reject(reject)?,
            Err(FrameError::Fatal(error)) => return reading.fail(&error),
        };
    }
    reading.hand_over()?;
    Some(last)
}

impl<Deliver: FnMut(Reading) -> bool> FileReading<'_, Deliver> {
    /// Puts a record into the batch, which is handed over first if it is full.
    fn take(&mut self, frame: Frame) -> Option<u64> {
        let number = self.before.saturating_add(frame.number);
        if number <= self.resume_after {
            return Some(number);
        }
        if self.batch.is_full_for(&frame) {
            self.hand_over()?;
        }
        self.batch.add(frame, number);
        Some(number)
    }

    fn reject(&mut self, reject: FrameReject) -> Option<u64> {
        let number = self.before.saturating_add(reject.number);
        let rejected = Rejected {
            number,
            offset: reject.offset,
            file: Arc::clone(&self.file),
            reason: reject.reason,
            raw: Some(reject.raw),
            told_before: number <= self.resume_after,
        };
        (self.deliver)(Reading::Rejected(rejected)).then_some(number)
    }

    fn hand_over(&mut self) -> Option<()> {
        let batch = std::mem::replace(&mut self.batch, Batch::of(&self.file));
        (batch.records.is_empty() || (self.deliver)(Reading::Batch(batch))).then_some(())
    }

    /// Hands over what was read before the file could not be read on.
    fn fail(&mut self, error: &dyn std::fmt::Display) -> Option<u64> {
        self.hand_over()?;
        (self.deliver)(Reading::Failed(format!("{}: {error}", self.file)));
        None
    }
}

fn refuse_oversized(frame: Frame) -> Result<Frame, FrameError> {
    let bytes = frame.raw.len() + header_of(&frame).len();
    if bytes <= MAX_RECORD_BYTES {
        return Ok(frame);
    }
    Err(FrameError::Reject(FrameReject {
        number: frame.number,
        offset: frame.offset,
        reason: format!("the record has {bytes} bytes, the limit is {MAX_RECORD_BYTES}"),
        raw: frame.raw,
    }))
}

fn header_of(frame: &Frame) -> &[u8] {
    frame.header.as_deref().unwrap_or_default()
}
