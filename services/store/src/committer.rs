//! In which order do things happen, and when is one acknowledged? One thread per store decides, writes, syncs
//! and folds; whoever asked waits until it is safe.
//!
//! It must not know what is decided: that is the [`Machine`].

use crate::disk::Disk;
use crate::journal::{Journal, JournalError, Position};
use parking_lot::Mutex;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// How many commands may wait; the next caller waits for room.
const QUEUE_LENGTH: usize = 64;
/// How many bytes are written before they are synced at the latest.
const GROUP_BYTES: u32 = 8 << 20;
/// What a buffer keeps of its room from one record to the next.
const KEPT_BYTES: usize = 64 << 10;

/// Folds events into state. Decisions read the state including what is folded and not yet published.
pub trait Machine: Send + 'static {
    /// What one command changes; the journal holds its bytes.
    type Event: Send;
    /// Appends the bytes of an event to the payload of its journal record.
    fn encode(&mut self, event: &mut Self::Event, payload: &mut Vec<u8>) -> Result<(), String>;
    /// Takes an event in; its payload is at that place, the next record starts at `next`.
    fn fold(&mut self, event: Self::Event, payload_at: Position, next: Position);
    /// Shows readers everything folded so far, which is now safe.
    fn publish(&mut self) -> Result<(), String>;
    /// Makes the state anew from the journal, after a failed publish.
    fn repair(&mut self, journal: &Journal) -> Result<(), String>;
    /// Says goodbye: the journal ends at that place and nothing follows.
    fn close(&mut self, end: Position);
}

/// What a command comes to: an event to record, if anything changes, and the reply.
pub struct Decision<E, R> {
    /// Recorded before the reply is released.
    pub event: Option<E>,
    /// For the caller.
    pub reply: R,
}

/// Says why a command was not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// No room on disk; nothing was changed, and the same command succeeds once there is room.
    #[error(
        "the disk is full: {free_bytes} bytes left below {dir}, {reserve_bytes} are kept in reserve"
    )]
    DiskFull {
        /// The store's directory.
        dir: String,
        /// What the disk has left.
        free_bytes: u64,
        /// What must remain.
        reserve_bytes: u64,
    },
    /// The event does not fit in one journal record.
    #[error("one command may write {limit} bytes, not {0}", limit = crate::journal::LONGEST_PAYLOAD)]
    TooLong(usize),
    /// The event cannot be written down; nothing was changed.
    #[error("the command cannot be written down: {0}")]
    Unwritable(String),
    /// The journal could not be made safe, or the store is closed: nothing is accepted until it is opened again.
    #[error("the store has stopped: {0}")]
    Stopped(String),
    /// The state could not be read or written; it is rebuilt at the next command.
    #[error("the state of the store is broken: {0}")]
    StateBroken(String),
}

type Job<M> = Box<dyn FnOnce(&mut M) -> Undecided<M> + Send>;
type Release = Box<dyn FnOnce(Result<(), CommitError>) + Send>;

/// A command that has been decided: what to record, and how to answer when that is safe.
struct Undecided<M: Machine> {
    event: Option<M::Event>,
    release: Release,
}

enum Request<M: Machine> {
    Decide { settled: bool, job: Job<M> },
    Repair(Release),
}

fn gone() -> CommitError {
    CommitError::Stopped("its writer is gone".to_owned())
}

/// The door to a store's one writer. Dropping it finishes what is queued and closes the store.
pub struct Committer<M: Machine> {
    queue: Option<SyncSender<Request<M>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// How much room the disk must keep, and where.
#[derive(Clone)]
pub struct Reserve {
    /// The disk that is asked.
    pub disk: Arc<dyn Disk>,
    /// The directory it is asked about.
    pub dir: PathBuf,
    /// Below this many free bytes new work is refused.
    pub bytes: u64,
}

impl<M: Machine> Committer<M> {
    /// Starts the writer's thread.
    pub fn start(journal: Journal, machine: M, reserve: Reserve) -> std::io::Result<Self> {
        let (queue, requests) = sync_channel(QUEUE_LENGTH);
        let writer = Writer {
            journal,
            machine,
            reserve,
            waiting: Vec::new(),
            stopped: None,
            broken: false,
            payload: Vec::new(),
        };
        let thread = std::thread::Builder::new()
            .name("committer".to_owned())
            .spawn(move || writer.run(&requests))?;
        Ok(Self {
            queue: Some(queue),
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Decides on the state including what is pending; returns when the event is safe and readers see it.
    pub fn commit<R, E>(
        &self,
        decide: impl FnOnce(&mut M) -> Result<Decision<M::Event, R>, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<CommitError> + Send + 'static,
    {
        self.send(false, decide)
    }

    /// Like [`Committer::commit`], on published state alone: for decisions that walk over the state.
    pub fn commit_settled<R, E>(
        &self,
        decide: impl FnOnce(&mut M) -> Result<Decision<M::Event, R>, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<CommitError> + Send + 'static,
    {
        self.send(true, decide)
    }

    /// Makes the state anew from the journal, for a reader that found it damaged.
    pub fn repair(&self) -> Result<(), CommitError> {
        let (answer, reply) = sync_channel(1);
        let release: Release = Box::new(move |outcome| {
            // A caller that is gone needs no answer.
            let _ = answer.send(outcome);
        });
        self.queue(Request::Repair(release))?;
        reply.recv().map_err(|_| gone())?
    }

    fn queue(&self, request: Request<M>) -> Result<(), CommitError> {
        let queue = self.queue.as_ref().ok_or_else(gone)?;
        queue.send(request).map_err(|_| gone())
    }

    fn send<R, E>(
        &self,
        settled: bool,
        decide: impl FnOnce(&mut M) -> Result<Decision<M::Event, R>, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<CommitError> + Send + 'static,
    {
        let (answer, reply) = sync_channel::<Result<R, E>>(1);
        let job: Job<M> = Box::new(move |machine| {
            let (event, decided) = match decide(machine) {
                Ok(decision) => (decision.event, Ok(decision.reply)),
                Err(refusal) => (None, Err(refusal)),
            };
            let release: Release = Box::new(move |outcome| {
                // A caller that is gone needs no answer.
                let _ = answer.send(outcome.map_err(E::from).and(decided));
            });
            Undecided { event, release }
        });
        self.queue(Request::Decide { settled, job })?;
        reply.recv().map_err(|_| gone())?
    }
}

impl<M: Machine> Drop for Committer<M> {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.lock().take() {
            // A writer that panicked has already answered nobody; there is nothing more to say here.
            let _ = thread.join();
        }
    }
}

struct Writer<M: Machine> {
    journal: Journal,
    machine: M,
    reserve: Reserve,
    waiting: Vec<Release>,
    stopped: Option<String>,
    broken: bool,
    payload: Vec<u8>,
}

impl<M: Machine> Writer<M> {
    fn run(mut self, requests: &Receiver<Request<M>>) {
        while let Ok(request) = requests.recv() {
            self.take(request);
            while self.waiting.len() < QUEUE_LENGTH && self.journal.unsynced_bytes() < GROUP_BYTES {
                let Ok(request) = requests.try_recv() else {
                    break;
                };
                self.take(request);
            }
            self.settle();
        }
        if self.stopped.is_none() && !self.broken {
            self.machine.close(self.journal.end());
        }
    }

    fn take(&mut self, request: Request<M>) {
        let job = match request {
            Request::Decide { settled, job } => {
                if settled {
                    self.settle();
                }
                job
            }
            Request::Repair(release) => {
                self.settle();
                self.broken = true;
                return release(self.ready());
            }
        };
        let ready = self.ready();
        let decided = job(&mut self.machine);
        let recorded = ready.and_then(|()| self.record(decided.event));
        match recorded {
            Ok(()) => self.waiting.push(decided.release),
            Err(error) => (decided.release)(Err(error)),
        }
    }

    /// A stopped store stays stopped; a broken state is made anew first.
    fn ready(&mut self) -> Result<(), CommitError> {
        if let Some(reason) = &self.stopped {
            return Err(CommitError::Stopped(reason.clone()));
        }
        if self.broken {
            self.machine
                .repair(&self.journal)
                .map_err(CommitError::StateBroken)?;
            self.broken = false;
        }
        Ok(())
    }

    fn record(&mut self, event: Option<M::Event>) -> Result<(), CommitError> {
        let Some(mut event) = event else {
            return Ok(());
        };
        self.refuse_without_room()?;
        self.payload.clear();
        self.machine
            .encode(&mut event, &mut self.payload)
            .map_err(CommitError::Unwritable)?;
        let appended = self.journal.append(&self.payload);
        self.payload.shrink_to(KEPT_BYTES);
        match appended {
            Ok(payload_at) => {
                self.machine.fold(event, payload_at, self.journal.end());
                Ok(())
            }
            Err(JournalError::Full(_)) => Err(self.full(0)),
            Err(JournalError::TooLong(length)) => Err(CommitError::TooLong(length)),
            Err(error) => Err(self.stop(&error)),
        }
    }

    fn refuse_without_room(&mut self) -> Result<(), CommitError> {
        match self.reserve.disk.free_bytes(&self.reserve.dir) {
            Ok(free) if free < self.reserve.bytes => Err(self.full(free)),
            // A disk that cannot say how much is free may still be written to.
            Ok(_) | Err(_) => Ok(()),
        }
    }

    fn full(&self, free_bytes: u64) -> CommitError {
        CommitError::DiskFull {
            dir: self.reserve.dir.display().to_string(),
            free_bytes,
            reserve_bytes: self.reserve.bytes,
        }
    }

    fn stop(&mut self, error: &JournalError) -> CommitError {
        let reason = error.to_string();
        self.stopped = Some(reason.clone());
        CommitError::Stopped(reason)
    }

    /// Makes the group safe, shows it to readers, and only then answers.
    fn settle(&mut self) {
        let outcome = self.make_safe();
        for release in self.waiting.drain(..) {
            release(outcome.clone());
        }
    }

    fn make_safe(&mut self) -> Result<(), CommitError> {
        // What a disk says after a failed sync cannot be believed, so there is no second try.
        if let Some(reason) = &self.stopped {
            return Err(CommitError::Stopped(reason.clone()));
        }
        if self.journal.unsynced_bytes() == 0 {
            return Ok(());
        }
        self.journal.sync().map_err(|error| self.stop(&error))?;
        if let Err(first) = self.machine.publish() {
            self.broken = true;
            self.machine
                .repair(&self.journal)
                .map_err(|second| CommitError::StateBroken(format!("{first}; then {second}")))?;
            self.broken = false;
        }
        Ok(())
    }
}
