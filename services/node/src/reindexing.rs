//! How is the search index made anew from the store, while no node runs?

use crate::catalogue::{index_source, open_store};
use crate::config::NodeConfig;
use crate::error::NodeError;
use crate::index_source::remove_folder;
use crate::reading::SourceReaders;
use navette_store::catalogue::CatalogueStore;
use std::sync::Arc;

/// What a rebuilt index holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reindexed {
    /// Records that can be found.
    pub records: u64,
    /// Stored records that this version of the program cannot read.
    pub unreadable: u64,
}

/// Takes a node's search index away and makes it anew from its store; `progress` hears how many records are done, of how many.
///
/// Blocks. Refused while the node runs.
pub fn reindex(
    config: &NodeConfig,
    mut progress: impl FnMut(u64, u64),
) -> Result<Reindexed, NodeError> {
    let store = open_store(&config.data_dir)?;
    let records = store.live_count();
    let source = index_source(config, &store, &Arc::new(SourceReaders::default()));
    remove_folder(&source.path)?;
    let opened = source.open(&mut |done| progress(done, records.max(done)))?;
    Ok(Reindexed {
        records: opened.searchable.view.vocabulary().records(),
        unreadable: opened.unreadable,
    })
}
