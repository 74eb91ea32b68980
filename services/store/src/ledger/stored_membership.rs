//! How are invitations and certificates stored? Names are checked again when they are read.
//!
//! The order of fields and the numbers of variants must not change.

use super::stored::Stored;
use crate::codec::{Source, put_bytes};
use crate::{stored_enum, stored_struct};
use navette_domain::membership::{
    Digest, Invitation, InvitationEnd, InvitationId, IssuedCertificate, Serial, Subject, VouchedKey,
};

stored_struct!(Serial { 0 });
stored_struct!(InvitationId { 0 });
stored_struct!(IssuedCertificate {
    serial,
    subject,
    from,
    until,
    revoked
});
stored_enum!(InvitationEnd {
    0 => Used { at, serial, key },
    1 => Withdrawn { at },
});
stored_struct!(Invitation {
    id,
    subject,
    secret,
    made,
    until,
    end
});

stored_struct!(VouchedKey {
    key,
    certificate,
    signature
});

impl Stored for Subject {
    fn put(&self, out: &mut Vec<u8>) {
        put_bytes(out, self.to_string().as_bytes());
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        Self::parse(source.text()?).ok()
    }
}

impl Stored for Digest {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        source.array().map(Self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::ledger::{stored_bytes, taken_whole};
    use navette_domain::time::Timestamp;
    use proptest::prelude::*;

    #[test]
    fn invitations_and_certificates_are_read_as_they_were_written() {
        let subject = Subject::parse("library:aire").unwrap();
        let (id, secret) = (InvitationId(u64::MAX), Digest([7; 32]));
        let open = Invitation::new(id, subject.clone(), secret, Timestamp(5));
        let used = open.used(Timestamp(6), Serial(1 << 127), Digest([8; 32]));
        for invitation in [open.withdrawn(Timestamp(7)), open, used] {
            assert_eq!(taken_whole(&stored_bytes(&invitation)), Some(invitation));
        }
        let certificate = IssuedCertificate {
            serial: Serial(1),
            subject,
            from: Timestamp(1),
            until: Timestamp(2),
            revoked: Some(Timestamp(3)),
        };
        assert_eq!(taken_whole(&stored_bytes(&certificate)), Some(certificate));
    }

    #[test]
    fn a_subject_that_the_domain_would_refuse_is_no_value() {
        let text = stored_bytes(&"library:Aire".to_owned());
        assert_eq!(taken_whole::<Subject>(&text), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in any::<Vec<u8>>()) {
            let _ = taken_whole::<Vec<(Invitation, IssuedCertificate)>>(&bytes);
        }
    }
}
