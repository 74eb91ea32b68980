//! Who may do everything on a process' own machine? Whoever may read one file in its data folder.

use crate::secret::{fingerprint, written};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The file's name in the data folder.
pub const OPERATOR_TOKEN_FILE: &str = "operator.token";

/// What the token is known by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct OperatorToken(u128);

impl OperatorToken {
    /// Writes a new token, in place of the one before: what leaked ends with the process it belonged to.
    pub fn write(folder: &Path, secret: [u8; 32]) -> io::Result<Self> {
        let token = written(&secret);
        let unfinished = folder.join("operator.token.new");
        remove(&unfinished)?;
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&unfinished)?;
        writeln!(file, "{token}")?;
        file.sync_all()?;
        fs::rename(&unfinished, Self::path(folder))?;
        Ok(Self(fingerprint(&token)))
    }

    /// Says where the token stands.
    pub fn path(folder: &Path) -> PathBuf {
        folder.join(OPERATOR_TOKEN_FILE)
    }

    /// Says whether this is the token.
    pub fn is(self, token: &str) -> bool {
        fingerprint(token) == self.0
    }
}

/// Takes away what a process that was killed left behind.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_token_is_for_its_owners_eyes_and_ends_with_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let first = OperatorToken::write(folder.path(), [1; 32]).unwrap();
        let path = OperatorToken::path(folder.path());
        let text = fs::read_to_string(&path).unwrap();
        assert!(first.is(text.trim()) && !first.is(""));
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let second = OperatorToken::write(folder.path(), [2; 32]).unwrap();
        assert!(!second.is(text.trim()));
    }
}
