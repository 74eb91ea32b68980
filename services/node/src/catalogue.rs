//! What does this library hold, in store and index? Opened once, shared by all flows.

use crate::barcodes::Barcodes;
use crate::clock::steady;
use crate::config::NodeConfig;
use crate::error::NodeError;
use crate::index_keeper::{IndexKeeper, NotPublished, Put};
use crate::index_source::{IndexSource, Searchable, budget};
use crate::randomness;
use crate::reading::SourceReaders;
use navette_domain::catalogue::{Coordinates, LibraryId};
use navette_indexer::search::MemberNumber;
use navette_store::catalogue::{CatalogueStore, Options, SledCatalogue};
use navette_store::disk::private;
use parking_lot::{Mutex, RwLock};
use std::path::Path;
use std::sync::Arc;
use tokio::sync::{Semaphore, watch};

/// This library's number in its own directory, which has no other.
pub(crate) const MEMBER: MemberNumber = 0;

/// What the library is called and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) library: LibraryId,
    pub(crate) name: String,
    pub(crate) commune: String,
    pub(crate) place: Option<Coordinates>,
}

/// One library's catalogue.
pub(crate) struct Catalogue {
    pub(crate) identity: Identity,
    pub(crate) store: Arc<SledCatalogue>,
    pub(crate) searchable: Arc<RwLock<Searchable>>,
    pub(crate) readers: Arc<SourceReaders>,
    pub(crate) keeper: IndexKeeper,
    /// Where barcodes stand.
    pub(crate) barcodes: Barcodes,
    /// Newest generation that is searchable.
    pub(crate) published: Arc<watch::Sender<u64>>,
    /// Held while the store is changed and the index told, so that the index hears of changes in order.
    pub(crate) order: Mutex<()>,
    /// One import at a time.
    pub(crate) import_turn: Arc<Semaphore>,
}

impl Catalogue {
    /// Opens the catalogue in its folder and brings the index to where the store is.
    pub(crate) fn open(config: &NodeConfig) -> Result<Self, NodeError> {
        let store = open_store(&config.data_dir)?;
        let readers = Arc::new(SourceReaders::default());
        let source = index_source(config, &store, &readers);
        let opened = source.open(&mut |_| {})?;
        let published = Arc::new(watch::Sender::new(opened.index.position().generation));
        let searchable = Arc::new(RwLock::new(opened.searchable));
        tracing::info!(
            library = %config.library,
            records = store.live_count(),
            "the catalogue is open"
        );
        let keeper = IndexKeeper::start(
            source,
            opened.index,
            Arc::clone(&searchable),
            Arc::clone(&published),
        )
        .map_err(NodeError::Thread)?;
        Ok(Self {
            identity: Identity {
                library: config.library.clone(),
                name: config.name.clone(),
                commune: config.commune.clone(),
                place: config.place,
            },
            store,
            searchable,
            readers,
            keeper,
            barcodes: Barcodes::default(),
            published,
            order: Mutex::new(()),
            import_turn: Arc::new(Semaphore::new(1)),
        })
    }
}

impl Catalogue {
    /// Hands records over that the store has accepted: to whoever finds barcodes, and to the index.
    pub(crate) fn put(&self, puts: Vec<Put>) {
        for put in &puts {
            self.barcodes.learn(put.seq, &put.record);
        }
        self.keeper.put(puts);
    }

    /// Makes what was handed over searchable; blocks until it is.
    pub(crate) fn publish(&self) -> Result<(), NotPublished> {
        self.keeper.publish()?;
        let searchable = self.searchable.read();
        let directory = &searchable.directory;
        self.barcodes.tidy(|seq| {
            let row = directory.row_of(MEMBER, seq);
            row.is_some_and(|row| directory.is_alive(row))
        });
        Ok(())
    }
}

/// Opens the store in its folder; one process at a time may.
pub(crate) fn open_store(data_dir: &Path) -> Result<Arc<SledCatalogue>, NodeError> {
    private::create_dir(data_dir).map_err(|source| NodeError::DataDir {
        path: data_dir.to_owned(),
        source,
    })?;
    let options = Options {
        steady: Some(steady),
        ..Options::new(randomness::incarnation())
    };
    let (store, found) = SledCatalogue::open(&data_dir.join("catalogue"), options)?;
    if let Some(reason) = &found.rebuilt {
        tracing::warn!(
            reason,
            "the state of the store was made anew from its journal"
        );
    }
    if found.torn_bytes > 0 {
        tracing::warn!(
            bytes = found.torn_bytes,
            "an unfinished write was cut off the journal; nothing acknowledged is missing"
        );
    }
    if found.replayed > 0 {
        tracing::info!(records = found.replayed, "the journal was replayed");
    }
    Ok(Arc::new(store))
}

/// Says what the index of a node is made from.
pub(crate) fn index_source(
    config: &NodeConfig,
    store: &Arc<SledCatalogue>,
    readers: &Arc<SourceReaders>,
) -> IndexSource {
    IndexSource {
        store: Arc::clone(store),
        readers: Arc::clone(readers),
        library: config.library.clone(),
        path: config.data_dir.join("index"),
        budget: budget(config.index),
    }
}
