//! A library's sealing key with its word on it, wire and domain.

use crate::Refusal;
use crate::convert::limits::{at_most, needed};
use crate::wire::lending as wire;
use navette_domain::membership::VouchedKey;
use navette_domain::time::Timestamp;

/// Bytes of a public key.
const KEY_BYTES: usize = 32;
/// Longest certificate; ours have about 500 bytes.
const CERTIFICATE_BYTES: usize = 4 << 10;
/// Longest signature: ECDSA over P-256, DER.
const SIGNATURE_BYTES: usize = 80;

/// Writes a key; `since` is when the federator came to have it, and nothing where its library sends it.
pub fn to_wire(key: &VouchedKey, since: Option<Timestamp>) -> wire::SealingKey {
    wire::SealingKey {
        public_key: key.key.clone(),
        certificate: key.certificate.clone(),
        signature: key.signature.clone(),
        since_ms: since.map_or(0, |since| since.0),
    }
}

/// Reads a key. Whether its library vouches for it is for whoever has the authority's certificate to say.
pub fn from_wire(field: &str, sent: Option<wire::SealingKey>) -> Result<VouchedKey, Refusal> {
    let sent = needed(field, sent)?;
    let read = || {
        if sent.public_key.len() != KEY_BYTES {
            let told = format!("it has {} bytes, not {KEY_BYTES}", sent.public_key.len());
            return Err(Refusal::field("public_key", told));
        }
        let length = sent.certificate.len();
        at_most("certificate", length, CERTIFICATE_BYTES, "bytes")?;
        at_most("signature", sent.signature.len(), SIGNATURE_BYTES, "bytes")
    };
    read().map_err(|refusal| refusal.within(field))?;
    Ok(VouchedKey {
        key: sent.public_key,
        certificate: sent.certificate,
        signature: sent.signature,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_key() -> VouchedKey {
        VouchedKey {
            key: vec![7; KEY_BYTES],
            certificate: vec![8; 500],
            signature: vec![9; 72],
        }
    }

    #[test]
    fn a_key_is_read_as_it_was_written() {
        let sent = to_wire(&a_key(), Some(Timestamp(5)));
        assert_eq!(sent.since_ms, 5);
        assert_eq!(from_wire("key", Some(sent)), Ok(a_key()));
    }

    #[test]
    fn what_is_missing_short_or_too_long_is_refused_by_its_field() {
        let short = VouchedKey {
            key: vec![7; 31],
            ..a_key()
        };
        let long = VouchedKey {
            certificate: vec![8; 5_000],
            ..a_key()
        };
        for (sent, told) in [
            (None, "key: it is missing"),
            (Some(&short), "key.public_key: it has 31 bytes, not 32"),
            (
                Some(&long),
                "key.certificate has 5000 bytes, the limit is 4096",
            ),
        ] {
            let refused = from_wire("key", sent.map(|key| to_wire(key, None)));
            let refused = refused.map_err(|refusal| refusal.to_string());
            assert_eq!(refused, Err(told.to_owned()));
        }
    }
}
