//! Why somebody at the desk did something, in their own words, wire to domain.

use crate::Refusal;
use navette_domain::patrons::Reason;

/// Reads a reason, refusing an empty one, one over 200 characters, and one of several lines.
pub fn from_wire(field: &str, text: &str) -> Result<Reason, Refusal> {
    Reason::parse(text).map_err(|refusal| Refusal::field(field, refusal.to_string()))
}

/// Reads a reason that may be left out.
pub fn optional(field: &str, text: &str) -> Result<Option<Reason>, Refusal> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    from_wire(field, text).map(Some)
}
