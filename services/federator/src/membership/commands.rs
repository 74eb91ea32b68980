//! What is decided on the ledger when somebody is invited, comes in, stays or leaves? Each is one command, kept as one.

use super::error::MembershipError;
use crate::ledger::{CertificateRow, FederatorState, LedgerChange, MemberRow};
use navette_domain::membership::{
    CertificateRefusal, Digest, INVITATIONS_OPEN_MAX, Invitation, InvitationId, InvitationRefusal,
    InvitationState, IssuedCertificate, MembershipRefusal, Redeemed, Serial, ShownCode, Subject,
};
use navette_domain::time::Timestamp;
use navette_store::ledger::{Commit, Decision};

/// How long an ended invitation is remembered, so that whoever comes with its code is told how it ended: 30 days.
const INVITATION_KEPT_MS: i64 = 30 * 86_400_000;
/// How long an expired certificate is remembered, so that whoever shows it is told that it expired: a year.
const CERTIFICATE_KEPT_MS: i64 = 365 * 86_400_000;

/// Somebody who shows a code.
pub(super) struct Joining {
    pub(super) code: InvitationId,
    pub(super) shown: ShownCode,
    /// Signed already; it counts for nothing unless it is kept.
    pub(super) certificate: CertificateRow,
    pub(super) version: String,
}

/// What a revocation ended.
pub(super) struct RevokedNow {
    pub(super) certificates: Vec<IssuedCertificate>,
    pub(super) codes: usize,
}

/// Invites somebody; a code that is open for them is withdrawn.
pub(super) fn invite(
    ledger: &impl Commit<FederatorState>,
    (id, subject, secret): (InvitationId, Subject, Digest),
    now: Timestamp,
) -> Result<Invitation, MembershipError> {
    ledger.commit(move |state| {
        let mut changes = forgotten_invitations(state, now);
        let open = |invitation: &&Invitation| invitation.state(now) == InvitationState::Open;
        let (of_subject, of_others): (Vec<_>, Vec<_>) = state
            .invitations
            .values()
            .filter(open)
            .partition(|invitation| invitation.subject == subject);
        if of_others.len() >= INVITATIONS_OPEN_MAX {
            return Err(refused(InvitationRefusal::TooManyOpen));
        }
        changes.extend(of_subject.into_iter().map(|older| withdrawn(older, now)));
        let invitation = Invitation::new(id, subject, secret, now);
        changes.push(LedgerChange::Invitation(Box::new(invitation.clone())));
        Ok(Decision {
            changes,
            reply: invitation,
        })
    })
}

/// Lets somebody in by a code; the same key, asking again, gets what it got.
pub(super) fn join(
    ledger: &impl Commit<FederatorState>,
    joining: Joining,
    now: Timestamp,
) -> Result<CertificateRow, MembershipError> {
    ledger.commit(move |state| {
        let invitation = state
            .invitations
            .get(&joining.code)
            .ok_or_else(|| refused(InvitationRefusal::Unknown(joining.code)))?;
        let redeemed = invitation.redeem(&joining.shown, now);
        match redeemed.map_err(refused)? {
            Redeemed::Before(serial) => {
                let row = counting(state, serial, now)?;
                Ok(Decision::unchanged(row.clone()))
            }
            Redeemed::Now => {
                let subject = invitation.subject.clone();
                let serial = joining.certificate.issued.serial;
                let used = invitation.used(now, serial, joining.shown.key);
                let mut changes = forgotten_certificates(state, &subject, now);
                changes.push(LedgerChange::Invitation(Box::new(used)));
                changes.push(member(state, &subject, joining.version, now));
                let row = joining.certificate;
                changes.push(LedgerChange::Certificate(Box::new(row.clone())));
                Ok(Decision {
                    changes,
                    reply: row,
                })
            }
        }
    })
}

/// Issues another certificate to whoever shows one that counts.
pub(super) fn renew(
    ledger: &impl Commit<FederatorState>,
    shown: Serial,
    row: CertificateRow,
    version: String,
    now: Timestamp,
) -> Result<CertificateRow, MembershipError> {
    ledger.commit(move |state| {
        let subject = counting(state, shown, now)?.issued.subject.clone();
        let mut changes = forgotten_certificates(state, &subject, now);
        changes.push(member(state, &subject, version, now));
        changes.push(LedgerChange::Certificate(Box::new(row.clone())));
        Ok(Decision {
            changes,
            reply: row,
        })
    })
}

/// Puts somebody out: no certificate counts any more, and no code lets them in again but a new one.
pub(super) fn revoke(
    ledger: &impl Commit<FederatorState>,
    subject: Subject,
    now: Timestamp,
) -> Result<RevokedNow, MembershipError> {
    ledger.commit(move |state| {
        let of_subject = |row: &&CertificateRow| row.issued.subject == subject;
        let issued: Vec<_> = state.certificates.values().filter(of_subject).collect();
        let open: Vec<&Invitation> = state
            .invitations
            .values()
            .filter(|one| one.subject == subject && one.state(now) == InvitationState::Open)
            .collect();
        let known = state.members.get(&subject);
        if issued.is_empty() && open.is_empty() && known.is_none() {
            return Err(MembershipRefusal::UnknownMember(subject).into());
        }
        let codes = open.len();
        let mut changes: Vec<_> = open.into_iter().map(|one| withdrawn(one, now)).collect();
        let mut certificates = Vec::new();
        for row in issued.iter().filter(|row| row.issued.counts(now).is_ok()) {
            let revoked = row.issued.revoked_at(now);
            certificates.push(revoked.clone());
            changes.push(LedgerChange::Certificate(Box::new(CertificateRow {
                issued: revoked,
                der: row.der.clone(),
            })));
        }
        if let Some(row) = known.filter(|row| row.revoked.is_none()) {
            changes.push(LedgerChange::Member(Box::new(MemberRow {
                revoked: Some(now),
                ..row.clone()
            })));
        }
        if let Subject::Library(library) = &subject
            && state.sealing_keys.contains_key(library)
        {
            changes.push(LedgerChange::SealingKeyGone(library.clone()));
        }
        Ok(Decision {
            changes,
            reply: RevokedNow {
                certificates,
                codes,
            },
        })
    })
}

/// Finds a certificate that counts.
fn counting(
    state: &FederatorState,
    serial: Serial,
    now: Timestamp,
) -> Result<&CertificateRow, MembershipError> {
    let found = state.certificates.get(&serial);
    let row = found.ok_or(CertificateRefusal::Unknown(serial));
    let row = row.map_err(MembershipRefusal::from)?;
    row.issued.counts(now).map_err(MembershipRefusal::from)?;
    Ok(row)
}

fn refused(refusal: InvitationRefusal) -> MembershipError {
    MembershipRefusal::from(refusal).into()
}

fn withdrawn(invitation: &Invitation, now: Timestamp) -> LedgerChange {
    LedgerChange::Invitation(Box::new(invitation.withdrawn(now)))
}

/// Notes that somebody belongs to the territory, and by what software it was heard.
fn member(
    state: &FederatorState,
    subject: &Subject,
    version: String,
    now: Timestamp,
) -> LedgerChange {
    let before = state.members.get(subject);
    let staying = before.filter(|row| row.revoked.is_none());
    LedgerChange::Member(Box::new(MemberRow {
        subject: subject.clone(),
        since: staying.map_or(now, |row| row.since),
        version,
        revoked: None,
    }))
}

fn forgotten_invitations(state: &FederatorState, now: Timestamp) -> Vec<LedgerChange> {
    let old = |one: &&Invitation| one.until.plus_ms(INVITATION_KEPT_MS) <= now;
    let old = state.invitations.values().filter(old);
    old.map(|one| LedgerChange::InvitationForgotten(one.id))
        .collect()
}

fn forgotten_certificates(
    state: &FederatorState,
    subject: &Subject,
    now: Timestamp,
) -> Vec<LedgerChange> {
    let old = |issued: &&IssuedCertificate| {
        issued.subject == *subject && issued.until.plus_ms(CERTIFICATE_KEPT_MS) <= now
    };
    let issued = state.certificates.values().map(|row| &row.issued);
    issued
        .filter(old)
        .map(|issued| LedgerChange::CertificateForgotten(issued.serial))
        .collect()
}
