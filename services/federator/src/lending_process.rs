//! What runs for lending besides calls? The clock of deadlines, and the telling of nodes.

use crate::clock::{self, Clock};
use crate::ledger::FederatorState;
use crate::lending::{CataloguedShelves, FederatorCore, RunningLending, Territory, ViewsDue};
use crate::member::Member;
use crate::randomness;
use crate::tasks;
use jiff::tz::TimeZone;
use navette_domain::catalogue::LibraryId;
use navette_domain::time::Now;
use navette_proto::convert;
use navette_proto::convert::lending::delivery::{Views, views_to_wire};
use navette_proto::wire::lending::DeliverViewsResponse;
use navette_store::ledger::{Ledger, LedgerError, Options};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// How often deadlines are looked at, and nodes told although nobody woke the teller.
const TICK: Duration = Duration::from_millis(500);
/// How long a node may take for one call of views.
const DELIVERY_MAX: Duration = Duration::from_secs(10);
/// Longest pause before a node that does not answer is tried again.
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// The ledger of a federator in a process.
pub(crate) type Core = FederatorCore<Ledger<FederatorState>>;

/// Lending, in a process.
pub(crate) struct Lending {
    /// What may be asked of it.
    pub(crate) core: Core,
    /// Which life of the ledger this is.
    pub(crate) incarnation: u64,
    clock: Clock,
    zone: TimeZone,
    /// Woken when something may have changed.
    pub(crate) changed: Notify,
}

impl Lending {
    /// Opens the ledger.
    pub(crate) fn open(
        folder: &Path,
        territory: Territory,
        clock: Clock,
        zone: TimeZone,
        shelves: CataloguedShelves,
    ) -> Result<Self, LedgerError> {
        let options = Options {
            steady: Some(clock::steady),
            ..Options::new(randomness::incarnation())
        };
        let (ledger, report) = Ledger::open(folder, options)?;
        if let Some(reason) = report.rebuilt {
            tracing::warn!(
                reason,
                "the state of the ledger was made anew from its journal"
            );
        }
        let incarnation = ledger.incarnation();
        let core = FederatorCore::new(ledger, territory, Arc::new(shelves));
        Ok(Self {
            core,
            incarnation,
            clock,
            zone,
            changed: Notify::new(),
        })
    }

    /// Gives the moment as rules want it.
    pub(crate) fn now(&self) -> Now {
        self.clock.now_in(&self.zone)
    }
}

impl RunningLending for Lending {
    fn core(&self) -> &Core {
        &self.core
    }

    fn now(&self) -> Now {
        Self::now(self)
    }

    fn changed(&self) {
        self.changed.notify_waiters();
    }
}

/// Lets deadlines pass, for as long as the process runs.
pub(crate) async fn watch_deadlines(lending: Arc<Lending>) {
    let mut moves = lending.clock.moves();
    loop {
        moves.mark_unchanged();
        let ticking = Arc::clone(&lending);
        let passed = tasks::aside(move || {
            let now = ticking.now();
            ticking.core.time_passes(now, randomness::fresh)
        })
        .await;
        match passed {
            Some(Ok(_)) => lending.changed.notify_waiters(),
            Some(Err(error)) => tracing::warn!(%error, "deadlines could not be looked at"),
            None => {}
        }
        tokio::select! {
            _ = moves.changed() => {}
            () = tokio::time::sleep(TICK) => {}
        }
    }
}

/// Tells one node how its requests and journeys stand, for as long as the process runs.
pub(crate) async fn tell_node(lending: Arc<Lending>, member: Arc<Member>) {
    let mut pause = TICK;
    loop {
        // Heard from here on: what changes while a node is being told is told next.
        let changed = lending.changed.notified();
        let told = tell_once(&lending, &member).await;
        pause = match told {
            Ok(true) => continue,
            Ok(false) => TICK,
            Err(reason) => {
                tracing::debug!(library = %member.library, reason, "a node could not be told");
                (pause * 2).min(PAUSE_MAX)
            }
        };
        tokio::select! {
            () = changed => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Delivers what waits; says whether there may be more.
async fn tell_once(lending: &Arc<Lending>, member: &Arc<Member>) -> Result<bool, String> {
    let library = member.library.clone();
    let due = read_due(lending, library.clone()).await?;
    if due.views.is_empty() && !due.resyncing {
        return Ok(false);
    }
    let call = views_to_wire(&Views {
        incarnation: lending.incarnation,
        views: due.views.iter().cloned().map(Ok).collect(),
        first: due.resyncing,
        complete: due.resyncing && due.all,
        heard: due.heard,
        heard_incarnation: (due.heard_incarnation != 0).then_some(due.heard_incarnation),
    });
    let mut client = member.lending_client();
    let answered = tokio::time::timeout(DELIVERY_MAX, client.deliver_views(call)).await;
    let answer = answered
        .map_err(|_| "no answer".to_owned())?
        .map_err(|status| status.to_string())?
        .into_inner();
    note_taken(lending, library, due, answer).await
}

async fn read_due(lending: &Arc<Lending>, library: LibraryId) -> Result<ViewsDue, String> {
    let reading = Arc::clone(lending);
    let read = tasks::aside(move || reading.core.views_for(&library)).await;
    read.ok_or("the ledger broke")?
        .map_err(|error| error.to_string())
}

/// Notes what a node has taken. One that began a new life, unheard of until now, is told everything.
async fn note_taken(
    lending: &Arc<Lending>,
    library: LibraryId,
    due: ViewsDue,
    answer: DeliverViewsResponse,
) -> Result<bool, String> {
    for refused in &answer.refused {
        tracing::warn!(%library, place = refused.place, "a node cannot read a view");
    }
    let told = convert::incarnation::needed("incarnation", &answer.incarnation)
        .map_err(|refusal| refusal.to_string())?;
    let noting = Arc::clone(lending);
    let noted = tasks::aside(move || {
        if due.heard_incarnation != 0 && told != due.heard_incarnation {
            // It will report under its new name; until then everything counts as untold.
            return noting
                .core
                .tell_all(&library, noting.now())
                .map_err(|error| error.to_string());
        }
        noting
            .core
            .views_taken(&library, &due.views, due.all)
            .map_err(|error| error.to_string())
    });
    noted.await.ok_or("the ledger broke")??;
    Ok(true)
}
