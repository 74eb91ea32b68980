//! How many wait for an item that is lent here? The queue is the federator's: it is asked, and nobody waits long for it.

use crate::clock::pause;
use crate::desk_process::{Desk, beside};
use navette_domain::identity::ItemId;
use navette_domain::lending::{Only, Target};
use navette_proto::convert::identity;
use navette_proto::convert::lending::target;
use navette_proto::wire::lending::CountWaitingRequest;
use navette_proto::wire::lending::ledger_service_client::LedgerServiceClient;
use std::sync::Arc;
use std::time::Duration;
use tonic::transport::Channel;

/// How long somebody at the desk waits for the federator.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// Counts the others who wait for an item; none where the federator does not answer, for a line that is cut must not keep
/// books from being renewed.
pub(crate) async fn count(desk: &Arc<Desk>, item: &ItemId) -> u32 {
    let Some(federator) = &desk.federator else {
        return 0;
    };
    tokio::select! {
        waiting = ask(desk, federator, item.clone()) => waiting.unwrap_or_else(|reason| {
            tracing::debug!(reason, "the federator does not say who waits");
            0
        }),
        () = pause(ANSWER_WITHIN) => 0,
    }
}

async fn ask(desk: &Arc<Desk>, federator: &Channel, item: ItemId) -> Result<u32, String> {
    let meant = item.clone();
    let what = beside(desk, move |desk| Ok(what_it_is(desk, &meant))).await;
    let what = what.map_err(|refusal| refusal.to_string())?;
    let what = what.map_err(|refusal| refusal.to_string())?;
    let call = CountWaitingRequest {
        library: desk.core.settings().library.to_string(),
        item: Some(identity::item_to_wire(&item)),
        target: what.as_ref().map(target::to_wire),
    };
    let mut client = LedgerServiceClient::new(federator.clone());
    let answer = client.count_waiting(call).await;
    let answer = answer.map_err(|status| status.to_string())?;
    Ok(answer.into_inner().waiting)
}

/// Says what an own item is; of another library's the federator knows the journey.
fn what_it_is(desk: &Desk, item: &ItemId) -> Option<Target> {
    if item.library != desk.core.settings().library {
        return None;
    }
    let copy = desk.core.surroundings().shelf.item(&item.barcode)?;
    Some(Target {
        work: copy.work,
        part: copy.part,
        only: Only::Edition(copy.edition),
    })
}
