//! How is a copy named? `LIBRARY/BARCODE`, as it is typed and as a slip's QR code holds it.

use navette_proto::wire::identity::ItemId;

/// Names a copy that may be absent.
pub(crate) fn item_name(item: Option<ItemId>) -> Option<String> {
    item.map(|item| format!("{}/{}", item.library, item.barcode))
}

/// Names each copy.
pub(crate) fn item_names(items: Vec<ItemId>) -> Vec<String> {
    let named = items.into_iter().map(Some).filter_map(item_name);
    named.collect()
}
