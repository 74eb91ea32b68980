//! How do the keys stand on disk? In one file that is written whole and put in the place of the old one, which is overwritten.
//!
//! Both files: six bytes of mark, version, count, entries, CRC32C; numbers little-endian. An entry of the keys is the owner and
//! 32 bytes; one of the erased is the owner alone.

use super::envelope::{KEY_BYTES, Key};
use super::error::KeyringError;
use crate::codec::Source;
use crate::disk::Disk;
use navette_domain::privacy::Secret;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// Name of the file with the keys.
pub(super) const KEYS: &str = "patron-keys";
/// Name of the file with the owners whose keys were destroyed.
pub(super) const ERASED: &str = "erased";

const KEYS_MARK: &[u8; 6] = b"navkey";
const ERASED_MARK: &[u8; 6] = b"naverd";
const VERSION: u16 = 1;
/// More is no file of keys: a hundred times the patrons of the largest territory.
const BYTES_MAX: u64 = 1 << 30;

/// Reads all keys; nothing where there is no file.
pub(super) fn read_keys(
    disk: &dyn Disk,
    path: &Path,
) -> Result<Option<BTreeMap<u64, Key>>, KeyringError> {
    let Some(bytes) = read(disk, path)? else {
        return Ok(None);
    };
    parse_keys(&bytes)
        .map(Some)
        .map_err(|what| damaged(path, what))
}

/// Reads the owners whose keys were destroyed; none where there is no file.
pub(super) fn read_erased(disk: &dyn Disk, path: &Path) -> Result<BTreeSet<u64>, KeyringError> {
    let Some(bytes) = read(disk, path)? else {
        return Ok(BTreeSet::new());
    };
    parse_erased(&bytes).map_err(|what| damaged(path, what))
}

/// Gives the file of these keys.
pub(super) fn keys_file(keys: &BTreeMap<u64, Key>) -> Vec<u8> {
    let mut out = head(KEYS_MARK, keys.len());
    for (owner, key) in keys {
        out.extend_from_slice(&owner.to_le_bytes());
        out.extend_from_slice(key.expose());
    }
    ended(out)
}

/// Reads what [`keys_file`] gave; says what is wrong with something else.
pub(super) fn parse_keys(bytes: &[u8]) -> Result<BTreeMap<u64, Key>, &'static str> {
    let mut source = whole(bytes, KEYS_MARK)?;
    let mut keys = BTreeMap::new();
    while !source.is_at_end() {
        let owner = source.array().map(u64::from_le_bytes);
        let entry = owner.zip(source.array::<KEY_BYTES>());
        let (owner, key) = entry.ok_or("an entry is cut off")?;
        keys.insert(owner, Secret::new(key));
    }
    Ok(keys)
}

/// Reads what [`erased_file`] gave; says what is wrong with something else.
pub(super) fn parse_erased(bytes: &[u8]) -> Result<BTreeSet<u64>, &'static str> {
    let mut source = whole(bytes, ERASED_MARK)?;
    let mut erased = BTreeSet::new();
    while !source.is_at_end() {
        let owner = source.array().map(u64::from_le_bytes);
        erased.insert(owner.ok_or("an entry is cut off")?);
    }
    Ok(erased)
}

/// Gives the file of these owners.
pub(super) fn erased_file(erased: &BTreeSet<u64>) -> Vec<u8> {
    let mut out = head(ERASED_MARK, erased.len());
    for owner in erased {
        out.extend_from_slice(&owner.to_le_bytes());
    }
    ended(out)
}

/// Puts a file in the place of an older one: after a power cut it is the one or the other, whole.
pub(super) fn write(
    disk: &dyn Disk,
    dir: &Path,
    name: &str,
    bytes: &[u8],
) -> Result<(), KeyringError> {
    let (path, part) = (dir.join(name), dir.join(format!("{name}.part")));
    let written = (|| {
        // An earlier process may have left one half done, with keys in it that are to be destroyed now.
        match disk.wipe(&part) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        let file = disk.create_private(&part)?;
        file.append(bytes)?;
        file.sync_data()?;
        disk.replace_and_wipe(&part, &path)
    })();
    written.map_err(|source| {
        // Where this fails too, the next writing takes it away.
        let _ = disk.wipe(&part);
        KeyringError::io(&path, source)
    })
}

fn head(mark: &[u8; 6], count: usize) -> Vec<u8> {
    let mut out = mark.to_vec();
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&(count as u64).to_le_bytes());
    out
}

fn ended(mut out: Vec<u8>) -> Vec<u8> {
    let checksum = crc32c::crc32c(&out);
    out.extend_from_slice(&checksum.to_le_bytes());
    out
}

/// Checks a file from its mark to its checksum and gives its entries.
fn whole<'b>(bytes: &'b [u8], mark: &[u8; 6]) -> Result<Source<'b>, &'static str> {
    let cut_off = "it is cut off";
    let end = bytes.len().checked_sub(4).ok_or(cut_off)?;
    let (body, checksum) = bytes.split_at_checked(end).ok_or(cut_off)?;
    if crc32c::crc32c(body).to_le_bytes() != checksum {
        return Err("its checksum is wrong");
    }
    let mut source = Source::new(body);
    if source.array() != Some(*mark) {
        return Err("it is another file");
    }
    if source.array().map(u16::from_le_bytes) != Some(VERSION) {
        return Err("a newer program wrote it");
    }
    let count = source.array().map(u64::from_le_bytes).ok_or(cut_off)?;
    let entries = source.left() as u64;
    match count {
        0 if entries == 0 => Ok(source),
        0 => Err("its count is wrong"),
        count if entries.is_multiple_of(count) => Ok(source),
        _ => Err("its count is wrong"),
    }
}

fn read(disk: &dyn Disk, path: &Path) -> Result<Option<Vec<u8>>, KeyringError> {
    let io = |source| KeyringError::io(path, source);
    let file = match disk.open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io(error)),
    };
    let length = file.len().map_err(io)?;
    if length > BYTES_MAX {
        return Err(damaged(path, "it is far too long"));
    }
    let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
    let read = file.read_at(0, &mut bytes).map_err(io)?;
    bytes.truncate(read);
    Ok(Some(bytes))
}

fn damaged(path: &Path, what: &'static str) -> KeyringError {
    KeyringError::Damaged {
        path: path.to_owned(),
        what,
    }
}
