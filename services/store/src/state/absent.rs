//! What do readers get while the state is being made anew? A clear error, never "there is nothing".

use super::{Pair, State, StateError, Write};

/// Stands in for a state that is not there.
#[derive(Clone, Copy, Debug)]
pub struct AbsentState;

fn absent<R>() -> Result<R, StateError> {
    Err(StateError::Engine("it is not there".to_owned()))
}

impl State for AbsentState {
    fn get(&self, _key: &[u8]) -> Result<Option<Vec<u8>>, StateError> {
        absent()
    }

    fn apply(&self, _writes: Vec<Write>) -> Result<(), StateError> {
        absent()
    }

    fn page(&self, _prefix: &[u8], _after: &[u8], _limit: usize) -> Result<Vec<Pair>, StateError> {
        absent()
    }

    fn flush(&self) -> Result<(), StateError> {
        absent()
    }
}
