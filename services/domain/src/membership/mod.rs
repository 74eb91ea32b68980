//! Who belongs to the territory, and by what certificate? Rules only: keys and signatures are the edge's.

mod certificate;
mod digest;
mod invitation;
mod redial;
mod refusal;
mod subject;
mod vouched_key;

pub use certificate::{
    CERTIFICATE_DAYS, CERTIFICATES_A_DAY_MAX, CERTIFICATES_COUNTING_MAX, CertificateRefusal,
    IssuedCertificate, Serial, not_too_often, renewal_is_due, renewed_at, superseded, valid_until,
};
pub use digest::Digest;
pub use invitation::{
    INVITATION_HOURS, INVITATIONS_OPEN_MAX, Invitation, InvitationEnd, InvitationId,
    InvitationRefusal, InvitationState, Redeemed, ShownCode,
};
pub use redial::redial_pause_ms;
pub use refusal::MembershipRefusal;
pub use subject::{KioskName, KioskNameRefusal, Subject, SubjectRefusal};
pub use vouched_key::VouchedKey;
