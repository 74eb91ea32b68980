//! However views are repeated, late or reordered, the same is the case in the end.

use crate::fixtures::*;
use navette_domain::lending::{JourneyStage, JourneyState, RequestState, View};
use navette_node::core::ViewAck;
use std::collections::BTreeMap;

fn a_life() -> Vec<View> {
    let book = item("lumbres", "900001");
    let at = |version, state, place: &str| {
        let serves = Some(served_here(7, RequestState::BeingSupplied));
        View::Journey(journey(
            7,
            version,
            under(&book, state, place, "aire"),
            serves,
        ))
    };
    vec![
        at(2, JourneyState::ToPull, "lumbres"),
        at(3, JourneyState::ToShip, "lumbres"),
        at(4, JourneyState::InTransit, "lumbres"),
        View::Journey(asked(8, 1, 1)),
        View::Journey(journey(8, 2, JourneyStage::Void, None)),
        View::Request(request_view(9, 1, RequestState::Placed)),
        View::Request(request_view(9, 2, RequestState::Waiting)),
    ]
}

/// What is the case, without what was said on the way.
fn facts(core: &Core) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let tables = [1_u8, 3, 4, 5];
    let rows = rows(core).into_iter();
    rows.filter(|(key, _)| tables.contains(&key[0])).collect()
}

#[test]
fn the_order_and_number_of_deliveries_change_nothing() {
    let in_order = aire_connected();
    show_unheard(&in_order, a_life());
    let expected = facts(&in_order);
    for turn in 0..a_life().len() {
        let core = aire_connected();
        let mut views = a_life();
        views.rotate_left(turn);
        show_unheard(&core, views.clone());
        views.reverse();
        for view in views {
            show_unheard(&core, vec![view]);
        }
        assert_eq!(facts(&core), expected, "rotated by {turn}");
    }
}

#[test]
fn every_view_is_acknowledged_and_those_of_a_stranger_are_not() {
    let core = aire_connected();
    let views = vec![View::Request(request_view(9, 1, RequestState::Placed))];
    let heard = heard_all(&core);
    let taken = core
        .receive_views(FEDERATOR, heard, views.clone(), today())
        .unwrap();
    assert_eq!(
        taken,
        [ViewAck::Request(navette_domain::identity::RequestId(9), 1)]
    );
    let again = core
        .receive_views(FEDERATOR, heard, views.clone(), today())
        .unwrap();
    assert_eq!(again, taken);
    let before = rows(&core);
    assert_eq!(core.receive_views(99, heard, views, today()).unwrap(), []);
    assert_eq!(rows(&core), before);
}

#[test]
fn an_acknowledgement_of_what_was_never_said_is_left_alone() {
    let core = aire_connected();
    show_journey(&core, asked(8, 1, 1));
    let before = rows(&core);
    core.acknowledged(99, today()).unwrap();
    core.acknowledged(0, today()).unwrap();
    assert_eq!(rows(&core), before);
    acknowledge(&core);
    assert_eq!(core.waiting_reports().unwrap(), 0);
    acknowledge(&core);
}
