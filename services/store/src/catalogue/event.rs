//! What can happen to a catalogue, and how is that written in the journal?
//!
//! A payload is a version byte, a kind byte, and the fields. Golden files in testdata notice a change.

use super::block::{BLOCK_HEAD_BYTES, BlockEntries, BlockHead, Entry, PackedBlock, Packer, pack};
use super::types::Content;
use crate::codec::{Source, put_bytes, put_number};
use std::io;

const VERSION: u8 = 1;

/// One command's effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// The store was made.
    Created { incarnation: u64 },
    /// An import was begun; others were given up for it. The profile's text is there the first time only.
    RunBegun {
        run: u32,
        key: String,
        profile: u128,
        text: Option<String>,
        given_up: Vec<u32>,
    },
    /// A group of records was accepted.
    Imported {
        run: u32,
        through: u64,
        counts: Vec<u8>,
        /// Versions that were met again, in the order they were met.
        seen: Vec<u64>,
        versions: Versions,
    },
    /// Records are no longer offered.
    Withdrawn { versions: Versions },
    /// An import came to its end.
    RunFinished { run: u32 },
}

/// New versions with consecutive numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Versions {
    pub(crate) first_seq: u64,
    pub(crate) profile: u128,
    pub(crate) entries: Vec<Entry>,
    /// There while they are being written, not when they are read again.
    pub(crate) contents: Vec<Content>,
    /// Known once they are written or read.
    pub(crate) blocks: Vec<PackedBlock>,
}

impl Event {
    /// Writes the event, and notes in it where its blocks are.
    pub(crate) fn encode(&mut self, packer: &mut Packer, out: &mut Vec<u8>) -> io::Result<()> {
        out.push(VERSION);
        match self {
            Self::Created { incarnation } => {
                out.push(1);
                out.extend_from_slice(&incarnation.to_le_bytes());
            }
            Self::RunBegun {
                run,
                key,
                profile,
                text,
                given_up,
            } => {
                out.push(2);
                put_number(out, u64::from(*run));
                put_bytes(out, key.as_bytes());
                out.extend_from_slice(&profile.to_le_bytes());
                out.push(u8::from(text.is_some()));
                put_bytes(out, text.as_deref().unwrap_or_default().as_bytes());
                put_number(out, given_up.len() as u64);
                for run in given_up {
                    put_number(out, u64::from(*run));
                }
            }
            Self::Imported {
                run,
                through,
                counts,
                seen,
                versions,
            } => {
                out.push(3);
                put_number(out, u64::from(*run));
                put_number(out, *through);
                put_bytes(out, counts);
                put_seen(out, seen);
                versions.encode(packer, out)?;
            }
            Self::Withdrawn { versions } => {
                out.push(4);
                versions.encode(packer, out)?;
            }
            Self::RunFinished { run } => {
                out.push(5);
                put_number(out, u64::from(*run));
            }
        }
        Ok(())
    }

    /// Reads an event; nothing where the bytes are none.
    pub(crate) fn decode(payload: &[u8]) -> Option<Self> {
        let mut source = Source::new(payload);
        if source.byte()? != VERSION {
            return None;
        }
        let event = match source.byte()? {
            1 => Self::Created {
                incarnation: u64::from_le_bytes(source.array()?),
            },
            2 => decode_run_begun(&mut source)?,
            3 => Self::Imported {
                run: source.small()?,
                through: source.number()?,
                counts: source.bytes()?.to_vec(),
                seen: take_seen(&mut source)?,
                versions: Versions::decode(&mut source)?,
            },
            4 => Self::Withdrawn {
                versions: Versions::decode(&mut source)?,
            },
            5 => Self::RunFinished {
                run: source.small()?,
            },
            _ => return None,
        };
        source.is_at_end().then_some(event)
    }
}

fn decode_run_begun(source: &mut Source<'_>) -> Option<Event> {
    let run = source.small()?;
    let key = source.text()?.to_owned();
    let profile = u128::from_le_bytes(source.array()?);
    let with_text = source.byte()? == 1;
    let text = source.text()?;
    let text = with_text.then(|| text.to_owned());
    let mut given_up = Vec::new();
    for _ in 0..source.number()? {
        given_up.push(source.small()?);
    }
    Some(Event::RunBegun {
        run,
        key,
        profile,
        text,
        given_up,
    })
}

impl Versions {
    fn encode(&mut self, packer: &mut Packer, out: &mut Vec<u8>) -> io::Result<()> {
        put_number(out, self.first_seq);
        self.blocks = pack(packer, out, self)?;
        Ok(())
    }

    fn decode(source: &mut Source<'_>) -> Option<Self> {
        let first_seq = source.number()?;
        let mut versions = Self {
            first_seq,
            ..Self::default()
        };
        let mut next_seq = first_seq;
        while !source.is_at_end() {
            let offset = u32::try_from(source.offset()).ok()?;
            versions.blocks.push(PackedBlock {
                first_seq: next_seq,
                offset,
            });
            let head = BlockHead::read(source.take(BLOCK_HEAD_BYTES)?)?;
            let plain = head.unpack(source.take(head.packed_length as usize)?)?;
            let mut block = BlockEntries::new(&plain, next_seq)?;
            versions.profile = block.profile;
            while let Some(entry) = block.next_entry() {
                versions.entries.push(entry.ok()?.to_entry());
            }
            next_seq = first_seq.checked_add(versions.entries.len() as u64)?;
        }
        Some(versions)
    }
}

/// Writes version numbers as differences: an unchanged file is met in the order it was first met.
fn put_seen(out: &mut Vec<u8>, seen: &[u64]) {
    put_number(out, seen.len() as u64);
    let mut before = 0_u64;
    for seq in seen {
        let step = seq.wrapping_sub(before) as i64;
        put_number(out, ((step << 1) ^ (step >> 63)) as u64);
        before = *seq;
    }
}

fn take_seen(source: &mut Source<'_>) -> Option<Vec<u64>> {
    let count = source.number()?;
    let mut seen = Vec::new();
    let mut before = 0_u64;
    for _ in 0..count {
        let folded = source.number()?;
        let step = (folded >> 1) as i64 ^ -((folded & 1) as i64);
        before = before.wrapping_add(step as u64);
        seen.push(before);
    }
    Some(seen)
}
