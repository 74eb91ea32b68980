//! Is the file compressed? gzip is recognised by its first bytes and undone on the way. It must not know of records.

use std::io::{self, BufReader, Chain, Cursor, Read};

use flate2::read::MultiGzDecoder;

const GZIP_MAGIC: [u8; 2] = [0x1F, 0x8B];

/// The bytes looked at, then the rest.
type Whole<R> = Chain<Cursor<Vec<u8>>, R>;

/// A reader of plain bytes, whatever the file was.
pub enum Opened<R: Read> {
    /// As it came.
    Plain(Whole<R>),
    /// Decompressed on the way; several gzip members in a row are one file.
    Gzip(Box<MultiGzDecoder<BufReader<Whole<R>>>>),
}

/// Looks at the first two bytes and decompresses what is gzip.
///
/// # Errors
/// Those of the reader.
pub fn open<R: Read>(mut reader: R) -> io::Result<Opened<R>> {
    let mut start = Vec::with_capacity(GZIP_MAGIC.len());
    reader
        .by_ref()
        .take(GZIP_MAGIC.len() as u64)
        .read_to_end(&mut start)?;
    let compressed = start == GZIP_MAGIC;
    let whole = Cursor::new(start).chain(reader);
    if compressed {
        let buffered = BufReader::with_capacity(64 * 1024, whole);
        return Ok(Opened::Gzip(Box::new(MultiGzDecoder::new(buffered))));
    }
    Ok(Opened::Plain(whole))
}

impl<R: Read> Read for Opened<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(reader) => reader.read(into),
            Self::Gzip(reader) => reader.read(into),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    #[test]
    fn gzip_is_undone_even_in_several_members() {
        let mut file = Vec::new();
        for part in [&b"one "[..], b"two"] {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(part).unwrap();
            file.extend(encoder.finish().unwrap());
        }
        for (bytes, expected) in [(&file[..], "one two"), (b"plain", "plain"), (b"", "")] {
            let mut text = String::new();
            open(bytes).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, expected);
        }
    }
}
