//! What does the home library of a visitor say? Asked at the desk, for a few seconds at most; what it has not heard is told
//! again and again, until it is back.
//!
//! Libraries speak to each other here, so that no card passes by the federator: that only says where they are.

use crate::clock::pause;
use crate::desk_process::{Desk, beside};
use crate::federator_line;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{CardNumber, RequestId};
use navette_domain::lending::Placement;
use navette_proto::convert::identity;
use navette_proto::convert::lending::placement;
use navette_proto::wire::lending as wire;
use navette_proto::wire::lending::home_service_client::HomeServiceClient;
use navette_proto::wire::lending::ledger_service_client::LedgerServiceClient;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tonic::transport::Channel;

/// How long a visitor waits at the desk for the home library.
const ANSWER_WITHIN: Duration = Duration::from_secs(3);
/// How often home libraries that have not heard of something are tried.
const TELL_EVERY: Duration = Duration::from_secs(30);

/// One day.
const DAY_MS: i64 = 86_400_000;
/// A busy desk is not followed step by step.
const TELL_AGAIN: Duration = Duration::from_secs(1);

/// Visits that wait for a home library, at most; what is beyond waits for nothing and ends in time.
const WAITING_MAX: usize = 500;

/// What this process knows of other libraries.
#[derive(Default)]
pub(crate) struct Homes {
    /// Where they are, as far as it was asked.
    ways: Mutex<BTreeMap<LibraryId, Channel>>,
    /// What they have not heard of. A card of another library is not put on disk: what was not told when the process ends is
    /// not told any more.
    waiting: Mutex<BTreeMap<RequestId, Visit>>,
}

/// Something that a visitor asked for or took, and that the home library has not heard of.
#[derive(Clone)]
pub(crate) struct Visit {
    /// What.
    pub(crate) placement: Placement,
    /// The card that was shown.
    pub(crate) card: CardNumber,
    /// It was taken home already, from the shelf.
    pub(crate) borrowed: bool,
}

impl Homes {
    /// Keeps something until the home library has heard of it.
    pub(crate) fn remember(&self, visit: Visit) {
        let mut waiting = self.waiting.lock();
        if waiting.len() < WAITING_MAX {
            waiting.entry(visit.placement.id).or_insert(visit);
        }
    }

    /// Gives what waits under this name.
    pub(crate) fn waiting(&self, id: RequestId) -> Option<Visit> {
        self.waiting.lock().get(&id).cloned()
    }
}

/// What is asked of a home library.
pub(crate) struct Question {
    /// The home library.
    pub(crate) home: LibraryId,
    /// The card that was shown.
    pub(crate) card: CardNumber,
    /// What the visitor wants.
    pub(crate) wish: wire::VisitorWish,
    /// What it is about, where that is known.
    pub(crate) placement: Option<Placement>,
}

/// Asks a home library whether a visitor may; nothing where it does not answer soon.
pub(crate) async fn ask(desk: &Arc<Desk>, question: Question) -> Option<bool> {
    let home = question.home.clone();
    let answer = tokio::select! {
        answer = ask_home(desk, question) => answer,
        () = pause(ANSWER_WITHIN) => Err("it does not answer in time".to_owned()),
    };
    answer
        .inspect_err(|reason| tracing::info!(%home, reason, "a home library is silent"))
        .ok()
}

async fn ask_home(desk: &Arc<Desk>, question: Question) -> Result<bool, String> {
    let channel = reach(desk, &question.home).await?;
    let call = wire::AskHomeRequest {
        library: desk.core.settings().library.to_string(),
        card: Some(identity::card_to_wire(&question.home, &question.card)),
        wish: question.wish as i32,
        placement: question.placement.as_ref().map(placement::to_wire),
    };
    let answer = HomeServiceClient::new(channel).ask_home(call).await;
    match answer {
        Ok(answer) => Ok(answer.into_inner().may),
        Err(status) => {
            // It may have moved: where it is, is asked again next time.
            desk.homes.ways.lock().remove(&question.home);
            Err(status.to_string())
        }
    }
}

/// Finds the way to a library's node.
async fn reach(desk: &Arc<Desk>, library: &LibraryId) -> Result<Channel, String> {
    if let Some(known) = desk.homes.ways.lock().get(library) {
        return Ok(known.clone());
    }
    let federator = desk.federator.clone().ok_or("there is no federator")?;
    let call = wire::FindNodeRequest {
        library: library.to_string(),
    };
    let found = LedgerServiceClient::new(federator).find_node(call).await;
    let address = found
        .map_err(|status| status.to_string())?
        .into_inner()
        .address;
    let channel = federator_line::to(&address).ok_or("its address cannot be used")?;
    let mut ways = desk.homes.ways.lock();
    ways.insert(library.clone(), channel.clone());
    Ok(channel)
}

/// Tells home libraries what they have not heard, for as long as the process runs.
pub(crate) async fn tell_homes(desk: Arc<Desk>, mut stopping: watch::Receiver<bool>) {
    let telling = async {
        loop {
            let changed = desk.changed.notified();
            if let Err(reason) = tell_once(&desk).await {
                tracing::warn!(reason, "home libraries of visitors could not be told");
            }
            pause(TELL_AGAIN).await;
            tokio::select! {
                () = changed => {}
                () = pause(TELL_EVERY) => {}
            }
        }
    };
    tokio::select! {
        () = telling => {}
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
}

async fn tell_once(desk: &Arc<Desk>) -> Result<(), String> {
    let waiting: Vec<Visit> = desk.homes.waiting.lock().values().cloned().collect();
    let days = i64::from(desk.core.settings().patience.home_days);
    let given_up = desk.now().at.plus_ms(-days.saturating_mul(DAY_MS));
    for visit in waiting {
        let (id, borrowed) = (visit.placement.id, visit.borrowed);
        let late = visit.placement.placed_at < given_up;
        let Some(may) = ask(desk, Question::about(visit)).await else {
            if late {
                // By now the federator has ended what waited for it.
                desk.homes.waiting.lock().remove(&id);
            }
            continue;
        };
        let noted = beside(desk, move |desk| {
            desk.core.visit_answered(id, borrowed, may, desk.now())
        });
        let noted = noted.await.map_err(|refusal| refusal.to_string())?;
        noted.map_err(|refusal| refusal.to_string())?;
        desk.homes.waiting.lock().remove(&id);
        desk.changed.notify_waiters();
    }
    Ok(())
}

impl Question {
    fn about(visit: Visit) -> Self {
        Self {
            home: visit.placement.home.clone(),
            card: visit.card,
            wish: if visit.borrowed {
                wire::VisitorWish::Borrowed
            } else {
                wire::VisitorWish::Request
            },
            placement: Some(visit.placement),
        }
    }
}
