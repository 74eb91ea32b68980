//! How is something made safe? Appends records, syncs them in groups, cuts what was torn.

use super::frame::{HEAD_BYTES, HEADER_BYTES, LONGEST_PAYLOAD, segment_header, write_record};
use super::opening::find_tail;
use super::reader::JournalReader;
use super::sync_times::{Steady, SyncTimes};
use super::{JournalError, Position, Segments};
use crate::disk::{Disk, DiskFile};
use std::path::PathBuf;
use std::sync::Arc;

/// Length at which a segment is closed and the next one begun.
pub const SEGMENT_BYTES: u32 = 64 << 20;
/// What the buffer keeps of its room from one record to the next.
const KEPT_BYTES: usize = 64 << 10;

/// Says what was found when the journal was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JournalReport {
    /// Bytes cut off the end: written, never acknowledged.
    pub torn_bytes: u64,
    /// How many segments there are.
    pub segments: u32,
}

/// The journal of one store, for its one writer.
pub struct Journal {
    segments: Arc<Segments>,
    segment_bytes: u32,
    segment: u32,
    file: Arc<dyn DiskFile>,
    /// End of the last whole record.
    length: u32,
    /// End of what is synced.
    synced: u32,
    /// A write failed and its remains could not be cut off yet.
    remains: bool,
    buffer: Vec<u8>,
    times: Arc<SyncTimes>,
}

impl Journal {
    /// Opens the journal in a directory, or begins one; cuts a torn tail and refuses damage.
    pub fn open(
        disk: Arc<dyn Disk>,
        dir: PathBuf,
        segment_bytes: u32,
    ) -> Result<(Self, JournalReport), JournalError> {
        Self::open_from(disk, dir, segment_bytes, 1)
    }

    /// Opens a journal whose first segment that counts is this one, because a snapshot holds what was before.
    pub fn open_from(
        disk: Arc<dyn Disk>,
        dir: PathBuf,
        segment_bytes: u32,
        first: u32,
    ) -> Result<(Self, JournalReport), JournalError> {
        disk.create_dir(&dir)
            .map_err(|source| JournalError::io(&dir, source))?;
        let segments = Arc::new(Segments::new(disk, dir));
        let numbers = segments.numbers_from(first)?;
        let mut report = JournalReport {
            torn_bytes: 0,
            segments: numbers.len().max(1) as u32,
        };
        let (segment, file, length) = match numbers.last() {
            None => (first, create_segment(&segments, first)?, HEADER_BYTES),
            Some(&last) => {
                let tail = find_tail(&segments, last)?;
                report.torn_bytes = tail.torn_bytes;
                let file = segments.file(last)?;
                (
                    last,
                    Arc::clone(&file),
                    cut_tail(&segments, &file, tail.end)?,
                )
            }
        };
        let journal = Self {
            segments,
            segment_bytes,
            segment,
            file,
            length,
            synced: length,
            remains: false,
            buffer: Vec::new(),
            times: Arc::default(),
        };
        Ok((journal, report))
    }

    /// Writes one record, not yet safe, and tells where its payload is. After an error nothing of it remains.
    pub fn append(&mut self, payload: &[u8]) -> Result<Position, JournalError> {
        if payload.is_empty() || payload.len() > LONGEST_PAYLOAD {
            return Err(JournalError::TooLong(payload.len()));
        }
        self.cut_remains()?;
        if self.length >= self.segment_bytes && self.synced == self.length {
            self.begin_segment()?;
        }
        self.buffer.clear();
        let place = (self.segment, self.length);
        write_record(&mut self.buffer, place, self.synced, payload);
        let written = self.file.append(&self.buffer);
        self.buffer.shrink_to(KEPT_BYTES);
        if let Err(source) = written {
            self.remains = true;
            // A failure here is met again, and reported, by the next append.
            let _ = self.cut_remains();
            return Err(JournalError::io(&self.segments.path(self.segment), source));
        }
        let payload_at = Position {
            segment: self.segment,
            offset: self.length + HEAD_BYTES,
        };
        self.length = payload_at.offset + payload.len() as u32;
        Ok(payload_at)
    }

    /// Makes everything appended so far safe. After an error nothing is known about it: the caller must stop.
    pub fn sync(&mut self) -> Result<(), JournalError> {
        self.times
            .taking(|| self.file.sync_data())
            .map_err(|source| JournalError::io(&self.segments.path(self.segment), source))?;
        self.synced = self.length;
        Ok(())
    }

    /// Takes the time of syncs from here on; gives where they are counted.
    pub fn time_syncs(&mut self, steady: Option<Steady>) -> Arc<SyncTimes> {
        self.times = Arc::new(SyncTimes::by(steady));
        Arc::clone(&self.times)
    }

    /// Begins a new segment and gives its number; everything appended so far must be synced.
    pub fn rotate(&mut self) -> Result<u32, JournalError> {
        self.cut_remains()?;
        self.begin_segment()?;
        Ok(self.segment)
    }

    /// Removes the segments before one, and makes that safe: a snapshot holds what they said.
    pub fn discard_before(&self, first: u32) -> Result<(), JournalError> {
        self.segments.discard_before(first.min(self.segment))
    }

    /// Tells where the next record goes.
    pub fn end(&self) -> Position {
        Position {
            segment: self.segment,
            offset: self.length,
        }
    }

    /// Tells how many bytes are appended and not yet safe.
    pub fn unsynced_bytes(&self) -> u32 {
        self.length - self.synced
    }

    /// Reads from a position to the end of what is synced now.
    pub fn reader(&self, from: Position) -> JournalReader {
        let end = Position {
            segment: self.segment,
            offset: self.synced,
        };
        JournalReader::new(Arc::clone(&self.segments), from, end)
    }

    /// Gives the files, to read places in them from other threads.
    pub fn segments(&self) -> Arc<Segments> {
        Arc::clone(&self.segments)
    }

    /// Gives where the first record is.
    pub fn start() -> Position {
        Position {
            segment: 1,
            offset: 0,
        }
    }

    fn begin_segment(&mut self) -> Result<(), JournalError> {
        let next = self.segment.saturating_add(1);
        self.file = create_segment(&self.segments, next)?;
        self.segment = next;
        self.length = HEADER_BYTES;
        self.synced = HEADER_BYTES;
        Ok(())
    }

    fn cut_remains(&mut self) -> Result<(), JournalError> {
        if self.remains {
            self.file
                .truncate(u64::from(self.length))
                .map_err(|source| JournalError::io(&self.segments.path(self.segment), source))?;
            self.remains = false;
        }
        Ok(())
    }
}

/// Makes a segment safe with its name before anything is written to it; a half-made one is taken away.
fn create_segment(segments: &Segments, segment: u32) -> Result<Arc<dyn DiskFile>, JournalError> {
    let path = segments.path(segment);
    let io = |source| JournalError::io(&path, source);
    let file = segments.disk().create(&path).map_err(io)?;
    let made = file
        .append(&segment_header(segment))
        .and_then(|()| file.sync_data())
        .and_then(|()| segments.disk().sync_dir(segments.dir()));
    if let Err(source) = made {
        let _ = segments.disk().remove(&path);
        return Err(io(source));
    }
    Ok(file)
}

/// Cuts the file to its last whole record and makes that safe; gives the length.
fn cut_tail(
    segments: &Segments,
    file: &Arc<dyn DiskFile>,
    end: Position,
) -> Result<u32, JournalError> {
    let path = segments.path(end.segment);
    let io = |source| JournalError::io(&path, source);
    file.truncate(u64::from(end.offset)).map_err(io)?;
    if end.offset < HEADER_BYTES {
        file.append(&segment_header(end.segment)).map_err(io)?;
    }
    file.sync_data().map_err(io)?;
    segments.disk().sync_dir(segments.dir()).map_err(io)?;
    Ok(end.offset.max(HEADER_BYTES))
}
