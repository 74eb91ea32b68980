//! Does the choice of a lender keep its promises? Tables that a librarian can read, then many made-up territories.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::catalogue::{EditionKey, Medium};
use crate::lending::lender_fixtures::{Chance, a_candidate, a_copy, day, item, library, part};
use crate::lending::{
    AgreementRefusal, CopyStatus, Fairness, Only, PastRefusal, Protection, SupplyFailure,
};
use crate::time::Day;

const SETTINGS: ProtectionSettings = ProtectionSettings { new_months: 6 };

/// A patron of Fauquembergues asks on 24 November 2026 and collects there.
fn asked() -> Asked {
    Asked {
        home: library("fauquembergues"),
        pickup: library("fauquembergues"),
        part: None,
        only: Only::AnyCopy,
        today: day(2026, 11, 24),
    }
}

type Change = fn(&mut Candidate);

fn changed(name: &str, change: Change) -> Candidate {
    let mut candidate = a_candidate(name);
    change(&mut candidate);
    candidate
}

fn out_until(candidate: &mut Candidate, until: Option<Day>) {
    for copy in &mut candidate.copies {
        copy.status = CopyStatus::OnLoan { until };
    }
}

fn refused(candidate: &mut Candidate, because: SupplyFailure, item: Option<ItemId>) {
    candidate
        .already_refused
        .push(PastRefusal { item, because });
}

/// What is different at Aire, what the librarian reads, and whether waiting may help.
const DROPPED: &[(Change, &str, bool)] = &[
    (
        |aire| aire.copies.clear(),
        "no copy of the part or edition asked for",
        false,
    ),
    (
        |aire| aire.copies[0].part = Some(part("t. 2")),
        "no copy of the part or edition asked for",
        false,
    ),
    (
        |aire| out_until(aire, Some(day(2026, 12, 8))),
        "all copies are out, the first is due on 2026-12-08",
        true,
    ),
    (|aire| out_until(aire, None), "all copies are out", true),
    (
        |aire| aire.copies[0].status = CopyStatus::Unavailable,
        "no copy is usable: in repair, on order or missing",
        true,
    ),
    (
        |aire| aire.copies[0].acquired = Some(day(2026, 9, 1)),
        "protected: new, stays in its library until 2027-03-01",
        true,
    ),
    (
        |aire| aire.copies[0].reference = true,
        "protected: for use in the library only",
        false,
    ),
    (
        |aire| aire.copies[0].latest_issue = true,
        "protected: the latest issue stays on display",
        true,
    ),
    (
        |aire| aire.local_queue = 3,
        "protected: own patrons waiting: 3, free copies: 1",
        true,
    ),
    (
        |aire| aire.closed_until = Some(day(2026, 12, 1)),
        "closed until 2026-12-01",
        true,
    ),
    (
        |aire| aire.standing = MemberStanding::Suspended,
        "suspended from the federation",
        true,
    ),
    (
        |aire| aire.standing = MemberStanding::Leaving,
        "leaving the federation",
        false,
    ),
    (
        |aire| refused(aire, SupplyFailure::CopyRefused, None),
        "refused already: the desk declined this copy",
        false,
    ),
    (
        |aire| refused(aire, SupplyFailure::NotFound, Some(item("aire", "000001"))),
        "refused already: it was not found on the shelf",
        true,
    ),
    (
        |aire| {
            aire.agreement = Err(AgreementRefusal::Medium {
                lender: library("aire"),
                borrower: library("fauquembergues"),
                medium: Medium::Film,
            });
        },
        "agreement says no: aire lends no item of medium \"film\" to fauquembergues",
        false,
    ),
    (
        |aire| aire.arrival = None,
        "no van brings it to the pick-up library",
        true,
    ),
    (
        |aire| aire.lapses = 2,
        "skipped until it acts: 2 times in a row nothing was pulled in time",
        true,
    ),
];

#[test]
fn every_reason_to_pass_a_library_over_is_named() {
    for (change, said, may_pass) in DROPPED {
        let choice = choose_lender(&asked(), &[changed("aire", *change)], &SETTINGS);
        assert_eq!(choice.ranked, [], "{said}");
        let dropped = &choice.dropped[0];
        assert_eq!(dropped.library, library("aire"));
        assert_eq!(dropped.reason.to_string(), *said);
        assert_eq!(dropped.reason.may_pass(), *may_pass, "{said}");
        assert_eq!(choice.is_hopeless(), !may_pass, "{said}");
    }
    assert!(choose_lender(&asked(), &[], &SETTINGS).is_hopeless());
}

#[test]
fn what_is_over_or_about_another_copy_drops_nobody() {
    const KEPT: &[Change] = &[
        |aire| aire.closed_until = Some(day(2026, 11, 24)),
        |aire| aire.copies[0].acquired = Some(day(2026, 5, 24)),
        |aire| aire.lapses = 1,
        |aire| refused(aire, SupplyFailure::NotFound, Some(item("aire", "000009"))),
        |aire| {
            aire.local_queue = 1;
            aire.copies.push(a_copy("aire", "000002"));
        },
    ];
    for change in KEPT {
        let choice = choose_lender(&asked(), &[changed("aire", *change)], &SETTINGS);
        assert_eq!(choice.ranked.len(), 1, "{:?}", choice.dropped);
    }
}

#[test]
fn a_library_keeps_nothing_new_and_nothing_queued_from_its_own_patron() {
    let own = changed("fauquembergues", |own| {
        own.copies[0].acquired = Some(day(2026, 11, 20));
        own.local_queue = 4;
    });
    assert_eq!(choose_lender(&asked(), &[own], &SETTINGS).ranked.len(), 1);
}

/// What is different at Saint-Omer, what at Lumbres, and why Lumbres then comes before Saint-Omer.
const DECIDED: &[(Change, Change, Criterion)] = &[
    (
        |far| {
            far.away_since = Some(day(2026, 11, 23));
            far.arrival = Some(day(2026, 11, 25));
        },
        |_| {},
        Criterion::Reachable,
    ),
    (
        |late| late.arrival = Some(day(2026, 11, 28)),
        |early| early.fairness.lent = 99,
        Criterion::Arrival,
    ),
    (
        |generous| generous.fairness.lent = 12,
        |owing| owing.distance_metres = None,
        Criterion::Fairness,
    ),
    (
        |agreed| {
            agreed.fairness = Fairness {
                lent: 10,
                borrowed: 10,
                ratio_percent: 50,
            };
        },
        |_| {},
        Criterion::Fairness,
    ),
    (
        |near| near.distance_metres = Some(1),
        |rich| rich.copies.push(a_copy("lumbres", "000002")),
        Criterion::CopiesLeft,
    ),
    (
        |far| far.distance_metres = Some(15_001),
        |_| {},
        Criterion::Distance,
    ),
    (
        |unknown| unknown.distance_metres = None,
        |_| {},
        Criterion::Distance,
    ),
    (|_| {}, |_| {}, Criterion::LibraryId),
];

#[test]
fn every_criterion_decides_where_all_before_it_are_equal() {
    for (at_saint_omer, at_lumbres, criterion) in DECIDED {
        let candidates = [
            changed("saint-omer", *at_saint_omer),
            changed("lumbres", *at_lumbres),
        ];
        let ranked = choose_lender(&asked(), &candidates, &SETTINGS).ranked;
        let order = ranked
            .iter()
            .map(|one| (one.library.as_str(), one.decided_by));
        let expected = [("lumbres", None), ("saint-omer", Some(*criterion))];
        assert_eq!(order.collect::<Vec<_>>(), expected);
    }
}

#[test]
fn the_own_library_comes_first_if_it_hands_over_no_later() {
    let own = |arrival| {
        let mut own = changed("fauquembergues", |own| {
            own.fairness.lent = 1_000;
            own.away_since = Some(day(2026, 11, 20));
        });
        own.arrival = Some(arrival);
        own
    };
    for (ready, first, decided_by) in [
        (day(2026, 11, 27), "fauquembergues", Criterion::OwnLibrary),
        (day(2026, 11, 26), "fauquembergues", Criterion::Arrival),
        (day(2026, 11, 28), "aire", Criterion::Arrival),
    ] {
        let candidates = [a_candidate("aire"), own(ready)];
        let ranked = choose_lender(&asked(), &candidates, &SETTINGS).ranked;
        assert_eq!(ranked[0].library, library(first));
        assert_eq!(ranked[1].decided_by, Some(decided_by));
    }
}

#[test]
fn within_a_library_the_copy_held_longest_is_sent() {
    let mut aire = a_candidate("aire");
    aire.copies.clear();
    let mut sent = |barcode, acquired: Option<Day>| {
        let mut copy = a_copy("aire", barcode);
        copy.acquired = acquired;
        aire.copies.push(copy);
        let ranked = choose_lender(&asked(), std::slice::from_ref(&aire), &SETTINGS).ranked;
        let first = &ranked[0];
        let barcode = first.item.barcode.as_str().to_owned();
        (barcode, first.item_because, first.facts.copies_left)
    };
    let chosen = |barcode: &str, because, left| (barcode.to_owned(), because, left);
    let old = Some(day(2019, 1, 1));
    assert_eq!(
        sent("000005", old),
        chosen("000005", CopyReason::OnlyOne, 0)
    );
    assert_eq!(
        sent("000004", old),
        chosen("000004", CopyReason::LowestBarcode, 1)
    );
    assert_eq!(
        sent("000009", Some(day(2010, 1, 1))),
        chosen("000009", CopyReason::LongestHeld, 2)
    );
    // A new copy stays, and counts among those that stay.
    assert_eq!(
        sent("000001", Some(day(2026, 11, 1))),
        chosen("000009", CopyReason::LongestHeld, 3)
    );
    assert_eq!(
        sent("000007", None),
        chosen("000007", CopyReason::LongestHeld, 4)
    );
}

#[test]
fn a_request_for_one_part_and_edition_is_served_by_no_other() {
    let mut candidate = a_candidate("aire");
    let third = Volume("t. 3", 2).copy("000003");
    let others = [("t. 3", 1), ("t. 4", 2)].map(|(label, edition)| Volume(label, edition));
    candidate.copies = others.iter().map(|other| other.copy("000001")).collect();
    let mut request = asked();
    request.part = Some(part("Tome 3"));
    request.only = Only::Edition(EditionKey(2));
    assert!(choose_lender(&request, &[candidate.clone()], &SETTINGS).is_hopeless());
    candidate.copies.push(third);
    let ranked = choose_lender(&request, &[candidate], &SETTINGS).ranked;
    assert_eq!(ranked[0].item, item("aire", "000003"));
}

struct Volume(&'static str, u64);

impl Volume {
    fn copy(&self, barcode: &str) -> crate::lending::CopyFacts {
        let mut copy = a_copy("aire", barcode);
        copy.part = Some(part(self.0));
        copy.edition = EditionKey(self.1);
        copy
    }
}

#[test]
fn the_ranking_reads_as_a_sentence() {
    let mut saint_omer = a_candidate("saint-omer");
    saint_omer.fairness.lent = 7;
    saint_omer.distance_metres = Some(21_460);
    let choice = choose_lender(&asked(), &[saint_omer], &SETTINGS);
    assert_eq!(
        choice.ranked[0].facts.to_string(),
        "arrives on 2026-11-27; has lent 3.00 items less than agreed; copies that stay on its shelf: 0; 21.4 km"
    );
    for criterion in Criterion::ALL {
        assert!(!criterion.to_string().is_empty());
    }
}

const NAMES: &[&str] = &[
    "aire",
    "arques",
    "fauquembergues",
    "lumbres",
    "saint-omer",
    "therouanne",
    "wizernes",
];

fn a_made_up_candidate(name: &str, chance: &mut Chance) -> Candidate {
    let mut candidate = a_candidate(name);
    for number in 0..chance.below(3) {
        candidate
            .copies
            .push(a_copy(name, &format!("00001{number}")));
    }
    candidate.arrival = Some(day(2026, 11, 25).plus(chance.below(3) as i32));
    candidate.fairness.lent = 9 + chance.below(3) as u32;
    candidate.distance_metres = [None, Some(8_000), Some(15_600)][chance.below(3) as usize];
    candidate.away_since = Some(day(2026, 11, 23)).filter(|_| chance.below(4) == 0);
    candidate.local_queue = chance.below(3) as u32;
    if chance.below(4) == 0 {
        let (change, _, _) = chance.one_of(DROPPED);
        change(&mut candidate);
    }
    candidate
}

#[test]
fn in_any_territory_everybody_is_named_once_in_one_order_and_the_own_library_never_loses_a_tie() {
    let mut chance = Chance(0x0a1e_0a1e);
    let mut own_ranked = 0;
    for _ in 0..2_000 {
        let mut candidates: Vec<_> = NAMES
            .iter()
            .map(|name| a_made_up_candidate(name, &mut chance))
            .collect();
        let choice = choose_lender(&asked(), &candidates, &SETTINGS);
        chance.shuffle(&mut candidates);
        assert_eq!(choose_lender(&asked(), &candidates, &SETTINGS), choice);

        let ranked = choice.ranked.iter().map(|one| one.library.as_str());
        let dropped = choice.dropped.iter().map(|one| one.library.as_str());
        let mut named: Vec<_> = ranked.chain(dropped).collect();
        named.sort_unstable();
        assert_eq!(named, NAMES);

        let own = choice.ranked.iter().position(|one| one.facts.own);
        if let Some(own) = own {
            own_ranked += 1;
            let ready = choice.ranked[own].facts.arrival;
            let before = &choice.ranked[..own];
            assert!(
                before.iter().all(|one| one.facts.arrival < ready),
                "{choice:#?}"
            );
        }
        let decided = choice.ranked.iter().map(|one| one.decided_by.is_some());
        assert_eq!(
            decided.filter(|decided| !decided).count(),
            choice.ranked.len().min(1)
        );
    }
    assert!(own_ranked > 500, "{own_ranked}");
}

#[test]
fn a_better_criterion_is_never_worse_for_a_library() {
    let mut chance = Chance(0xfa1e);
    for _ in 0..500 {
        let mut candidates: Vec<_> = NAMES
            .iter()
            .map(|name| a_made_up_candidate(name, &mut chance))
            .collect();
        let index = chance.below(NAMES.len() as u64) as usize;
        let place = |candidates: &[Candidate]| {
            let ranked = choose_lender(&asked(), candidates, &SETTINGS).ranked;
            ranked
                .iter()
                .position(|one| one.library.as_str() == NAMES[index])
        };
        let before = place(&candidates);
        candidates[index].fairness.lent -= 1;
        assert!(place(&candidates) <= before);
    }
}

#[test]
fn the_local_queue_is_compared_with_the_free_copies() {
    let busy = changed("aire", |aire| {
        aire.local_queue = 2;
        aire.copies.push(a_copy("aire", "000002"));
    });
    let reason = choose_lender(&asked(), &[busy], &SETTINGS)
        .dropped
        .remove(0)
        .reason;
    let waiting = Protection::LocalQueue {
        waiting: 2,
        free: 2,
    };
    assert_eq!(reason, DropReason::Protected(waiting));
}
