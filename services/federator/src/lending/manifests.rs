//! What comes off and goes on at a stop of the van? From what is under way in the ledger, along the run from its first stop,
//! since what stays behind at one stop rides past no other.

use super::core::FederatorCore;
use super::territory::Territory;
use super::wall::minutes_after;
use super::ways::way_in_the_van;
use crate::ledger::FederatorState;
use navette_domain::courier::{Arrival, Leg, Manifest, Parcel, RoundId, Run, manifest};
use navette_domain::identity::JourneyId;
use navette_domain::lending::{Journey, JourneyState};
use navette_domain::time::{Day, Now};
use navette_store::committer::CommitError;
use navette_store::ledger::Commit;
use std::collections::{BTreeMap, BTreeSet};

/// The manifest of a stop, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopSheet {
    /// What comes off and goes on.
    pub manifest: Manifest,
    /// The title of each journey on it.
    pub titles: BTreeMap<JourneyId, String>,
}

/// Something that rides in a run.
struct Carried {
    parcel: Parcel,
    on: usize,
    /// It was scanned into the van.
    loaded: bool,
}

impl<L: Commit<FederatorState>> FederatorCore<L> {
    /// Makes the manifest of one stop of one run, the first stop being 0; nothing where the round does not run on that day or
    /// has no such stop.
    pub fn manifest(
        &self,
        round: &RoundId,
        day: Day,
        stop: usize,
        now: Now,
    ) -> Result<Option<StopSheet>, CommitError> {
        let territory = self.territory();
        let runs = territory.timetable.runs_on(day);
        let Some(run) = runs.into_iter().find(|run| run.round.id == *round) else {
            return Ok(None);
        };
        let under_way = self.ledger.read(under_way)?;
        let carried: Vec<Carried> = under_way
            .iter()
            .filter_map(|(journey, promised)| carry(journey, *promised, run, &territory, now))
            .collect();
        let titles = under_way
            .into_iter()
            .map(|(journey, _)| (journey.id, journey.title))
            .collect();
        Ok(along(run, stop, &carried).map(|manifest| sheet(manifest, titles)))
    }
}

/// Lists what waits for a van or rides in one, with the day promised for it.
fn under_way(state: &FederatorState) -> Vec<(Journey, Option<Day>)> {
    let open = state.open_journeys();
    let rides = open.filter(|journey| match journey.state {
        JourneyState::ToShip | JourneyState::InTransit | JourneyState::ToReturn => true,
        JourneyState::ToPull
        | JourneyState::AtPickup
        | JourneyState::Home
        | JourneyState::Withdrawn
        | JourneyState::Lost => false,
    });
    rides
        .map(|journey| {
            let request = journey.serves.and_then(|id| state.request(id));
            (
                journey.clone(),
                request.and_then(|request| request.promised),
            )
        })
        .collect()
}

/// Says where an item rides in a run, if it does.
fn carry(
    journey: &Journey,
    promised: Option<Day>,
    run: Run<'_>,
    territory: &Territory,
    now: Now,
) -> Option<Carried> {
    let (leg, loaded) = if journey.state == JourneyState::InTransit {
        let way = way_in_the_van(journey, promised, territory, now)?;
        let place = way.legs.iter().position(|leg| is_of(leg, run))?;
        (way.legs.get(place).cloned()?, place == 0)
    } else {
        (caught(journey, run, territory, now)?, false)
    };
    let on = run
        .stops()
        .position(|stop| *stop.library == leg.from && stop.leaves == leg.leaves)?;
    let parcel = Parcel {
        journey: journey.id,
        item: journey.item.clone(),
        off_at: leg.to,
        grams: journey.grams,
        // Without a promise nobody waits for it, even if its request is still open.
        promised: promised.filter(|_| journey.serves.is_some()),
    };
    Some(Carried { parcel, on, loaded })
}

fn is_of(leg: &Leg, run: Run<'_>) -> bool {
    leg.round == run.round.id && leg.day == run.day
}

/// Finds the ride of an item that waits in its crate, where this is the run that takes it. A crate that is closed keeps what
/// it held when it was closed, until the van has come.
fn caught(journey: &Journey, run: Run<'_>, territory: &Territory, now: Now) -> Option<Leg> {
    let since = super::wall::then(journey.since, now).local;
    let cut_off = i64::from(run.round.cut_off_minutes);
    let stops = run.stops().filter(|stop| *stop.library == journey.at);
    let mut rides = stops.filter_map(|stop| {
        let closes = minutes_after(stop.leaves, -cut_off);
        let ready = since.max(now.local.min(closes));
        let way: Arrival = territory.arrives(&journey.at, &journey.to, ready)?;
        let first = way.legs.into_iter().next()?;
        (is_of(&first, run) && first.leaves == stop.leaves).then_some(first)
    });
    rides.next()
}

/// Loads and unloads from the first stop to the one asked for.
fn along(run: Run<'_>, stop: usize, carried: &[Carried]) -> Option<Manifest> {
    run.stop(stop)?;
    let mut aboard: Vec<Parcel> = Vec::new();
    let mut made = None;
    for place in 0..=stop {
        let here = |loaded: bool| {
            let parcels = carried.iter();
            let parcels = parcels.filter(move |one| one.on == place && one.loaded == loaded);
            parcels
                .map(|one| one.parcel.clone())
                .collect::<Vec<Parcel>>()
        };
        let loaded = here(true);
        aboard.extend(loaded.iter().cloned());
        let mut sheet = manifest(run, place, &aboard, &here(false))?;
        sheet.goes_on.extend(loaded);
        let order = |parcel: &Parcel| (parcel.promised.is_none(), parcel.promised);
        sheet.goes_on.sort_by_key(order);
        aboard.clone_from(&sheet.rides_on);
        made = Some(sheet);
    }
    made
}

fn sheet(manifest: Manifest, mut titles: BTreeMap<JourneyId, String>) -> StopSheet {
    let stays = manifest.stays.iter().map(|stay| &stay.parcel);
    let listed: BTreeSet<JourneyId> = manifest
        .comes_off
        .iter()
        .chain(&manifest.goes_on)
        .chain(stays)
        .map(|parcel| parcel.journey)
        .collect();
    titles.retain(|id, _| listed.contains(id));
    StopSheet { manifest, titles }
}
