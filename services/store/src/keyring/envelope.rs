//! How is a value laid out that is covered with a key? A mark, whose key, a nonce, and what ChaCha20-Poly1305 makes of it (RFC 8439).
//!
//! The owner and the place where it stands are part of what is authenticated: moved to another row it does not open.

use super::error::KeyringError;
use navette_domain::privacy::Secret;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

/// Bytes of a key.
pub(super) const KEY_BYTES: usize = 32;
/// Bytes of a nonce; they are drawn, and a person has far fewer rows than could make two of them meet.
pub(super) const NONCE_BYTES: usize = NONCE_LEN;

/// Begins every covered value; the last byte is the version. A value that was written before there was a cover begins otherwise:
/// with the length of a short text, a small number, or a number that was drawn.
const MARK: [u8; 8] = [0xf7, 0x9e, b'n', b's', b'e', b'a', b'l', 1];
const HEAD_BYTES: usize = MARK.len() + 8 + NONCE_BYTES;

/// A key.
pub(super) type Key = Secret<[u8; KEY_BYTES]>;

/// Tells whether a value is covered.
pub fn is_sealed(stored: &[u8]) -> bool {
    stored.starts_with(&MARK)
}

/// Covers a value that stands at this place.
pub(super) fn seal(
    owner: u64,
    key: &Key,
    nonce: [u8; NONCE_BYTES],
    place: &[u8],
    mut value: Vec<u8>,
) -> Result<Vec<u8>, KeyringError> {
    let refused = |_| KeyringError::DoesNotOpen(owner);
    let nonce_used = Nonce::assume_unique_for_key(nonce);
    let about = about(owner, place);
    aead(owner, key)?
        .seal_in_place_append_tag(nonce_used, Aad::from(about), &mut value)
        .map_err(refused)?;
    let mut out = Vec::with_capacity(HEAD_BYTES + value.len());
    out.extend_from_slice(&MARK);
    out.extend_from_slice(&owner.to_le_bytes());
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&value);
    Ok(out)
}

/// Reads whose key a covered value needs; nothing where it is too short to be one.
pub(super) fn owner_of(stored: &[u8]) -> Option<u64> {
    let owner = stored.get(MARK.len()..MARK.len() + 8)?;
    owner.try_into().ok().map(u64::from_le_bytes)
}

/// Takes the cover off.
pub(super) fn open(
    owner: u64,
    key: &Key,
    place: &[u8],
    stored: &[u8],
) -> Result<Vec<u8>, KeyringError> {
    let refused = || KeyringError::DoesNotOpen(owner);
    let (head, covered) = stored.split_at_checked(HEAD_BYTES).ok_or_else(refused)?;
    let nonce = head.get(MARK.len() + 8..).unwrap_or_default();
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| refused())?;
    let mut value = covered.to_vec();
    let about = about(owner, place);
    let length = aead(owner, key)?
        .open_in_place(nonce, Aad::from(about), &mut value)
        .map_err(|_| refused())?
        .len();
    value.truncate(length);
    Ok(value)
}

fn about(owner: u64, place: &[u8]) -> Vec<u8> {
    [&owner.to_le_bytes(), place].concat()
}

fn aead(owner: u64, key: &Key) -> Result<LessSafeKey, KeyringError> {
    let key = UnboundKey::new(&CHACHA20_POLY1305, key.expose());
    let key = key.map_err(|_| KeyringError::DoesNotOpen(owner))?;
    Ok(LessSafeKey::new(key))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn a_key() -> Key {
        Secret::new([7; KEY_BYTES])
    }

    fn sealed(value: &[u8]) -> Vec<u8> {
        seal(5, &a_key(), [3; NONCE_BYTES], b"place", value.to_vec()).unwrap()
    }

    #[test]
    fn what_is_covered_opens_with_its_key_at_its_place_alone() {
        let covered = sealed(b"Canari");
        assert!(is_sealed(&covered) && !covered.windows(6).any(|six| six == b"Canari"));
        assert_eq!(owner_of(&covered), Some(5));
        assert_eq!(open(5, &a_key(), b"place", &covered).unwrap(), b"Canari");
        let other: Key = Secret::new([8; KEY_BYTES]);
        for refused in [
            open(5, &other, b"place", &covered),
            open(5, &a_key(), b"elsewhere", &covered),
            open(6, &a_key(), b"place", &covered),
            open(5, &a_key(), b"place", &covered[..covered.len() - 1]),
            open(5, &a_key(), b"place", &covered[..9]),
        ] {
            assert!(matches!(refused, Err(KeyringError::DoesNotOpen(_))));
        }
    }

    #[test]
    fn a_covered_value_is_laid_out_as_it_was() {
        let covered = sealed(b"");
        let head =
            b"\xf7\x9enseal\x01\x05\0\0\0\0\0\0\0\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03\x03";
        assert_eq!(&covered[..HEAD_BYTES], head);
        assert_eq!(covered.len(), HEAD_BYTES + 16);
    }

    proptest! {
        #[test]
        fn any_bytes_are_opened_without_a_panic(bytes in any::<Vec<u8>>()) {
            let _ = open(5, &a_key(), b"place", &bytes);
            let marked = [&MARK[..], &bytes].concat();
            let _ = (owner_of(&marked), open(5, &a_key(), b"place", &marked));
        }
    }
}
