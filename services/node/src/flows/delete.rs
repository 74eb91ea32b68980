//! How is a record taken out of what the library offers? It is kept, and comes back with its next import.

use super::asking::internal;
use crate::catalogue::Catalogue;
use crate::flows::import::refused_by_store;
use navette_domain::catalogue::RecordId;
use navette_proto::Refusal;
use navette_store::catalogue::CatalogueStore;

/// Records of one request, at most.
pub(crate) const RECORDS_MAX: usize = 1_000;

/// Withdraws records, and answers when they can no longer be found; those unknown are passed over. Blocks.
pub(crate) fn delete(catalogue: &Catalogue, ids: Vec<String>) -> Result<u64, Refusal> {
    if ids.len() > RECORDS_MAX {
        return Err(Refusal::OverLimit {
            what: "record_ids".into(),
            value: ids.len() as u64,
            limit: RECORDS_MAX as u64,
            unit: "records",
        });
    }
    let ids: Vec<RecordId> = ids.into_iter().map(RecordId).collect();
    let order = catalogue.order.lock();
    let withdrawn = catalogue.store.withdraw(&ids).map_err(refused_by_store)?;
    let count = withdrawn.len() as u64;
    catalogue.keeper.remove(withdrawn);
    drop(order);
    if count > 0 {
        let published = catalogue.keeper.publish();
        published.map_err(|_| internal("withdrawn", &"and not yet taken out of the index"))?;
    }
    Ok(count)
}
