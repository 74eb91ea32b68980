//! What is under all keys that begin alike? Page by page, so that a large state is never in memory at once.

use super::{State, StateError, open_value};

/// How many pairs are read at once.
const PAGE: usize = 4096;

/// Visits opened pairs in order; nothing from the visitor means that the pair is damaged.
pub(crate) fn for_each_pair(
    state: &dyn State,
    prefix: &[u8],
    mut visit: impl FnMut(&[u8], &[u8]) -> Option<()>,
) -> Result<(), StateError> {
    let mut after = prefix.to_vec();
    loop {
        let page = state.page(prefix, &after, PAGE)?;
        for (key, sealed) in &page {
            let body = open_value(key, sealed)?;
            visit(key, body).ok_or_else(|| StateError::checksum(key))?;
        }
        match page.into_iter().next_back() {
            Some((key, _)) => after = key,
            None => return Ok(()),
        }
    }
}
