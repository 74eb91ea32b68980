//! What would the bare parts alone reach, on the same machine in the same minute?
//!
//! A target in milliseconds holds on one machine; a ratio to these holds on a noisy one too.

mod bare_tantivy;
mod canned;
mod empty_call;

pub use bare_tantivy::BareIndex;
pub use canned::{CannedFanOut, serve_canned};
pub use empty_call::measure_empty_calls;
