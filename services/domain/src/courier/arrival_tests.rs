//! Is the promised day the one a librarian would name with the timetable in hand? Beside the rule, for its length.

#![allow(clippy::unwrap_used)]

use super::super::fixtures::{
    a_round, a_territory, at, cancelled, closed, date, library, moved, round_id,
};
use super::*;
use crate::time::Weekday;

type Hours = BTreeMap<LibraryId, OpeningHours>;

fn ask(
    timetable: &Timetable,
    hours: &Hours,
    way: (&str, &str, &str),
) -> Result<Arrival, NoArrival> {
    let (from, to, ready) = way;
    arrival(timetable, hours, &library(from), &library(to), at(ready))
}

#[track_caller]
fn assert_promise(
    (timetable, hours): &(Timetable, Hours),
    way: (&str, &str, &str),
    (rounds, arrives, promised): (&[&str], &str, &str),
) {
    let found = ask(timetable, hours, way).unwrap();
    let ridden: Vec<_> = found.legs.iter().map(|leg| leg.round.as_str()).collect();
    assert_eq!(ridden, rounds, "{way:?}");
    assert_eq!(found.arrives(), at(arrives), "{way:?}");
    assert_eq!(found.promised, date(promised), "{way:?}");
}

fn with_closure(id: &str, first: &str, last: &str) -> (Timetable, Hours) {
    let (timetable, mut hours) = a_territory();
    let open = hours.remove(&library(id)).unwrap();
    hours.insert(library(id), closed(open, first, last));
    (timetable, hours)
}

fn with_exception(exception: super::super::Exception) -> (Timetable, Hours) {
    let (timetable, hours) = a_territory();
    (timetable.with_exception(exception).unwrap(), hours)
}

#[test]
fn the_van_of_the_week_brings_the_item_and_the_library_opens() {
    let territory = a_territory();
    for (way, promise) in [
        // The van comes at 10:00, Aire opens at 14:00.
        (
            ("saint-omer", "aire", "2026-11-24 12:00"),
            (&["lys"][..], "2026-11-25 10:00", "2026-11-25"),
        ),
        // The van has a key on Thursday; Lumbres opens on Friday.
        (
            ("saint-omer", "lumbres", "2026-11-24 12:00"),
            (&["aa"], "2026-11-26 10:00", "2026-11-27"),
        ),
        // Thérouanne closes twenty minutes after the van has come.
        (
            ("saint-omer", "therouanne", "2026-11-24 12:00"),
            (&["lys"], "2026-11-25 11:00", "2026-12-02"),
        ),
        // 11 November is a holiday.
        (
            ("saint-omer", "aire", "2026-11-10 12:00"),
            (&["lys"], "2026-11-18 10:00", "2026-11-18"),
        ),
    ] {
        assert_promise(&territory, way, promise);
    }
}

#[test]
fn who_misses_the_cut_off_takes_the_next_van() {
    let territory = a_territory();
    let way = ("saint-omer", "aire", "2026-11-25 08:45");
    let promise = (&["lys"][..], "2026-11-25 10:00", "2026-11-25");
    assert_promise(&territory, way, promise);
    let way = ("saint-omer", "aire", "2026-11-25 08:46");
    let promise = (&["lys"][..], "2026-12-02 10:00", "2026-12-02");
    assert_promise(&territory, way, promise);
}

#[test]
fn a_van_that_comes_by_twice_can_be_caught_on_its_way_back() {
    let territory = a_territory();
    let way = ("lumbres", "saint-omer", "2026-11-26 10:00");
    assert_promise(&territory, way, (&["aa"], "2026-11-26 13:00", "2026-11-27"));
    let way = ("fauquembergues", "lumbres", "2026-11-26 10:00");
    assert_promise(&territory, way, (&["aa"], "2026-11-26 12:00", "2026-11-27"));
    // On its way back it does not go to Fauquembergues any more.
    let way = ("lumbres", "fauquembergues", "2026-11-26 10:00");
    assert_promise(&territory, way, (&["aa"], "2026-12-03 11:00", "2026-12-05"));
}

#[test]
fn an_item_changes_rounds_and_waits_overnight() {
    let way = ("aire", "fauquembergues", "2026-11-24 12:00");
    let promise = (&["lys", "aa"][..], "2026-11-26 11:00", "2026-11-28");
    assert_promise(&a_territory(), way, promise);
}

#[test]
fn during_a_closure_nothing_is_brought_fetched_or_changed() {
    // Brought: the van comes to Aire on Wednesdays only.
    let way = ("saint-omer", "aire", "2026-11-24 12:00");
    let promise = (&["lys"][..], "2026-12-02 10:00", "2026-12-02");
    assert_promise(
        &with_closure("aire", "2026-11-25", "2026-11-25"),
        way,
        promise,
    );
    // Fetched: the Friday van is the next.
    let way = ("aire", "saint-omer", "2026-11-24 12:00");
    let promise = (&["lys-retour"][..], "2026-11-27 15:00", "2026-11-27");
    assert_promise(
        &with_closure("aire", "2026-11-25", "2026-11-25"),
        way,
        promise,
    );
    // Changed: Saint-Omer is closed when the Lys round comes, so that the Aa round of the week after is caught.
    let way = ("aire", "fauquembergues", "2026-11-24 12:00");
    let promise = (&["lys-retour", "aa"][..], "2026-12-03 11:00", "2026-12-05");
    let territory = with_closure("saint-omer", "2026-11-25", "2026-11-25");
    assert_promise(&territory, way, promise);
}

#[test]
fn a_closure_between_two_vans_does_not_stop_an_item_that_waits() {
    let (mut timetable, mut hours) = with_closure("saint-omer", "2026-11-26", "2026-11-26");
    let later = moved("aa", "2026-11-26", "2026-11-27", 0);
    timetable = timetable.with_exception(later).unwrap();
    hours.retain(|id, _| id.as_str() != "lumbres");
    let way = ("aire", "fauquembergues", "2026-11-24 12:00");
    let promise = (&["lys", "aa"][..], "2026-11-27 11:00", "2026-11-28");
    assert_promise(&(timetable, hours), way, promise);
}

#[test]
fn exceptions_change_the_promise() {
    let way = ("saint-omer", "aire", "2026-11-24 12:00");
    for (exception, promise) in [
        (
            cancelled("lys", "2026-11-25"),
            (&["lys"][..], "2026-12-02 10:00", "2026-12-02"),
        ),
        (
            moved("lys", "2026-11-25", "2026-11-26", 0),
            (&["lys"], "2026-11-26 10:00", "2026-11-28"),
        ),
        // In the night: loaded on Tuesday at 23:15, in Aire at midnight.
        (
            moved("lys", "2026-11-25", "2026-11-25", -600),
            (&["lys"], "2026-11-25 00:00", "2026-11-25"),
        ),
        // Too late in the evening for Wednesday's opening.
        (
            moved("lys", "2026-11-25", "2026-11-25", 451),
            (&["lys"], "2026-11-25 17:31", "2026-11-28"),
        ),
    ] {
        assert_promise(&with_exception(exception), way, promise);
    }
}

#[test]
fn a_van_that_left_before_midnight_is_caught_after_it() {
    let territory = with_exception(moved("lys", "2026-11-25", "2026-11-25", -600));
    let way = ("therouanne", "saint-omer", "2026-11-25 00:10");
    assert_promise(
        &territory,
        way,
        (&["lys"], "2026-11-25 02:00", "2026-11-25"),
    );
}

#[test]
fn an_item_that_is_there_already_waits_for_the_door_only() {
    let territory = a_territory();
    for (ready, promised) in [
        ("2026-11-27 18:00", "2026-11-27"),
        ("2026-11-27 18:01", "2026-12-02"),
        ("2026-12-24 12:00", "2026-12-30"),
    ] {
        let way = ("lumbres", "lumbres", ready);
        assert_promise(&territory, way, (&[], ready, promised));
    }
    // No van is needed where the patron collects, so that Arques can promise its own books.
    let way = ("arques", "arques", "2026-11-24 12:00");
    assert_promise(&territory, way, (&[], "2026-11-24 12:00", "2026-11-24"));
}

#[test]
fn among_ways_that_arrive_together_the_one_with_fewest_changes_is_taken() {
    let early = a_round(
        "early",
        Weekday::Monday,
        &[("aire", "09:00", "09:10"), ("arques", "10:00", "10:00")],
    );
    let tour = a_round(
        "tour",
        Weekday::Tuesday,
        &[
            ("arques", "09:00", "09:10"),
            ("aire", "10:00", "10:10"),
            ("lumbres", "11:00", "11:00"),
        ],
    );
    let territory = (
        Timetable::new(vec![early, tour], Vec::new()).unwrap(),
        a_territory().1,
    );
    let way = ("aire", "lumbres", "2026-11-22 12:00");
    assert_promise(
        &territory,
        way,
        (&["tour"], "2026-11-24 11:00", "2026-11-25"),
    );
}

#[test]
fn a_later_van_with_fewer_changes_is_taken_where_the_last_van_is_the_same() {
    let ride = |id, weekday, from, to| {
        let stops = [(from, "09:00", "09:10"), (to, "10:00", "10:00")];
        a_round(id, weekday, &stops)
    };
    let rounds = vec![
        ride("first", Weekday::Monday, "aire", "arques"),
        ride("second", Weekday::Tuesday, "arques", "saint-omer"),
        ride("direct", Weekday::Wednesday, "aire", "saint-omer"),
        ride("last", Weekday::Thursday, "saint-omer", "lumbres"),
    ];
    let territory = (Timetable::new(rounds, Vec::new()).unwrap(), a_territory().1);
    let way = ("aire", "lumbres", "2026-11-22 12:00");
    let promise = (&["direct", "last"][..], "2026-11-26 10:00", "2026-11-27");
    assert_promise(&territory, way, promise);
    // Where two changes are all it takes to be earlier, two changes it is.
    let way = ("aire", "saint-omer", "2026-11-22 12:00");
    let promise = (&["first", "second"][..], "2026-11-24 10:00", "2026-11-24");
    assert_promise(&territory, way, promise);
}

#[test]
fn an_item_that_came_early_is_not_forgotten_for_one_that_comes_later() {
    let ride = |id, weekday, from, leaves, to| {
        let stops = [(from, "08:00", leaves), (to, "10:00", "10:00")];
        a_round(id, weekday, &stops)
    };
    let rounds = vec![
        ride("first", Weekday::Monday, "aire", "09:00", "arques"),
        ride("second", Weekday::Tuesday, "arques", "09:00", "saint-omer"),
        ride("direct", Weekday::Wednesday, "aire", "09:00", "saint-omer"),
        // It leaves Saint-Omer while the direct van is on its way there.
        ride("last", Weekday::Wednesday, "saint-omer", "09:30", "lumbres"),
    ];
    let territory = (Timetable::new(rounds, Vec::new()).unwrap(), a_territory().1);
    let way = ("aire", "lumbres", "2026-11-22 12:00");
    let rounds = &["first", "second", "last"][..];
    let promise = (rounds, "2026-11-25 10:00", "2026-11-25");
    assert_promise(&territory, way, promise);
}

#[test]
fn a_van_of_the_night_takes_what_an_early_van_brought() {
    let night = a_round(
        "night",
        Weekday::Monday,
        &[
            ("lumbres", "10:00", "10:10"),
            ("arques", "13:30", "14:00"),
            ("aire", "14:30", "14:30"),
        ],
    );
    let early = a_round(
        "early",
        Weekday::Tuesday,
        &[
            ("saint-omer", "00:50", "01:00"),
            ("arques", "01:10", "01:10"),
        ],
    );
    let late = vec![moved("night", "2026-11-23", "2026-11-23", 720)];
    let territory = (
        Timetable::new(vec![night, early], late).unwrap(),
        a_territory().1,
    );
    let way = ("saint-omer", "aire", "2026-11-23 12:00");
    let promise = (&["early", "night"][..], "2026-11-24 02:30", "2026-11-25");
    assert_promise(&territory, way, promise);
}

#[test]
fn a_change_needs_ten_minutes_and_the_cut_off() {
    let tight = |leaves: &str| {
        let one = a_round(
            "one",
            Weekday::Monday,
            &[("aire", "09:00", "09:10"), ("arques", "10:00", "10:05")],
        );
        let other = a_round(
            "other",
            Weekday::Monday,
            &[("arques", "10:00", leaves), ("lumbres", "11:00", "11:00")],
        );
        let timetable = Timetable::new(vec![one, other], Vec::new()).unwrap();
        let way = ("aire", "lumbres", "2026-11-22 12:00");
        ask(&timetable, &a_territory().1, way).unwrap().arrives()
    };
    assert_eq!(tight("10:40"), at("2026-11-23 11:00"));
    assert_eq!(tight("10:39"), at("2026-11-30 11:00"));
}

#[test]
fn the_reasons_tell_the_way_in_order() {
    let (timetable, hours) = a_territory();
    let way = ("aire", "fauquembergues", "2026-11-24 12:00");
    let found = ask(&timetable, &hours, way).unwrap();
    let leg = |round, day, from, leaves, to, arrives| Leg {
        round: round_id(round),
        day: date(day),
        from: library(from),
        leaves: at(leaves),
        to: library(to),
        arrives: at(arrives),
    };
    let (wednesday, thursday) = ("2026-11-25", "2026-11-26");
    let expected = [
        PromiseStep::Ready {
            at: library("aire"),
            since: at("2026-11-24 12:00"),
        },
        PromiseStep::Rides(leg(
            "lys",
            wednesday,
            "aire",
            "2026-11-25 10:15",
            "saint-omer",
            "2026-11-25 12:00",
        )),
        PromiseStep::Waits {
            at: library("saint-omer"),
            since: at("2026-11-25 12:00"),
            until: at("2026-11-26 09:15"),
        },
        PromiseStep::Rides(leg(
            "aa",
            thursday,
            "saint-omer",
            "2026-11-26 09:15",
            "fauquembergues",
            "2026-11-26 11:00",
        )),
        PromiseStep::Opens {
            library: library("fauquembergues"),
            day: date("2026-11-28"),
        },
    ];
    assert_eq!(found.reasons(), expected);
}

#[test]
fn whoever_loads_need_not_know_when_the_other_end_is_open() {
    let (timetable, _) = a_territory();
    let ride = |from: &str, to: &str| {
        let (from, to) = (library(from), library(to));
        first_ride(
            &timetable,
            &BTreeMap::new(),
            &from,
            &to,
            at("2026-11-24 12:00"),
        )
    };
    let first = ride("aire", "fauquembergues").unwrap().unwrap();
    assert_eq!(
        (first.round, first.day),
        (round_id("lys"), date("2026-11-25"))
    );
    assert_eq!(ride("aire", "aire"), Ok(None));
    assert_eq!(
        ride("aire", "arques"),
        Err(NoArrival::NoStop(library("arques")))
    );
}

#[test]
fn where_nothing_can_be_promised_the_reason_is_named() {
    let (timetable, mut hours) = a_territory();
    hours.insert(library("saint-omer"), OpeningHours::default());
    let tuesday = "2026-11-24 12:00";
    for (way, said) in [
        (
            ("aire", "nowhere", tuesday),
            "library nowhere has no opening hours",
        ),
        (
            ("aire", "arques", tuesday),
            "no round stops at library arques",
        ),
        (
            ("aire", "saint-omer", tuesday),
            "library saint-omer does not open within 400 days of 2026-11-25 12:00",
        ),
    ] {
        assert_eq!(ask(&timetable, &hours, way).unwrap_err().to_string(), said);
    }
    let (_, hours) = with_closure("aire", "2026-11-01", "2027-11-01");
    assert_eq!(
        ask(&timetable, &hours, ("saint-omer", "aire", tuesday))
            .unwrap_err()
            .to_string(),
        "no van brings from saint-omer to aire within 60 days of 2026-11-24 12:00"
    );
}

#[test]
fn moments_at_the_end_of_counting_have_no_surprise() {
    let (timetable, hours) = a_territory();
    for day in [Day(i32::MIN), Day(i32::MAX)] {
        for minute in [0, u16::MAX] {
            let ready_at = LocalMoment { day, minute };
            let (from, to) = (library("aire"), library("lumbres"));
            let found = arrival(&timetable, &hours, &from, &to, ready_at);
            let shown = found.map_or_else(|none| none.to_string(), |some| format!("{some:?}"));
            assert!(!shown.is_empty());
        }
    }
}
