//! Where is the key with which this library reads what others seal to it? Its seed is in a private file beside the credential, made
//! at the first start.

use crate::error::NodeError;
use crate::randomness;
use navette_domain::privacy::Secret;
use navette_trust::{KEY_BYTES, SealingSeed, make_private_folder, write_private};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Names the file of the sealing key in the folder of the credential.
pub fn sealing_key_file(folder: &Path) -> PathBuf {
    folder.join("sealing.key")
}

/// Reads the seed; nothing where there is none yet.
pub(crate) fn kept_seed(folder: &Path) -> Result<Option<SealingSeed>, NodeError> {
    let path = sealing_key_file(folder);
    let unusable = |reason: String| NodeError::SealingKey {
        path: path.clone(),
        reason,
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => match SealingSeed::from_text(&text) {
            Some(seed) => Ok(Some(seed)),
            None => Err(unusable("it is no sealing key".to_owned())),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unusable(error.to_string())),
    }
}

/// Reads the seed, or makes one.
pub(super) fn kept_or_made(folder: &Path) -> Result<SealingSeed, NodeError> {
    if let Some(kept) = kept_seed(folder)? {
        return Ok(kept);
    }
    let drawn = randomness::secret::<KEY_BYTES>().ok_or_else(|| NodeError::SealingKey {
        path: sealing_key_file(folder),
        reason: "the machine gives no chance".to_owned(),
    })?;
    let seed = SealingSeed::of(Secret::new(drawn));
    keep(folder, &seed)?;
    Ok(seed)
}

/// Puts a seed back that came with a backup, where the folder has none: one that is there is what others know.
pub(crate) fn put_back(folder: &Path, seed: &SealingSeed) -> Result<(), NodeError> {
    match kept_seed(folder)? {
        Some(_) => Ok(()),
        None => keep(folder, seed),
    }
}

fn keep(folder: &Path, seed: &SealingSeed) -> Result<(), NodeError> {
    let path = sealing_key_file(folder);
    let written = make_private_folder(folder).and_then(|()| write_private(&path, &seed.to_text()));
    written.map_err(|error| NodeError::SealingKey {
        path,
        reason: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_made_once_for_its_owner_alone_and_damage_is_named_with_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let made = kept_or_made(folder.path()).unwrap();
        assert_eq!(kept_or_made(folder.path()).unwrap(), made);
        let other = SealingSeed::of(Secret::new([7; KEY_BYTES]));
        put_back(folder.path(), &other).unwrap();
        assert_eq!(kept_seed(folder.path()).unwrap(), Some(made));
        let path = sealing_key_file(folder.path());
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::write(&path, "something else").unwrap();
        let told = kept_or_made(folder.path()).unwrap_err().to_string();
        assert!(told.contains("sealing.key: it is no sealing key"), "{told}");
        std::fs::remove_file(&path).unwrap();
        put_back(folder.path(), &other).unwrap();
        assert_eq!(kept_seed(folder.path()).unwrap(), Some(other));
    }
}
