//! Does the protocol hold in every state that can be reached, and would the model notice if it did not?

use super::forgotten::Forgotten;
use super::properties::{
    AGREEMENT, LATE_IS_NEVER, NODE_FIRST, NOTHING_VANISHES, ONE_COMMITMENT, REST, TWICE_IS_ONCE,
};
use super::settings::Settings;
use super::words::Library::{Aire, Blendecques, Clairmarais};
use stateright::{Checker, HasDiscoveries, Model};

/// States among which a counterexample must be found; without a rule the space may have no end.
const STATES_MAX: usize = 200_000;

/// Two requests for the only copy, and a catalogue that lists one too many.
fn one_copy() -> Settings {
    Settings {
        listed: vec![Aire, Blendecques],
        holders: vec![Aire],
        homes: vec![Clairmarais, Blendecques],
        homes_are_told: false,
        crashes: 0,
        cancels: 0,
        counter_loans: 0,
        days: 0,
        forgotten: None,
    }
}

fn two_copies() -> Settings {
    Settings {
        holders: vec![Aire, Blendecques],
        ..one_copy()
    }
}

fn one_request() -> Settings {
    Settings {
        homes: vec![Clairmarais],
        ..one_copy()
    }
}

/// Visits every state there is; at least so many must be found, or the setting has lost what it is there for.
fn assert_holds_everywhere(settings: Settings, states_at_least: usize) {
    let checker = settings.checker().threads(2).spawn_bfs().join();
    checker.assert_properties();
    let states = checker.unique_state_count();
    assert!(states >= states_at_least, "only {states} states");
}

/// Leaves a rule out and expects that this property is missed.
fn assert_is_missed(rule: Forgotten, property: &'static str, settings: Settings) {
    let forgotten = Some(rule);
    let checker = Settings {
        forgotten,
        ..settings
    }
    .checker()
    .finish_when(HasDiscoveries::AnyOf([property].into()))
    .target_state_count(STATES_MAX)
    .spawn_bfs()
    .join();
    let found = checker.discovery(property);
    assert!(
        found.is_some(),
        "without {rule:?} it still holds: {property}"
    );
}

#[test]
fn two_requests_for_one_copy_survive_a_cancel_and_a_crash() {
    let settings = Settings {
        crashes: 1,
        cancels: 1,
        ..one_copy()
    };
    assert_holds_everywhere(settings, 500_000);
}

#[test]
fn a_book_on_the_counter_and_a_book_promised_are_never_the_same_book() {
    let settings = Settings {
        crashes: 1,
        counter_loans: 1,
        ..one_copy()
    };
    assert_holds_everywhere(settings, 350_000);
}

#[test]
fn two_requests_for_two_copies_survive_a_cancel() {
    let settings = Settings {
        cancels: 1,
        ..two_copies()
    };
    assert_holds_everywhere(settings, 150_000);
}

#[test]
fn two_requests_for_two_copies_survive_a_crash() {
    let settings = Settings {
        crashes: 1,
        ..two_copies()
    };
    assert_holds_everywhere(settings, 100_000);
}

#[test]
fn one_request_survives_a_cancel_a_crash_and_a_reader_at_the_counter() {
    let settings = Settings {
        homes_are_told: true,
        crashes: 1,
        cancels: 1,
        counter_loans: 1,
        ..one_request()
    };
    assert_holds_everywhere(settings, 20_000);
}

#[test]
fn a_request_that_waited_a_day_survives_a_cancel_and_a_crash() {
    let settings = Settings {
        crashes: 1,
        cancels: 1,
        days: 1,
        ..one_request()
    };
    assert_holds_everywhere(settings, 100_000);
}

#[test]
fn every_rule_that_is_left_out_is_missed() {
    let with_crash = || Settings {
        crashes: 1,
        ..one_request()
    };
    let with_cancel = || Settings {
        cancels: 1,
        ..one_request()
    };
    let at_counter = || Settings {
        counter_loans: 1,
        ..one_request()
    };
    let cases = [
        (Forgotten::AppliedOnce, TWICE_IS_ONCE, one_request()),
        (Forgotten::NoGaps, NOTHING_VANISHES, with_cancel()),
        (Forgotten::Release, AGREEMENT, one_request()),
        (Forgotten::Release, REST, one_request()),
        (Forgotten::KeptBeforeApplied, NOTHING_VANISHES, with_crash()),
        (Forgotten::KeptBeforeTaken, AGREEMENT, with_crash()),
        (Forgotten::OneCommand, NODE_FIRST, with_crash()),
        (Forgotten::NewestWins, LATE_IS_NEVER, one_request()),
        (Forgotten::FreeItem, ONE_COMMITMENT, one_copy()),
        (
            Forgotten::SameItemAtTheCounter,
            ONE_COMMITMENT,
            at_counter(),
        ),
    ];
    for (rule, property, settings) in cases {
        assert_is_missed(rule, property, settings);
    }
}
