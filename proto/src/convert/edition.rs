//! One edition of a work, wire and domain.

use super::year;
use crate::Refusal;
use crate::wire::catalogue as wire;
use navette_domain::catalogue::{Edition, EditionKey};

/// Writes an edition.
pub fn to_wire(edition: &Edition) -> wire::Edition {
    wire::Edition {
        edition: edition.key.to_string(),
        isbn: edition.isbn.clone(),
        year: year::to_wire(edition.year),
        publisher: edition.publisher.clone(),
    }
}

/// Reads an edition, refusing a key of another shape.
pub fn from_wire(edition: wire::Edition) -> Result<Edition, Refusal> {
    let Some(key) = EditionKey::parse(&edition.edition) else {
        let reason = format!("\"{}\" is not 16 hexadecimal digits", edition.edition);
        return Err(Refusal::field("edition", reason));
    };
    Ok(Edition {
        key,
        isbn: edition.isbn,
        year: year::from_wire(edition.year)?,
        publisher: edition.publisher,
    })
}
