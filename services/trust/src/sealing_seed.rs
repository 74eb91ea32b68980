//! What does a library keep of its sealing key? The seed that it was made of, in a text of one line.

use crate::sealing::{KEY_BYTES, SealingKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use navette_domain::privacy::Secret;

/// What the line begins with.
const MARK: &str = "navette-sealing-1 ";

/// The seed of a sealing key, drawn once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealingSeed(Secret<[u8; KEY_BYTES]>);

impl SealingSeed {
    /// Takes what was drawn, or kept elsewhere.
    pub fn of(drawn: Secret<[u8; KEY_BYTES]>) -> Self {
        Self(drawn)
    }

    /// Reads the text; nothing where it is none.
    pub fn from_text(text: &str) -> Option<Self> {
        let written = text.strip_prefix(MARK)?.trim_end();
        let bytes = STANDARD.decode(written).ok()?;
        Some(Self(Secret::new(bytes.try_into().ok()?)))
    }

    /// Writes the text, for its own file alone.
    pub fn to_text(&self) -> String {
        format!("{MARK}{}\n", STANDARD.encode(self.0.expose()))
    }

    /// Makes the key.
    pub fn key(&self) -> SealingKey {
        SealingKey::of_seed(&self.0)
    }

    /// Gives the seed itself, to be kept beside a backup.
    pub fn secret(&self) -> &Secret<[u8; KEY_BYTES]> {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_read_as_it_was_written_and_nothing_else_is_one() {
        let seed = SealingSeed::of(Secret::new([7; KEY_BYTES]));
        let text = seed.to_text();
        assert_eq!(SealingSeed::from_text(&text), Some(seed));
        let shortened = text.get(..40).unwrap_or_default();
        for other in ["", MARK, "navette-sealing-2 BwcH", shortened] {
            assert_eq!(SealingSeed::from_text(other), None, "{other}");
        }
    }

    #[test]
    fn a_seed_shows_itself_in_no_log() {
        let seed = SealingSeed::of(Secret::new([7; KEY_BYTES]));
        assert_eq!(format!("{seed:?}"), "SealingSeed((secret))");
    }
}
