//! Who belongs to the territory now? What the ledger knows, by subject.

use crate::ledger::{CertificateRow, FederatorState};
use navette_domain::membership::{Invitation, InvitationState, Subject};
use navette_domain::time::Timestamp;
use std::collections::BTreeMap;

/// Whether somebody belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MemberStanding {
    /// Since then.
    Member(Timestamp),
    /// It was revoked then; it had come in before.
    Revoked {
        /// Since when it belonged.
        since: Timestamp,
        /// When it was revoked.
        at: Timestamp,
    },
    /// It has not come in yet.
    Invited,
}

/// One of those who belong, were invited or revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MemberShown {
    pub(crate) subject: Subject,
    pub(crate) standing: MemberStanding,
    pub(crate) version: String,
    /// Until when its best certificate counts.
    pub(crate) until: Option<Timestamp>,
    /// Until when a code is open.
    pub(crate) invited_until: Option<Timestamp>,
}

/// Lists them after a subject, up to a limit; by subject.
pub(super) fn listed(
    state: &FederatorState,
    after: Option<&Subject>,
    limit: usize,
    now: Timestamp,
) -> Vec<MemberShown> {
    let mut found: BTreeMap<&Subject, MemberShown> = BTreeMap::new();
    for row in state.members.values() {
        let since = row.since;
        let standing = row.revoked.map_or(MemberStanding::Member(since), |at| {
            MemberStanding::Revoked { since, at }
        });
        found.insert(
            &row.subject,
            MemberShown {
                subject: row.subject.clone(),
                standing,
                version: row.version.clone(),
                until: until(state, &row.subject, now),
                invited_until: None,
            },
        );
    }
    let open = |one: &&Invitation| one.state(now) == InvitationState::Open;
    for invitation in state.invitations.values().filter(open) {
        let shown = found.entry(&invitation.subject);
        let shown = shown.or_insert_with(|| MemberShown {
            subject: invitation.subject.clone(),
            standing: MemberStanding::Invited,
            version: String::new(),
            until: None,
            invited_until: None,
        });
        shown.invited_until = shown.invited_until.max(Some(invitation.until));
    }
    found
        .into_values()
        .filter(|shown| after.is_none_or(|after| shown.subject > *after))
        .take(limit)
        .collect()
}

/// Until when the certificates of a subject count that count now.
fn until(state: &FederatorState, subject: &Subject, now: Timestamp) -> Option<Timestamp> {
    let counting =
        |row: &&CertificateRow| row.issued.subject == *subject && row.issued.counts(now).is_ok();
    let rows = state.certificates.values().filter(counting);
    rows.map(|row| row.issued.until).max()
}
