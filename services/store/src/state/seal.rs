//! Is this value the one that was written under this key? A version byte before it, a checksum behind it.

use super::StateError;

/// Version of the stored values; golden files in testdata notice a change.
const VERSION: u8 = 1;

/// Seals a value for its key.
pub fn seal_value(key: &[u8], body: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(body.len() + 5);
    sealed.push(VERSION);
    sealed.extend_from_slice(body);
    let checksum = crc32c::crc32c_append(crc32c::crc32c(key), &sealed);
    sealed.extend_from_slice(&checksum.to_le_bytes());
    sealed
}

/// Opens a sealed value read under a key.
pub fn open_value<'a>(key: &[u8], sealed: &'a [u8]) -> Result<&'a [u8], StateError> {
    let broken = || StateError::checksum(key);
    let (content, checksum) = sealed.split_last_chunk::<4>().ok_or_else(broken)?;
    let expected = crc32c::crc32c_append(crc32c::crc32c(key), content);
    if u32::from_le_bytes(*checksum) != expected {
        return Err(broken());
    }
    match content.split_first() {
        Some((&VERSION, body)) => Ok(body),
        _ => Err(StateError::Inconsistent(format!(
            "the value of key {} is of a version this program does not know",
            key.escape_ascii()
        ))),
    }
}
