//! What does the desk of a library see where 10,000 requests are open? Views of as many journeys, each at one of five steps.

use anyhow::Result;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{Barcode, ItemId, JourneyId, PatronReference, RequestId};
use navette_domain::lending::{
    JourneyStage, JourneyState, JourneyView, RequestState, Served, View,
};
use navette_domain::time::{Day, Timestamp};

/// Open requests that this desk has to do with.
pub(crate) const OPEN: usize = 10_000;
/// What one call of views may bring.
pub(crate) const CALL: usize = 500;
/// The libraries; the first is the one whose desk it is.
pub(crate) const LIBRARIES: [&str; 3] = ["lib00", "lib01", "lib02"];

/// Where the item of a journey is, and in which state the request that it serves.
struct Step {
    state: JourneyState,
    request: RequestState,
    owner: usize,
    at: usize,
    to: usize,
}

/// To pull, to ship, on its way here, on the hold shelf, and on its way back through here.
const STEPS: [Step; 5] = [
    Step {
        state: JourneyState::ToPull,
        request: RequestState::BeingSupplied,
        owner: 0,
        at: 0,
        to: 1,
    },
    Step {
        state: JourneyState::ToShip,
        request: RequestState::BeingSupplied,
        owner: 0,
        at: 0,
        to: 2,
    },
    Step {
        state: JourneyState::InTransit,
        request: RequestState::BeingSupplied,
        owner: 1,
        at: 1,
        to: 0,
    },
    Step {
        state: JourneyState::AtPickup,
        request: RequestState::OnHoldShelf,
        owner: 2,
        at: 0,
        to: 0,
    },
    Step {
        state: JourneyState::ToReturn,
        request: RequestState::Completed,
        owner: 1,
        at: 0,
        to: 1,
    },
];

/// Makes the views of so many open journeys, call by call.
pub(crate) fn views(open: usize, today: Day) -> Result<Vec<Vec<View>>> {
    let views: Result<Vec<View>> = (0..open).map(|number| view(number, today)).collect();
    Ok(views?.chunks(CALL).map(<[View]>::to_vec).collect())
}

fn library(place: usize) -> Result<LibraryId> {
    Ok(LibraryId::parse(LIBRARIES[place])?)
}

fn view(number: usize, today: Day) -> Result<View> {
    let step = &STEPS[number % STEPS.len()];
    let id = number as u128 + 1;
    // As many works stand on as many places of the shelves: never in the order of their journeys.
    let shelf = number * 7_919 % OPEN;
    Ok(View::Journey(JourneyView {
        id: JourneyId(id << 8),
        version: number as u64 + 1,
        stage: JourneyStage::Under {
            item: ItemId {
                library: library(step.owner)?,
                barcode: Barcode::parse(&format!("{number:012}"))?,
            },
            title: format!("Les Misérables, tome {number}"),
            shelfmark: format!("R HUG {shelf:05}"),
            grams: 450,
            state: step.state,
            at: library(step.at)?,
            to: library(step.to)?,
        },
        lender: library(step.owner)?,
        serves: served(step, id)?,
        deadline: Some(Timestamp(i64::from(today.0 + 3) * 86_400_000)),
        late: false,
    }))
}

fn served(step: &Step, id: u128) -> Result<Option<Served>> {
    if step.request == RequestState::Completed {
        return Ok(None);
    }
    Ok(Some(Served {
        request: RequestId(id),
        reference: PatronReference(id + 500),
        home: library(step.to)?,
        pickup: library(step.to)?,
        state: step.request,
        promised: None,
        due: None,
    }))
}
