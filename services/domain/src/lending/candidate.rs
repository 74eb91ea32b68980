//! What is known of a library that might lend? Facts only: who is chosen, and why, is elsewhere.

use super::agreement::AgreementRefusal;
use super::copy::{CopyFacts, Only};
use super::request::SupplyFailure;
use crate::catalogue::{LibraryId, Part};
use crate::identity::ItemId;
use crate::time::Day;

/// What is asked for, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The library that registered the patron.
    pub home: LibraryId,
    /// The library where the patron collects.
    pub pickup: LibraryId,
    /// Which volume or issue, where the work has several.
    pub part: Option<Part>,
    /// What the patron insists on.
    pub only: Only,
    /// The day of the choice.
    pub today: Day,
}

/// Where a library stands in the federation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberStanding {
    /// It takes part.
    Member,
    /// The federation has suspended it.
    Suspended,
    /// It is about to leave: what it lent is coming home, and nothing more goes out.
    Leaving,
}

/// A no that this library has already given to this request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastRefusal {
    /// Which copy it was about; nothing where it was about the whole library.
    pub item: Option<ItemId>,
    /// Why.
    pub because: SupplyFailure,
}

/// How much a library has given and taken, and what was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fairness {
    /// Items lent to other libraries over the period that counts.
    pub lent: u32,
    /// Items borrowed from other libraries over the same period.
    pub borrowed: u32,
    /// Items to be lent for 100 borrowed.
    pub ratio_percent: u16,
}

impl Fairness {
    /// Gives how far the library has lent beyond its share, in hundredths of an item; negative where it owes.
    pub fn surplus_hundredths(&self) -> i64 {
        // At most 2^32 times 2^16 on either side, far below 2^63.
        i64::from(self.lent) * 100 - i64::from(self.borrowed) * i64::from(self.ratio_percent)
    }
}

/// One library that might lend, with everything the choice looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which library; each is given once.
    pub library: LibraryId,
    /// Its copies of the work.
    pub copies: Vec<CopyFacts>,
    /// Its own patrons who wait for the same work and part.
    pub local_queue: u32,
    /// Where it stands in the federation.
    pub standing: MemberStanding,
    /// The day it opens again, where it is closed.
    pub closed_until: Option<Day>,
    /// What it has refused to this request so far.
    pub already_refused: Vec<PastRefusal>,
    /// What the lending agreements say.
    pub agreement: Result<(), AgreementRefusal>,
    /// The day it can be collected, by the van that can really be caught; for the pick-up library, the day it can be
    /// handed over. Nothing where no van goes.
    pub arrival: Option<Day>,
    /// What it has given and taken.
    pub fairness: Fairness,
    /// Metres the item travels, where it is known where both libraries stand; see [`whole_metres`].
    pub distance_metres: Option<u32>,
    /// Since when it does not answer; nothing where it does.
    pub away_since: Option<Day>,
    /// How often in a row it let the time to pull an item pass, since it last acted.
    pub lapses: u32,
}

/// Rounds kilometres to metres, so that two machines compare alike; nothing where the distance is no distance.
pub fn whole_metres(distance_km: f64) -> Option<u32> {
    let metres = (distance_km * 1_000.0).round();
    let sound = metres.is_finite() && metres >= 0.0 && metres <= f64::from(u32::MAX);
    sound.then_some(metres as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilometres_become_whole_metres_or_nothing() {
        for (distance_km, metres) in [
            (15.6, Some(15_600)),
            (0.000_4, Some(0)),
            (-1.0, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
            (5e6, None),
        ] {
            assert_eq!(whole_metres(distance_km), metres, "{distance_km}");
        }
    }

    #[test]
    fn a_library_that_lent_less_than_agreed_owes() {
        for (lent, borrowed, ratio_percent, surplus) in [
            (10, 10, 100, 0),
            (10, 10, 50, 500),
            (3, 10, 100, -700),
            (0, u32::MAX, u16::MAX, -281_470_681_677_825),
        ] {
            let fairness = Fairness {
                lent,
                borrowed,
                ratio_percent,
            };
            assert_eq!(fairness.surplus_hundredths(), surplus);
        }
    }
}
