//! Where does the demo keep its data, and how far had its clock been moved when it was there last?

use crate::failure::Failure;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Where everything is kept; a temporary folder goes away with this.
pub(super) struct Folder {
    path: PathBuf,
    _temporary: Option<TempDir>,
}

impl Folder {
    /// Makes the folder that was named, or a temporary one.
    pub(super) fn make(named: Option<&Path>) -> Result<Self, Failure> {
        let failed = |error| Failure::other(format!("cannot make a folder for the demo: {error}"));
        match named {
            Some(path) => {
                std::fs::create_dir_all(path).map_err(failed)?;
                Ok(Self {
                    path: path.to_owned(),
                    _temporary: None,
                })
            }
            None => {
                let temporary = tempfile::Builder::new()
                    .prefix("navette-demo-")
                    .tempdir()
                    .map_err(failed)?;
                Ok(Self {
                    path: temporary.path().to_owned(),
                    _temporary: Some(temporary),
                })
            }
        }
    }

    /// Gives its path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives how far ahead the clock was when a demo was here last, in milliseconds; nothing where none has played yet.
    pub(super) fn clock_ahead_ms(&self) -> Option<i64> {
        let text = std::fs::read_to_string(self.clock()).ok()?;
        text.trim().parse().ok()
    }

    /// Keeps how far ahead the clock is, so that time does not go back when the demo is started again.
    pub(super) fn keep_clock(&self, ahead_ms: i64) -> Result<(), Failure> {
        let path = self.clock();
        std::fs::write(&path, format!("{ahead_ms}\n"))
            .map_err(|error| Failure::other(format!("{}: {error}", path.display())))
    }

    fn clock(&self) -> PathBuf {
        self.path.join("clock-ahead-ms")
    }
}
