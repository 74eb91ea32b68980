//! Where does chance come from? The only file that reaches for it.

use std::hash::{BuildHasher, RandomState};

/// Names a new store's history: a number that no other store is likely to have, never 0.
pub(crate) fn incarnation() -> u64 {
    // Two independently seeded keyed hashes; the standard library seeds them from the operating system.
    let drawn = RandomState::new()
        .hash_one(0_u8)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ RandomState::new().hash_one(1_u8);
    drawn.max(1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn two_histories_have_two_names() {
        assert_ne!(super::incarnation(), super::incarnation());
    }
}
