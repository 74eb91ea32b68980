//! Why can settings not be used?

use std::path::PathBuf;

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("settings {path}: {source}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Not TOML, an unknown key, a missing one, or a value of another type; the message names key and line.
    #[error("settings: {0}")]
    Toml(String),
    /// A value that is not possible.
    #[error("settings: {key} = \"{value}\": {reason}")]
    Value {
        /// Which key.
        key: &'static str,
        /// What stands there.
        value: String,
        /// Why it is not possible.
        reason: String,
    },
}
