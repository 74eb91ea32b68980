//! What has changed in this catalogue since a generation? Told in order, without end.

use super::asking::internal;
use crate::catalogue::Catalogue;
use crate::clock::pause;
use crate::tasks;
use navette_domain::catalogue::Record;
use navette_proto::Refusal;
use navette_store::catalogue::{CatalogueStore, Change, ChangeKind};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};

/// Changes of one message, at most.
const CHANGES_MAX: usize = 500;
/// A sign of life is given this often.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// A record that changed; without its content where it was withdrawn.
pub(crate) struct Changed {
    pub(crate) seq: u64,
    pub(crate) record_id: String,
    pub(crate) record: Option<Record>,
}

/// One message of the stream.
pub(crate) struct News {
    /// The receiver forgets what it had.
    pub(crate) reset: bool,
    pub(crate) changes: Vec<Changed>,
    /// Everything up to here has been told.
    pub(crate) generation: u64,
    pub(crate) caught_up: bool,
}

/// Where news are put; ends when the receiver is gone.
type Door = mpsc::Sender<Result<News, Refusal>>;

/// Tells changes, in messages of about so many bytes, until the receiver goes or the node stops.
pub(crate) async fn tell(
    catalogue: Arc<Catalogue>,
    known_incarnation: Option<u64>,
    since: u64,
    bytes_max: usize,
    door: Door,
    mut stopping: watch::Receiver<bool>,
) {
    let mut published = catalogue.published.subscribe();
    let knows_us = known_incarnation == Some(catalogue.store.incarnation());
    let continues = knows_us && since <= catalogue.store.last_seq();
    let mut told = if continues { since } else { 0 };
    let begin = News {
        reset: !continues,
        changes: Vec::new(),
        generation: told,
        caught_up: false,
    };
    let mut open = door.send(Ok(begin)).await.is_ok();
    while open && !*stopping.borrow() {
        let until = *published.borrow_and_update();
        let (teller, reader) = (door.clone(), Arc::clone(&catalogue));
        let told_now =
            tasks::blocking(move || tell_range(&reader, (told, until), bytes_max, &teller)).await;
        let Ok(Some(reached)) = told_now else {
            return;
        };
        told = reached;
        tokio::select! {
            changed = published.changed() => open = changed.is_ok(),
            () = pause(HEARTBEAT) => {}
            () = door.closed() => return,
            _ = stopping.wait_for(|stopping| *stopping) => {}
        }
    }
    // Where the receiver is gone too, nobody needs to hear it.
    let _ = door.send(Err(Refusal::ShuttingDown)).await;
}

/// Tells everything after `since` up to `until`, in messages of about so many bytes; gives how far it came, or nothing where the stream has ended. Blocks.
fn tell_range(
    catalogue: &Catalogue,
    (since, until): (u64, u64),
    bytes_max: usize,
    door: &Door,
) -> Option<u64> {
    let mut news = News {
        reset: false,
        changes: Vec::new(),
        generation: since,
        caught_up: false,
    };
    let mut bytes = 0;
    if until > since {
        for change in catalogue.store.scan(since) {
            let change = match change {
                Ok(change) => change,
                Err(error) => {
                    let refusal = internal("the store's changes cannot be read", &error);
                    // The stream ends either way.
                    let _ = door.blocking_send(Err(refusal));
                    return None;
                }
            };
            // What is not searchable yet is told when it is.
            if change.seq > until {
                break;
            }
            news.generation = change.seq;
            bytes += size(&change);
            news.changes.extend(read(catalogue, change));
            if news.changes.len() >= CHANGES_MAX || bytes >= bytes_max {
                let changes = std::mem::take(&mut news.changes);
                let generation = news.generation;
                bytes = 0;
                let full = News { changes, ..news };
                door.blocking_send(Ok(full)).ok()?;
                news.generation = generation;
            }
        }
    }
    let generation = until.max(since);
    let last = News {
        generation,
        caught_up: true,
        ..news
    };
    door.blocking_send(Ok(last)).ok()?;
    Some(generation)
}

fn size(change: &Change) -> usize {
    match &change.kind {
        ChangeKind::Live { content, .. } => content.raw.len(),
        ChangeKind::Withdrawn => 0,
    }
}

/// Reads the record of a change; one that this version of the program cannot read is left out, as it is in the index.
fn read(catalogue: &Catalogue, change: Change) -> Option<Changed> {
    let record = match &change.kind {
        ChangeKind::Withdrawn => None,
        ChangeKind::Live { content, profile } => {
            Some(catalogue.readers.read(content, profile).ok()?)
        }
    };
    Some(Changed {
        seq: change.seq,
        record_id: change.id.0,
        record,
    })
}
