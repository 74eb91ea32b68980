//! What is a node's desk in its process? The core over a ledger on disk, with a clock, chance, and whoever must hear of changes.

use crate::catalogue::Catalogue;
use crate::catalogued_shelf::CataloguedShelf;
use crate::clock::{self, Clock};
use crate::config::NodeConfig;
use crate::erased_list::{self, ERASED_FILE};
use crate::error::NodeError;
use crate::federator_line;
use crate::flows::erased_again::ErasedPatrons;
use crate::ledger::NodeState;
use crate::node_core::NodeCore;
use crate::pins::Pins;
use crate::randomness;
use crate::refusal::DeskRefusal;
use crate::tasks;
use crate::van::Van;
use crate::visiting::Homes;
use jiff::tz::TimeZone;
use navette_domain::time::{Day, Now, Timestamp};
use navette_proto::Refusal;
use navette_store::ledger::{Commit, Ledger, Options};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tonic::transport::Channel;

/// How long a call waits for the catalogue's barcodes to be read after a start.
const SHELF_WITHIN: Duration = Duration::from_secs(5);

/// The core in a process.
pub(crate) type Core = NodeCore<Ledger<NodeState>>;

/// A desk that is open.
pub(crate) struct Desk {
    pub(crate) core: Core,
    pub(crate) pins: Pins,
    /// Woken when there may be something to report or to tell.
    pub(crate) changed: Notify,
    pub(crate) clock: Clock,
    /// Who hears the reports, and knows what concerns several libraries.
    pub(crate) federator: Option<Channel>,
    /// Where other libraries are.
    pub(crate) homes: Homes,
    /// What the federator said of the van.
    pub(crate) van: Van,
    zone: TimeZone,
    shelf_complete: watch::Receiver<bool>,
    /// Something personal was removed that is still on disk.
    erased: AtomicBool,
    /// Where it is listed who was erased.
    erased_list: PathBuf,
}

impl Desk {
    /// Opens the ledger in the library's folder. Wants a tokio runtime around it.
    pub(crate) fn open(
        config: &NodeConfig,
        clock: Clock,
        catalogue: &Arc<Catalogue>,
    ) -> Result<Self, NodeError> {
        let zone = config.zone()?;
        let options = Options::new(randomness::incarnation());
        let (ledger, found) = Ledger::open(&config.data_dir.join("ledger"), options)?;
        if let Some(reason) = &found.rebuilt {
            tracing::warn!(
                reason,
                "the state of the ledger was made anew from its journal"
            );
        }
        let incarnation = ledger.incarnation();
        let shelf = Arc::new(CataloguedShelf::over(Arc::clone(catalogue)));
        let mut settings = config.desk.settings(&config.library, &config.name);
        settings.channels.email = config.email.is_some();
        let now = clock.now_in(&zone);
        let fresh = randomness::fresh();
        let core = NodeCore::open(ledger, settings, shelf, incarnation, fresh, now)
            .map_err(|refusal| NodeError::Desk(refusal.to_string()))?;
        Ok(Self {
            core,
            pins: Pins::default(),
            changed: Notify::new(),
            clock,
            federator: config.federator.as_deref().and_then(federator_line::to),
            homes: Homes::default(),
            van: Van::kept_in(config.data_dir.join("van")),
            zone,
            shelf_complete: catalogue.barcodes.completeness(),
            // An earlier process may have stopped between erasing and cleaning up.
            erased: AtomicBool::new(true),
            erased_list: config.data_dir.join(ERASED_FILE),
        })
    }

    /// Gives the moment as rules want it.
    pub(crate) fn now(&self) -> Now {
        self.clock.now_in(&self.zone)
    }

    /// Gives the last day before a moment, where people live.
    pub(crate) fn last_day_before(&self, moment: Timestamp) -> Day {
        clock::local(moment.plus_ms(-1), &self.zone).day
    }

    /// Says that something personal was removed, so that it must go from the disk as well, and lists who was erased. Blocks.
    pub(crate) fn note_erasure(&self) {
        self.erased.store(true, Ordering::SeqCst);
        self.list_the_erased();
    }

    /// Writes the ledger anew where something was erased, so that it is nowhere any more, and lists who was. Blocks.
    pub(crate) fn clean_up(&self) {
        if !self.erased.swap(false, Ordering::SeqCst) {
            return;
        }
        self.list_the_erased();
        match self.core.ledger().snapshot() {
            Ok(written) => tracing::info!(rows = written.rows, "the ledger was written anew"),
            Err(error) => {
                self.erased.store(true, Ordering::SeqCst);
                tracing::error!(%error, "what was erased is still on disk: it is tried again");
            }
        }
    }

    /// Writes beside the ledger who was erased: a backup that is put back must not bring them back.
    fn list_the_erased(&self) {
        let listed = self.core.ledger().read(ErasedPatrons::of);
        let listed = listed
            .map_err(|error| error.to_string())
            .and_then(|erased| {
                let written = erased_list::write(&self.erased_list, &erased);
                written.map_err(|error| error.to_string())
            });
        if let Err(error) = listed {
            self.erased.store(true, Ordering::SeqCst);
            tracing::error!(
                error,
                "it could not be listed who was erased: it is tried again"
            );
        }
    }

    /// Says whether the shelves are known.
    pub(crate) fn knows_shelves(&self) -> bool {
        *self.shelf_complete.borrow()
    }

    /// Waits until the shelves are known; refused where that takes long.
    pub(crate) async fn shelves_known(&self) -> Result<(), Refusal> {
        let mut complete = self.shelf_complete.clone();
        tokio::select! {
            known = complete.wait_for(|complete| *complete) => {
                known.map(|_| ()).map_err(|_| Refusal::ShuttingDown)
            }
            () = clock::pause(SHELF_WITHIN) => Err(Refusal::Busy),
        }
    }
}

/// Does something with the desk that waits for the disk, beside the runtime's own threads.
pub(crate) async fn beside<R: Send + 'static>(
    desk: &Arc<Desk>,
    work: impl FnOnce(&Desk) -> Result<R, DeskRefusal> + Send + 'static,
) -> Result<Result<R, DeskRefusal>, Refusal> {
    let desk = Arc::clone(desk);
    let done = tasks::blocking(move || work(&desk)).await;
    done.map_err(|error| {
        tracing::error!(%error, "a call to the desk broke down");
        Refusal::Internal
    })
}
