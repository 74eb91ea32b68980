//! Where does chance come from? The only file of the federator that reaches for it.

use ring::rand::{SecureRandom, SystemRandom};
use std::hash::{BuildHasher, RandomState};

/// Draws a number that nobody draws again; never 0.
pub(crate) fn fresh() -> u128 {
    (u128::from(half()) << 64 | u128::from(half())).max(1)
}

/// Draws what nobody may guess; nothing where the system gives no randomness.
pub(crate) fn secret() -> Option<[u8; 16]> {
    let mut drawn = [0; 16];
    SystemRandom::new().fill(&mut drawn).ok()?;
    Some(drawn)
}

/// Names a new store's history, never 0.
pub(crate) fn incarnation() -> u64 {
    half().max(1)
}

fn half() -> u64 {
    // Two independently seeded keyed hashes; the standard library seeds them from the operating system.
    RandomState::new()
        .hash_one(0_u8)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ RandomState::new().hash_one(1_u8)
}

#[cfg(test)]
mod tests {
    #[test]
    fn two_draws_differ() {
        assert_ne!(super::fresh(), super::fresh());
        assert_ne!(super::incarnation(), super::incarnation());
        assert_ne!(super::secret(), super::secret());
        assert!(super::secret().is_some());
    }
}
