//! What is in a backup, and is it whole? Read block by block from whatever gives bytes; anything unexpected is refused with
//! its place.

use super::about::{BackupHead, Totals};
use super::block_reader::{Block, BlockReader, damaged};
use super::blocks::{BlockKind, End};
use super::catalogue::BackedUpRecord;
use super::content::ContentSum;
use super::error::BackupError;
use crate::codec::Source;
use std::collections::VecDeque;
use std::io::Read;
use std::sync::Arc;

/// One thing that a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A row of the ledger.
    Row {
        /// Its key.
        key: Vec<u8>,
        /// Its value.
        value: Vec<u8>,
    },
    /// A record of the catalogue.
    Record(BackedUpRecord),
}

/// Reads a backup to its end, only to see that all is whole; gives what it says of itself, and what is in it.
pub fn check(from: impl Read) -> Result<(BackupHead, Totals), BackupError> {
    let mut reader = BackupReader::open(from)?;
    while reader.next_entry()?.is_some() {}
    Ok((reader.head().clone(), reader.totals()))
}

/// Reads a backup from its beginning.
pub struct BackupReader<R: Read> {
    blocks: BlockReader<R>,
    head: BackupHead,
    profile: Option<Arc<str>>,
    ready: VecDeque<Entry>,
    content: ContentSum,
    ended: bool,
}

impl<R: Read> BackupReader<R> {
    /// Reads the head.
    pub fn open(from: R) -> Result<Self, BackupError> {
        let mut blocks = BlockReader::open(from)?;
        let block = blocks.next_block()?;
        let head = match block.kind {
            BlockKind::Head => BackupHead::decode(&block.plain),
            BlockKind::Rows | BlockKind::Profile | BlockKind::Records | BlockKind::End => None,
        };
        let what = "the first block does not say whose it is";
        Ok(Self {
            blocks,
            head: head.ok_or_else(|| damaged(block.at, what))?,
            profile: None,
            ready: VecDeque::new(),
            content: ContentSum::default(),
            ended: false,
        })
    }

    /// Says whose backup this is.
    pub fn head(&self) -> &BackupHead {
        &self.head
    }

    /// Gives what is in it, once the last entry has been read.
    pub fn totals(&self) -> Totals {
        self.content.totals()
    }

    /// Gives the next row or record; nothing behind the last one, when all was found whole.
    pub fn next_entry(&mut self) -> Result<Option<Entry>, BackupError> {
        loop {
            if let Some(entry) = self.ready.pop_front() {
                match &entry {
                    Entry::Row { key, value } => self.content.row(key, value),
                    Entry::Record(record) => self.content.record(record),
                }
                return Ok(Some(entry));
            }
            if self.ended {
                return Ok(None);
            }
            let block = self.blocks.next_block()?;
            self.take(block)?;
        }
    }

    fn take(&mut self, block: Block) -> Result<(), BackupError> {
        let taken = match block.kind {
            BlockKind::Head => None,
            BlockKind::Rows => rows(&block.plain),
            BlockKind::Profile => {
                self.profile = Source::new(&block.plain).text().map(Arc::from);
                self.profile.as_ref().map(|_| VecDeque::new())
            }
            BlockKind::Records => {
                let profile = self.profile.as_ref();
                profile.and_then(|profile| records(&block.plain, profile))
            }
            BlockKind::End => return self.finish(&block),
        };
        match taken {
            Some(entries) => self.ready = entries,
            None => return Err(damaged(block.at, "the block is whole, but says nothing")),
        }
        Ok(())
    }

    fn finish(&mut self, block: &Block) -> Result<(), BackupError> {
        let Some(end) = End::decode(&block.plain) else {
            return Err(damaged(block.at, "the end is whole, but says nothing"));
        };
        if end.sha256 != block.sha256 {
            return Err(damaged(block.at, "the digest of the file does not match"));
        }
        let found = self.content.totals();
        if end.totals != found || self.head.rows != found.rows {
            let what = format!(
                "{} rows and {} records were written, {} and {} are here",
                end.totals.rows, end.totals.records, found.rows, found.records
            );
            return Err(damaged(block.at, &what));
        }
        self.blocks.refuse_more()?;
        self.ended = true;
        Ok(())
    }
}

fn rows(plain: &[u8]) -> Option<VecDeque<Entry>> {
    let mut source = Source::new(plain);
    let mut entries = VecDeque::new();
    while !source.is_at_end() {
        entries.push_back(Entry::Row {
            key: source.bytes()?.to_vec(),
            value: source.bytes()?.to_vec(),
        });
    }
    Some(entries)
}

fn records(plain: &[u8], profile: &Arc<str>) -> Option<VecDeque<Entry>> {
    let mut source = Source::new(plain);
    let mut entries = VecDeque::new();
    while !source.is_at_end() {
        entries.push_back(Entry::Record(BackedUpRecord::decode(&mut source, profile)?));
    }
    Some(entries)
}
