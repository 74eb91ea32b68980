//! What is decided, written and folded? Each store says it in its own words, and its writer runs it.

use crate::journal::{Journal, Position};

/// Folds events into state. Decisions read the state including what is folded and not yet published.
pub trait Machine: Send + 'static {
    /// What one command changes; the journal holds its bytes.
    type Event: Send;
    /// Appends the bytes of an event to the payload of its journal record.
    fn encode(&mut self, event: &mut Self::Event, payload: &mut Vec<u8>) -> Result<(), String>;
    /// Takes an event in; its payload is at that place, the next record starts at `next`.
    fn fold(&mut self, event: Self::Event, payload_at: Position, next: Position);
    /// Shows readers everything folded so far, which is now safe.
    fn publish(&mut self) -> Result<(), String>;
    /// Makes the state anew from the journal, after a failed publish.
    fn repair(&mut self, journal: &Journal) -> Result<(), String>;
    /// Says goodbye: the journal ends at that place and nothing follows.
    fn close(&mut self, end: Position);
}

/// What a command comes to: an event to record, if anything changes, and the reply.
pub struct Decision<E, R> {
    /// Recorded before the reply is released.
    pub event: Option<E>,
    /// For the caller.
    pub reply: R,
}
