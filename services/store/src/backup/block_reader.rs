//! Which blocks does a backup have, and is each what was written? It must not know what they mean.

use super::blocks::{
    BEGINNING_BYTES, BLOCK_HEAD_BYTES, BlockHead, BlockKind, MAGIC, VERSION, beginning,
};
use super::error::BackupError;
use std::io::{self, Read};

/// A block that has been read and is what was written.
pub(super) struct Block {
    pub(super) kind: BlockKind,
    pub(super) plain: Vec<u8>,
    /// Where it begins.
    pub(super) at: u64,
    /// The SHA-256 of every byte before it.
    pub(super) sha256: [u8; 32],
}

/// Reads blocks in order.
pub(super) struct BlockReader<R: Read> {
    from: R,
    at: u64,
    sha256: ring::digest::Context,
    unpacker: zstd::bulk::Decompressor<'static>,
    next: u64,
}

impl<R: Read> BlockReader<R> {
    /// Begins with whatever gives bytes; refuses what is no backup, or one of another version.
    pub(super) fn open(from: R) -> Result<Self, BackupError> {
        let mut reader = Self {
            from,
            at: 0,
            sha256: ring::digest::Context::new(&ring::digest::SHA256),
            unpacker: zstd::bulk::Decompressor::new()?,
            next: 0,
        };
        reader.read_beginning()?;
        Ok(reader)
    }

    /// Refuses whatever follows the last block.
    pub(super) fn refuse_more(&mut self) -> Result<(), BackupError> {
        let end = self.at;
        match self.fill(&mut [0])? {
            0 => Ok(()),
            _ => Err(damaged(end, "something follows the end")),
        }
    }

    fn read_beginning(&mut self) -> Result<(), BackupError> {
        let mut found = [0; BEGINNING_BYTES];
        let read = self.fill(&mut found)?;
        let begins = found.iter().zip(MAGIC).take(read);
        if read == 0 || begins.clone().any(|(found, magic)| found != magic) {
            return Err(BackupError::NoBackup);
        }
        if read < BEGINNING_BYTES {
            return Err(self.cut_off("the first bytes"));
        }
        let version = u16::from_le_bytes([found[12], found[13]]);
        if version != VERSION {
            return Err(BackupError::OtherVersion {
                found: version,
                known: VERSION,
            });
        }
        match found == beginning() {
            true => Ok(()),
            false => Err(damaged(14, "the first bytes are others")),
        }
    }

    /// Reads the next block; there must be one.
    pub(super) fn next_block(&mut self) -> Result<Block, BackupError> {
        let at = self.at;
        let sha256 = self.sha256_so_far();
        let mut bytes = [0; BLOCK_HEAD_BYTES];
        match self.fill(&mut bytes)? {
            BLOCK_HEAD_BYTES => {}
            0 => return Err(self.cut_off("front of a block that is missing")),
            _ => return Err(self.cut_off("the head of a block")),
        }
        let Some(head) = BlockHead::decode(&bytes) else {
            return Err(damaged(at, "no block begins here"));
        };
        let mut packed = vec![0; head.packed as usize];
        if self.fill(&mut packed)? < packed.len() {
            return Err(self.cut_off("the middle of a block"));
        }
        if !head.fits(self.next, &packed) {
            return Err(damaged(at, "the checksum of the block does not match"));
        }
        let plain = self
            .unpacker
            .decompress(&packed, head.plain as usize)
            .ok()
            .filter(|plain| plain.len() == head.plain as usize);
        self.next += 1;
        match plain {
            Some(plain) => Ok(Block {
                kind: head.kind,
                plain,
                at,
                sha256,
            }),
            None => Err(damaged(at, "the block cannot be unpacked")),
        }
    }

    fn sha256_so_far(&self) -> [u8; 32] {
        let mut out = [0; 32];
        let said = self.sha256.clone().finish();
        for (to, from) in out.iter_mut().zip(said.as_ref()) {
            *to = *from;
        }
        out
    }

    /// Reads until the buffer is full or nothing follows; gives how much it was.
    fn fill(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.from.read(rest) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.sha256.update(buffer.get(..filled).unwrap_or_default());
        self.at += filled as u64;
        Ok(filled)
    }

    fn cut_off(&self, inside: &'static str) -> BackupError {
        BackupError::CutOff {
            at: self.at,
            inside,
        }
    }
}

pub(super) fn damaged(at: u64, what: &str) -> BackupError {
    BackupError::Damaged {
        at,
        what: what.to_owned(),
    }
}
