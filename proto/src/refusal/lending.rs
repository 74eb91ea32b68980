//! The rows of the table that belong to lending between libraries.

use super::table::Pairs;
use navette_domain::lending::LendingRefusal;
use tonic::Code;

/// Code and reason.
pub(super) fn row(refusal: &LendingRefusal) -> (Code, &'static str) {
    use LendingRefusal as R;
    match refusal {
        R::RequestCannot { .. } => (Code::FailedPrecondition, "REQUEST_CANNOT"),
        R::JourneyCannot { .. } => (Code::FailedPrecondition, "JOURNEY_CANNOT"),
        R::InSomebodysHands { .. } => (Code::FailedPrecondition, "IN_SOMEBODYS_HANDS"),
        R::UnknownRequest(_) => (Code::NotFound, "UNKNOWN_REQUEST"),
        R::UnknownJourney(_) => (Code::NotFound, "UNKNOWN_JOURNEY"),
        R::NotTheirRequest { .. } => (Code::PermissionDenied, "NOT_THEIR_REQUEST"),
        R::NotTheirItem { .. } => (Code::PermissionDenied, "NOT_THEIR_ITEM"),
        R::UnknownLibrary(_) => (Code::InvalidArgument, "UNKNOWN_LIBRARY"),
        R::UnknownWork(_) => (Code::NotFound, "UNKNOWN_WORK"),
        R::NeedByPassed { .. } => (Code::InvalidArgument, "NEED_BY_PASSED"),
        R::AskedAlready(_) => (Code::AlreadyExists, "ASKED_ALREADY"),
        R::IdTaken(_) => (Code::AlreadyExists, "ID_TAKEN"),
        R::OnOwnShelf(_) => (Code::FailedPrecondition, "ON_OWN_SHELF"),
        R::ActedOnSince { .. } => (Code::FailedPrecondition, "ACTED_ON_SINCE"),
        R::TooMany { .. } => (Code::ResourceExhausted, "TOO_MANY"),
    }
}

/// What a program may want to read.
pub(super) fn metadata(refusal: &LendingRefusal) -> Pairs {
    use LendingRefusal as R;
    match refusal {
        R::RequestCannot {
            request,
            state,
            event,
        } => vec![
            ("request", request.to_string()),
            ("state", state.code().to_owned()),
            ("event", (*event).to_owned()),
        ],
        R::JourneyCannot { item, state, event } => vec![
            ("item", item.to_string()),
            ("state", state.code().to_owned()),
            ("event", (*event).to_owned()),
        ],
        R::InSomebodysHands { item, request } => {
            vec![("item", item.to_string()), ("request", request.to_string())]
        }
        R::UnknownRequest(request) | R::AskedAlready(request) | R::IdTaken(request) => {
            vec![("request", request.to_string())]
        }
        R::UnknownJourney(journey) => vec![("journey", journey.to_string())],
        R::UnknownLibrary(library) | R::NotTheirRequest { library } => {
            vec![("library", library.to_string())]
        }
        R::UnknownWork(work) => vec![("work", work.clone())],
        R::NeedByPassed { need_by, today } => {
            vec![
                ("need_by", need_by.to_string()),
                ("today", today.to_string()),
            ]
        }
        R::OnOwnShelf(item) => vec![("item", item.to_string())],
        R::ActedOnSince { item, by: library } | R::NotTheirItem { item, library } => {
            vec![("item", item.to_string()), ("library", library.to_string())]
        }
        R::TooMany { what, count, limit } => vec![
            ("what", (*what).to_owned()),
            ("count", count.to_string()),
            ("limit", limit.to_string()),
        ],
    }
}

#[cfg(test)]
mod tests {
    use crate::{Refusal, explain};
    use navette_domain::identity::RequestId;
    use navette_domain::lending::{LendingRefusal, RequestState};
    use tonic::{Code, Status};

    #[test]
    fn a_request_that_cannot_says_where_it_stands() {
        let status = Status::from(Refusal::from(LendingRefusal::RequestCannot {
            request: RequestId(1),
            state: RequestState::OnLoan,
            event: "be cancelled",
        }));
        assert_eq!(status.code(), Code::FailedPrecondition);
        let told = explain(&status);
        let state = told.as_ref().and_then(|told| told.metadata.get("state"));
        assert_eq!(state.map(String::as_str), Some("on-loan"));
        assert_eq!(told.map(|told| told.reason), Some("REQUEST_CANNOT".into()));
    }

    #[test]
    fn asking_twice_names_the_first_request() {
        let status = Status::from(Refusal::from(LendingRefusal::AskedAlready(RequestId(7))));
        assert_eq!(status.code(), Code::AlreadyExists);
        let named = explain(&status).and_then(|told| told.metadata.get("request").cloned());
        assert_eq!(named, Some(RequestId(7).to_string()));
    }
}
