//! One copy, wire and domain.

use super::{day, part};
use crate::Refusal;
use crate::wire::catalogue as wire;
use navette_domain::catalogue::{Item, ItemStatus};

/// Writes a copy.
pub fn to_wire(item: &Item) -> wire::Item {
    wire::Item {
        barcode: item.barcode.clone(),
        shelfmark: item.shelfmark.clone(),
        location: item.location.clone(),
        part: item.part.as_ref().map(part::to_wire),
        status: item.status.code().to_owned(),
        due: day::to_wire(item.due),
    }
}

/// Reads a copy, refusing a status or a day that does not exist.
pub fn from_wire(item: wire::Item) -> Result<Item, Refusal> {
    let Some(status) = ItemStatus::from_code(&item.status) else {
        let reason = format!("unknown status \"{}\"", item.status);
        return Err(Refusal::field("status", reason));
    };
    Ok(Item {
        barcode: item.barcode,
        shelfmark: item.shelfmark,
        location: item.location,
        part: item.part.and_then(part::from_wire),
        status,
        due: day::from_wire("due", &item.due)?,
    })
}
