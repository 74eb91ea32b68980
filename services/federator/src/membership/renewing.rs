//! Who gets another certificate, and when? Whoever shows one that counts, once two thirds of its life have passed: a key that was
//! stolen makes no others without end. A kiosk shows it to its library's node, which asks here.

use super::commands::{Given, counting, given, member};
use super::error::MembershipError;
use crate::ledger::{CertificateRow, FederatorState};
use navette_domain::membership::{
    CertificateRefusal, Digest, IssuedCertificate, MembershipRefusal, Serial, Subject,
    not_too_often, renewal_is_due,
};
use navette_domain::time::Timestamp;
use navette_store::ledger::{Commit, Decision};
use navette_trust::CertificateFacts;

/// Somebody who wants another certificate.
pub(super) struct Renewing {
    /// The certificate in use.
    pub(super) shown: Serial,
    /// The certificate of the node that asks for it; nothing where whoever wants it asks on a line of its own.
    pub(super) through: Option<Serial>,
    /// The public key that is to be certified.
    pub(super) key: Digest,
    /// Signed already; it counts for nothing unless it is kept.
    pub(super) certificate: CertificateRow,
    pub(super) version: String,
}

/// Issues another certificate to whoever shows one that counts and is to be renewed; the same key, asking again, gets what it got.
pub(super) fn renew(
    ledger: &impl Commit<FederatorState>,
    renewing: Renewing,
    now: Timestamp,
) -> Result<Given, MembershipError> {
    ledger.commit(move |state| {
        if let Some(node) = renewing.through {
            counting(state, node, now)?;
        }
        let shown = theirs(state, renewing.shown, &renewing.certificate.issued.subject)?;
        belongs(state, shown, now).map_err(MembershipRefusal::from)?;
        if let Some(row) = given_before(state, &shown.subject, renewing.key, now) {
            return Ok(Decision::unchanged(Given::before(row)));
        }
        shown.is_renewed(now)?;
        let subject = shown.subject.clone();
        let issued = state.certificates.values().map(|row| &row.issued);
        let of_subject = issued.filter(|issued| issued.subject == subject);
        not_too_often(&subject, of_subject, now)?;
        let (given, mut changes) = given(state, renewing.certificate, Some(renewing.shown), now);
        changes.push(member(state, &subject, renewing.version, now));
        Ok(Decision {
            changes,
            reply: given,
        })
    })
}

/// Finds a certificate that was issued to this subject. Of another's nothing is said, not even whether it counts.
fn theirs<'s>(
    state: &'s FederatorState,
    serial: Serial,
    subject: &Subject,
) -> Result<&'s IssuedCertificate, MembershipRefusal> {
    let found = state.certificates.get(&serial);
    let issued = &found.ok_or(CertificateRefusal::Unknown(serial))?.issued;
    if issued.subject == *subject {
        return Ok(issued);
    }
    Err(MembershipRefusal::CertificateOfOther {
        serial,
        subject: subject.clone(),
    })
}

/// Says whether a certificate counts. One of a kiosk does not while the kiosk's library is put out, whatever is noted of the kiosk.
fn belongs(
    state: &FederatorState,
    shown: &IssuedCertificate,
    now: Timestamp,
) -> Result<(), CertificateRefusal> {
    shown.counts(now)?;
    let Some(library) = shown.subject.library() else {
        return Ok(());
    };
    let library = state.members.get(&Subject::Library(library.clone()));
    match library.and_then(|row| row.revoked) {
        Some(at) => shown.revoked_at(at).counts(now),
        None => Ok(()),
    }
}

/// Finds the newest certificate of a subject for this key that counts and has not to be renewed itself.
fn given_before<'s>(
    state: &'s FederatorState,
    subject: &Subject,
    key: Digest,
    now: Timestamp,
) -> Option<&'s CertificateRow> {
    let fresh = |row: &&CertificateRow| {
        let issued = &row.issued;
        issued.subject == *subject
            && issued.counts(now).is_ok()
            && !renewal_is_due(issued.from, issued.until, now)
    };
    let of_key = |row: &&CertificateRow| {
        CertificateFacts::read(&row.der).is_ok_and(|facts| facts.key == key)
    };
    let rows = state.certificates.values().filter(fresh).filter(of_key);
    rows.max_by_key(|row| row.issued.from)
}
