//! Who may read what we write? Whoever runs the process, and nobody else: what is kept here names people.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// Mode of every folder that is made.
pub const FOLDER_MODE: u32 = 0o700;
/// Mode of every file that is made.
pub const FILE_MODE: u32 = 0o600;

/// Makes a folder and its parents; one that is there stays as it is.
pub fn create_dir(dir: &Path) -> io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(FOLDER_MODE)
        .create(dir)
}

/// Begins to say how a file is opened; where that makes one, it is private.
pub fn file_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(FILE_MODE);
    options
}

/// Makes a new file for writing; one that is there is an error.
pub fn create_file(path: &Path) -> io::Result<File> {
    file_options().write(true).create_new(true).open(path)
}

/// Writes a file anew: it holds all of this or what it held before, whenever the power goes.
pub fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_extension("part");
    let mut options = file_options();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(true)
        .open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&part, path)?;
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => File::open(dir)?.sync_all(),
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_for_its_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("aire/ledger");
        create_dir(&deep).unwrap();
        create_dir(&deep).unwrap();
        drop(create_file(&deep.join("made")).unwrap());
        replace_file(&deep.join("replaced"), b"first").unwrap();
        replace_file(&deep.join("replaced"), b"second").unwrap();
        assert_eq!(std::fs::read(deep.join("replaced")).unwrap(), b"second");
        assert_eq!(mode(&dir.path().join("aire")), FOLDER_MODE);
        assert_eq!(mode(&deep), FOLDER_MODE);
        for name in ["made", "replaced"] {
            assert_eq!(mode(&deep.join(name)), FILE_MODE, "{name}");
        }
    }
}
