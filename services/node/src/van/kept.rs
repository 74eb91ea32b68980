//! How is what the federator said of the van kept in a file? As it was sent, so that another version reads it too.
//!
//! The file is a copy that can be asked for again: one that cannot be read is as good as none.

use navette_proto::wire::courier as wire;
use navette_store::disk::private;
use prost::Message;
use std::io;
use std::path::Path;

/// Everything that is kept.
#[derive(Clone, PartialEq, Message)]
pub(super) struct KeptVan {
    /// All rounds with their exceptions.
    #[prost(message, repeated, tag = "1")]
    pub(super) rounds: Vec<wire::Round>,
    /// The manifests of this library's stops.
    #[prost(message, repeated, tag = "2")]
    pub(super) sheets: Vec<KeptSheet>,
}

/// The manifests of one run.
#[derive(Clone, PartialEq, Message)]
pub(super) struct KeptSheet {
    /// Which round.
    #[prost(string, tag = "1")]
    pub(super) round: String,
    /// The day of the run.
    #[prost(string, tag = "2")]
    pub(super) day: String,
    /// One for each time the van comes by.
    #[prost(message, repeated, tag = "3")]
    pub(super) manifests: Vec<wire::Manifest>,
    /// When the federator made them.
    #[prost(int64, tag = "4")]
    pub(super) as_of_ms: i64,
}

/// Reads the file; nothing where there is none, or none that can be read.
pub(super) fn read(path: &Path) -> KeptVan {
    match std::fs::read(path) {
        Ok(bytes) => KeptVan::decode(bytes.as_slice()).unwrap_or_else(|error| {
            tracing::warn!(%error, "what was known of the van cannot be read: it is asked for again");
            KeptVan::default()
        }),
        Err(error) => {
            if error.kind() != io::ErrorKind::NotFound {
                tracing::warn!(%error, "what was known of the van cannot be read: it is asked for again");
            }
            KeptVan::default()
        }
    }
}

/// Writes the file: after a crash it is the old one or the new one.
pub(super) fn write(path: &Path, kept: &KeptVan) -> io::Result<()> {
    private::replace_file(path, &kept.encode_to_vec())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_written_is_read_and_a_torn_file_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("van");
        assert_eq!(read(&path), KeptVan::default());
        let kept = KeptVan {
            rounds: Vec::new(),
            sheets: vec![KeptSheet {
                round: "lys".into(),
                day: "2026-11-25".into(),
                manifests: Vec::new(),
                as_of_ms: 7,
            }],
        };
        write(&path, &kept).unwrap();
        assert_eq!(read(&path), kept);
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        assert_eq!(read(&path), KeptVan::default());
    }
}
