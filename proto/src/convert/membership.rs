//! Subjects, codes and certificates on the wire.

use crate::Refusal;
use crate::wire::membership as wire;
use navette_domain::membership::{InvitationId, Subject};
use navette_domain::time::Timestamp;

/// Reads whom something is about.
pub fn subject(field: &str, text: &str) -> Result<Subject, Refusal> {
    Subject::parse(text).map_err(|refusal| Refusal::field(field, refusal.to_string()))
}

/// Reads the name of an invitation.
pub fn invitation(field: &str, text: &str) -> Result<InvitationId, Refusal> {
    let read = InvitationId::parse(text);
    read.ok_or_else(|| Refusal::field(field, format!("\"{text}\" is not 16 hexadecimal digits")))
}

/// Reads the secret of a code, which is not repeated.
pub fn secret(field: &str, bytes: &[u8]) -> Result<[u8; 16], Refusal> {
    let fits = <[u8; 16]>::try_from(bytes);
    fits.map_err(|_| Refusal::field(field, format!("it has {} bytes, not 16", bytes.len())))
}

/// Writes a certificate.
pub fn certificate_to_wire(der: &[u8], from: Timestamp, until: Timestamp) -> wire::Certificate {
    wire::Certificate {
        der: der.to_vec(),
        from_ms: from.0,
        until_ms: until.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_subject_code_or_secret_is_refused_by_its_field() {
        let told = |refusal: Refusal| refusal.to_string();
        let refused = subject("subject", "aire").map_err(told);
        assert!(refused.is_err_and(|told| told.starts_with("subject: \"aire\"")));
        let refused = invitation("invitation", "7").map_err(told);
        assert!(refused.is_err_and(|told| told.starts_with("invitation: \"7\"")));
        let refused = secret("secret", b"abc").map_err(told);
        assert_eq!(refused, Err("secret: it has 3 bytes, not 16".to_owned()));
    }
}
