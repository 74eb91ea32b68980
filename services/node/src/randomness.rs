//! Where does chance come from? The only file that reaches for it.

use ring::rand::{SecureRandom, SystemRandom};
use std::hash::{BuildHasher, RandomState};
use std::io;

/// Names a new store's history: a number that no other store is likely to have, never 0.
pub(crate) fn incarnation() -> u64 {
    half().max(1)
}

/// Draws a number that nobody draws again, never 0: a reference, a salt.
pub(crate) fn fresh() -> u128 {
    (u128::from(half()) << 64 | u128::from(half())).max(1)
}

/// Fills bytes so that nobody can guess them: a key, a nonce. From the operating system alone.
pub(crate) fn unguessable(bytes: &mut [u8]) -> io::Result<()> {
    let filled = SystemRandom::new().fill(bytes);
    filled.map_err(|_| io::Error::other("the system gives none"))
}

/// Draws a secret that somebody will carry; nothing where the machine gives none.
pub(crate) fn secret<const BYTES: usize>() -> Option<[u8; BYTES]> {
    let mut drawn = [0; BYTES];
    unguessable(&mut drawn).ok()?;
    Some(drawn)
}

fn half() -> u64 {
    let mut drawn = [0; 8];
    match unguessable(&mut drawn) {
        Ok(()) => u64::from_le_bytes(drawn),
        // Two independently seeded keyed hashes; the standard library seeds them from the operating system.
        Err(_) => {
            RandomState::new()
                .hash_one(0_u8)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                ^ RandomState::new().hash_one(1_u8)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    #[test]
    fn two_draws_differ() {
        assert_ne!(super::incarnation(), super::incarnation());
        assert_ne!(super::fresh(), super::fresh());
        let (mut one, mut other) = ([0; 32], [0; 32]);
        super::unguessable(&mut one).unwrap();
        super::unguessable(&mut other).unwrap();
        assert_ne!(one, other);
        assert_ne!(super::secret::<32>(), super::secret::<32>());
    }
}
