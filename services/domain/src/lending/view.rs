//! What does the federator tell a node? Views: how a request or a journey stands now, each with a version.
//!
//! The newest version wins, so that a view repeated, late or out of order changes nothing; and a view that was never
//! delivered is simply replaced by the next.

use super::journey::JourneyState;
use super::request::{RequestState, Target};
use super::request_lifecycle::Telling;
use crate::catalogue::LibraryId;
use crate::identity::{ItemId, JourneyId, PatronReference, RequestId};
use crate::time::{Day, Timestamp};

/// How something stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// For the home library and the pick-up library: how a request stands.
    Request(RequestView),
    /// For lender, pick-up library and where the item is: how a journey stands, or that one is asked for.
    Journey(JourneyView),
}

/// How a request stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestView {
    /// Which request.
    pub id: RequestId,
    /// Counts the changes.
    pub version: u64,
    /// The home library.
    pub home: LibraryId,
    /// Stands for the patron.
    pub reference: PatronReference,
    /// Where it is collected.
    pub pickup: LibraryId,
    /// The title as the patron saw it.
    pub title: String,
    /// Where it stands.
    pub state: RequestState,
    /// The library that lends, if one does.
    pub lender: Option<LibraryId>,
    /// The day it can be collected, as promised now.
    pub promised: Option<Day>,
    /// Its place in the queue, from 1, while it waits.
    pub position: Option<u32>,
    /// The day it is due back.
    pub due: Option<Day>,
    /// Until when it is kept on the hold shelf, or what else is the deadline.
    pub deadline: Option<Timestamp>,
    /// What the patron is to be told of this state, if anything.
    pub telling: Option<Telling>,
    /// Why it stands so, in words for the desk.
    pub reason: String,
}

/// How a journey stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyView {
    /// Which journey.
    pub id: JourneyId,
    /// Counts the changes.
    pub version: u64,
    /// What it is now.
    pub stage: JourneyStage,
    /// The lender.
    pub lender: LibraryId,
    /// The request it serves, with what the hands at the pick-up library need to know.
    pub serves: Option<Served>,
    /// Until when somebody must act.
    pub deadline: Option<Timestamp>,
    /// The deadline passed: it stands on the list of what is late.
    pub late: bool,
}

/// What a journey is, seen by a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JourneyStage {
    /// The lender is asked for a copy.
    Asked(Target),
    /// It is under way, or has ended.
    Under {
        /// Which item.
        item: ItemId,
        /// Its title.
        title: String,
        /// Where it stands at home.
        shelfmark: String,
        /// What it weighs, in grams.
        grams: u32,
        /// Where the journey stands.
        state: JourneyState,
        /// Where the item is, or which library it left last.
        at: LibraryId,
        /// Where it must go.
        to: LibraryId,
    },
    /// It does not take place: what was committed is free again.
    Void,
}

/// The request that a journey serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// Which request.
    pub request: RequestId,
    /// Stands for the patron.
    pub reference: PatronReference,
    /// The home library, which tells the patron.
    pub home: LibraryId,
    /// Where it is collected.
    pub pickup: LibraryId,
    /// Where the request stands.
    pub state: RequestState,
    /// The day it is promised for.
    pub promised: Option<Day>,
    /// The day it is due back.
    pub due: Option<Day>,
}
