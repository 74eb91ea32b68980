//! Who stays out when a ledger comes back from a backup? Whoever was put out since it was made; and no code that was open then lets
//! anybody in, for it may have been used.

use super::authority_folder::AuthorityFolder;
use super::put_out;
use crate::error::FederatorError;
use crate::ledger::{CertificateRow, FederatorState, LedgerChange, MemberRow};
use crate::randomness;
use navette_domain::membership::{InvitationState, IssuedCertificate, Subject};
use navette_domain::time::Timestamp;
use navette_store::ledger::{Commit, Decision, Ledger, LedgerError, Options};
use navette_trust::PutOut;
use std::path::Path;

/// What was brought up to date in a restored ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PutOutAgain {
    /// Certificates that counted in the backup and were revoked since.
    pub certificates: usize,
    /// Codes that were open in the backup.
    pub codes: usize,
    /// Why the ledger that was there cannot say who was put out.
    pub ledger_unreadable: Option<String>,
}

/// Gathers what a data folder knows of revoked certificates, before its ledger is set aside: from the list beside the authority, and
/// from that ledger. Gives why the ledger cannot say it, where it cannot.
pub(crate) fn known_in(data_dir: &Path) -> Result<(PutOut, Option<String>), FederatorError> {
    let mut known = put_out::read(&AuthorityFolder::within(data_dir))?;
    let folder = data_dir.join("ledger");
    if !folder.exists() {
        return Ok((known, None));
    }
    match in_ledger(&folder) {
        Ok(more) => {
            known.extend(more);
            Ok((known, None))
        }
        Err(error @ LedgerError::Lock(_)) => Err(FederatorError::Ledger(error)),
        Err(error) => Ok((known, Some(error.to_string()))),
    }
}

fn in_ledger(folder: &Path) -> Result<PutOut, LedgerError> {
    let options = Options::new(randomness::incarnation());
    let (ledger, _) = Ledger::<FederatorState>::open(folder, options)?;
    Ok(ledger.read(of_ledger)?)
}

/// Lists what a ledger knows of revoked certificates.
pub(crate) fn of_ledger(state: &FederatorState) -> PutOut {
    put_out::revoked(state.certificates.values().map(|row| &row.issued))
}

/// Puts out again whoever was put out, and withdraws all codes.
pub(crate) fn put_out_again(
    ledger: &Ledger<FederatorState>,
    known: &PutOut,
    now: Timestamp,
) -> Result<PutOutAgain, LedgerError> {
    let known = known.clone();
    let done = ledger.commit(move |state| {
        let open = state.invitations.values();
        let open = open.filter(|one| one.state(now) == InvitationState::Open);
        let mut changes: Vec<_> = open
            .map(|one| LedgerChange::Invitation(Box::new(one.withdrawn(now))))
            .collect();
        let codes = changes.len();
        let rows = state.certificates.values();
        let revoked: Vec<IssuedCertificate> = rows
            .filter(|row| row.issued.revoked.is_none())
            .filter_map(|row| Some(row.issued.revoked_at(*known.get(&row.issued.serial)?)))
            .collect();
        for issued in &revoked {
            if let Some(row) = state.certificates.get(&issued.serial) {
                changes.push(LedgerChange::Certificate(Box::new(CertificateRow {
                    issued: issued.clone(),
                    der: row.der.clone(),
                })));
            }
        }
        changes.extend(members_out(state, &revoked, now));
        let certificates = revoked.len();
        let reply = PutOutAgain {
            certificates,
            codes,
            ledger_unreadable: None,
        };
        Ok::<_, LedgerError>(Decision { changes, reply })
    })?;
    Ok(done)
}

/// Notes of those that have no certificate left that they were put out.
fn members_out(
    state: &FederatorState,
    revoked: &[IssuedCertificate],
    now: Timestamp,
) -> Vec<LedgerChange> {
    let stays = |subject: &Subject| {
        let rows = state.certificates.values().map(|row| &row.issued);
        let mut counting = rows.filter(|one| one.subject == *subject && one.counts(now).is_ok());
        counting.any(|one| revoked.iter().all(|other| other.serial != one.serial))
    };
    let of_subject = |subject: &Subject| {
        let own = revoked.iter().filter(|one| one.subject == *subject);
        own.filter_map(|one| one.revoked).max()
    };
    let members = state.members.values().filter(|row| row.revoked.is_none());
    let out = members.filter_map(|row| {
        let at = of_subject(&row.subject).filter(|_| !stays(&row.subject))?;
        Some(LedgerChange::Member(Box::new(MemberRow {
            revoked: Some(at),
            ..row.clone()
        })))
    });
    out.collect()
}
