//! What can a node do for its desk, its patrons and the federator? The runtime-free core: a ledger, settings, a shelf.
//!
//! It must not know of time, chance, threads or the network: a process and the simulator drive it alike. What it does is in
//! `flows`, a file for each noun.

use crate::draft::Draft;
use crate::flows::desk::WorkSeen;
use crate::flows::repeating::{answered, keep, remember};
use crate::ledger::{Command, NodeState, PatronKeys, Said};
use crate::node_settings::NodeSettings;
use crate::refusal::DeskRefusal;
use crate::shelf::Shelf;
use navette_domain::time::Now;
use navette_store::ledger::{Commit, Decision, Stored};
use parking_lot::RwLock;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What every decision may look at beside the ledger.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub(crate) settings: Arc<NodeSettings>,
    pub(crate) shelf: Arc<dyn Shelf>,
    pub(crate) keys: Arc<PatronKeys>,
    /// Reports up to this number have left this process, and may have been heard although they are not acknowledged.
    pub(crate) handed_out: Arc<AtomicU64>,
    /// The lists of work as they were seen last.
    pub(crate) work_seen: Arc<WorkSeen>,
}

/// The node's half of lending, and its counter.
pub struct NodeCore<L> {
    ledger: L,
    surroundings: Arc<RwLock<Surroundings>>,
    command: Option<Command>,
    said: Option<Said>,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Takes over an open ledger, whose rows are covered with these keys. `incarnation` is the ledger's own; `fresh` is random and used once in the ledger's life.
    ///
    /// A ledger under another incarnation than it was written with has been restored: nothing is promised until the
    /// federator has said all that is open.
    pub fn open(
        ledger: L,
        settings: NodeSettings,
        shelf: Arc<dyn Shelf>,
        keys: Arc<PatronKeys>,
        incarnation: u64,
        fresh: u128,
        now: Now,
    ) -> Result<Self, DeskRefusal> {
        let core = Self::over(ledger, settings, shelf, keys);
        core.begin(incarnation, fresh, now)?;
        core.apply_erased(now)?;
        // What an earlier process handed out is not known: it may have been everything.
        let written = core.ledger.read(|state| state.meta().last_report)?;
        let handed_out = core.surroundings().handed_out;
        handed_out.store(written, Ordering::SeqCst);
        Ok(core)
    }

    /// Takes over a ledger that nobody works with yet, and changes nothing.
    pub(crate) fn over(
        ledger: L,
        settings: NodeSettings,
        shelf: Arc<dyn Shelf>,
        keys: Arc<PatronKeys>,
    ) -> Self {
        Self {
            ledger,
            command: None,
            said: None,
            surroundings: Arc::new(RwLock::new(Surroundings {
                settings: Arc::new(settings),
                shelf,
                keys,
                handed_out: Arc::new(AtomicU64::new(0)),
                work_seen: Arc::default(),
            })),
        }
    }

    /// Gives a way in for one named command: carried out before, it changes nothing and gives its first answer again. A
    /// command that changed nothing, or was refused, is not remembered.
    pub fn as_command(&self, command: Command) -> NodeCore<&L> {
        NodeCore {
            ledger: &self.ledger,
            surroundings: Arc::clone(&self.surroundings),
            command: Some(command),
            said: self.said.clone(),
        }
    }

    /// Keeps who decides what follows, and why, beside what is decided.
    pub fn saying(self, said: Said) -> Self {
        Self {
            said: Some(said),
            ..self
        }
    }

    /// Takes other settings from now on.
    pub fn settle(&self, settings: NodeSettings) {
        self.surroundings.write().settings = Arc::new(settings);
    }

    /// Gives the settings.
    pub fn settings(&self) -> Arc<NodeSettings> {
        Arc::clone(&self.surroundings.read().settings)
    }

    /// Gives the keys of what is personal, for backups.
    pub fn keys(&self) -> Arc<PatronKeys> {
        self.surroundings().keys
    }

    /// Gives the ledger, for backups and for whoever checks it.
    pub fn ledger(&self) -> &L {
        &self.ledger
    }

    /// Closes the core and gives the ledger back.
    pub fn into_ledger(self) -> L {
        self.ledger
    }

    pub(crate) fn surroundings(&self) -> Surroundings {
        self.surroundings.read().clone()
    }

    /// Decides on a draft and commits what it changed, as one record; on a refusal nothing is changed.
    pub(crate) fn change<R: Send + 'static>(
        &self,
        now: Now,
        work: impl FnOnce(&mut Draft<'_>) -> Result<R, DeskRefusal> + Send + 'static,
    ) -> Result<R, DeskRefusal> {
        let surroundings = self.surroundings();
        let said = self.said.clone();
        self.ledger.commit(move |state| {
            let mut draft = Draft::new(state, &surroundings, now);
            draft.said = said;
            let reply = work(&mut draft)?;
            let changes = draft.finish()?;
            Ok(Decision { changes, reply })
        })
    }

    /// Decides on a command of the desk or of a patron, which its caller may have named.
    pub(crate) fn command<R: Stored + Send + 'static>(
        &self,
        now: Now,
        work: impl FnOnce(&mut Draft<'_>) -> Result<R, DeskRefusal> + Send + 'static,
    ) -> Result<R, DeskRefusal> {
        let Some(command) = self.command else {
            return self.change(now, work);
        };
        self.change(now, move |draft| {
            if let Some(reply) = answered(draft, command)? {
                return Ok(reply);
            }
            let reply = work(draft)?;
            remember(draft, command, &reply);
            Ok(reply)
        })
    }

    /// Decides on a command that answers nothing.
    pub(crate) fn act(
        &self,
        now: Now,
        work: impl FnOnce(&mut Draft<'_>) -> Result<(), DeskRefusal> + Send + 'static,
    ) -> Result<(), DeskRefusal> {
        let done = self.command(now, move |draft| work(draft).map(|()| true));
        done.map(|_| ())
    }

    /// Decides on a command of which its caller must not learn whether anything followed: its name is kept in any case, so that it
    /// takes as long.
    pub(crate) fn act_untold(
        &self,
        now: Now,
        work: impl FnOnce(&mut Draft<'_>) -> Result<(), DeskRefusal> + Send + 'static,
    ) -> Result<(), DeskRefusal> {
        let Some(command) = self.command else {
            return self.change(now, work);
        };
        self.change(now, move |draft| {
            if answered::<bool>(draft, command)?.is_none() {
                work(draft)?;
                keep(draft, command, &true);
            }
            Ok(())
        })
    }

    /// Reads through the same eyes as a change does.
    pub(crate) fn look<R: Send + 'static>(
        &self,
        now: Now,
        read: impl FnOnce(&Draft<'_>) -> Result<R, DeskRefusal> + Send + 'static,
    ) -> Result<R, DeskRefusal> {
        let surroundings = self.surroundings();
        self.ledger
            .read(move |state| read(&Draft::new(state, &surroundings, now)))?
    }
}
