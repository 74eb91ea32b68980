//! Why somebody at the desk did something, in their own words, wire to domain.

use crate::Refusal;
use navette_domain::patrons::Reason;

/// Reads a reason, refusing an empty one, one over 200 characters, and one of several lines.
pub fn from_wire(field: &str, text: &str) -> Result<Reason, Refusal> {
    Reason::parse(text).map_err(|refusal| Refusal::field(field, refusal.to_string()))
}
