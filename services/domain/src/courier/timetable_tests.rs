//! Does the van run on the days a librarian expects? Beside the timetable, which would be too long with them.

#![allow(clippy::unwrap_used)]

use super::super::fixtures::{a_round, a_territory, at, cancelled, date, moved, round_id};
use super::*;
use crate::time::Weekday;

/// Each run of a day as its round, and its first arrival and last departure.
fn runs(timetable: &Timetable, day: &str) -> Vec<(String, String, String)> {
    let runs = timetable.runs_on(date(day)).into_iter();
    runs.map(|run| {
        let stops: Vec<_> = run.stops().collect();
        (
            run.round.id.to_string(),
            stops.first().unwrap().arrives.to_string(),
            stops.last().unwrap().leaves.to_string(),
        )
    })
    .collect()
}

#[track_caller]
fn assert_runs(timetable: &Timetable, day: &str, expected: &[(&str, &str, &str)]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|&(round, first, last)| (round.to_owned(), first.to_owned(), last.to_owned()))
        .collect();
    assert_eq!(runs(timetable, day), expected, "on {day}");
}

fn with(exceptions: &[Exception]) -> Result<Timetable, TimetableRefusal> {
    Timetable::new(a_territory().0.rounds().to_vec(), exceptions.to_vec())
}

fn refused(exceptions: &[Exception]) -> String {
    with(exceptions).unwrap_err().to_string()
}

#[test]
fn a_round_runs_on_its_weekday_and_not_on_holidays() {
    let (timetable, _) = a_territory();
    let on_wednesday = ("lys", "2026-11-25 09:00", "2026-11-25 12:00");
    assert_runs(&timetable, "2026-11-25", &[on_wednesday]);
    assert_runs(&timetable, "2026-11-24", &[]);
    // A Wednesday, and the armistice.
    assert_runs(&timetable, "2026-11-11", &[]);
}

#[test]
fn a_round_runs_from_its_first_day_to_its_last() {
    let mut round = a_territory().0.rounds()[0].clone();
    round.first_day = Some(date("2026-11-18"));
    round.last_day = Some(date("2026-11-25"));
    let timetable = Timetable::new(vec![round.clone()], Vec::new()).unwrap();
    for (day, running) in [
        ("2026-11-04", 0),
        ("2026-11-18", 1),
        ("2026-11-25", 1),
        ("2026-12-02", 0),
    ] {
        assert_eq!(timetable.runs_on(date(day)).len(), running, "{day}");
    }
    // The last run may be moved beyond the last day; a run that never was may not.
    let late = vec![moved("lys", "2026-11-25", "2026-11-27", 0)];
    let timetable = Timetable::new(vec![round.clone()], late).unwrap();
    assert_eq!(timetable.runs_on(date("2026-11-27")).len(), 1);
    let never = vec![cancelled("lys", "2026-12-02")];
    assert_eq!(
        Timetable::new(vec![round], never).unwrap_err().to_string(),
        "the exception of 2026-12-02 names round lys, which is not planned on that day"
    );
}

#[test]
fn a_cancelled_run_does_not_run_and_the_next_one_does() {
    let timetable = with(&[cancelled("lys", "2026-11-25")]).unwrap();
    assert_runs(&timetable, "2026-11-25", &[]);
    let next = ("lys", "2026-12-02 09:00", "2026-12-02 12:00");
    assert_runs(&timetable, "2026-12-02", &[next]);
}

#[test]
fn a_moved_run_runs_on_its_new_day_only() {
    let timetable = with(&[moved("lys", "2026-11-25", "2026-11-26", 30)]).unwrap();
    assert_runs(&timetable, "2026-11-25", &[]);
    let moved = ("lys", "2026-11-26 09:30", "2026-11-26 12:30");
    let aa = ("aa", "2026-11-26 09:00", "2026-11-26 13:00");
    assert_runs(&timetable, "2026-11-26", &[aa, moved]);
    let planned = timetable.runs_on(date("2026-11-26"))[1].planned;
    assert_eq!(planned, date("2026-11-25"));
}

#[test]
fn a_holiday_has_the_runs_that_were_moved_there() {
    for (exception, runs_on_holiday) in [
        (moved("lys", "2026-11-11", "2026-11-11", 0), 1),
        (moved("lys", "2026-11-11", "2026-11-12", 0), 0),
        (moved("aa", "2026-11-12", "2026-11-11", 0), 1),
    ] {
        let timetable = with(std::slice::from_ref(&exception)).unwrap();
        let running = timetable.runs_on(date("2026-11-11")).len();
        assert_eq!(running, runs_on_holiday, "{exception:?}");
    }
}

#[test]
fn a_run_moved_across_midnight_belongs_to_the_day_of_its_first_stop() {
    let timetable = with(&[moved("lys", "2026-11-25", "2026-11-25", -600)]).unwrap();
    let early = ("lys", "2026-11-24 23:00", "2026-11-25 02:00");
    assert_runs(&timetable, "2026-11-24", &[early]);
    assert_runs(&timetable, "2026-11-25", &[]);
    let run = timetable.runs_on(date("2026-11-24"))[0];
    assert_eq!(run.stop(1).unwrap().arrives, at("2026-11-25 00:00"));

    let timetable = with(&[moved("lys", "2026-11-25", "2026-11-25", 720)]).unwrap();
    let late = ("lys", "2026-11-25 21:00", "2026-11-26 00:00");
    assert_runs(&timetable, "2026-11-25", &[late]);
}

#[test]
fn an_exception_that_fits_no_run_is_refused_by_name() {
    for (exceptions, said) in [
        (
            vec![cancelled("vapeur", "2026-11-25")],
            "the exception of 2026-11-25 names round vapeur, which does not exist",
        ),
        (
            vec![cancelled("lys", "2026-11-24")],
            "the exception of 2026-11-24 names round lys, which is not planned on that day",
        ),
        (
            vec![
                cancelled("lys", "2026-11-25"),
                moved("lys", "2026-11-25", "2026-11-26", 0),
            ],
            "round lys has two exceptions on 2026-11-25",
        ),
        (
            vec![moved("lys", "2026-11-25", "2026-12-27", 0)],
            "round lys of 2026-11-25 is moved by 32 days and 0 minutes, over the limit of 31 days and 720 minutes",
        ),
        (
            vec![moved("lys", "2026-11-25", "2026-11-25", -721)],
            "round lys of 2026-11-25 is moved by 0 days and -721 minutes, over the limit of 31 days and 720 minutes",
        ),
        (
            vec![moved("lys", "2026-11-25", "2026-12-02", 0)],
            "round lys would run twice on 2026-12-02",
        ),
        (
            vec![
                moved("lys", "2026-11-25", "2026-11-27", 0),
                moved("lys", "2026-12-02", "2026-11-27", 60),
            ],
            "round lys would run twice on 2026-11-27",
        ),
    ] {
        assert_eq!(refused(&exceptions), said);
    }
}

#[test]
fn a_run_moved_to_where_its_round_is_cancelled_is_alone_there() {
    let exceptions = [
        moved("lys", "2026-11-25", "2026-12-02", 0),
        cancelled("lys", "2026-12-02"),
    ];
    let timetable = with(&exceptions).unwrap();
    assert_eq!(timetable.runs_on(date("2026-12-02")).len(), 1);
}

#[test]
fn an_exception_added_later_replaces_the_one_of_the_same_run() {
    let timetable = with(&[cancelled("lys", "2026-11-25")]).unwrap();
    let moved = moved("lys", "2026-11-25", "2026-11-26", 0);
    let timetable = timetable.with_exception(moved.clone()).unwrap();
    assert_eq!(timetable.exceptions(), [moved]);
}

#[test]
fn rounds_that_are_twice_there_or_too_many_are_refused() {
    let round = a_territory().0.rounds()[0].clone();
    let twice = Timetable::new(vec![round.clone(), round.clone()], Vec::new());
    assert_eq!(twice, Err(TimetableRefusal::RoundTwice(round_id("lys"))));
    let many = Timetable::new(vec![round; 51], Vec::new());
    assert_eq!(many, Err(TimetableRefusal::TooManyRounds(51)));
    let many = with(&vec![cancelled("lys", "2026-11-25"); 2_001]);
    assert_eq!(many, Err(TimetableRefusal::TooManyExceptions(2_001)));
}

#[test]
fn a_round_with_one_stop_makes_no_timetable() {
    let alone = a_round("lys", Weekday::Monday, &[("aire", "09:00", "09:10")]);
    assert_eq!(
        Timetable::new(vec![alone], Vec::new())
            .unwrap_err()
            .to_string(),
        "round lys has 1 stops, it needs 2 to 40"
    );
}

#[test]
fn days_at_the_end_of_counting_have_no_surprise() {
    let (timetable, _) = a_territory();
    for day in [Day(i32::MIN), Day(i32::MAX)] {
        assert!(timetable.runs_on(day).len() <= 1);
    }
    let far = Exception {
        round: round_id("lys"),
        day: Day(i32::MIN + 5),
        change: Change::MovedTo {
            day: Day(i32::MAX),
            by_minutes: i16::MIN,
        },
    };
    assert!(with(&[far]).is_err());
}
