//! What one library holds of a work, wire and domain.

use super::{day, part};
use crate::Refusal;
use crate::wire::catalogue as wire;
use navette_domain::catalogue::{Holding, LibraryId};
use navette_domain::time::Timestamp;

/// Writes a holding under the library's name, which the domain does not carry; when it arrives is not known here.
pub fn to_wire(holding: &Holding, library_name: &str) -> wire::Holding {
    wire::Holding {
        library: holding.library.to_string(),
        library_name: library_name.to_owned(),
        part: holding.part.as_ref().map(part::to_wire),
        copies: holding.copies,
        available: holding.available,
        due: day::to_wire(holding.due),
        shelfmark: holding.shelfmark.clone(),
        as_of_ms: holding.as_of.map_or(0, |moment| moment.0),
        items: Vec::new(),
        arrival: None,
    }
}

/// Reads a holding; its copies one by one stay on the wire.
pub fn from_wire(holding: wire::Holding) -> Result<Holding, Refusal> {
    let library = LibraryId::parse(&holding.library)
        .map_err(|refusal| Refusal::field("library", refusal.to_string()))?;
    Ok(Holding {
        library,
        part: holding.part.and_then(part::from_wire),
        copies: holding.copies,
        available: holding.available,
        due: day::from_wire("due", &holding.due)?,
        shelfmark: holding.shelfmark,
        as_of: (holding.as_of_ms != 0).then_some(Timestamp(holding.as_of_ms)),
    })
}
