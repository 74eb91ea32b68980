//! Which copy is meant? Library and barcode, since village libraries all begin at 000001.

use navette_domain::catalogue::LibraryId;
use navette_domain::identity::Barcode;
use navette_proto::wire::identity::ItemId;

/// Reads `LIBRARY/BARCODE`.
pub(crate) fn item(text: &str) -> Result<ItemId, String> {
    let (library, barcode) = text.split_once('/').ok_or_else(|| {
        format!("\"{text}\" is not LIBRARY/BARCODE, as lists and slips show it: aire/000001")
    })?;
    barcode_in(library, barcode)
}

/// Names a copy by its library and its barcode.
pub(crate) fn barcode_in(library: &str, barcode: &str) -> Result<ItemId, String> {
    let library = LibraryId::parse(library).map_err(|refusal| refusal.to_string())?;
    let barcode = Barcode::parse(barcode).map_err(|refusal| refusal.to_string())?;
    Ok(ItemId {
        library: library.to_string(),
        barcode: barcode.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_barcode_may_hold_anything_and_a_library_may_not() {
        let named = |text| item(text).map(|item| (item.library, item.barcode));
        assert_eq!(named("aire/00/1"), Ok(("aire".into(), "00/1".into())));
        for text in ["000001", "Aire/1", "/1", "aire/"] {
            assert!(item(text).is_err(), "{text}");
        }
    }
}
