//! Which library lends? Every candidate is kept or dropped, each with its reasons. It must not know how a library is
//! reached, nor how the day of arrival was found.
//!
//! Dropped: no copy to send, not a member in full, closed, refused already, agreement says no, skipped, no van.
//! Ranked, first difference wins: see [`Criterion`].

use super::candidate::{Asked, Candidate, MemberStanding};
use super::choose_copy::{CopyReason, choose_copy};
use super::drop_reason::DropReason;
use super::protection::ProtectionSettings;
use super::rank::{Criterion, RankFacts, compare};
use crate::catalogue::LibraryId;
use crate::identity::ItemId;

/// How often in a row a library may let the time to pull an item pass before it is skipped.
pub const LAPSES_MAX: u32 = 2;

/// The answer: whom to ask, in which order, and why not the others. It is stored with the request and shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Who may lend, the first to be asked first.
    pub ranked: Vec<Ranked>,
    /// Who may not, by library id.
    pub dropped: Vec<Dropped>,
}

/// A library that may lend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// Which library.
    pub library: LibraryId,
    /// The copy it would send.
    pub item: ItemId,
    /// Why this copy.
    pub item_because: CopyReason,
    /// The value of every criterion.
    pub facts: RankFacts,
    /// Why it comes after the one before; nothing for the first.
    pub decided_by: Option<Criterion>,
}

/// A library that may not lend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// Which library.
    pub library: LibraryId,
    /// Why.
    pub reason: DropReason,
}

impl Choice {
    /// Says whether waiting is in vain: nobody may lend, and no reason passes by itself. The request is unfilled then.
    pub fn is_hopeless(&self) -> bool {
        self.ranked.is_empty() && !self.dropped.iter().any(|dropped| dropped.reason.may_pass())
    }
}

/// Ranks the candidates for a request; the order in which they are given does not matter.
pub fn choose_lender(
    asked: &Asked,
    candidates: &[Candidate],
    settings: &ProtectionSettings,
) -> Choice {
    let mut choice = Choice::default();
    for candidate in candidates {
        match consider(asked, candidate, settings) {
            Ok(ranked) => choice.ranked.push(ranked),
            Err(reason) => choice.dropped.push(Dropped {
                library: candidate.library.clone(),
                reason,
            }),
        }
    }
    let order = |one: &Ranked, other: &Ranked| {
        compare((&one.facts, &one.item), (&other.facts, &other.item))
    };
    choice.ranked.sort_by(|one, other| order(one, other).0);
    choice
        .dropped
        .sort_by(|one, other| one.library.cmp(&other.library));
    let mut before: Option<Ranked> = None;
    for ranked in &mut choice.ranked {
        ranked.decided_by = before.map(|before| order(&before, ranked).1);
        before = Some(ranked.clone());
    }
    choice
}

/// Keeps one candidate or names the first reason against it.
fn consider(
    asked: &Asked,
    candidate: &Candidate,
    settings: &ProtectionSettings,
) -> Result<Ranked, DropReason> {
    let chosen = choose_copy(asked, candidate, settings)?;
    match candidate.standing {
        MemberStanding::Member => {}
        MemberStanding::Suspended => return Err(DropReason::SuspendedMember),
        MemberStanding::Leaving => return Err(DropReason::LeavingMember),
    }
    if let Some(until) = candidate.closed_until.filter(|until| asked.today < *until) {
        return Err(DropReason::Closed { until });
    }
    candidate
        .agreement
        .clone()
        .map_err(DropReason::AgreementSaysNo)?;
    if candidate.lapses >= LAPSES_MAX {
        let lapses = candidate.lapses;
        return Err(DropReason::TwiceLapsed { lapses });
    }
    let arrival = candidate.arrival.ok_or(DropReason::NoVan)?;
    Ok(Ranked {
        library: candidate.library.clone(),
        item: chosen.copy.item.clone(),
        item_because: chosen.because,
        facts: RankFacts {
            away_since: candidate.away_since,
            arrival,
            own: candidate.library == asked.pickup,
            surplus_hundredths: candidate.fairness.surplus_hundredths(),
            copies_left: chosen.copies_left,
            distance_metres: candidate.distance_metres,
        },
        decided_by: None,
    })
}

#[cfg(test)]
mod tests;
