//! Why does lending between libraries say no? Every refusal names the thing and leaves everything as it was.

use super::journey::JourneyState;
use super::request::RequestState;
use crate::catalogue::LibraryId;
use crate::identity::{ItemId, JourneyId, RequestId};
use crate::time::Day;

/// Says why something cannot happen to a request or a journey.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LendingRefusal {
    /// The request is in a state in which this cannot happen.
    #[error("request {request} is {}: it cannot {event}", state.code())]
    RequestCannot {
        /// Which request.
        request: RequestId,
        /// Where it stands.
        state: RequestState,
        /// What was tried, in words.
        event: &'static str,
    },
    /// The journey is in a state in which this cannot happen.
    #[error("the journey of item {item} is {}: it cannot {event}", state.code())]
    JourneyCannot {
        /// Which item travels.
        item: ItemId,
        /// Where it is.
        state: JourneyState,
        /// What was tried, in words.
        event: &'static str,
    },
    /// A scan would take the item out of somebody's hands.
    #[error("item {item} is on loan for request {request}: return it first")]
    InSomebodysHands {
        /// Which item.
        item: ItemId,
        /// For which request it is on loan.
        request: RequestId,
    },
    /// Nobody knows of such a request.
    #[error("there is no request {0}")]
    UnknownRequest(RequestId),
    /// Nobody knows of such a journey.
    #[error("there is no journey {0}")]
    UnknownJourney(JourneyId),
    /// A library spoke of a request that it has no part in.
    #[error("the request is neither of a patron of library \"{library}\" nor collected there")]
    NotTheirRequest {
        /// Which library spoke of it.
        library: LibraryId,
    },
    /// A library spoke of an item that it has no part in, or not this one.
    #[error("item {item} is not in the hands of library \"{library}\": it cannot say that of it")]
    NotTheirItem {
        /// Which item.
        item: ItemId,
        /// Which library spoke of it.
        library: LibraryId,
    },
    /// No such library is a member.
    #[error("library \"{0}\" is not a member")]
    UnknownLibrary(LibraryId),
    /// No library has it.
    #[error("no library holds the work {0}")]
    UnknownWork(String),
    /// It is wanted by a day that has passed.
    #[error("{need_by} is in the past: today is {today}")]
    NeedByPassed {
        /// The day given.
        need_by: Day,
        /// What day it is.
        today: Day,
    },
    /// The same patron has asked for the same already.
    #[error("request {0} asks for the same already")]
    AskedAlready(RequestId),
    /// The number of a request is taken by another one.
    #[error("request {0} exists already and asks for something else")]
    IdTaken(RequestId),
    /// The own shelf holds it.
    #[error("item {0} stands on the shelf of the pick-up library: take it there and lend it")]
    OnOwnShelf(ItemId),
    /// Somebody else acted on it since.
    #[error("item {item} cannot be put back as it was: {by} has acted on it since")]
    ActedOnSince {
        /// Which item.
        item: ItemId,
        /// Who acted.
        by: LibraryId,
    },
    /// More than may wait.
    #[error("{what}: {count} are open, {limit} may be")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
}
