//! Who works at the desk, wire to domain: 0 is nobody.

use crate::Refusal;
use navette_domain::identity::StaffId;

/// Reads who works at the desk, if anybody.
pub fn from_wire(number: u64) -> Option<StaffId> {
    (number != 0).then_some(StaffId(number))
}

/// Reads who decides something, refusing nobody.
pub fn needed(field: &str, number: u64) -> Result<StaffId, Refusal> {
    from_wire(number).ok_or_else(|| Refusal::field(field, "nobody is named"))
}
