//! How do keys leave a process, to be kept beside its backups? One small file: whose they are, the keys, and who was erased.
//!
//! Twelve bytes of mark, version, two zeros; behind their lengths the library, the file of keys and the file of the erased as they
//! stand on disk; in version 2 the seed of the sealing key as well; at the end the SHA-256 of all of it.

use super::error::KeyringError;
use super::files::{erased_file, keys_file, parse_erased, parse_keys, write};
use super::keys::KeyCopy;
use crate::codec::{Source, put_bytes};
use crate::disk::RealDisk;
use navette_domain::privacy::Secret;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

const MARK: &[u8; 12] = b"navette-keys";
/// Of a file without a sealing key: an earlier program reads it too.
const VERSION: u16 = 1;
/// Of a file with one.
const VERSION_WITH_SEALING: u16 = 2;
/// Bytes of the seed of a sealing key.
const SEED_BYTES: usize = 32;
const DIGEST_BYTES: usize = 32;
/// More is no file of keys: they are a hundred times those of the largest territory.
const BYTES_MAX: u64 = 2 << 30;
/// Longest name of a library that is read.
const NAME_BYTES_MAX: usize = 256;

/// The keys of a process as they are kept beside its backups. Whoever has them and the rows can read both.
#[derive(Debug)]
pub struct PortableKeys {
    /// Whose they are.
    pub library: String,
    /// The keys.
    pub copy: KeyCopy,
    /// The owners whose keys were destroyed.
    pub erased: BTreeSet<u64>,
    /// The seed of the key to which others seal what they ask; nothing where the library has none.
    pub sealing: Option<Secret<[u8; SEED_BYTES]>>,
}

/// Why a file of keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PortableKeysError {
    /// The file is something else.
    #[error("this is no file of keys of Navette: it does not begin like one")]
    NoKeys,
    /// Written by a newer program.
    #[error("these keys are of version {found}, and this program reads up to version {known}")]
    OtherVersion {
        /// What the file says.
        found: u16,
        /// The newest that is known here.
        known: u16,
    },
    /// It is not what was written: altered, or cut off.
    #[error("the file of keys is cut off or damaged: {0}")]
    Damaged(&'static str),
    /// It cannot be read.
    #[error("the file of keys cannot be read: {0}")]
    Io(#[from] io::Error),
}

impl PortableKeys {
    /// Gives the bytes of the file.
    pub fn encode(&self) -> Secret<Vec<u8>> {
        let mut out = MARK.to_vec();
        let version = match self.sealing {
            Some(_) => VERSION_WITH_SEALING,
            None => VERSION,
        };
        out.extend_from_slice(&version.to_le_bytes());
        out.extend_from_slice(&[0; 2]);
        put_bytes(&mut out, self.library.as_bytes());
        put_bytes(&mut out, self.copy.expose());
        put_bytes(&mut out, &erased_file(&self.erased));
        if let Some(seed) = &self.sealing {
            out.extend_from_slice(seed.expose());
        }
        let digest = digest(&out);
        out.extend_from_slice(digest.as_ref());
        out.into()
    }

    /// Reads what [`PortableKeys::encode`] gave, and nothing else.
    pub fn decode(bytes: &[u8]) -> Result<Self, PortableKeysError> {
        if bytes.is_empty() || !bytes.iter().zip(MARK).all(|(found, mark)| found == mark) {
            return Err(PortableKeysError::NoKeys);
        }
        let cut_off = PortableKeysError::Damaged("it ends too early");
        let Some(end) = bytes.len().checked_sub(DIGEST_BYTES) else {
            return Err(cut_off);
        };
        let (body, said) = bytes.split_at(end);
        let mut source = Source::new(body);
        let version = source
            .take(MARK.len())
            .and_then(|_| source.array().map(u16::from_le_bytes));
        let with_sealing = match version {
            Some(VERSION) => false,
            Some(VERSION_WITH_SEALING) => true,
            Some(found) if found > VERSION_WITH_SEALING => {
                let known = VERSION_WITH_SEALING;
                return Err(PortableKeysError::OtherVersion { found, known });
            }
            Some(_) => return Err(PortableKeysError::Damaged("its version is none")),
            None => return Err(cut_off),
        };
        if digest(body).as_ref() != said {
            return Err(PortableKeysError::Damaged("its digest does not match"));
        }
        let unsaid = PortableKeysError::Damaged("it is whole, but says nothing");
        read(source, with_sealing).ok_or(unsaid)
    }

    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, PortableKeysError> {
        let mut bytes = Vec::new();
        File::open(path)?.take(BYTES_MAX).read_to_end(&mut bytes)?;
        Self::decode(&bytes)
    }

    /// Writes a file for its owner alone, in the place of an older one, which is overwritten: it reads who was erased since.
    pub fn write(&self, path: &Path) -> Result<(), KeyringError> {
        let named = path.file_name().and_then(|name| name.to_str());
        let unnamed = || io::Error::other("it has no name that can be written");
        let name = named.ok_or_else(|| KeyringError::io(path, unnamed()))?;
        let dir = path.parent().unwrap_or_else(|| Path::new(""));
        let dir = match dir.as_os_str().is_empty() {
            true => Path::new("."),
            false => dir,
        };
        write(&RealDisk, dir, name, self.encode().expose())
    }

    /// Counts the keys.
    pub fn count(&self) -> usize {
        parse_keys(self.copy.expose()).map_or(0, |keys| keys.len())
    }
}

fn read(mut source: Source<'_>, with_sealing: bool) -> Option<PortableKeys> {
    source.take(2)?;
    let library = source.text().filter(|name| name.len() <= NAME_BYTES_MAX)?;
    // Whoever was erased after the keys were copied has none any more.
    let (mut keys, erased) = (
        parse_keys(source.bytes()?).ok()?,
        parse_erased(source.bytes()?).ok()?,
    );
    keys.retain(|owner, _| !erased.contains(owner));
    let sealing = match with_sealing {
        true => Some(Secret::new(source.array()?)),
        false => None,
    };
    source.is_at_end().then(|| PortableKeys {
        library: library.to_owned(),
        copy: keys_file(&keys).into(),
        erased,
        sealing,
    })
}

fn digest(bytes: &[u8]) -> ring::digest::Digest {
    ring::digest::digest(&ring::digest::SHA256, bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use std::os::unix::fs::PermissionsExt;

    fn some_keys() -> PortableKeys {
        let keys = [(0, 3), (7, 4)].map(|(owner, byte)| (owner, Secret::new([byte; 32])));
        PortableKeys {
            library: "aire".to_owned(),
            copy: keys_file(&BTreeMap::from(keys)).into(),
            erased: BTreeSet::from([5, 9]),
            sealing: None,
        }
    }

    fn some_keys_and_a_sealing_key() -> PortableKeys {
        PortableKeys {
            sealing: Some(Secret::new([6; SEED_BYTES])),
            ..some_keys()
        }
    }

    /// Reads the file that an earlier program wrote, and writes it again.
    fn assert_golden(name: &str, written: &PortableKeys) {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata")).join(name);
        if std::env::var_os("NAVETTE_BLESS").is_some() {
            std::fs::write(&path, written.encode().expose()).unwrap();
        }
        let kept = PortableKeys::read(&path).unwrap();
        assert_eq!(kept.encode().expose(), written.encode().expose());
        assert_eq!(kept.encode().expose(), &std::fs::read(&path).unwrap());
    }

    #[test]
    fn keys_are_read_as_they_were_written() {
        let read = PortableKeys::decode(some_keys().encode().expose()).unwrap();
        assert_eq!(read.library, "aire");
        assert_eq!(read.copy.expose(), some_keys().copy.expose());
        assert_eq!((read.count(), read.erased), (2, BTreeSet::from([5, 9])));
    }

    #[test]
    fn keys_of_each_version_are_read_and_written_as_they_were() {
        assert_golden("keys-v1.bin", &some_keys());
        assert_golden("keys-v2.bin", &some_keys_and_a_sealing_key());
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/keys-v2.bin");
        let read = PortableKeys::read(Path::new(path)).unwrap();
        assert_eq!(read.sealing, Some(Secret::new([6; SEED_BYTES])));
    }

    #[test]
    fn a_key_of_somebody_on_the_list_is_not_read() {
        let mut keys = some_keys();
        keys.erased.insert(7);
        let read = PortableKeys::decode(keys.encode().expose()).unwrap();
        assert_eq!(read.count(), 1);
    }

    #[test]
    fn whichever_bit_is_altered_and_wherever_it_is_cut_off_it_is_refused() {
        let written = some_keys_and_a_sealing_key().encode();
        let written = written.expose();
        for at in 0..written.len() {
            let mut altered = written.clone();
            altered[at] ^= 1;
            assert!(PortableKeys::decode(&altered).is_err(), "byte {at}");
            assert!(PortableKeys::decode(&written[..at]).is_err(), "{at} bytes");
        }
        let longer = [written, &b"more"[..]].concat();
        assert!(PortableKeys::decode(&longer).is_err());
    }

    #[test]
    fn another_file_and_another_version_are_told_apart_from_damage() {
        let other = PortableKeys::decode(b"navette-bkp\n").unwrap_err();
        assert!(matches!(other, PortableKeysError::NoKeys), "{other}");
        let mut newer = some_keys().encode().expose().clone();
        newer[12] = 3;
        let newer = PortableKeys::decode(&newer).unwrap_err();
        assert!(matches!(
            newer,
            PortableKeysError::OtherVersion { found: 3, known: 2 }
        ));
    }

    #[test]
    fn a_file_is_for_its_owner_alone_and_an_older_one_goes() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("aire.backup.keys");
        some_keys().write(&path).unwrap();
        let mut newer = some_keys();
        newer.erased.insert(7);
        newer.write(&path).unwrap();
        assert_eq!(PortableKeys::read(&path).unwrap().count(), 1);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in any::<Vec<u8>>()) {
            let _ = PortableKeys::decode(&bytes);
            let marked = [&MARK[..], &bytes].concat();
            let _ = PortableKeys::decode(&marked);
        }
    }
}
