//! In which order do things happen, and when is one acknowledged? One thread per store decides, writes, syncs
//! and folds; whoever asked waits until it is safe.
//!
//! It must not know what is decided: that is the [`Machine`].

pub use crate::writer::{CommitError, Decision, Machine, Reserve};

use crate::journal::Journal;
use crate::writer::Writer;
use parking_lot::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// How many commands may wait; the next caller waits for room.
const QUEUE_LENGTH: usize = 64;
/// How many bytes are written before they are synced at the latest.
const GROUP_BYTES: u32 = 8 << 20;

type Job<M> = Box<dyn FnOnce(&mut M) -> Undecided<M> + Send>;
type Release = Box<dyn FnOnce(Result<(), CommitError>) + Send>;
type Work<M> = Box<dyn FnOnce(Result<(&mut M, &mut Journal), CommitError>) + Send>;

/// A command that has been decided: what to record, and how to answer when that is safe.
struct Undecided<M: Machine> {
    event: Option<M::Event>,
    release: Release,
}

enum Request<M: Machine> {
    Decide { settled: bool, job: Job<M> },
    Repair(Release),
    Whole(Work<M>),
}

fn gone() -> CommitError {
    CommitError::Stopped("its writer is gone".to_owned())
}

/// The door to a store's one writer. Dropping it finishes what is queued and closes the store.
pub struct Committer<M: Machine> {
    queue: Option<SyncSender<Request<M>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl<M: Machine> Committer<M> {
    /// Starts the writer's thread.
    pub fn start(journal: Journal, machine: M, reserve: Reserve) -> std::io::Result<Self> {
        let (queue, requests) = sync_channel(QUEUE_LENGTH);
        let group = Group {
            writer: Writer::new(journal, machine, reserve),
            waiting: Vec::new(),
        };
        let thread = std::thread::Builder::new()
            .name("committer".to_owned())
            .spawn(move || group.run(&requests))?;
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

    /// Works on the store as a whole when everything before is safe and published; commands wait meanwhile.
    pub fn on_the_whole<R, E>(
        &self,
        work: impl FnOnce(&mut M, &mut Journal) -> Result<R, E> + Send + 'static,
    ) -> Result<R, E>
    where
        R: Send + 'static,
        E: From<CommitError> + Send + 'static,
    {
        let (answer, reply) = sync_channel::<Result<R, E>>(1);
        let work: Work<M> = Box::new(move |store| {
            let done = match store {
                Ok((machine, journal)) => work(machine, journal),
                Err(error) => Err(E::from(error)),
            };
            // A caller that is gone needs no answer.
            let _ = answer.send(done);
        });
        self.queue(Request::Whole(work))?;
        reply.recv().map_err(|_| gone())?
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

/// The writer with those who wait for the next sync.
struct Group<M: Machine> {
    writer: Writer<M>,
    waiting: Vec<Release>,
}

impl<M: Machine> Group<M> {
    fn run(mut self, requests: &Receiver<Request<M>>) {
        while let Ok(request) = requests.recv() {
            self.take(request);
            while self.waiting.len() < QUEUE_LENGTH && self.writer.unsynced_bytes() < GROUP_BYTES {
                let Ok(request) = requests.try_recv() else {
                    break;
                };
                self.take(request);
            }
            self.settle();
        }
        self.writer.close();
    }

    fn take(&mut self, request: Request<M>) {
        match request {
            Request::Decide { settled, job } => {
                if settled {
                    self.settle();
                }
                self.decide(job);
            }
            Request::Repair(release) => {
                self.settle();
                release(self.writer.repair());
            }
            Request::Whole(work) => {
                self.settle();
                work(self.writer.settled());
            }
        }
    }

    fn decide(&mut self, job: Job<M>) {
        let ready = self.writer.ready();
        let decided = job(self.writer.machine());
        let recorded = ready.and_then(|()| self.writer.record(decided.event));
        match recorded {
            Ok(()) => self.waiting.push(decided.release),
            Err(error) => (decided.release)(Err(error)),
        }
    }

    /// Makes the group safe, shows it to readers, and only then answers.
    fn settle(&mut self) {
        let outcome = self.writer.make_safe();
        for release in self.waiting.drain(..) {
            release(outcome.clone());
        }
    }
}
