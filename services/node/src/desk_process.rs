//! What is a node's desk in its process? The core over a ledger on disk, with a clock, chance, and whoever must hear of changes.

use crate::catalogue::Catalogue;
use crate::catalogued_shelf::CataloguedShelf;
use crate::clock::{self, Clock};
use crate::config::NodeConfig;
use crate::error::NodeError;
use crate::federator_line;
use crate::ledger::{NodeState, PatronKeys};
use crate::line::NodeLine;
use crate::node_core::NodeCore;
use crate::randomness;
use crate::refusal::DeskRefusal;
use crate::sign_in::SignInDoor;
use crate::tasks;
use crate::van::Van;
use crate::visiting::Homes;
use jiff::tz::TimeZone;
use navette_domain::time::{Day, Now, Timestamp};
use navette_proto::Refusal;
use navette_store::disk::RealDisk;
use navette_store::keyring::KeyringError;
use navette_store::ledger::{Ledger, OpenReport, Options};
use navette_trust::OperatorToken;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tonic::transport::Channel;

/// Where the ledger is in a data folder.
pub(crate) const LEDGER: &str = "ledger";
/// Where the keys of its rows are in a data folder.
pub(crate) const KEYS: &str = "keys";

/// How long a call waits for the catalogue's barcodes to be read after a start.
const SHELF_WITHIN: Duration = Duration::from_secs(5);

/// The core in a process.
pub(crate) type Core = NodeCore<Ledger<NodeState>>;

/// A desk that is open.
pub(crate) struct Desk {
    pub(crate) core: Core,
    pub(crate) sign_in: SignInDoor,
    /// What the token in the data folder is known by.
    pub(crate) operator: OperatorToken,
    /// Nothing is asked of calls from this machine.
    pub(crate) trusts_this_machine: bool,
    /// Names that everybody here knows: no password is made of them.
    pub(crate) names_known: [String; 3],
    /// Woken when there may be something to report or to tell.
    pub(crate) changed: Notify,
    pub(crate) clock: Clock,
    /// Who hears the reports, and knows what concerns several libraries.
    pub(crate) federator: Option<Channel>,
    /// By what certificate others are called; nothing where there is no federator elsewhere.
    pub(crate) line: Option<Arc<NodeLine>>,
    /// Where other libraries are.
    pub(crate) homes: Homes,
    /// What the federator said of the van.
    pub(crate) van: Van,
    zone: TimeZone,
    shelf_complete: watch::Receiver<bool>,
    /// Something personal was removed that is still on disk.
    erased: AtomicBool,
}

impl Desk {
    /// Opens the ledger in the library's folder. Wants a tokio runtime around it.
    pub(crate) fn open(
        config: &NodeConfig,
        clock: Clock,
        catalogue: &Arc<Catalogue>,
        line: Option<Arc<NodeLine>>,
    ) -> Result<Self, NodeError> {
        let zone = config.zone()?;
        let (ledger, keys, found) = open_ledger(&config.data_dir)?;
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
        let core = NodeCore::open(ledger, settings, shelf, keys, incarnation, fresh, now)
            .map_err(|refusal| NodeError::Desk(refusal.to_string()))?;
        Ok(Self {
            core,
            sign_in: SignInDoor::default(),
            operator: operator_token(&config.data_dir)?,
            trusts_this_machine: config.access.trust_this_machine,
            names_known: [
                config.library.to_string(),
                config.name.clone(),
                config.commune.clone(),
            ],
            changed: Notify::new(),
            clock,
            federator: federator_line::to_federator(config, line.as_deref()),
            line,
            homes: Homes::default(),
            van: Van::kept_in(config.data_dir.join("van")),
            zone,
            shelf_complete: catalogue.barcodes.completeness(),
            // An earlier process may have stopped between erasing and cleaning up.
            erased: AtomicBool::new(true),
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
    }

    /// Writes the ledger anew where something was erased, so that it is nowhere any more, and lists who was. Blocks.
    pub(crate) fn clean_up(&self) {
        if !self.erased.swap(false, Ordering::SeqCst) {
            return;
        }
        let written = self
            .core
            .destroy_keys()
            .map_err(|refusal| refusal.to_string());
        let written = written.and_then(|()| {
            let snapshot = self.core.ledger().snapshot();
            snapshot.map_err(|error| error.to_string())
        });
        match written {
            Ok(written) => tracing::info!(rows = written.rows, "the ledger was written anew"),
            Err(error) => {
                self.erased.store(true, Ordering::SeqCst);
                tracing::error!(%error, "what was erased is still on disk: it is tried again");
            }
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

/// Opens the ledger in a data folder, and the keys under which its rows are covered.
pub(crate) fn open_ledger(
    data_dir: &Path,
) -> Result<(Ledger<NodeState>, Arc<PatronKeys>, OpenReport), NodeError> {
    let options = Options {
        steady: Some(clock::steady),
        ..Options::new(randomness::incarnation())
    };
    let keys = Arc::new(open_keys(&data_dir.join(KEYS))?);
    let cover = Arc::clone(&keys) as _;
    let (ledger, found) = Ledger::open_covered(&data_dir.join(LEDGER), options, cover)?;
    Ok((ledger, keys, found))
}

/// Opens keys in their folder.
pub(crate) fn open_keys(folder: &Path) -> Result<PatronKeys, KeyringError> {
    let chance = Box::new(randomness::unguessable);
    PatronKeys::open(Arc::new(RealDisk), folder, chance)
}

/// Writes the token of whoever may read this folder. The folder is this process' alone by now: its ledger is locked.
fn operator_token(folder: &Path) -> Result<OperatorToken, NodeError> {
    let failed = |source| NodeError::DataDir {
        path: OperatorToken::path(folder),
        source,
    };
    let secret = randomness::secret();
    let secret = secret.ok_or_else(|| failed(io::Error::other("the machine gives no chance")))?;
    OperatorToken::write(folder, secret).map_err(failed)
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
