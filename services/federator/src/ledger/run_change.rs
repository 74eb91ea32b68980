//! What was decided about a run of the van? Kept so that the same order, told again, gets the same answer.

use navette_domain::courier::Exception;
use navette_domain::time::Timestamp;

/// A run that was cancelled or moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunChange {
    /// The name that the caller drew for the order.
    pub call: u128,
    /// What was ordered.
    pub exception: Exception,
    /// Why, in the words of whoever ordered it; may be empty.
    pub reason: String,
    /// When.
    pub at: Timestamp,
    /// Journeys whose day changed.
    pub changed: u32,
}
