//! What can a node do for its desk, its patrons and the federator? The runtime-free core: a ledger, settings, a shelf.
//!
//! It must not know of time, chance, threads or the network: a process and the simulator drive it alike. What it does is in
//! `flows`, a file for each noun.

use crate::draft::Draft;
use crate::ledger::{AnswerRow, NodeState};
use crate::node_settings::NodeSettings;
use crate::refusal::DeskRefusal;
use crate::shelf::Shelf;
use navette_domain::time::Now;
use navette_store::ledger::{Commit, Decision};
use parking_lot::RwLock;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What every decision may look at beside the ledger.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub(crate) settings: Arc<NodeSettings>,
    pub(crate) shelf: Arc<dyn Shelf>,
    /// Reports up to this number have left this process, and may have been heard although they are not acknowledged.
    pub(crate) handed_out: Arc<AtomicU64>,
    /// The command that is being done, where it has a name.
    command: Option<Command>,
}

/// A command as its caller names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// Drawn by the caller: the same again is the same command.
    pub name: u128,
    /// A hash of what it says, which tells another command under the same name.
    pub fingerprint: u64,
}

/// The node's half of lending, and its counter.
pub struct NodeCore<L> {
    ledger: L,
    surroundings: RwLock<Surroundings>,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Takes over an open ledger. `incarnation` is the ledger's own; `fresh` is random and used once in the ledger's life.
    ///
    /// A ledger under another incarnation than it was written with has been restored: nothing is promised until the
    /// federator has said all that is open.
    pub fn open(
        ledger: L,
        settings: NodeSettings,
        shelf: Arc<dyn Shelf>,
        incarnation: u64,
        fresh: u128,
        now: Now,
    ) -> Result<Self, DeskRefusal> {
        let core = Self {
            ledger,
            surroundings: RwLock::new(Surroundings {
                settings: Arc::new(settings),
                shelf,
                handed_out: Arc::new(AtomicU64::new(0)),
                command: None,
            }),
        };
        core.begin(incarnation, fresh, now)?;
        // What an earlier process handed out is not known: it may have been everything.
        let written = core.ledger.read(|state| state.meta().last_report)?;
        let handed_out = core.surroundings().handed_out;
        handed_out.store(written, Ordering::SeqCst);
        Ok(core)
    }

    /// Takes other settings from now on.
    pub fn settle(&self, settings: NodeSettings) {
        self.surroundings.write().settings = Arc::new(settings);
    }

    /// Gives the settings.
    pub fn settings(&self) -> Arc<NodeSettings> {
        Arc::clone(&self.surroundings.read().settings)
    }

    /// Gives the ledger, for backups and for whoever checks it.
    pub fn ledger(&self) -> &L {
        &self.ledger
    }

    /// Closes the core and gives the ledger back.
    pub fn into_ledger(self) -> L {
        self.ledger
    }

    /// Gives a core over the same ledger that does one command.
    pub(crate) fn sharing(&self, command: Command) -> NodeCore<&L> {
        let command = Some(command);
        NodeCore {
            ledger: &self.ledger,
            surroundings: RwLock::new(Surroundings {
                command,
                ..self.surroundings()
            }),
        }
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
        self.ledger.commit(move |state| {
            let mut draft = Draft::new(state, &surroundings, now);
            let command = surroundings.command;
            refuse_repetition(&draft, command)?;
            let reply = work(&mut draft)?;
            note_done(&mut draft, command);
            let changes = draft.finish()?;
            Ok(Decision { changes, reply })
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

fn refuse_repetition(draft: &Draft<'_>, command: Option<Command>) -> Result<(), DeskRefusal> {
    let Some(command) = command else {
        return Ok(());
    };
    match draft.get::<AnswerRow>(&command.name) {
        Some(row) if row.fingerprint == command.fingerprint => {
            Err(DeskRefusal::DoneAlready(command.name))
        }
        Some(_) => Err(DeskRefusal::NameTaken(command.name)),
        None => Ok(()),
    }
}

/// What changed nothing may be asked again as often as anybody likes.
fn note_done(draft: &mut Draft<'_>, command: Option<Command>) {
    if let Some(command) = command
        && !draft.changes().is_empty()
    {
        let row = AnswerRow {
            fingerprint: command.fingerprint,
            at: draft.now.at,
            answer: None,
        };
        draft.put(command.name, row);
    }
}
