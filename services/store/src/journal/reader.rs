//! What does the journal say from here on? Reads records in order and stops loudly at damage.

use super::frame::{HEAD_BYTES, HEADER_BYTES, Head, segment_header};
use super::{JournalError, Position, Segments};
use std::sync::Arc;

/// How much is read ahead.
const WINDOW_BYTES: usize = 256 << 10;

/// One record as read back.
#[derive(Debug, PartialEq, Eq)]
pub struct JournalRecord {
    /// Where its payload starts.
    pub payload_at: Position,
    /// What was written.
    pub payload: Vec<u8>,
    /// Where the next record starts.
    pub next: Position,
}

/// Reads records from a position up to an end that is known to be synced.
pub struct JournalReader {
    segments: Arc<Segments>,
    at: Position,
    end: Position,
    window: Vec<u8>,
    window_start: u32,
    window_segment: u32,
}

impl JournalReader {
    pub(crate) fn new(segments: Arc<Segments>, from: Position, end: Position) -> Self {
        Self {
            segments,
            at: from,
            end,
            window: Vec::new(),
            window_start: 0,
            window_segment: 0,
        }
    }

    /// Gives the next record, or nothing at the end.
    pub fn next_record(&mut self) -> Result<Option<JournalRecord>, JournalError> {
        loop {
            if self.at >= self.end {
                return Ok(None);
            }
            if self.at.offset < HEADER_BYTES {
                self.check_header()?;
                self.at.offset = HEADER_BYTES;
            }
            if self.at >= self.end {
                return Ok(None);
            }
            if self.at.segment == self.end.segment || !self.at_segment_end()? {
                return self.read_record().map(Some);
            }
            self.at = Position {
                segment: self.at.segment + 1,
                offset: 0,
            };
        }
    }

    /// Reads the record here, or nothing where no whole record is.
    pub(crate) fn whole_record(&mut self) -> Result<Option<(Head, Vec<u8>)>, JournalError> {
        let at = self.at;
        let Some(head) = Head::read(self.bytes(at.offset, HEAD_BYTES as usize)?) else {
            return Ok(None);
        };
        let Some(payload_offset) = at.offset.checked_add(HEAD_BYTES) else {
            return Ok(None);
        };
        let payload = self.bytes(payload_offset, head.length as usize)?;
        if head.group_start > at.offset || !head.fits((at.segment, at.offset), payload) {
            return Ok(None);
        }
        let payload = payload.to_vec();
        self.at.offset = payload_offset.saturating_add(head.length);
        Ok(Some((head, payload)))
    }

    fn read_record(&mut self) -> Result<JournalRecord, JournalError> {
        let at = self.at;
        match self.whole_record()? {
            Some((_, payload)) => Ok(JournalRecord {
                payload_at: Position {
                    segment: at.segment,
                    offset: at.offset + HEAD_BYTES,
                },
                payload,
                next: self.at,
            }),
            None => Err(self.segments.damaged(
                at.segment,
                at.offset,
                "the checksum of the record does not match",
            )),
        }
    }

    fn check_header(&mut self) -> Result<(), JournalError> {
        let segment = self.at.segment;
        if self.bytes(0, HEADER_BYTES as usize)? == segment_header(segment) {
            return Ok(());
        }
        Err(self
            .segments
            .damaged(segment, 0, "the header of the segment does not match"))
    }

    fn at_segment_end(&mut self) -> Result<bool, JournalError> {
        let offset = self.at.offset;
        Ok(self.bytes(offset, 1)?.is_empty())
    }

    /// Gives up to so many bytes at an offset of the current segment; fewer only at the end of the file.
    fn bytes(&mut self, offset: u32, length: usize) -> Result<&[u8], JournalError> {
        let inside = self.window_segment == self.at.segment
            && offset >= self.window_start
            && (offset - self.window_start) as usize + length <= self.window.len();
        if !inside {
            self.fill(offset, length)?;
        }
        let start = (offset - self.window_start) as usize;
        let end = (start + length).min(self.window.len());
        Ok(self.window.get(start..end).unwrap_or_default())
    }

    fn fill(&mut self, offset: u32, length: usize) -> Result<(), JournalError> {
        let segment = self.at.segment;
        let path = self.segments.path(segment);
        let file = self.segments.file(segment)?;
        let io = |source| JournalError::io(&path, source);
        let left = file.len().map_err(io)?.saturating_sub(u64::from(offset));
        let wanted = (length.max(WINDOW_BYTES) as u64).min(left) as usize;
        self.window.resize(wanted, 0);
        let read = file
            .read_at(u64::from(offset), &mut self.window)
            .map_err(io)?;
        self.window.truncate(read);
        self.window_start = offset;
        self.window_segment = segment;
        Ok(())
    }
}
