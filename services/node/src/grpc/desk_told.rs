//! What was told and what was looked at: that part of `DeskService`.

use super::desk_door::call_name;
use super::desk_service::{OwnDesk, staff};
use crate::clock::pause;
use crate::ledger::{NodeState, NoticeRow, RequestRow};
use crate::refusal::DeskRefusal;
use navette_domain::identity::RequestId;
use navette_domain::time::Timestamp;
use navette_proto::convert::limits::{REASON_CHARS, text};
use navette_proto::convert::{day, ids};
use navette_proto::wire::desk as wire;
use navette_proto::{DeskObstacle, Refusal};
use navette_store::ledger::Commit;
use std::time::Duration;

/// How often it is looked whether the federator has answered.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How often at most: a second in all.
const LOOKS_MAX: usize = 50;

/// A person has told the patron; gives until when what is ready is kept, as far as is known.
pub(super) async fn told(desk: &OwnDesk, asked: wire::ToldRequest) -> Result<String, Refusal> {
    let call = call_name("Told", &asked.request_id, &asked)?;
    let request = ids::optional_request("request", &asked.request)?;
    match wire::TellingChannel::try_from(asked.channel) {
        Ok(wire::TellingChannel::Unspecified) | Err(_) => {
            let reason = format!("{} is no way of telling", asked.channel);
            return Err(Refusal::field("channel", reason));
        }
        Ok(_) => {}
    }
    text("note", asked.note, REASON_CHARS)?;
    let named = Some(asked.notice).filter(|notice| *notice != 0);
    if request.is_some() == named.is_some() {
        let reason = "either a request or a notice is named";
        return Err(Refusal::field("request", reason));
    }
    let told = desk.door.command(move |desk| {
        let ledger = desk.core.ledger();
        let notice = match (named, request) {
            (Some(notice), _) => Some(notice),
            (None, Some(request)) => ledger.read(move |state| untold(state, request))?,
            (None, None) => None,
        };
        let Some(notice) = notice else {
            return Ok(None);
        };
        let (told_before, before) = ledger.read(move |state| {
            let row = state.get::<NoticeRow>(&notice);
            let told_before = row.is_some_and(|row| !row.is_undelivered());
            (told_before, kept_until(state, notice))
        })?;
        let core = desk.core.as_command(call);
        core.told(notice, staff(asked.staff), desk.now())?;
        let until = before.map(|until| desk.last_day_before(until));
        Ok(Some((notice, told_before, before, until)))
    });
    match told.await? {
        Some((_, true, _, until)) => Ok(day::to_wire(until)),
        Some((notice, false, before, _)) => until_when(desk, notice, before).await,
        None => Err(DeskObstacle::NothingToTell(format!("request {}", asked.request)).into()),
    }
}

/// Waits a little for the federator, which counts the days from the telling on; nothing where it is not heard from in time.
async fn until_when(
    desk: &OwnDesk,
    notice: u64,
    before: Option<Timestamp>,
) -> Result<String, Refusal> {
    if before.is_none() {
        return Ok(String::new());
    }
    for _ in 0..LOOKS_MAX {
        let known = desk.door.read(move |desk| {
            let ledger = desk.core.ledger();
            let until = ledger.read(move |state| kept_until(state, notice))?;
            let news = until.filter(|until| Some(*until) != before);
            Ok(news.map(|until| desk.last_day_before(until)))
        });
        // What was told is kept; that the day cannot be read just now is no failure of it.
        if let Ok(Some(day)) = known.await {
            return Ok(day::to_wire(Some(day)));
        }
        pause(LOOK_EVERY).await;
    }
    Ok(String::new())
}

/// Somebody has looked where two truths met.
pub(super) async fn close_conflict(
    desk: &OwnDesk,
    asked: wire::CloseConflictRequest,
) -> Result<(), Refusal> {
    let call = call_name("CloseConflict", &asked.request_id, &asked)?;
    text("reason", asked.reason, REASON_CHARS)?;
    desk.door
        .command(move |desk| -> Result<(), DeskRefusal> {
            let core = desk.core.as_command(call);
            core.resolve(asked.conflict, staff(asked.staff), desk.now())
        })
        .await
}

/// Finds the notice about a request that nobody has told yet; one told before where all are, so that repeating is harmless.
fn untold(state: &NodeState, request: RequestId) -> Option<u64> {
    let about = state.indexes().notices_about.of(&request);
    let waits = |number: &u64| {
        let row = state.get::<NoticeRow>(number);
        row.is_some_and(NoticeRow::is_undelivered)
    };
    let waiting = about.iter().rev().copied().find(waits);
    waiting.or_else(|| about.last().copied())
}

fn kept_until(state: &NodeState, notice: u64) -> Option<Timestamp> {
    use navette_domain::lending::RequestState;
    let request = state.get::<NoticeRow>(&notice)?.request?;
    let view = &state.get::<RequestRow>(&request)?.view;
    view.deadline
        .filter(|_| view.state == RequestState::OnHoldShelf)
}
