//! Was this command carried out before? Then its first answer is given again, and nothing changes.

use crate::draft::Draft;
use crate::ledger::{CALLS_KEPT, CALLS_KEPT_MS, CallName, CallRow};
use crate::refusal::DeskRefusal;
use navette_store::ledger::{Stored, stored_bytes, taken_whole};

/// Most old names that one command forgets.
const FORGOTTEN_AT_ONCE: usize = 4;

/// Gives the answer to a command that was carried out before; a name that was used for something else is refused.
pub(crate) fn answered<R: Stored>(
    draft: &Draft<'_>,
    call: CallName,
) -> Result<Option<R>, DeskRefusal> {
    let state = draft.state;
    let number = state.indexes().calls.get(&call.id);
    let Some(row) = number.and_then(|number| state.get::<CallRow>(number)) else {
        return Ok(None);
    };
    let reply = taken_whole(&row.reply).filter(|_| row.digest == call.digest);
    reply.map(Some).ok_or(DeskRefusal::CallTaken(call.id))
}

/// Remembers a command with its answer. One that changed nothing need not be: it can simply be asked again.
pub(crate) fn remember(draft: &mut Draft<'_>, call: CallName, reply: &impl Stored) {
    if draft.changes().is_empty() {
        return;
    }
    let calls = &draft.state.tables().calls;
    let number = calls.last_key_value().map_or(1, |(last, _)| last + 1);
    let row = CallRow {
        id: call.id,
        digest: call.digest,
        at: draft.now.at,
        reply: stored_bytes(reply),
    };
    forget_old(draft, FORGOTTEN_AT_ONCE);
    draft.put(number, row);
}

/// Forgets the oldest commands beyond what is kept, so many at most.
pub(crate) fn forget_old(draft: &mut Draft<'_>, at_most: usize) {
    let calls = &draft.state.tables().calls;
    let beyond = calls.len().saturating_sub(CALLS_KEPT - 1);
    let since = draft.now.at.plus_ms(-CALLS_KEPT_MS);
    let old: Vec<u64> = calls
        .iter()
        .enumerate()
        .take(at_most)
        .take_while(|(place, (_, row))| *place < beyond || row.at < since)
        .map(|(_, (number, _))| *number)
        .collect();
    for number in old {
        draft.remove::<CallRow>(number);
    }
}
