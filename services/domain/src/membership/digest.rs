//! What stands for a key or a secret where neither may be kept? Its SHA-256, made at the edge.

use std::fmt;

/// The SHA-256 of a public key or of the secret in a join code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn a_digest_is_shown_as_64_digits() {
        let shown = Digest([0xa0; 32]).to_string();
        assert_eq!(shown, "a0".repeat(32));
    }
}
