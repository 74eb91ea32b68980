//! What of the file is in memory: a window that moves forward. Its size follows the longest record, never the file.

use std::io::{self, Read};

const STEP: usize = 256 * 1024;

pub(super) struct Window<R> {
    reader: R,
    bytes: Vec<u8>,
    start: usize,
    offset: u64,
    ended: bool,
}

impl<R: Read> Window<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            bytes: Vec::new(),
            start: 0,
            offset: 0,
            ended: false,
        }
    }

    /// What has been read and not consumed.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// Where in the file the window begins.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Reads until at least so many bytes are in the window, or the file ends.
    pub(super) fn want(&mut self, length: usize) -> io::Result<()> {
        while !self.ended && self.bytes.len() - self.start < length {
            self.more()?;
        }
        Ok(())
    }

    /// Reads one step further.
    pub(super) fn more(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.bytes.drain(..self.start);
            self.start = 0;
        }
        let read = self
            .reader
            .by_ref()
            .take(STEP as u64)
            .read_to_end(&mut self.bytes)?;
        self.ended = read < STEP;
        Ok(())
    }

    /// Moves forward by at most what is in the window.
    pub(super) fn consume(&mut self, length: usize) {
        let length = length.min(self.bytes.len() - self.start);
        self.start += length;
        self.offset += length as u64;
    }

    /// Moves forward and hands over what was passed.
    pub(super) fn take(&mut self, length: usize) -> Vec<u8> {
        let bytes = self.bytes();
        let taken = bytes.get(..length).unwrap_or(bytes).to_vec();
        self.consume(taken.len());
        taken
    }
}
