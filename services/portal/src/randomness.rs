//! Where does chance come from? The only file that reaches for it.

use ring::rand::{SecureRandom, SystemRandom};

/// Draws 128 bits that nobody can guess, in 32 hexadecimal digits; nothing where the machine gives none.
pub(crate) fn unguessable() -> Option<String> {
    let mut drawn = [0; 16];
    SystemRandom::new().fill(&mut drawn).ok()?;
    Some(format!("{:032x}", u128::from_be_bytes(drawn)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn two_draws_differ_and_have_32_digits() {
        let (one, other) = (super::unguessable(), super::unguessable());
        assert_eq!(one.as_ref().map(String::len), Some(32));
        assert_ne!(one, other);
    }
}
