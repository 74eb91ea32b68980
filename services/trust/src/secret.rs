//! How is a secret written that somebody carries, and by what is it known again, without being kept?

use ring::digest;

/// Writes a secret that was drawn, in hexadecimal digits.
pub fn written(secret: &[u8]) -> String {
    secret.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Gives what a secret is known by: half of its SHA-256, from which it cannot be read back.
pub fn fingerprint(secret: &str) -> u128 {
    let digest = digest::digest(&digest::SHA256, secret.as_bytes());
    let bytes = digest.as_ref().iter().take(16);
    bytes.fold(0, |number, byte| (number << 8) | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_by_the_beginning_of_its_digest() {
        assert_eq!(written(&[0, 10, 255]), "000aff");
        // SHA-256 of "abc", FIPS 180-4.
        assert_eq!(
            fingerprint("abc"),
            0xba78_16bf_8f01_cfea_4141_40de_5dae_2223
        );
    }
}
