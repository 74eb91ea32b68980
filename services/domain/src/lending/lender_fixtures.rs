//! Which libraries, copies and chances do the tests of the lender's rules share? Nothing outside tests may use it.
#![allow(clippy::unwrap_used)]

use super::{
    Candidate, CopyFacts, CopyStatus, Fairness, Journey, JourneyState, MemberStanding, Only,
    Placement, Target,
};
use crate::catalogue::{EditionKey, LibraryId, Part, WorkKey};
use crate::identity::{Barcode, ItemId, JourneyId, PatronReference, RequestId};
use crate::time::{Day, Timestamp};

pub(super) fn library(name: &str) -> LibraryId {
    LibraryId::parse(name).unwrap()
}

pub(super) fn item(name: &str, barcode: &str) -> ItemId {
    ItemId {
        library: library(name),
        barcode: Barcode::parse(barcode).unwrap(),
    }
}

pub(super) fn part(label: &str) -> Part {
    Part::from_label(label).unwrap()
}

pub(super) fn day(year: i32, month: u32, day: u32) -> Day {
    Day::from_civil(year, month, day).unwrap()
}

/// An old copy of edition 1 on the shelf.
pub(super) fn a_copy(name: &str, barcode: &str) -> CopyFacts {
    CopyFacts {
        item: item(name, barcode),
        edition: EditionKey(1),
        part: None,
        status: CopyStatus::Available,
        acquired: Some(day(2015, 3, 2)),
        reference: false,
        latest_issue: false,
    }
}

/// A member with one copy on the shelf, which has lent as much as it borrowed and can be there on 27 November 2026.
pub(super) fn a_candidate(name: &str) -> Candidate {
    Candidate {
        library: library(name),
        copies: vec![a_copy(name, "000001")],
        local_queue: 0,
        standing: MemberStanding::Member,
        closed_until: None,
        already_refused: Vec::new(),
        agreement: Ok(()),
        arrival: Some(day(2026, 11, 27)),
        fairness: Fairness {
            lent: 10,
            borrowed: 10,
            ratio_percent: 100,
        },
        distance_metres: Some(15_000),
        away_since: None,
        lapses: 0,
    }
}

/// A patron of Fauquembergues collects at Lumbres.
pub(super) fn a_placement() -> Placement {
    Placement {
        id: RequestId(1),
        home: library("fauquembergues"),
        reference: PatronReference(9),
        pickup: library("lumbres"),
        target: Target {
            work: WorkKey(7),
            part: None,
            only: Only::AnyCopy,
        },
        title: "Germinal".into(),
        need_by: None,
        placed_at: Timestamp(0),
    }
}

/// What Aire lends to it lies at Arques, a wrong stop.
pub(super) fn a_journey() -> Journey {
    Journey {
        id: JourneyId(1),
        item: item("aire", "000123"),
        work: WorkKey(7),
        part: None,
        title: "Germinal".into(),
        shelfmark: String::new(),
        grams: 450,
        serves: Some(RequestId(1)),
        state: JourneyState::ToShip,
        at: library("arques"),
        to: library("lumbres"),
        since: Timestamp(0),
        deadline: None,
        escalated: None,
        version: 1,
    }
}

/// Marsaglia's xorshift (2003): the same chances in every run.
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(super) fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 11) % end
    }

    pub(super) fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len() as u64) as usize]
    }

    pub(super) fn shuffle<T>(&mut self, all: &mut [T]) {
        for index in (1..all.len()).rev() {
            all.swap(index, self.below(index as u64 + 1) as usize);
        }
    }
}
