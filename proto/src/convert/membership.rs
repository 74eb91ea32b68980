//! Subjects, codes and certificates on the wire.

use crate::Refusal;
use crate::wire::membership as wire;
use navette_domain::catalogue::LibraryId;
use navette_domain::membership::{InvitationId, KioskName, Serial, Subject};
use navette_domain::time::Timestamp;

/// Reads whom something is about.
pub fn subject(field: &str, text: &str) -> Result<Subject, Refusal> {
    Subject::parse(text).map_err(|refusal| Refusal::field(field, refusal.to_string()))
}

/// Reads which kiosk of which library something is about.
pub fn kiosk(field: &str, text: &str) -> Result<(LibraryId, KioskName), Refusal> {
    match subject(field, text)? {
        Subject::Kiosk(library, name) => Ok((library, name)),
        other @ (Subject::Library(_) | Subject::Administrator(_) | Subject::Federator) => {
            Err(Refusal::field(field, format!("{other} is no kiosk")))
        }
    }
}

/// Reads the number of a certificate.
pub fn serial(field: &str, text: &str) -> Result<Serial, Refusal> {
    let read = Serial::parse(text);
    read.ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        Refusal::field(field, format!("\"{shown}\" is not 32 hexadecimal digits"))
    })
}

/// Reads a certificate that counts no more, and since when.
pub fn revoked(
    field: &str,
    revoked: &wire::RevokedCertificate,
) -> Result<(Serial, Timestamp), Refusal> {
    let serial = serial("serial", &revoked.serial).map_err(|refusal| refusal.within(field))?;
    Ok((serial, Timestamp(revoked.revoked_ms)))
}

/// Writes a certificate that counts no more.
pub fn revoked_to_wire(serial: Serial, at: Timestamp) -> wire::RevokedCertificate {
    wire::RevokedCertificate {
        serial: serial.to_string(),
        revoked_ms: at.0,
    }
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
    fn a_revoked_certificate_is_read_as_it_was_written() {
        let (number, at) = (Serial(u128::MAX - 3), Timestamp(1_795_910_400_000));
        assert_eq!(
            revoked("revoked[0]", &revoked_to_wire(number, at)),
            Ok((number, at))
        );
    }

    #[test]
    fn what_is_no_subject_code_or_secret_is_refused_by_its_field() {
        let told = |refusal: Refusal| refusal.to_string();
        let refused = subject("subject", "aire").map_err(told);
        assert!(refused.is_err_and(|told| told.starts_with("subject: \"aire\"")));
        let refused = invitation("invitation", "7").map_err(told);
        assert!(refused.is_err_and(|told| told.starts_with("invitation: \"7\"")));
        let refused = kiosk("kiosk", "library:aire").map_err(told);
        assert_eq!(refused, Err("kiosk: library:aire is no kiosk".to_owned()));
        let refused = serial("serial", "7").map_err(told);
        assert!(refused.is_err_and(|told| told.starts_with("serial: \"7\"")));
        let bad = wire::RevokedCertificate::default();
        let refused = revoked("revoked[2]", &bad).map_err(told);
        assert!(refused.is_err_and(|told| told.starts_with("revoked[2].serial: ")));
        let refused = secret("secret", b"abc").map_err(told);
        assert_eq!(refused, Err("secret: it has 3 bytes, not 16".to_owned()));
    }
}
