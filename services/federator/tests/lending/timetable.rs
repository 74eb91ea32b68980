//! Does the van run as was ordered, are exactly those told whose day changes, and is nothing done twice?

use crate::fixtures::{Copies, Core, Story, a_territory, item, library};
use navette_domain::courier::{Change, Exception, RoundId, StayReason, Timetable};
use navette_domain::identity::{ItemId, RequestId};
use navette_domain::lending::{RequestState, ScanKind, Telling, View};
use navette_domain::time::Day;
use navette_federator::ledger::FederatorState;
use navette_federator::lending::{MoveError, RunChanged, RunOrder};
use navette_store::disk::SimulatedDisk;
use navette_store::ledger::{InlineLedger, Options};
use std::path::Path;
use std::sync::Arc;

fn round(id: &str) -> RoundId {
    RoundId::parse(id).unwrap()
}

/// A day of March 2026; the second is a Monday.
fn march(date: u32) -> Day {
    Day::from_civil(2026, 3, date).unwrap()
}

fn an_order(call: u128, id: &str, day: Day) -> RunOrder {
    RunOrder {
        call,
        round: round(id),
        day,
        seen: 0,
        reason: "verglas".into(),
    }
}

fn cancelled(id: &str, day: Day) -> Exception {
    Exception {
        round: round(id),
        day,
        change: Change::Cancelled,
    }
}

/// On Monday at eight: the first book must still be pulled and goes on Tuesday, the second lies in its crate.
fn two_books_for_lumbres() -> (Story, [ItemId; 2]) {
    let books = [item("aire", "000001"), item("aire", "000002")];
    let mut story = Story::with_copies(books.to_vec());
    for (id, book) in [(1, &books[0]), (2, &books[1])] {
        story.place(id, "lumbres").unwrap();
        story.commit("aire", id, book);
    }
    story.scan("aire", &books[1], ScanKind::Pulled);
    assert_eq!(story.request(1).promised, Some(march(3)));
    assert_eq!(story.request(2).promised, Some(march(2)));
    story.told("fauquembergues");
    (story, books)
}

/// What the home library is asked to tell its patrons now.
fn tellings(story: &Story) -> Vec<(RequestId, Telling)> {
    let due = story.core.views_for(&library("fauquembergues")).unwrap();
    let views = due.views.into_iter().filter_map(|view| match view {
        View::Request(request) => Some((request.id, request.telling?)),
        View::Journey(_) => None,
    });
    views.collect()
}

fn cancel(story: &Story, order: RunOrder) -> Result<RunChanged, MoveError> {
    story.core.cancel_round(order, story.now)
}

#[test]
fn a_cancelled_run_changes_exactly_the_days_that_were_shown_and_tells_those_patrons() {
    let (story, books) = two_books_for_lumbres();
    let exception = cancelled("tuesday", march(3));
    let preview = story.core.preview_move(exception, story.now).unwrap();
    assert_eq!((preview.journeys, preview.version), (2, 1));
    let shown: Vec<_> = preview
        .changes
        .iter()
        .map(|one| (&one.item, one.change.after.clone()))
        .collect();
    assert_eq!(shown, [(&books[0], Ok(march(4)))]);
    assert_eq!(tellings(&story), []);

    let mut order = an_order(7, "tuesday", march(3));
    order.seen = preview.version;
    let done = cancel(&story, order).unwrap();
    assert_eq!((done.version, done.changed), (2, 1));
    assert_eq!(story.request(1).promised, Some(march(4)));
    assert_eq!(story.request(1).reason, "verglas");
    assert_eq!(story.request(2).promised, Some(march(2)));
    assert_eq!(tellings(&story), [(RequestId(1), Telling::DateChanged)]);
}

#[test]
fn an_earlier_day_is_promised_and_told_when_the_book_is_there() {
    let (story, _) = two_books_for_lumbres();
    cancel(&story, an_order(7, "tuesday", march(3))).unwrap();
    let order = an_order(8, "tuesday", march(3));
    let back = story.core.move_round(order, march(3), 60, story.now);
    assert_eq!(back.unwrap().changed, 1);
    assert_eq!(story.request(1).promised, Some(march(3)));
    let kept = story.core.read(|state| state.exceptions().count()).unwrap();
    assert_eq!(kept, 1, "the later order takes the place of the earlier");
}

#[test]
fn what_lies_in_the_van_comes_another_day_if_its_run_does_not_take_place() {
    let (mut story, books) = two_books_for_lumbres();
    story.now.local.minute = 530;
    story.seconds_pass(3_000);
    story.scan("aire", &books[1], ScanKind::Shipped);
    let deadline_of = |story: &Story| {
        let id = story.request(2).journey.unwrap();
        let read = move |state: &FederatorState| state.journey(id).unwrap().deadline;
        story.core.read(read).unwrap().unwrap()
    };
    let before = deadline_of(&story);
    cancel(&story, an_order(7, "monday", march(2))).unwrap();
    assert_eq!(story.request(2).promised, Some(march(3)));
    assert_eq!(deadline_of(&story), before.plus_ms(86_400_000));
}

#[test]
fn an_order_told_again_changes_nothing_and_gets_the_same_answer() {
    let (story, _) = two_books_for_lumbres();
    let order = an_order(7, "tuesday", march(3));
    let first = cancel(&story, order.clone()).unwrap();
    cancel(&story, an_order(8, "friday", march(6))).unwrap();
    let request = story.request(1);
    assert_eq!(cancel(&story, order.clone()), Ok(first));
    assert_eq!(story.request(1), request);
    let version = story.core.timetable().unwrap().1;
    assert_eq!(version, 3);
    let other = RunOrder {
        day: march(10),
        ..order
    };
    assert_eq!(cancel(&story, other), Err(MoveError::CallTaken(7)));
}

#[test]
fn nobody_changes_what_they_have_not_seen() {
    let (story, _) = two_books_for_lumbres();
    cancel(&story, an_order(7, "friday", march(6))).unwrap();
    let mut order = an_order(8, "tuesday", march(3));
    order.seen = 1;
    let refused = cancel(&story, order.clone()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the timetable is at version 2, 1 was shown"
    );
    order.seen = 2;
    assert_eq!(cancel(&story, order).unwrap().version, 3);
}

#[test]
fn a_run_that_is_not_planned_is_refused_by_name_and_nothing_changes() {
    let (story, _) = two_books_for_lumbres();
    let refused = cancel(&story, an_order(7, "tuesday", march(4))).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the exception of 2026-03-04 names round tuesday, which is not planned on that day"
    );
    assert_eq!(story.core.timetable().unwrap().1, 1);
}

#[test]
fn an_exception_is_forgotten_thirty_days_after_its_day() {
    let mut story = Story::with_copies(Vec::new());
    cancel(&story, an_order(7, "tuesday", march(3))).unwrap();
    let kept = |story: &Story| story.core.read(|state| state.exceptions().count()).unwrap();
    story.days_pass(31);
    assert_eq!(kept(&story), 1);
    story.days_pass(1);
    assert_eq!(kept(&story), 0);
    // What has been seen since is still known.
    assert_eq!(story.core.timetable().unwrap().1, 2);
    let again = cancel(&story, an_order(7, "tuesday", march(3)));
    assert_eq!(again.unwrap().version, 2);
}

#[test]
fn orders_older_than_the_last_thousand_are_not_remembered() {
    let story = Story::with_copies(Vec::new());
    for number in 0..1_001_i32 {
        let day = march(2).plus(number);
        let id = format!("{:?}", day.weekday()).to_lowercase();
        let call = u128::try_from(number).unwrap();
        cancel(&story, an_order(call, &id, day)).unwrap();
    }
    let version = |call, id: &str, day| cancel(&story, an_order(call, id, day)).unwrap().version;
    assert_eq!(version(1, "tuesday", march(3)), 3);
    assert_eq!(version(0, "monday", march(2)), 1_003);
}

fn open(disk: &Arc<SimulatedDisk>) -> Core {
    let (ledger, _) =
        InlineLedger::open_simulated(Arc::clone(disk) as _, Path::new("/ledger"), Options::new(1))
            .unwrap();
    Core::new(ledger, a_territory(), Arc::new(Copies(Vec::new())))
}

#[test]
fn exceptions_outlive_the_process_and_rounds_that_are_gone_are_passed_over() {
    let disk = Arc::new(SimulatedDisk::new());
    let story = Story::with_copies(Vec::new());
    let core = open(&disk);
    let order = an_order(7, "tuesday", march(3));
    core.cancel_round(order, story.now).unwrap();
    core.cancel_round(an_order(8, "friday", march(6)), story.now)
        .unwrap();
    drop(core);

    let core = open(&disk);
    let runs = |core: &Core, day| core.territory().timetable.runs_on(day).len();
    assert_eq!((runs(&core, march(3)), runs(&core, march(6))), (0, 0));
    let mut without_tuesday = a_territory();
    let rounds = without_tuesday.timetable.rounds().iter();
    let rounds: Vec<_> = rounds
        .filter(|one| one.id != round("tuesday"))
        .cloned()
        .collect();
    without_tuesday.timetable = Timetable::new(rounds, Vec::new()).unwrap();
    core.set_territory(without_tuesday);
    assert_eq!(core.exceptions_dropped(), [cancelled("tuesday", march(3))]);
    assert_eq!((runs(&core, march(6)), runs(&core, march(5))), (0, 1));
    core.set_territory(a_territory());
    assert_eq!(core.exceptions_dropped(), []);
    assert_eq!(runs(&core, march(3)), 0);
}

#[test]
fn a_manifest_lists_what_waits_in_its_crate_and_what_rides_already() {
    let (mut story, books) = two_books_for_lumbres();
    let sheet = |story: &Story, id: &str, day, stop| {
        let made = story.core.manifest(&round(id), day, stop, story.now);
        made.unwrap()
    };
    let listed = |parcels: &[navette_domain::courier::Parcel]| {
        let items = parcels.iter().map(|parcel| parcel.item.clone());
        items.collect::<Vec<_>>()
    };
    let monday = |story: &Story, stop| sheet(story, "monday", march(2), stop).unwrap();
    let at_aire = monday(&story, 0);
    assert_eq!(listed(&at_aire.manifest.goes_on), [books[1].clone()]);
    assert_eq!(
        at_aire.titles.into_values().collect::<Vec<_>>(),
        ["Germinal"]
    );
    assert_eq!(
        listed(&monday(&story, 2).manifest.comes_off),
        [books[1].clone()]
    );

    // The van is there: what was scanned into it is listed all the same, where it went on and where it comes off.
    story.now.local.minute = 543;
    story.seconds_pass(3_780);
    assert_eq!(monday(&story, 0).manifest.goes_on.len(), 1);
    story.scan("aire", &books[1], ScanKind::Shipped);
    assert_eq!(monday(&story, 0).manifest.goes_on.len(), 1);
    assert_eq!(monday(&story, 1).manifest.rides_on.len(), 1);
    assert_eq!(monday(&story, 2).manifest.comes_off.len(), 1);
    assert_eq!(monday(&story, 3).manifest.comes_off, []);
    assert_eq!(sheet(&story, "monday", march(3), 0), None);
    assert_eq!(sheet(&story, "monday", march(2), 8), None);
}

#[test]
fn what_goes_home_is_listed_without_a_day_and_a_heavy_thing_with_the_reason() {
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    story.scan("lumbres", &book, ScanKind::Received);
    story.report(
        "lumbres",
        navette_domain::lending::Report::Cancelled(RequestId(1)),
    );
    assert_eq!(story.request(1).state, RequestState::Cancelled);
    let made = story
        .core
        .manifest(&round("monday"), march(2), 2, story.now)
        .unwrap();
    let manifest = made.unwrap().manifest;
    assert_eq!(manifest.goes_on.len(), 1);
    assert_eq!(manifest.goes_on[0].promised, None);
    assert_eq!(manifest.goes_on[0].off_at, library("aire"));
    assert!(
        manifest
            .stays
            .iter()
            .all(|stay| stay.because != StayReason::TooHeavy)
    );
}
