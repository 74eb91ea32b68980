//! The rows of the table that belong to who comes into the territory and who stays in it.

use super::table::Pairs;
use navette_domain::membership::{CertificateRefusal, InvitationRefusal, MembershipRefusal};
use tonic::Code;

/// Code and reason.
pub(super) fn row(refusal: &MembershipRefusal) -> (Code, &'static str) {
    use MembershipRefusal as R;
    match refusal {
        R::Invitation(refusal) => invitation_row(refusal),
        R::Certificate(refusal) => certificate_row(refusal),
        R::RenewalTooEarly { .. } => (Code::FailedPrecondition, "RENEWAL_TOO_EARLY"),
        R::RenewedTooOften(_) => (Code::ResourceExhausted, "RENEWED_TOO_OFTEN"),
        R::CertificateOfOther { .. } => (Code::PermissionDenied, "CERTIFICATE_OF_OTHER"),
        R::UnknownMember(_) => (Code::NotFound, "UNKNOWN_MEMBER"),
        R::NotInvited(_) => (Code::InvalidArgument, "NOT_INVITED"),
        R::NoCertificate => (Code::Unauthenticated, "CERTIFICATE_MISSING"),
    }
}

fn invitation_row(refusal: &InvitationRefusal) -> (Code, &'static str) {
    use InvitationRefusal as R;
    match refusal {
        R::Unknown(_) => (Code::NotFound, "UNKNOWN_CODE"),
        R::Altered(_) => (Code::PermissionDenied, "CODE_ALTERED"),
        R::OtherSubject { .. } => (Code::PermissionDenied, "CODE_OF_OTHER"),
        R::Used { .. } => (Code::FailedPrecondition, "CODE_USED"),
        R::Expired { .. } => (Code::FailedPrecondition, "CODE_EXPIRED"),
        R::Withdrawn { .. } => (Code::FailedPrecondition, "CODE_WITHDRAWN"),
        R::TooManyOpen => (Code::ResourceExhausted, "TOO_MANY"),
    }
}

fn certificate_row(refusal: &CertificateRefusal) -> (Code, &'static str) {
    use CertificateRefusal as R;
    match refusal {
        R::Expired { .. } => (Code::FailedPrecondition, "CERTIFICATE_EXPIRED"),
        R::Revoked { .. } => (Code::PermissionDenied, "CERTIFICATE_REVOKED"),
        R::Unknown(_) => (Code::PermissionDenied, "CERTIFICATE_UNKNOWN"),
    }
}

/// What a program may want to read. Of a code its name alone, which is no secret.
pub(super) fn metadata(refusal: &MembershipRefusal) -> Pairs {
    use MembershipRefusal as R;
    match refusal {
        R::Invitation(refusal) => code_metadata(refusal),
        R::Certificate(
            CertificateRefusal::Expired {
                serial, subject, ..
            }
            | CertificateRefusal::Revoked {
                serial, subject, ..
            },
        ) => vec![
            ("serial", serial.to_string()),
            ("subject", subject.to_string()),
        ],
        R::Certificate(CertificateRefusal::Unknown(serial)) => {
            vec![("serial", serial.to_string())]
        }
        R::CertificateOfOther { serial, subject } => vec![
            ("serial", serial.to_string()),
            ("subject", subject.to_string()),
        ],
        R::RenewalTooEarly { subject, .. }
        | R::RenewedTooOften(subject)
        | R::UnknownMember(subject)
        | R::NotInvited(subject) => vec![("subject", subject.to_string())],
        R::NoCertificate => Vec::new(),
    }
}

fn code_metadata(refusal: &InvitationRefusal) -> Pairs {
    use InvitationRefusal as R;
    match refusal {
        R::Unknown(id)
        | R::Altered(id)
        | R::OtherSubject { id, .. }
        | R::Used { id, .. }
        | R::Expired { id, .. }
        | R::Withdrawn { id, .. } => vec![("code", id.to_string())],
        R::TooManyOpen => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{Refusal, explain};
    use navette_domain::membership::{InvitationId, InvitationRefusal, MembershipRefusal};
    use navette_domain::time::Day;
    use tonic::{Code, Status};

    #[test]
    fn a_code_that_was_used_says_so_and_which() {
        let used = InvitationRefusal::Used {
            id: InvitationId(7),
            day: Day(0),
        };
        let status = Status::from(Refusal::from(MembershipRefusal::from(used)));
        assert_eq!(status.code(), Code::FailedPrecondition);
        let told = explain(&status).unwrap();
        assert_eq!(told.reason, "CODE_USED");
        let code = told.metadata.get("code").map(String::as_str);
        assert_eq!(code, Some("0000000000000007"));
    }
}
