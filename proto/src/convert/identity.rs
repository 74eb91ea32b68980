//! Which library, copy or card is meant, wire and domain.

use super::limits::{beginning, needed};
use crate::Refusal;
use crate::wire::identity as wire;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{Barcode, CardNumber, ItemId};

/// Reads a library. Whether it is a member is the caller's to know.
pub fn library(field: &str, text: &str) -> Result<LibraryId, Refusal> {
    LibraryId::parse(text).map_err(|refusal| Refusal::field(field, refusal.to_string()))
}

/// Reads a library that may be absent: empty is none.
pub fn optional_library(field: &str, text: &str) -> Result<Option<LibraryId>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    library(field, text).map(Some)
}

/// Writes a library that may be absent.
pub fn optional_library_to_wire(library: Option<&LibraryId>) -> String {
    library.map(ToString::to_string).unwrap_or_default()
}

/// Writes a copy.
pub fn item_to_wire(item: &ItemId) -> wire::ItemId {
    wire::ItemId {
        library: item.library.to_string(),
        barcode: item.barcode.to_string(),
    }
}

/// Reads a copy that must be named.
pub fn item(field: &str, item: Option<wire::ItemId>) -> Result<ItemId, Refusal> {
    let item = needed(field, item)?;
    item_itself(&item).map_err(|refusal| refusal.within(field))
}

/// Reads a copy that may be absent.
pub fn optional_item(field: &str, sent: Option<wire::ItemId>) -> Result<Option<ItemId>, Refusal> {
    match sent {
        None => Ok(None),
        Some(_) => item(field, sent).map(Some),
    }
}

/// Reads a card; without a library it is one of the library given. The number is never repeated in a refusal.
pub fn card(
    field: &str,
    card: Option<wire::Card>,
    here: &LibraryId,
) -> Result<(LibraryId, CardNumber), Refusal> {
    let card = needed(field, card)?;
    let read = || {
        let home = optional_library("library", &card.library)?;
        let number = CardNumber::parse(&card.number)
            .map_err(|refusal| Refusal::field("number", refusal.to_string()))?;
        Ok((home.unwrap_or_else(|| here.clone()), number))
    };
    read().map_err(|refusal: Refusal| refusal.within(field))
}

/// Writes a card, for the home library's own desk and the patron's own screen.
pub fn card_to_wire(home: &LibraryId, number: &CardNumber) -> wire::Card {
    wire::Card {
        library: home.to_string(),
        number: number.expose().to_owned(),
    }
}

/// Reads a copy whose field the caller names.
pub(crate) fn item_itself(item: &wire::ItemId) -> Result<ItemId, Refusal> {
    Ok(ItemId {
        library: library("library", &item.library)?,
        barcode: barcode("barcode", &item.barcode)?,
    })
}

fn barcode(field: &str, text: &str) -> Result<Barcode, Refusal> {
    Barcode::parse(text).map_err(|_| {
        let shown = beginning(text);
        let reason = format!("\"{shown}\" is not 1 to 64 printable characters");
        Refusal::field(field, reason)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn aire() -> LibraryId {
        LibraryId::parse("aire").unwrap()
    }

    #[test]
    fn a_copy_survives_the_wire_with_its_leading_zeros() {
        let copy = ItemId {
            library: aire(),
            barcode: Barcode::parse("000001").unwrap(),
        };
        let sent = Some(item_to_wire(&copy));
        assert_eq!(item("item", sent.clone()), Ok(copy.clone()));
        assert_eq!(optional_item("item", sent), Ok(Some(copy)));
        assert_eq!(optional_item("item", None), Ok(None));
    }

    #[test]
    fn a_copy_without_library_or_barcode_is_refused_by_field() {
        let cases = [
            (None, "item: it is missing"),
            (
                Some(("Aire", "1")),
                "item.library: library id \"Aire\" is not 1 to 32 of a-z, 0-9 and -, starting with a letter or digit",
            ),
            (
                Some(("aire", " ")),
                "item.barcode: \" \" is not 1 to 64 printable characters",
            ),
        ];
        for (sent, told) in cases {
            let sent = sent.map(|(library, barcode)| wire::ItemId {
                library: library.into(),
                barcode: barcode.into(),
            });
            let refused = item("item", sent).map_err(|refusal| refusal.to_string());
            assert_eq!(refused, Err(told.to_owned()));
        }
    }

    #[test]
    fn a_card_is_of_this_library_where_none_is_named_and_is_never_repeated() {
        let number = CardNumber::parse("62765").unwrap();
        let unnamed = wire::Card {
            library: String::new(),
            number: "62765".into(),
        };
        let read = card("card", Some(unnamed), &aire());
        assert_eq!(read, Ok((aire(), number.clone())));
        let whole = card_to_wire(&aire(), &number);
        assert_eq!(card("card", Some(whole), &aire()), Ok((aire(), number)));
        let long = wire::Card {
            library: "aire".into(),
            number: "4".repeat(99),
        };
        let told = card("card", Some(long), &aire()).unwrap_err().to_string();
        assert!(told.starts_with("card.number: ") && !told.contains("44"));
    }
}
