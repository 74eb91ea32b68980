//! Is every request counted once, on its day, for whoever lent, borrowed, promised or said no?

#![allow(clippy::unwrap_used)]
use super::*;
use crate::catalogue::WorkKey;
use crate::identity::{PatronReference, RequestId};
use crate::lending::{Only, Placement, Target};

fn library(id: &str) -> LibraryId {
    LibraryId::parse(id).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Ten in the morning.
fn morning_of(text: &str) -> Timestamp {
    day(text).end().plus_ms(-14 * 3_600_000)
}

/// A patron asked on 1 December, to collect it at Aire; nobody has lent anything yet.
fn asked_at_aire() -> LoanRequest {
    let asked = morning_of("2026-12-01");
    LoanRequest {
        placement: Placement {
            id: RequestId(1),
            home: library("aire"),
            reference: PatronReference(31),
            pickup: library("aire"),
            target: Target {
                work: WorkKey(7),
                part: None,
                only: Only::AnyCopy,
            },
            title: String::new(),
            need_by: None,
            placed_at: asked,
        },
        state: RequestState::Waiting,
        since: asked,
        queued_at: asked,
        deadline: None,
        escalated: None,
        lender: None,
        journey: None,
        promised: None,
        first_promised: None,
        arrived: None,
        told: None,
        due: None,
        suspended_until: None,
        looked_at: asked,
        declined: Vec::new(),
        reason: String::new(),
        version: 1,
    }
}

/// Arques lent it, promised for the third; it stood on the shelf on a day.
fn lent_by_arques(arrived: &str) -> LoanRequest {
    LoanRequest {
        state: RequestState::OnHoldShelf,
        lender: Some(library("arques")),
        first_promised: Some(day("2026-12-03")),
        arrived: Some(day(arrived)),
        ..asked_at_aire()
    }
}

/// It came to nothing, on 9 December.
fn that_ended(state: RequestState, promised: Option<&str>) -> LoanRequest {
    LoanRequest {
        state,
        since: morning_of("2026-12-09"),
        first_promised: promised.map(day),
        ..asked_at_aire()
    }
}

fn december() -> ExchangeSpan {
    ExchangeSpan::new(day("2026-12-01"), day("2026-12-31")).unwrap()
}

fn counted(span: ExchangeSpan, of: Option<&str>, requests: &[LoanRequest]) -> ExchangeCounts {
    let mut counts = ExchangeCounts::over(span, of.map(library));
    for request in requests {
        counts.count(request, &Timestamp::day);
    }
    counts
}

/// One row as a line of a report: lent, borrowed, refused, kept of promised, days in the middle.
fn row(counts: &ExchangeCounts, of: &str) -> String {
    let of = library(of);
    let found = counts.libraries().find(|(library, _)| **library == of);
    found.map_or("none".to_owned(), |(_, row)| {
        let days = row.median_days().map_or("-".to_owned(), |d| d.to_string());
        let (lent, borrowed, refused) = (row.lent, row.borrowed, row.refused);
        format!(
            "{lent} {borrowed} {refused}, {}/{}, {days}",
            row.kept, row.promised
        )
    })
}

#[test]
fn a_request_counts_for_its_lender_and_for_where_it_is_collected() {
    let own_shelf = LoanRequest {
        lender: Some(library("aire")),
        ..lent_by_arques("2026-12-02")
    };
    let handed_over_unscanned = LoanRequest {
        state: RequestState::Completed,
        arrived: None,
        due: Some(day("2026-12-24")),
        ..lent_by_arques("2026-12-02")
    };
    let on_the_way = LoanRequest {
        state: RequestState::BeingSupplied,
        arrived: None,
        ..lent_by_arques("2026-12-02")
    };
    for (what, request, aire, arques) in [
        (
            "in time",
            lent_by_arques("2026-12-03"),
            "0 1 0, 1/1, 2",
            "1 0 0, 0/0, -",
        ),
        (
            "a day late",
            lent_by_arques("2026-12-04"),
            "0 1 0, 0/1, 3",
            "1 0 0, 0/0, -",
        ),
        (
            "from the own shelf nothing is lent to others",
            own_shelf,
            "0 0 0, 1/1, 1",
            "none",
        ),
        (
            "never scanned in, nobody knows when it came",
            handed_over_unscanned,
            "0 1 0, 0/0, -",
            "1 0 0, 0/0, -",
        ),
        ("still on its way", on_the_way, "none", "none"),
    ] {
        let counts = counted(december(), None, &[request]);
        assert_eq!(row(&counts, "aire"), aire, "{what}");
        assert_eq!(row(&counts, "arques"), arques, "{what}");
    }
}

#[test]
fn a_promise_is_broken_by_whoever_should_bring_it_and_not_by_the_patron() {
    for (state, promised, aire) in [
        (RequestState::Unfilled, Some("2026-12-03"), "0 0 0, 0/1, -"),
        (RequestState::Expired, Some("2026-12-03"), "0 0 0, 0/1, -"),
        (RequestState::Expired, None, "none"),
        (RequestState::Cancelled, Some("2026-12-03"), "none"),
        (RequestState::Refused, Some("2026-12-03"), "none"),
    ] {
        let counts = counted(december(), None, &[that_ended(state, promised)]);
        assert_eq!(row(&counts, "aire"), aire, "{state:?}");
    }
}

/// Somebody did not supply, on a day.
fn no(by: &str, why: SupplyFailure, on: &str) -> Declined {
    Declined {
        library: library(by),
        item: None,
        why,
        at: morning_of(on),
    }
}

/// It stood on the shelf at Aire on the third, and was gone on the fifth.
fn gone_from_the_shelf(why: SupplyFailure, state: RequestState, next: Option<&str>) -> LoanRequest {
    LoanRequest {
        state,
        since: morning_of("2026-12-09"),
        lender: next.map(library),
        declined: vec![no("arques", why, "2026-12-05")],
        ..lent_by_arques("2026-12-03")
    }
}

#[test]
fn an_item_that_was_lost_on_the_hold_shelf_has_not_arrived() {
    use SupplyFailure::{Damaged, Lost, MissingFromShelf};
    let broken = "0 0 0, 0/1, -";
    for (state, next, aire) in [
        (RequestState::Asking, Some("lumbres"), "none"),
        (RequestState::BeingSupplied, Some("lumbres"), "none"),
        (RequestState::Waiting, None, "none"),
        (RequestState::Suspended, None, "none"),
        (RequestState::Cancelled, None, "none"),
        (RequestState::Cancelled, Some("lumbres"), "none"),
        (RequestState::Refused, Some("lumbres"), "none"),
        (RequestState::Unfilled, None, broken),
        (RequestState::Expired, None, broken),
    ] {
        for why in [MissingFromShelf, Damaged, Lost] {
            let request = gone_from_the_shelf(why, state, next);
            let counts = counted(december(), None, &[request]);
            assert_eq!(row(&counts, "aire"), aire, "{why:?}, {state:?}, {next:?}");
            assert_eq!(row(&counts, "lumbres"), "none", "{why:?}, {state:?}");
            assert_eq!(row(&counts, "arques"), "none", "{why:?}, {state:?}");
        }
    }
}

#[test]
fn the_next_item_has_arrived_on_its_own_day_and_its_library_has_lent_it() {
    use RequestState::Completed;
    let next = Some("lumbres");
    let missing = SupplyFailure::MissingFromShelf;
    let scanned = LoanRequest {
        arrived: Some(day("2026-12-08")),
        ..gone_from_the_shelf(missing, Completed, next)
    };
    let unscanned = LoanRequest {
        due: Some(day("2026-12-24")),
        ..gone_from_the_shelf(missing, Completed, next)
    };
    let lost_by_the_patron = LoanRequest {
        due: Some(day("2026-12-24")),
        ..gone_from_the_shelf(SupplyFailure::Lost, RequestState::ToSettle, next)
    };
    for (what, request, aire) in [
        ("a day late", scanned, "0 1 0, 0/1, 7"),
        ("nobody knows when", unscanned, "0 1 0, 0/0, -"),
        ("it was there before", lost_by_the_patron, "0 1 0, 1/1, 2"),
    ] {
        let counts = counted(december(), None, &[request]);
        assert_eq!(row(&counts, "aire"), aire, "{what}");
        assert_eq!(row(&counts, "lumbres"), "1 0 0, 0/0, -", "{what}");
    }
}

#[test]
fn what_stood_on_the_hold_shelf_has_arrived_whatever_became_of_it() {
    for state in [
        RequestState::OnHoldShelf,
        RequestState::OnLoan,
        RequestState::ClaimedReturned,
        RequestState::ToSettle,
        RequestState::Completed,
        RequestState::Cancelled,
        RequestState::Refused,
        RequestState::Expired,
        RequestState::Settled,
    ] {
        let request = LoanRequest {
            state,
            ..lent_by_arques("2026-12-03")
        };
        let counts = counted(december(), None, &[request]);
        assert_eq!(row(&counts, "aire"), "0 1 0, 1/1, 2", "{state:?}");
        assert_eq!(row(&counts, "arques"), "1 0 0, 0/0, -", "{state:?}");
    }
}

#[test]
fn whoever_was_asked_in_vain_has_it_counted_as_a_refusal() {
    let request = LoanRequest {
        declined: vec![
            no("lumbres", SupplyFailure::NoCopy, "2026-12-01"),
            no("lumbres", SupplyFailure::NotFound, "2026-12-01"),
            no("wizernes", SupplyFailure::LibraryRefused, "2026-12-01"),
        ],
        ..lent_by_arques("2026-12-02")
    };
    let counts = counted(december(), None, &[request]);
    assert_eq!(row(&counts, "lumbres"), "0 0 2, 0/0, -");
    assert_eq!(row(&counts, "wizernes"), "0 0 1, 0/0, -");
}

#[test]
fn what_befell_an_item_is_no_refusal_of_whoever_gave_it() {
    for (why, refused) in [
        (SupplyFailure::NoAnswer, true),
        (SupplyFailure::NoCopy, true),
        (SupplyFailure::NotFound, true),
        (SupplyFailure::CopyRefused, true),
        (SupplyFailure::LibraryRefused, true),
        (SupplyFailure::NotPulled, true),
        (SupplyFailure::Damaged, false),
        (SupplyFailure::Lost, false),
        (SupplyFailure::MissingFromShelf, false),
        (SupplyFailure::LibraryAbsent, false),
    ] {
        let request = LoanRequest {
            declined: vec![no("lumbres", why, "2026-12-01")],
            ..lent_by_arques("2026-12-02")
        };
        let counts = counted(december(), None, &[request]);
        let expected = if refused { "0 0 1, 0/0, -" } else { "none" };
        assert_eq!(row(&counts, "lumbres"), expected, "{why:?}");
    }
    assert_eq!(SupplyFailure::ALL.len(), 10, "each of them is in the table");
}

#[test]
fn days_are_those_of_the_territory_and_not_of_utc() {
    // There, the clocks are an hour ahead.
    let there = |at: Timestamp| at.plus_ms(3_600_000).day();
    let half_past_eleven = |on: &str| day(on).end().plus_ms(-30 * 60_000);
    let asked_after_midnight = LoanRequest {
        queued_at: half_past_eleven("2026-12-01"),
        ..lent_by_arques("2026-12-02")
    };
    let ended_after_midnight = LoanRequest {
        since: half_past_eleven("2026-12-08"),
        ..that_ended(RequestState::Unfilled, Some("2026-12-03"))
    };
    for (request, on, aire) in [
        (&asked_after_midnight, "2026-12-02", "0 1 0, 1/1, 0"),
        (&ended_after_midnight, "2026-12-08", "none"),
        (&ended_after_midnight, "2026-12-09", "0 0 0, 0/1, -"),
    ] {
        let span = ExchangeSpan::new(day(on), day(on)).unwrap();
        let mut counts = ExchangeCounts::over(span, None);
        counts.count(request, &there);
        assert_eq!(row(&counts, "aire"), aire, "{on}");
    }
}

#[test]
fn the_day_of_arrival_decides_else_that_of_the_end_and_both_ends_of_a_span_belong_to_it() {
    let collected_in_january = LoanRequest {
        state: RequestState::Completed,
        since: morning_of("2027-01-20"),
        ..lent_by_arques("2026-12-31")
    };
    let unfilled = that_ended(RequestState::Unfilled, Some("2026-12-03"));
    for (from, until, borrowed, promised) in [
        ("2026-12-01", "2026-12-31", 1, 2),
        ("2026-12-31", "2026-12-31", 1, 1),
        ("2026-12-09", "2026-12-30", 0, 1),
        ("2026-12-10", "2026-12-30", 0, 0),
        ("2027-01-01", "2027-01-31", 0, 0),
    ] {
        let span = ExchangeSpan::new(day(from), day(until)).unwrap();
        let requests = [collected_in_january.clone(), unfilled.clone()];
        let counts = counted(span, Some("aire"), &requests);
        let (_, aire) = counts.libraries().next().unwrap();
        let found = (aire.borrowed, aire.promised);
        assert_eq!(found, (borrowed, promised), "{from} to {until}");
    }
}

#[test]
fn one_library_sees_its_own_row_and_what_it_has_lent_and_borrowed_with_each_other() {
    let from_lumbres = LoanRequest {
        lender: Some(library("lumbres")),
        ..lent_by_arques("2026-12-02")
    };
    let mut to_lumbres = LoanRequest {
        lender: Some(library("aire")),
        ..lent_by_arques("2026-12-02")
    };
    to_lumbres.placement.pickup = library("lumbres");
    let mut between_others = lent_by_arques("2026-12-02");
    between_others.placement.pickup = library("lumbres");
    let requests = [
        lent_by_arques("2026-12-02"),
        from_lumbres,
        to_lumbres,
        between_others,
    ];
    let counts = counted(december(), Some("aire"), &requests);
    let rows: Vec<_> = counts.libraries().map(|(id, _)| id.as_str()).collect();
    assert_eq!(rows, ["aire"]);
    assert_eq!(row(&counts, "aire"), "1 2 0, 2/2, 1");
    let with: Vec<_> = counts
        .with_others()
        .map(|(id, with)| (id.as_str(), with.lent, with.borrowed))
        .collect();
    assert_eq!(with, [("arques", 0, 1), ("lumbres", 1, 1)]);
    let idle = counted(december(), Some("wizernes"), &requests);
    assert_eq!(row(&idle, "wizernes"), "0 0 0, 0/0, -");
}

#[test]
fn half_of_what_arrived_took_no_more_days_than_the_middle() {
    for (arrived, middle) in [
        (vec![], None),
        (vec!["2026-12-01"], Some(0)),
        (vec!["2026-12-02", "2026-12-20", "2026-12-03"], Some(2)),
        (vec!["2026-12-02", "2026-12-05"], Some(4)),
        (vec!["2026-12-02", "2026-12-02", "2026-12-30"], Some(1)),
        // A clock that was put back makes nobody faster than at once.
        (vec!["2026-11-20"], Some(0)),
    ] {
        let requests: Vec<_> = arrived.iter().map(|day| lent_by_arques(day)).collect();
        let span = ExchangeSpan::new(day("2026-11-01"), day("2026-12-31")).unwrap();
        let counts = counted(span, Some("aire"), &requests);
        let (_, aire) = counts.libraries().next().unwrap();
        assert_eq!(aire.median_days(), middle, "{arrived:?}");
    }
}

#[test]
fn a_span_ends_after_it_began_and_within_a_year_or_so() {
    for (from, until, told) in [
        ("2026-12-01", "2026-12-01", ""),
        ("2026-01-01", "2027-02-04", ""),
        (
            "2026-12-02",
            "2026-12-01",
            "2026-12-01 is before 2026-12-02, the first day",
        ),
        (
            "2026-01-01",
            "2027-02-05",
            "from 2026-01-01 to 2027-02-05 are more than 400 days",
        ),
    ] {
        let made = ExchangeSpan::new(day(from), day(until));
        let said = made.map_or_else(|refusal| refusal.to_string(), |_| String::new());
        assert_eq!(said, told);
    }
    let endless = ExchangeSpan::new(Day(i32::MIN), Day(i32::MAX));
    assert!(endless.is_err());
}
