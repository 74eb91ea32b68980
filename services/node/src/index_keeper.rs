//! Who writes the search index? One thread that takes changes in order and publishes them now and then.
//!
//! The index is derived: where writing it fails, it is opened again and follows the store from where it was.

use crate::index_source::{IndexSource, OpenIndex, Searchable};
use crate::tasks;
use navette_domain::catalogue::Record;
use navette_indexer::search::{LibraryIndex, Position};
use navette_store::catalogue::{CatalogueStore, Withdrawal};
use parking_lot::{Mutex, RwLock};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// Commands that may wait; each holds a group of records.
const QUEUE_LENGTH: usize = 2;
/// Staged changes that are published without being asked.
const STAGED_MAX: usize = 50_000;
/// After this long without a change, what is staged is published, and then the writer's memory given back.
const QUIET: Duration = Duration::from_secs(5);

/// A record's version for the index.
pub(crate) struct Put {
    /// Names the version.
    pub(crate) seq: u64,
    /// Whether an earlier version may be in the index.
    pub(crate) replaces: bool,
    pub(crate) record: Record,
}

/// What the index could not do; the log says why.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NotPublished;

enum Command {
    Put(Vec<Put>),
    Remove(Vec<Withdrawal>),
    Publish(oneshot::Sender<Result<(), NotPublished>>),
    Stop,
}

/// The door to the index' one writer. Commands are taken in order.
pub(crate) struct IndexKeeper {
    queue: SyncSender<Command>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl IndexKeeper {
    /// Starts the writer's thread over an open index.
    pub(crate) fn start(
        source: IndexSource,
        index: LibraryIndex,
        searchable: Arc<RwLock<Searchable>>,
        published: Arc<watch::Sender<u64>>,
    ) -> std::io::Result<Self> {
        let (queue, commands) = sync_channel(QUEUE_LENGTH);
        let writer = Writer {
            source,
            index: Some(index),
            searchable,
            published,
            newest: 0,
            resting: true,
        };
        let thread = tasks::thread("index", move || writer.work(&commands))?;
        Ok(Self {
            queue,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Hands records over; blocks while the index is behind.
    pub(crate) fn put(&self, puts: Vec<Put>) {
        if !puts.is_empty() {
            self.send(Command::Put(puts));
        }
    }

    /// Hands withdrawals over; blocks while the index is behind.
    pub(crate) fn remove(&self, withdrawals: Vec<Withdrawal>) {
        if !withdrawals.is_empty() {
            self.send(Command::Remove(withdrawals));
        }
    }

    /// Makes everything handed over searchable; blocks until it is.
    pub(crate) fn publish(&self) -> Result<(), NotPublished> {
        let (reply, answer) = oneshot::channel();
        self.send(Command::Publish(reply));
        answer.blocking_recv().unwrap_or(Err(NotPublished))
    }

    /// Publishes, gives the index back and ends the thread.
    pub(crate) fn stop(&self) {
        if let Some(thread) = self.thread.lock().take() {
            self.send(Command::Stop);
            if thread.join().is_err() {
                tracing::error!("the index' thread had broken down");
            }
        }
    }

    fn send(&self, command: Command) {
        // After stop nobody listens; the index follows the store when it is opened again.
        let _ = self.queue.send(command);
    }
}

struct Writer {
    source: IndexSource,
    /// Nothing after a failure, until it could be opened again.
    index: Option<LibraryIndex>,
    searchable: Arc<RwLock<Searchable>>,
    published: Arc<watch::Sender<u64>>,
    /// Newest change that is staged.
    newest: u64,
    resting: bool,
}

impl Writer {
    fn work(mut self, commands: &Receiver<Command>) {
        loop {
            let command = match self.resting {
                true => commands.recv().map_err(|_| RecvTimeoutError::Disconnected),
                false => commands.recv_timeout(QUIET),
            };
            match command {
                Ok(Command::Stop) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(command) => self.take(command),
                Err(RecvTimeoutError::Timeout) => self.use_quiet(),
            }
        }
        let _ = self.publish_staged();
    }

    fn take(&mut self, command: Command) {
        self.resting = false;
        match command {
            Command::Put(puts) => {
                self.reopened();
                let done = self.stage_puts(&puts);
                self.noted(done);
            }
            Command::Remove(withdrawals) => {
                self.reopened();
                let done = self.stage_removals(&withdrawals);
                self.noted(done);
            }
            Command::Publish(reply) => {
                self.reopened();
                // Whoever asked may have gone; that changes nothing.
                let _ = reply.send(self.publish_staged());
                return;
            }
            Command::Stop => return,
        }
        if self
            .index
            .as_ref()
            .is_some_and(|index| index.staged() >= STAGED_MAX)
        {
            let _ = self.publish_staged();
        }
    }

    fn stage_puts(&mut self, puts: &[Put]) -> Result<(), String> {
        let Some(index) = &mut self.index else {
            return Ok(());
        };
        for put in puts {
            // An index opened again in the meantime has followed this far already.
            if put.seq > index.position().generation {
                index
                    .put(put.seq, put.replaces, &put.record)
                    .map_err(|error| error.to_string())?;
                self.newest = self.newest.max(put.seq);
            }
        }
        Ok(())
    }

    fn stage_removals(&mut self, withdrawals: &[Withdrawal]) -> Result<(), String> {
        let Some(index) = &mut self.index else {
            return Ok(());
        };
        for withdrawal in withdrawals {
            if withdrawal.seq > index.position().generation {
                index
                    .remove(&withdrawal.id.0)
                    .map_err(|error| error.to_string())?;
                self.newest = self.newest.max(withdrawal.seq);
            }
        }
        Ok(())
    }

    /// Commits and publishes what is staged. Readers wait only for the short second half.
    fn publish_staged(&mut self) -> Result<(), NotPublished> {
        let Some(index) = &mut self.index else {
            return Err(NotPublished);
        };
        if index.staged() == 0 {
            return Ok(());
        }
        let position = Position {
            incarnation: self.source.store.incarnation(),
            generation: self.newest.max(index.position().generation),
        };
        let committed = index.commit(position).map_err(|error| error.to_string());
        let published = committed.and_then(|()| self.show());
        self.noted(published);
        match self.index {
            Some(_) => Ok(()),
            None => Err(NotPublished),
        }
    }

    /// Shows readers what was committed.
    fn show(&mut self) -> Result<(), String> {
        let Some(index) = &mut self.index else {
            return Ok(());
        };
        let generation = index.position().generation;
        let mut searchable = self.searchable.write();
        let view = index
            .publish(&mut searchable.directory)
            .map_err(|error| error.to_string())?;
        let before = std::mem::replace(&mut searchable.view, view);
        drop(searchable);
        drop(before);
        self.published.send_replace(generation);
        Ok(())
    }

    /// After a while without changes: publish, or give memory back where that is done.
    fn use_quiet(&mut self) {
        if self.index.as_ref().is_some_and(|index| index.staged() > 0) {
            let _ = self.publish_staged();
            return;
        }
        self.resting = true;
        if let Some(index) = &mut self.index {
            let rested = index.rest().map_err(|error| error.to_string());
            // Merges have ended: the old segments are let go of, and the sums of each.
            let shown = match rested {
                Ok(true) => self.show(),
                Ok(false) => Ok(()),
                Err(reason) => Err(reason),
            };
            self.noted(shown);
        }
    }

    /// Gives a broken index up.
    fn noted(&mut self, done: Result<(), String>) {
        if let Err(reason) = done {
            tracing::error!(
                reason,
                "the search index cannot be written: it will be opened again"
            );
            self.index = None;
        }
    }

    /// Opens a broken index again, so that it follows the store.
    fn reopened(&mut self) {
        if self.index.is_some() {
            return;
        }
        match self.source.open(&mut |_| {}) {
            Ok(OpenIndex {
                index, searchable, ..
            }) => {
                let generation = index.position().generation;
                *self.searchable.write() = searchable;
                self.index = Some(index);
                self.published.send_replace(generation);
            }
            Err(error) => tracing::error!(%error, "the search index cannot be opened"),
        }
    }
}
