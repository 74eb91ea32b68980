//! A volume or issue, wire and domain.

use crate::wire::catalogue as wire;
use navette_domain::catalogue::Part;

/// Writes a part.
pub fn to_wire(part: &Part) -> wire::Part {
    wire::Part {
        sort: part.sort,
        label: part.label.clone(),
    }
}

/// Reads a part; one without a label is none.
pub fn from_wire(part: wire::Part) -> Option<Part> {
    (!part.label.is_empty()).then_some(Part {
        sort: part.sort,
        label: part.label,
    })
}
