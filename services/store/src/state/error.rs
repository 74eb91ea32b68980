//! Why can the state not be used? The cure is always the same: make it anew from the journal.

/// Says what is wrong with the state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// A value is not what was written.
    #[error("the value of key {key} does not match its checksum")]
    Checksum {
        /// The key, as readable as bytes can be.
        key: String,
    },
    /// The values do not agree with each other.
    #[error("{0}")]
    Inconsistent(String),
    /// The engine below refuses.
    #[error("the state store failed: {0}")]
    Engine(String),
}

impl StateError {
    pub(crate) fn checksum(key: &[u8]) -> Self {
        Self::Checksum {
            key: key.escape_ascii().to_string(),
        }
    }
}
