//! How do many changes of a catalogue cost little on a poor line? One zstd stream (RFC 8878) runs through all messages of a
//! call, so that each record is told by what differs from those before it.

use crate::wire::catalogue::Change;
use prost::Message;
use std::io::{self, Write};

/// How hard it is tried: what a small computer does a thousand times a second, and half of what zstd does by default.
const LEVEL: i32 = 9;
/// How far back a record may be told by another, as a power of two: 4 MiB on both sides for as long as the call is open.
const WINDOW_LOG: u32 = 22;
/// Most bytes that one message becomes: what a bad message could cost.
const UNPACKED_BYTES_MAX: usize = 16 << 20;

/// Says why packed changes cannot be read; the call ends, and begins again from what is known.
#[derive(Debug, thiserror::Error)]
pub enum PackingError {
    /// They are no zstd stream, or one with a larger window.
    #[error("packed changes cannot be unpacked: {0}")]
    Stream(#[from] io::Error),
    /// They are no changes.
    #[error("unpacked bytes are no changes: {0}")]
    Content(#[from] prost::DecodeError),
}

/// Packs the changes of one call, message by message.
pub struct Packer {
    stream: zstd::stream::write::Encoder<'static, Vec<u8>>,
}

impl Packer {
    /// Begins a call.
    pub fn new() -> Result<Self, PackingError> {
        let mut stream = zstd::stream::write::Encoder::new(Vec::new(), LEVEL)?;
        stream.window_log(WINDOW_LOG)?;
        Ok(Self { stream })
    }

    /// Packs the changes of the next message.
    pub fn pack(&mut self, changes: &[Change]) -> Result<Vec<u8>, PackingError> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        for change in changes {
            self.stream
                .write_all(&change.encode_length_delimited_to_vec())?;
        }
        self.stream.flush()?;
        Ok(std::mem::take(self.stream.get_mut()))
    }
}

/// Unpacks the changes of one call, message by message.
pub struct Unpacker {
    stream: zstd::stream::write::Decoder<'static, Bounded>,
}

impl Unpacker {
    /// Begins a call.
    pub fn new() -> Result<Self, PackingError> {
        let mut stream = zstd::stream::write::Decoder::new(Bounded::default())?;
        stream.window_log_max(WINDOW_LOG)?;
        Ok(Self { stream })
    }

    /// Unpacks the changes of the next message.
    pub fn unpack(&mut self, packed: &[u8]) -> Result<Vec<Change>, PackingError> {
        self.stream.write_all(packed)?;
        self.stream.flush()?;
        let bytes = std::mem::take(&mut self.stream.get_mut().0);
        let mut left = bytes.as_slice();
        let mut changes = Vec::new();
        while !left.is_empty() {
            changes.push(Change::decode_length_delimited(&mut left)?);
        }
        Ok(changes)
    }
}

/// Bytes up to a limit: a few packed ones could become any number.
#[derive(Default)]
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > UNPACKED_BYTES_MAX {
            let reason = format!("one message becomes more than {UNPACKED_BYTES_MAX} bytes");
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn a_change(seq: u64) -> Change {
        Change {
            seq,
            record_id: format!("FRBNF{seq:08}"),
            record: None,
        }
    }

    #[test]
    fn what_is_packed_in_several_messages_is_unpacked_in_as_many() {
        let (mut packer, mut unpacker) = (Packer::new().unwrap(), Unpacker::new().unwrap());
        for messages in [vec![1, 2, 3], vec![], vec![4], (5..2_000).collect()] {
            let changes: Vec<Change> = messages.into_iter().map(a_change).collect();
            let packed = packer.pack(&changes).unwrap();
            assert_eq!(packed.is_empty(), changes.is_empty());
            assert_eq!(unpacker.unpack(&packed).unwrap(), changes);
        }
    }

    #[test]
    fn a_later_message_is_told_by_the_ones_before() {
        let mut packer = Packer::new().unwrap();
        let first = packer.pack(&[a_change(1)]).unwrap();
        let second = packer.pack(&[a_change(2)]).unwrap();
        assert!(second.len() < first.len());
    }

    #[test]
    fn what_is_no_stream_of_changes_is_refused_and_never_grows_beyond_the_limit() {
        let mut unpacker = Unpacker::new().unwrap();
        assert!(matches!(
            unpacker.unpack(b"not packed"),
            Err(PackingError::Stream(_))
        ));
        let mut stream = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
        stream.write_all(&vec![0; UNPACKED_BYTES_MAX + 1]).unwrap();
        let bomb = stream.finish().unwrap();
        assert!(bomb.len() < 10_000);
        let refused = Unpacker::new().unwrap().unpack(&bomb).unwrap_err();
        assert!(refused.to_string().contains("more than"), "{refused}");
        let mut stream = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
        stream.write_all(&[5, 1, 2]).unwrap();
        let cut = stream.finish().unwrap();
        assert!(matches!(
            Unpacker::new().unwrap().unpack(&cut),
            Err(PackingError::Content(_))
        ));
    }
}
