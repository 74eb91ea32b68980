//! Own patrons ask for things: noted at once, told in order, and nobody else learns who asked.

use crate::fixtures::*;
use navette_domain::identity::RequestId;
use navette_domain::lending::{JourneyState, Report, RequestState, View};

#[test]
fn a_request_is_noted_and_waits_until_the_federator_has_it() {
    let core = aire_connected();
    let anne = a_patron(&core, "Anne", "42");
    let shown = core.place(a_wish(1, anne, 1), today()).unwrap();
    assert!(shown.noted_only);
    let Report::Placed(placement) = last_report(&core) else {
        panic!("not placed");
    };
    assert_eq!(placement, shown.placement);
    acknowledge(&core);
    assert!(!core.request(RequestId(1), today()).unwrap().noted_only);
}

#[test]
fn placing_twice_is_placing_once() {
    let core = aire_connected();
    let anne = a_patron(&core, "Anne", "42");
    core.place(a_wish(1, anne, 1), today()).unwrap();
    let before = rows(&core);
    core.place(a_wish(1, anne, 1), today()).unwrap();
    assert_eq!(rows(&core), before);
    let other = core.place(a_wish(1, anne, 2), today()).unwrap_err();
    assert!(
        other
            .to_string()
            .contains("exists already and asks for something else")
    );
}

#[test]
fn a_request_is_put_off_taken_up_and_cancelled_in_order() {
    let core = aire_connected();
    let anne = a_patron(&core, "Anne", "42");
    core.place(a_wish(1, anne, 1), today()).unwrap();
    core.suspend(RequestId(1), Some(TODAY.plus(9)), today())
        .unwrap();
    core.resume(RequestId(1), today()).unwrap();
    core.cancel(RequestId(1), None, today()).unwrap();
    let told = reports(&core);
    assert_eq!(
        told[1..],
        [
            Report::Suspended(RequestId(1), Some(TODAY.plus(9))),
            Report::Resumed(RequestId(1)),
            Report::Cancelled(RequestId(1)),
        ]
    );
    let twice = core.cancel(RequestId(1), None, today()).unwrap_err();
    assert!(
        twice
            .to_string()
            .ends_with("is cancelled: it cannot be cancelled"),
        "{twice}"
    );
}

#[test]
fn a_request_that_has_ended_makes_room_for_the_next() {
    let mut few = settings();
    for category in &mut few.categories {
        category.policy.requests_max = 1;
    }
    let core = aire_with(a_shelf(), few);
    connect(&core);
    let anne = a_patron(&core, "Anne", "42");
    core.place(a_wish(1, anne, 1), today()).unwrap();
    let refused = core.place(a_wish(2, anne, 2), today()).unwrap_err();
    assert_eq!(refused.to_string(), "1 requests are open, the limit is 1");
    show(
        &core,
        vec![View::Request(request_view(1, 2, RequestState::Unfilled))],
    );
    core.place(a_wish(2, anne, 2), today()).unwrap();
    assert_eq!(core.requests(anne, true, today()).unwrap().len(), 2);
    assert_eq!(core.requests(anne, false, today()).unwrap().len(), 1);
}

#[test]
fn a_patron_hears_that_the_van_has_it() {
    let core = aire_connected();
    let anne = a_patron(&core, "Anne", "42");
    core.place(a_wish(1, anne, 1), today()).unwrap();
    let in_van = || core.request(RequestId(1), today()).unwrap().in_van;
    let book = item("lumbres", "900001");
    for (version, state, expected) in [
        (2, JourneyState::ToShip, false),
        (3, JourneyState::InTransit, true),
    ] {
        let stage = under(&book, state, "lumbres", "aire");
        let serves = Some(served_here(1, RequestState::BeingSupplied));
        show_journey(&core, journey(7, version, stage, serves));
        assert_eq!(in_van(), expected, "{state:?}");
    }
}
