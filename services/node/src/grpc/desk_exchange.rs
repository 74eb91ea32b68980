//! What have this library and the others lent each other? The requests are the federator's: it counts, and nobody waits long for it.

use super::desk_door::DeskDoor;
use crate::clock::pause;
use navette_proto::Refusal;
use navette_proto::convert::lending::exchange;
use navette_proto::wire::lending::loan_request_service_client::LoanRequestServiceClient;
use navette_proto::wire::{desk as wire, lending};
use std::time::Duration;
use tonic::{Code, Status};

/// How long somebody at the desk waits for the federator.
const ANSWER_WITHIN: Duration = Duration::from_secs(4);

/// Asks the federator for this library's own counts.
pub(super) async fn count(
    door: &DeskDoor,
    asked: wire::CountExchangeRequest,
) -> Result<wire::CountExchangeResponse, Refusal> {
    let _turn = door.remote_turn()?;
    // What makes no sense is said here, whether the line holds or not.
    exchange::span_from_wire(&asked.from, &asked.until, door.desk.now().local.day)?;
    let federator = door.desk.federator.clone();
    let mut federator = LoanRequestServiceClient::new(federator.ok_or(Refusal::FederatorAway)?);
    let call = lending::CountExchangeRequest {
        from: asked.from,
        until: asked.until,
        library: door.here.to_string(),
    };
    let counted = tokio::select! {
        counted = federator.count_exchange(call) => counted.map_err(|status| not_counted(&status))?,
        () = pause(ANSWER_WITHIN) => return Err(Refusal::FederatorAway),
    };
    let counted = counted.into_inner();
    let here = door.here.as_str();
    let mut rows = counted.libraries.into_iter();
    Ok(wire::CountExchangeResponse {
        own: rows.find(|row| row.library == here),
        with: counted.with,
        days: counted.days,
    })
}

/// A federator that has too much to do is there all the same, and so is one that answers and does not count.
fn not_counted(status: &Status) -> Refusal {
    match status.code() {
        Code::ResourceExhausted => Refusal::Busy,
        Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled => Refusal::FederatorAway,
        _ => {
            tracing::warn!(%status, "the federator does not count what was lent");
            Refusal::Internal
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_federator_that_cannot_be_reached_is_said_to_be_away() {
        for (code, refusal) in [
            (Code::Unavailable, Refusal::FederatorAway),
            (Code::DeadlineExceeded, Refusal::FederatorAway),
            (Code::Cancelled, Refusal::FederatorAway),
            (Code::ResourceExhausted, Refusal::Busy),
            (Code::Unimplemented, Refusal::Internal),
            (Code::InvalidArgument, Refusal::Internal),
            (Code::NotFound, Refusal::Internal),
            (Code::PermissionDenied, Refusal::Internal),
            (Code::Unauthenticated, Refusal::Internal),
            (Code::Internal, Refusal::Internal),
            (Code::Unknown, Refusal::Internal),
        ] {
            assert_eq!(not_counted(&Status::new(code, "no")), refusal, "{code:?}");
        }
    }
}
