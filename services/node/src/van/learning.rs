//! What does the federator say of the van? Asked now and then, and whenever somebody wants a manifest; nobody waits long for it.

use super::Van;
use crate::clock::pause;
use crate::desk_process::Desk;
use crate::tasks;
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::RoundId;
use navette_domain::time::Day;
use navette_proto::wire::courier as wire;
use navette_proto::wire::courier::courier_service_client::CourierServiceClient;
use std::sync::Arc;
use std::time::Duration;
use tonic::transport::Channel;
use tonic::{Code, Status};

/// How far ahead manifests are asked for: a round comes once a week.
const DAYS_AHEAD: i32 = 7;
/// Most runs asked for at once.
const RUNS_MAX: usize = 30;
/// Pages of rounds that are read.
const PAGES_MAX: usize = 20;
/// How long somebody at the desk waits for fresh news before the last are shown.
const FRESH_WITHIN: Duration = Duration::from_secs(2);

/// The manifests of a run, and when they were made.
pub(crate) type Sheet = (Vec<wire::Manifest>, i64);

/// Asks for the timetable and the manifests of the coming days.
pub(crate) async fn learn(
    desk: &Arc<Desk>,
    here: &LibraryId,
    federator: &Channel,
) -> Result<(), String> {
    learn_rounds(&desk.van, federator)
        .await
        .map_err(|status| status.to_string())?;
    let learned = learn_coming_runs(desk, here, federator).await;
    // Also what was learned before the line broke.
    keep(desk).await;
    learned.map_err(|status| status.to_string())
}

async fn learn_coming_runs(
    desk: &Desk,
    here: &LibraryId,
    federator: &Channel,
) -> Result<(), Status> {
    let today = desk.now().local.day;
    let runs = desk.van.runs_at(here, today, today.plus(DAYS_AHEAD));
    for (round, day, stops) in runs.into_iter().take(RUNS_MAX) {
        learn_run(desk, federator, (&round, day), stops).await?;
    }
    Ok(())
}

/// Gives the manifests of a run: fresh where the federator answers at once, otherwise the last known.
pub(crate) async fn sheet(
    desk: &Arc<Desk>,
    here: &LibraryId,
    round: &RoundId,
    day: Day,
) -> Option<Sheet> {
    if let Some(federator) = &desk.federator {
        tokio::select! {
            asked = refresh(desk, here, federator, round, day) => if let Err(status) = asked {
                tracing::debug!(%status, "the federator gives no manifest");
            },
            () = pause(FRESH_WITHIN) => {}
        }
    }
    desk.van.sheet(round, day)
}

async fn refresh(
    desk: &Arc<Desk>,
    here: &LibraryId,
    federator: &Channel,
    round: &RoundId,
    day: Day,
) -> Result<(), Status> {
    learn_rounds(&desk.van, federator).await?;
    let mut runs = desk.van.runs_at(here, day, day).into_iter();
    match runs.find(|(id, on, _)| id == round && *on == day) {
        Some((_, _, stops)) => learn_run(desk, federator, (round, day), stops).await?,
        None => desk.van.forget_sheet(round, day),
    }
    keep(desk).await;
    Ok(())
}

async fn learn_rounds(van: &Van, federator: &Channel) -> Result<(), Status> {
    let mut client = CourierServiceClient::new(federator.clone());
    let (mut rounds, mut page_token) = (Vec::new(), String::new());
    for _ in 0..PAGES_MAX {
        let call = wire::ListRoundsRequest {
            page_token: std::mem::take(&mut page_token),
            ..wire::ListRoundsRequest::default()
        };
        let answer = client.list_rounds(call).await?.into_inner();
        rounds.extend(answer.rounds);
        page_token = answer.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    van.learn_rounds(rounds);
    Ok(())
}

async fn learn_run(
    desk: &Desk,
    federator: &Channel,
    (round, day): (&RoundId, Day),
    stops: Vec<u32>,
) -> Result<(), Status> {
    let mut client = CourierServiceClient::new(federator.clone());
    let mut manifests = Vec::new();
    for stop in stops {
        let call = wire::GetManifestRequest {
            round: round.to_string(),
            day: day.to_string(),
            stop,
        };
        match client.get_manifest(call).await {
            Ok(answer) => manifests.extend(answer.into_inner().manifest),
            // It was cancelled or moved just now.
            Err(status) if status.code() == Code::NotFound => {}
            Err(status) => return Err(status),
        }
    }
    let as_of_ms = desk.now().at.0;
    desk.van.learn_sheet((round, day), manifests, as_of_ms);
    Ok(())
}

async fn keep(desk: &Arc<Desk>) {
    let desk = Arc::clone(desk);
    let kept = tasks::blocking(move || desk.van.keep(desk.now().local.day)).await;
    if let Err(error) = kept {
        tracing::error!(%error, "keeping what is known of the van broke down");
    }
}
