//! `CourierService`: when the van runs, what it carries, and what happens if it runs otherwise.

use super::courier_pages::{Page, preview_page, rounds_page};
use super::courier_read::{Ordered, known_library, whereto};
use super::not_kept::not_kept;
use super::turns::Turns;
use crate::lending::{MoveError, RunChanged, RunningLending, Territory, last_day};
use crate::tasks;
use navette_domain::access::Caller;
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::{Exception, Round, RoundId, arrival};
use navette_domain::time::Day;
use navette_proto::Refusal;
use navette_proto::convert;
use navette_proto::wire::courier as wire;
use navette_proto::wire::courier::courier_service_server::CourierService;
use navette_trust::caller_of;
use std::sync::Arc;
use tonic::{Request, Response, Status};

/// Serves the van's timetable and its manifests.
pub(crate) struct Courier {
    lending: Arc<dyn RunningLending>,
    turns: Turns,
}

impl Courier {
    /// Serves what this ledger knows.
    pub(crate) fn over(lending: Arc<dyn RunningLending>) -> Self {
        Self {
            lending,
            turns: Turns::default(),
        }
    }

    /// Does something with the ledger where it delays nobody.
    async fn aside<R: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn RunningLending) -> Result<R, Refusal> + Send + 'static,
    ) -> Result<R, Refusal> {
        let lending = Arc::clone(&self.lending);
        let done = tasks::aside(move || work(&*lending)).await;
        done.unwrap_or(Err(Refusal::Internal))
    }
}

#[tonic::async_trait]
impl CourierService for Courier {
    async fn list_rounds(
        &self,
        request: Request<wire::ListRoundsRequest>,
    ) -> Result<Response<wire::ListRoundsResponse>, Status> {
        let _turn = self.turns.take()?;
        let request = request.into_inner();
        let territory = self.lending.core().territory();
        let today = self.lending.now().local.day;
        let library = match request.library.as_str() {
            "" => None,
            named => Some(known_library(&territory, named)?),
        };
        let page = rounds_page(&territory, library.as_ref(), &request)?;
        Ok(Response::new(wire::ListRoundsResponse {
            rounds: page
                .shown
                .iter()
                .map(|round| round_to_wire(round, &territory, today))
                .collect(),
            next_page_token: page.next_token,
        }))
    }

    async fn get_round(
        &self,
        request: Request<wire::GetRoundRequest>,
    ) -> Result<Response<wire::GetRoundResponse>, Status> {
        let _turn = self.turns.take()?;
        let id = convert::courier::round::known_id(&request.into_inner().round)?;
        let shown = self.aside(move |lending| {
            let (round, timetable_version) = round_now(lending, &id)?;
            Ok(wire::GetRoundResponse {
                round: Some(round),
                timetable_version,
            })
        });
        Ok(Response::new(shown.await?))
    }

    async fn plan_arrival(
        &self,
        request: Request<wire::PlanArrivalRequest>,
    ) -> Result<Response<wire::PlanArrivalResponse>, Status> {
        let _turn = self.turns.take()?;
        let request = request.into_inner();
        let territory = self.lending.core().territory();
        let from = known_library(&territory, &request.from)?;
        let to = known_library(&territory, &request.to)?;
        let ready = match request.ready_at.as_str() {
            "" => self.lending.now().local,
            text => convert::moment::local_from_wire("ready_at", text)?,
        };
        let found = arrival(&territory.timetable, &territory.hours, &from, &to, ready)
            .map_err(Refusal::NoArrival)?;
        Ok(Response::new(wire::PlanArrivalResponse {
            arrival: Some(convert::courier::arrival::to_wire(&found)),
        }))
    }

    async fn preview_move(
        &self,
        request: Request<wire::PreviewMoveRequest>,
    ) -> Result<Response<wire::PreviewMoveResponse>, Status> {
        let _turn = self.turns.take()?;
        let request = request.into_inner();
        let exception = Exception {
            round: convert::courier::round::known_id(&request.round)?,
            day: convert::courier::exception::needed_day("day", &request.day)?,
            change: whereto(request.to.as_ref())?,
        };
        let page = Page::of_preview(&exception, &request)?;
        let shown = self.aside(move |lending| {
            let preview = lending.core().preview_move(exception, lending.now());
            Ok(preview_page(&preview.map_err(refused)?, &page))
        });
        Ok(Response::new(shown.await?))
    }

    async fn move_round(
        &self,
        request: Request<wire::MoveRoundRequest>,
    ) -> Result<Response<wire::MoveRoundResponse>, Status> {
        let _turn = self.turns.take()?;
        let ordered = Ordered::to_move(request.into_inner())?;
        let (round, done) = self.aside(|lending| carry_out(lending, ordered)).await?;
        Ok(Response::new(wire::MoveRoundResponse {
            round: Some(round),
            timetable_version: done.version,
            changed: done.changed,
        }))
    }

    async fn cancel_round(
        &self,
        request: Request<wire::CancelRoundRequest>,
    ) -> Result<Response<wire::CancelRoundResponse>, Status> {
        let _turn = self.turns.take()?;
        let ordered = Ordered::to_cancel(request.into_inner())?;
        let (round, done) = self.aside(|lending| carry_out(lending, ordered)).await?;
        Ok(Response::new(wire::CancelRoundResponse {
            round: Some(round),
            timetable_version: done.version,
            changed: done.changed,
        }))
    }

    async fn get_manifest(
        &self,
        request: Request<wire::GetManifestRequest>,
    ) -> Result<Response<wire::GetManifestResponse>, Status> {
        let _turn = self.turns.take()?;
        let caller = caller_of(&request);
        let request = request.into_inner();
        let id = convert::courier::round::known_id(&request.round)?;
        let day = convert::courier::exception::needed_day("day", &request.day)?;
        let stop = request.stop;
        let manifest = self.aside(move |lending| {
            refuse_stop_of_another(lending, &caller, &id, stop)?;
            manifest(lending, &id, day, stop)
        });
        Ok(Response::new(wire::GetManifestResponse {
            manifest: Some(manifest.await?),
        }))
    }
}

/// Moves or cancels a run, and shows its round as it stands then.
fn carry_out(
    lending: &dyn RunningLending,
    ordered: Ordered,
) -> Result<(wire::Round, RunChanged), Refusal> {
    let now = lending.now();
    let id = ordered.order.round.clone();
    let done = match ordered.to {
        Some((day, by_minutes)) => lending
            .core()
            .move_round(ordered.order, day, by_minutes, now),
        None => lending.core().cancel_round(ordered.order, now),
    };
    let done = done.map_err(refused)?;
    lending.changed();
    let (round, _) = round_now(lending, &id)?;
    Ok((round, done))
}

/// A library sees what comes to it and goes from it, not what others exchange.
fn refuse_stop_of_another(
    lending: &dyn RunningLending,
    caller: &Caller,
    id: &RoundId,
    stop: u32,
) -> Result<(), Refusal> {
    let territory = lending.core().territory();
    let place = usize::try_from(stop).unwrap_or(usize::MAX);
    match find_round(&territory, id)?.stops.get(place) {
        Some(stop) => Ok(caller.speaks_for(&stop.library)?),
        // That there is none is said where the manifest is looked for.
        None => Ok(()),
    }
}

fn manifest(
    lending: &dyn RunningLending,
    id: &RoundId,
    day: Day,
    stop: u32,
) -> Result<wire::Manifest, Refusal> {
    let place = usize::try_from(stop).unwrap_or(usize::MAX);
    find_round(&lending.core().territory(), id)?;
    let made = lending.core().manifest(id, day, place, lending.now());
    let sheet = made
        .map_err(|error| not_kept(&error))?
        .ok_or_else(|| Refusal::NoSuchStop {
            round: id.to_string(),
            day,
            stop,
        })?;
    let title = |journey| sheet.titles.get(&journey).map_or("", String::as_str);
    Ok(convert::courier::manifest::to_wire(&sheet.manifest, title))
}

fn round_now(lending: &dyn RunningLending, id: &RoundId) -> Result<(wire::Round, u64), Refusal> {
    let (territory, version) = lending
        .core()
        .timetable()
        .map_err(|error| not_kept(&error))?;
    let round = find_round(&territory, id)?;
    let today = lending.now().local.day;
    Ok((round_to_wire(round, &territory, today), version))
}

fn find_round<'t>(territory: &'t Territory, id: &RoundId) -> Result<&'t Round, Refusal> {
    let mut rounds = territory.timetable.rounds().iter();
    rounds
        .find(|round| round.id == *id)
        .ok_or_else(|| Refusal::UnknownRound(id.to_string()))
}

/// Writes a round with its exceptions that are still to come.
fn round_to_wire(round: &Round, territory: &Territory, today: Day) -> wire::Round {
    let exceptions = territory.timetable.exceptions().iter();
    let mut to_come: Vec<Exception> = exceptions
        .filter(|exception| exception.round == round.id && last_day(exception) >= today)
        .cloned()
        .collect();
    to_come.sort_by_key(|exception| exception.day);
    let name = |library: &LibraryId| {
        let member = territory.members.get(library);
        member.map_or("", |member| member.name.as_str())
    };
    convert::courier::round::to_wire(round, &to_come, name)
}

/// Says no as the one table has it.
fn refused(error: MoveError) -> Refusal {
    match error {
        MoveError::Timetable(refusal) => Refusal::Timetable(refusal),
        MoveError::Moving(refusal) => Refusal::Moving(refusal),
        MoveError::Lending(refusal) => Refusal::Lending(refusal),
        MoveError::ChangedSince { seen, here } => Refusal::ChangedSince {
            what: "the timetable",
            asked: seen,
            here,
        },
        MoveError::CallTaken(call) => Refusal::RequestIdTaken(format!("{call:032x}")),
        MoveError::NotKept(error) => not_kept(&error),
    }
}

#[cfg(test)]
#[path = "courier_tests.rs"]
mod tests;
