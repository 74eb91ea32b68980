//! On which way is a journey, and which journeys have still to ride for somebody? It must not change them.

use super::draft::Draft;
use super::territory::Territory;
use super::wall::{minutes_after, then};
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::{Arrival, PendingJourney};
use navette_domain::lending::{Journey, JourneyState, LoanRequest, RequestState};
use navette_domain::time::{Day, Now};

/// How long before the van leaves its crate may be scanned as gone, beyond the cut-off.
const SCANNED_LATE_MINUTES: i64 = 60;

impl Draft<'_> {
    /// Lists the journeys that have still to ride and that somebody waits for, by a timetable.
    pub(super) fn pending(&self, by: &Territory) -> Vec<PendingJourney> {
        let open = self.state.open_journeys();
        open.filter_map(|journey| self.pending_one(journey, by))
            .collect()
    }

    fn pending_one(&self, journey: &Journey, by: &Territory) -> Option<PendingJourney> {
        let promised = self.waiting_for_it(journey)?.promised;
        let ready_at = match journey.state {
            JourneyState::ToPull => by.pulled_by(&journey.at, self.now),
            JourneyState::ToShip => self.now.local,
            JourneyState::InTransit => {
                let way = way_in_the_van(journey, promised, by, self.now)?;
                // What was promised otherwise was promised by a way that is not known any more, and stays.
                (promised == Some(way.promised)).then_some(way.ready_at)?
            }
            JourneyState::AtPickup
            | JourneyState::ToReturn
            | JourneyState::Home
            | JourneyState::Withdrawn
            | JourneyState::Lost => return None,
        };
        Some(PendingJourney {
            journey: journey.id,
            from: journey.at.clone(),
            to: journey.to.clone(),
            ready_at,
            promised,
        })
    }

    /// Lists the libraries where an item changes vans: their desks must know where it goes before it is there.
    pub(super) fn changes_of_van(&self, journey: &Journey) -> Vec<LibraryId> {
        let rides = match journey.state {
            JourneyState::ToShip | JourneyState::InTransit => journey.serves.is_some(),
            JourneyState::ToPull
            | JourneyState::AtPickup
            | JourneyState::ToReturn
            | JourneyState::Home
            | JourneyState::Withdrawn
            | JourneyState::Lost => false,
        };
        let way = || {
            let now = self.now.local;
            self.territory.arrives(&journey.at, &journey.to, now)
        };
        let legs = rides.then(way).flatten().map(|way| way.legs);
        let mut stops: Vec<LibraryId> = legs
            .unwrap_or_default()
            .into_iter()
            .map(|leg| leg.to)
            .collect();
        // The last one is where it goes.
        stops.pop();
        stops
    }

    /// Gives the request whose patron waits for a journey to arrive.
    fn waiting_for_it(&self, journey: &Journey) -> Option<&LoanRequest> {
        let request = self.request(journey.serves?).ok()?;
        (request.state == RequestState::BeingSupplied).then_some(request)
    }
}

/// Finds the way of an item that was scanned into the van: by the van that it can have left with.
///
/// A crate is scanned when it is closed, when the van comes, or a little later. Of the moments at which the item may have
/// been ready, the first is taken by which the promised day comes out.
pub(super) fn way_in_the_van(
    journey: &Journey,
    promised: Option<Day>,
    by: &Territory,
    now: Now,
) -> Option<Arrival> {
    let scanned = then(journey.since, now).local;
    let early = longest_cut_off(by, &journey.at).saturating_add(SCANNED_LATE_MINUTES);
    let way = |minutes: i64| {
        let ready = minutes_after(scanned, -minutes);
        by.arrives(&journey.at, &journey.to, ready)
    };
    let first = way(early);
    let fits = |way: &Arrival| promised.is_none_or(|day| day == way.promised);
    if first.as_ref().is_some_and(fits) {
        return first;
    }
    way(0).filter(fits).or(first)
}

/// Gives the longest cut-off of the rounds that stop at a library, in minutes.
fn longest_cut_off(territory: &Territory, library: &LibraryId) -> i64 {
    let rounds = territory.timetable.rounds().iter();
    let here = rounds.filter(|round| round.stops.iter().any(|stop| stop.library == *library));
    here.map(|round| i64::from(round.cut_off_minutes))
        .max()
        .unwrap_or(0)
}
