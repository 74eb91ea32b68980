//! What is decided on the ledger when somebody is invited, comes in, stays or leaves? Each is one command, kept as one.

use super::error::MembershipError;
use crate::ledger::{CertificateRow, FederatorState, LedgerChange, MemberRow};
use navette_domain::membership::{
    CertificateRefusal, Digest, INVITATIONS_OPEN_MAX, Invitation, InvitationId, InvitationRefusal,
    InvitationState, IssuedCertificate, MembershipRefusal, Redeemed, Serial, ShownCode, Subject,
    superseded,
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

/// A certificate that somebody gets, and what the register must hear of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Given {
    pub(super) row: CertificateRow,
    /// What was issued and what ended with it; nothing where the row was given before.
    pub(super) changed: Vec<IssuedCertificate>,
    /// What is not known any more.
    pub(super) forgotten: Vec<Serial>,
}

/// What a revocation ended.
pub(super) struct Revoked {
    /// All that were ever revoked of the subject and are not forgotten.
    pub(super) certificates: Vec<IssuedCertificate>,
    /// How many of them counted until now.
    pub(super) now: usize,
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
) -> Result<Given, MembershipError> {
    ledger.commit(move |state| {
        let invitation = state
            .invitations
            .get(&joining.code)
            .ok_or_else(|| refused(InvitationRefusal::Unknown(joining.code)))?;
        let redeemed = invitation.redeem(&joining.shown, now);
        match redeemed.map_err(refused)? {
            Redeemed::Before(serial) => {
                let row = counting(state, serial, now)?;
                Ok(Decision::unchanged(Given::before(row)))
            }
            Redeemed::Now => {
                let subject = invitation.subject.clone();
                let serial = joining.certificate.issued.serial;
                let used = invitation.used(now, serial, joining.shown.key);
                let (given, mut changes) = given(state, joining.certificate, None, now);
                changes.push(LedgerChange::Invitation(Box::new(used)));
                changes.push(member(state, &subject, joining.version, now));
                Ok(Decision {
                    changes,
                    reply: given,
                })
            }
        }
    })
}

/// Puts somebody out, a library with its kiosks: no certificate counts any more, and no code lets them in again but a new one.
pub(super) fn revoke(
    ledger: &impl Commit<FederatorState>,
    subject: Subject,
    now: Timestamp,
) -> Result<Revoked, MembershipError> {
    ledger.commit(move |state| {
        let of_subject = |row: &&CertificateRow| row.issued.subject.leaves_with(&subject);
        let issued: Vec<_> = state.certificates.values().filter(of_subject).collect();
        let open: Vec<&Invitation> = state
            .invitations
            .values()
            .filter(|one| one.subject.leaves_with(&subject))
            .filter(|one| one.state(now) == InvitationState::Open)
            .collect();
        let known = state.members.values();
        let known: Vec<_> = known
            .filter(|row| row.subject.leaves_with(&subject))
            .collect();
        if issued.is_empty() && open.is_empty() && known.is_empty() {
            return Err(MembershipRefusal::UnknownMember(subject).into());
        }
        let codes = open.len();
        let mut changes: Vec<_> = open.into_iter().map(|one| withdrawn(one, now)).collect();
        let counted = issued.iter().filter(|row| row.issued.counts(now).is_ok());
        let counted: Vec<_> = counted.map(|row| ended(row, now)).collect();
        let mut certificates: Vec<_> = counted.iter().map(|row| row.issued.clone()).collect();
        let before = issued.iter().filter(|row| row.issued.revoked.is_some());
        certificates.extend(before.map(|row| row.issued.clone()));
        let revoked_now = counted.len();
        let of_row = |row| LedgerChange::Certificate(Box::new(row));
        changes.extend(counted.into_iter().map(of_row));
        let staying = known.into_iter().filter(|row| row.revoked.is_none());
        changes.extend(staying.map(|row| {
            LedgerChange::Member(Box::new(MemberRow {
                revoked: Some(now),
                ..row.clone()
            }))
        }));
        if let Subject::Library(library) = &subject
            && state.sealing_keys.contains_key(library)
        {
            changes.push(LedgerChange::SealingKeyGone(library.clone()));
        }
        Ok(Decision {
            changes,
            reply: Revoked {
                certificates,
                now: revoked_now,
                codes,
            },
        })
    })
}

impl Given {
    /// Gives a certificate once more: its answer got lost.
    pub(super) fn before(row: &CertificateRow) -> Self {
        Self {
            row: row.clone(),
            changed: Vec::new(),
            forgotten: Vec::new(),
        }
    }
}

/// Gives somebody a certificate, and lists what changes: the oldest end where too many would count, and what ended long ago is
/// forgotten. `shown` is the one that is renewed.
pub(super) fn given(
    state: &FederatorState,
    row: CertificateRow,
    shown: Option<Serial>,
    now: Timestamp,
) -> (Given, Vec<LedgerChange>) {
    let of_subject = state.certificates.values();
    let of_subject = of_subject.filter(|kept| kept.issued.subject == row.issued.subject);
    let of_subject: Vec<_> = of_subject.collect();
    let counting = of_subject.iter().map(|kept| &kept.issued);
    let counting: Vec<_> = counting.filter(|kept| kept.counts(now).is_ok()).collect();
    let superseded = superseded(&counting, shown);
    let forgotten = forgotten_certificates(&of_subject, now);
    let ending = of_subject.iter();
    let ending = ending.filter(|kept| superseded.contains(&kept.issued.serial));
    let mut rows: Vec<_> = ending.map(|kept| ended(kept, now)).collect();
    rows.push(row.clone());
    let given = Given {
        row,
        changed: rows.iter().map(|row| row.issued.clone()).collect(),
        forgotten: forgotten.clone(),
    };
    let of_row = |row| LedgerChange::Certificate(Box::new(row));
    let rows = rows.into_iter().map(of_row);
    let forgotten = forgotten
        .into_iter()
        .map(LedgerChange::CertificateForgotten);
    (given, rows.chain(forgotten).collect())
}

/// Finds a certificate that counts.
pub(super) fn counting(
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

/// Gives a certificate as it is once it is revoked.
fn ended(row: &CertificateRow, now: Timestamp) -> CertificateRow {
    CertificateRow {
        issued: row.issued.revoked_at(now),
        der: row.der.clone(),
    }
}

/// Notes that somebody belongs to the territory, and by what software it was heard.
pub(super) fn member(
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

fn forgotten_certificates(of_subject: &[&CertificateRow], now: Timestamp) -> Vec<Serial> {
    let issued = of_subject.iter().map(|row| &row.issued);
    let old = issued.filter(|issued| issued.until.plus_ms(CERTIFICATE_KEPT_MS) <= now);
    old.map(|issued| issued.serial).collect()
}
