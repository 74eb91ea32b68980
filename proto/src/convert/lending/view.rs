//! What the federator tells a node, wire and domain.

use super::{journey_view, request_view};
use crate::Refusal;
use crate::convert::limits::needed;
use crate::wire::lending as wire;
use navette_domain::lending::View;
use wire::view::Of;

/// Writes a view.
pub fn to_wire(view: &View) -> wire::View {
    let of = match view {
        View::Request(request) => Of::Request(request_view::to_wire(request)),
        View::Journey(journey) => Of::Journey(journey_view::to_wire(journey)),
    };
    wire::View { of: Some(of) }
}

/// Reads a view.
pub fn from_wire(view: wire::View) -> Result<View, Refusal> {
    match needed("of", view.of)? {
        Of::Request(request) => request_view::from_wire(request)
            .map(View::Request)
            .map_err(|refusal| refusal.within("request")),
        Of::Journey(journey) => journey_view::from_wire(journey)
            .map(View::Journey)
            .map_err(|refusal| refusal.within("journey")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{a_journey_view, a_request_view, journey_stages};
    use super::*;
    use navette_domain::lending::{JourneyView, RequestState, RequestView, Telling};

    #[test]
    fn a_request_survives_the_wire_in_every_state_and_with_every_telling() {
        for state in RequestState::ALL {
            let view = RequestView {
                state: *state,
                ..a_request_view()
            };
            let view = View::Request(view);
            assert_eq!(from_wire(to_wire(&view)), Ok(view));
        }
        let tellings = Telling::ALL.iter().copied().map(Some);
        for telling in tellings.chain([None]) {
            let view = View::Request(RequestView {
                telling,
                position: None,
                lender: None,
                deadline: None,
                ..a_request_view()
            });
            assert_eq!(from_wire(to_wire(&view)), Ok(view));
        }
    }

    #[test]
    fn a_journey_survives_the_wire_in_every_stage_serving_or_not() {
        for stage in journey_stages() {
            let mut view = JourneyView {
                stage,
                ..a_journey_view()
            };
            let sent = to_wire(&View::Journey(view.clone()));
            assert_eq!(from_wire(sent), Ok(View::Journey(view.clone())));
            view.serves = None;
            view.deadline = None;
            view.late = true;
            let sent = to_wire(&View::Journey(view.clone()));
            assert_eq!(from_wire(sent), Ok(View::Journey(view)));
        }
    }

    #[test]
    fn a_view_of_nothing_and_a_journey_without_a_stage_are_refused() {
        let told = from_wire(wire::View { of: None }).map_err(|refusal| refusal.to_string());
        assert_eq!(told, Err("of: it is missing".into()));
        let mut sent = journey_view::to_wire(&a_journey_view());
        sent.stage = None;
        let told = from_wire(wire::View {
            of: Some(Of::Journey(sent)),
        });
        let told = told.map_err(|refusal| refusal.to_string());
        assert_eq!(told, Err("journey.stage: it is missing".into()));
    }
}
