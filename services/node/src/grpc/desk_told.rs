//! What was told and what was looked at: that part of `DeskService`.

use super::desk_door::call_name;
use super::desk_service::{OwnDesk, staff};
use crate::ledger::{NodeState, NoticeRow, RequestRow};
use crate::refusal::DeskRefusal;
use navette_domain::identity::RequestId;
use navette_proto::convert::limits::{REASON_CHARS, text};
use navette_proto::convert::{day, ids};
use navette_proto::wire::desk as wire;
use navette_proto::{DeskObstacle, Refusal};
use navette_store::ledger::Commit;

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
    let kept = desk.door.command(move |desk| {
        let ledger = desk.core.ledger();
        let notice = match (named, request) {
            (Some(notice), _) => Some(notice),
            (None, Some(request)) => ledger.read(move |state| untold(state, request))?,
            (None, None) => None,
        };
        let Some(notice) = notice else {
            return Ok(None);
        };
        let core = desk.core.as_command(call);
        core.told(notice, staff(asked.staff), desk.now())?;
        let until = ledger.read(move |state| kept_until(state, notice))?;
        let until = until.map(|until| desk.last_day_before(until));
        Ok(Some(until))
    });
    match kept.await? {
        Some(until) => Ok(day::to_wire(until)),
        None => Err(DeskObstacle::NothingToTell(format!("request {}", asked.request)).into()),
    }
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

fn kept_until(state: &NodeState, notice: u64) -> Option<navette_domain::time::Timestamp> {
    use navette_domain::lending::RequestState;
    let request = state.get::<NoticeRow>(&notice)?.request?;
    let view = &state.get::<RequestRow>(&request)?.view;
    view.deadline
        .filter(|_| view.state == RequestState::OnHoldShelf)
}
