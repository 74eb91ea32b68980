//! What has the home library of a visitor not heard yet? It is told again and again, until it is back.

use crate::asking_homes::{Question, ask};
use crate::clock::pause;
use crate::desk_process::{Desk, beside};
use crate::flows::requests::VisitStanding;
use crate::home_ways::HomeWays;
use crate::refusal::DeskRefusal;
use crate::told_no::ToldNo;
use navette_domain::identity::{CardNumber, RequestId};
use navette_domain::lending::Placement;
use navette_domain::time::DAY_MS;
use navette_proto::wire::lending as wire;
use parking_lot::Mutex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often home libraries that have not heard of something are tried.
const TELL_EVERY: Duration = Duration::from_secs(30);

/// A busy desk is not followed step by step.
const TELL_AGAIN: Duration = Duration::from_secs(1);

/// Visits that wait for a home library, at most; what is beyond waits for nothing and ends in time.
const WAITING_MAX: usize = 500;

/// What this process knows of other libraries.
#[derive(Default)]
pub(crate) struct Homes {
    /// How they are asked.
    pub(crate) ways: HomeWays,
    /// What they were told about own cards.
    pub(crate) told_no: ToldNo,
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
    /// The loan, where it was taken home already, from the shelf.
    pub(crate) borrowed: Option<u64>,
}

impl Homes {
    /// Keeps something until the home library has heard of it.
    pub(crate) fn remember(&self, visit: Visit) {
        let mut waiting = self.waiting.lock();
        if waiting.len() < WAITING_MAX {
            waiting.entry(visit.placement.id).or_insert(visit);
        }
    }

    /// Forgets what is not wanted any more.
    pub(crate) fn forget(&self, id: RequestId) {
        self.waiting.lock().remove(&id);
    }

    /// Gives what waits under this name.
    pub(crate) fn waiting(&self, id: RequestId) -> Option<Visit> {
        self.waiting.lock().get(&id).cloned()
    }
}

/// Tells home libraries what they have not heard, for as long as the process runs.
pub(crate) async fn tell_homes(desk: Arc<Desk>, mut stopping: watch::Receiver<bool>) {
    let telling = async {
        loop {
            let changed = desk.changed.notified();
            let unheard = tell_once(&desk).await;
            pause(TELL_AGAIN).await;
            if unheard {
                continue;
            }
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

/// Tells each home library what it has not heard; one that is silent is left alone for this time. Says whether something must
/// first be heard by the federator.
async fn tell_once(desk: &Arc<Desk>) -> bool {
    let waiting: Vec<Visit> = desk.homes.waiting.lock().values().cloned().collect();
    let (mut silent, mut unheard) = (BTreeSet::new(), false);
    for visit in waiting {
        let home = visit.placement.home.clone();
        if silent.contains(&home) {
            continue;
        }
        match tell(desk, visit).await {
            Ok(Told::Done) => {}
            Ok(Told::Unheard) => unheard = true,
            Ok(Told::Silent) => {
                silent.insert(home);
            }
            Err(reason) => {
                tracing::warn!(%home, reason, "a home library of visitors could not be told");
            }
        }
    }
    unheard
}

/// What became of telling a home library.
enum Told {
    /// It knows, or need not know any more.
    Done,
    /// The federator must hear of it first.
    Unheard,
    /// It does not answer.
    Silent,
}

async fn tell(desk: &Arc<Desk>, visit: Visit) -> Result<Told, String> {
    let (id, borrowed) = (visit.placement.id, visit.borrowed);
    if let Some(loan) = borrowed {
        match noted(desk, move |desk| desk.core.visit_standing(loan, id)).await? {
            VisitStanding::Heard => {}
            VisitStanding::Unheard => return Ok(Told::Unheard),
            VisitStanding::Gone => {
                desk.homes.waiting.lock().remove(&id);
                return Ok(Told::Done);
            }
        }
    }
    let days = i64::from(desk.core.settings().patience.home_days);
    let given_up = desk.now().at.plus_ms(-days.saturating_mul(DAY_MS));
    let late = visit.placement.placed_at < given_up;
    let Some(may) = ask(desk, Question::about(visit)).await else {
        if late {
            // By now the federator has ended what waited for it.
            desk.homes.waiting.lock().remove(&id);
        }
        return Ok(Told::Silent);
    };
    let answered = move |desk: &Desk| {
        let now = desk.now();
        desk.core.visit_answered(id, borrowed.is_some(), may, now)
    };
    noted(desk, answered).await?;
    desk.homes.waiting.lock().remove(&id);
    desk.changed.notify_waiters();
    Ok(Told::Done)
}

async fn noted<R: Send + 'static>(
    desk: &Arc<Desk>,
    work: impl FnOnce(&Desk) -> Result<R, DeskRefusal> + Send + 'static,
) -> Result<R, String> {
    let done = beside(desk, work).await;
    let done = done.map_err(|refusal| refusal.to_string())?;
    done.map_err(|refusal| refusal.to_string())
}

impl Question {
    fn about(visit: Visit) -> Self {
        Self {
            home: visit.placement.home.clone(),
            card: visit.card,
            wish: if visit.borrowed.is_some() {
                wire::VisitorWish::Borrowed
            } else {
                wire::VisitorWish::Request
            },
            placement: Some(visit.placement),
        }
    }
}
