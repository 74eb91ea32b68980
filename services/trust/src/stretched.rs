//! How do 32 drawn bytes become as many as an algorithm asks for? Hashed with a count, so that chance comes from the caller alone.

use hpke::rand_core::{TryCryptoRng, TryRng};
use navette_domain::privacy::Secret;
use ring::digest::{SHA256, SHA256_OUTPUT_LEN, digest};
use std::convert::Infallible;

/// Gives SHA-256 of seed and count, block after block.
pub(crate) struct Stretched {
    seed: Secret<[u8; 32]>,
    block: [u8; SHA256_OUTPUT_LEN],
    used: usize,
    count: u64,
}

impl From<Secret<[u8; 32]>> for Stretched {
    fn from(seed: Secret<[u8; 32]>) -> Self {
        Self {
            seed,
            block: [0; SHA256_OUTPUT_LEN],
            used: SHA256_OUTPUT_LEN,
            count: 0,
        }
    }
}

impl Stretched {
    fn next_byte(&mut self) -> u8 {
        if self.used == self.block.len() {
            let counted = [&self.seed.expose()[..], &self.count.to_le_bytes()].concat();
            self.block
                .copy_from_slice(digest(&SHA256, &counted).as_ref());
            self.count += 1;
            self.used = 0;
        }
        let byte = self.block.get(self.used).copied().unwrap_or_default();
        self.used += 1;
        byte
    }
}

impl TryRng for Stretched {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(std::array::from_fn(|_| {
            self.next_byte()
        })))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(std::array::from_fn(|_| {
            self.next_byte()
        })))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill_with(|| self.next_byte());
        Ok(())
    }
}

impl TryCryptoRng for Stretched {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn bytes_go_on_beyond_a_block_without_repeating_it() {
        let mut stretched = Stretched::from(Secret::new([7; 32]));
        let mut bytes = [0; 96];
        stretched.try_fill_bytes(&mut bytes).unwrap();
        assert_ne!(bytes[..32], bytes[32..64]);
        assert_ne!(bytes[32..64], bytes[64..]);
        assert_ne!(bytes[..32], [7; 32]);
    }
}
