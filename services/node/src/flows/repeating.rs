//! Was this command carried out before? Then its first answer is given again, and nothing changes.

use crate::draft::Draft;
use crate::ledger::{ANSWERS_KEPT, ANSWERS_KEPT_MS, AnswerRow, Command};
use crate::refusal::DeskRefusal;
use navette_store::ledger::{Stored, stored_bytes, taken_whole};

/// Most old names that one command forgets.
const FORGOTTEN_AT_ONCE: usize = 4;

/// Gives the answer to a command that was carried out before; a name that was used for something else is refused.
pub(crate) fn answered<R: Stored>(
    draft: &Draft<'_>,
    command: Command,
) -> Result<Option<R>, DeskRefusal> {
    let state = draft.state;
    let number = state.indexes().answers.get(&command.name);
    let Some(row) = number.and_then(|number| state.get::<AnswerRow>(number)) else {
        return Ok(None);
    };
    let reply = taken_whole(&row.reply).filter(|_| row.fingerprint == command.fingerprint);
    reply.map(Some).ok_or(DeskRefusal::NameTaken(command.name))
}

/// Remembers a command with its answer. One that changed nothing need not be: it can simply be asked again.
pub(crate) fn remember(draft: &mut Draft<'_>, command: Command, reply: &impl Stored) {
    if !draft.changes().is_empty() {
        keep(draft, command, reply);
    }
}

/// Remembers a command with its answer, whether anything followed from it or not.
pub(crate) fn keep(draft: &mut Draft<'_>, command: Command, reply: &impl Stored) {
    let answers = &draft.state.tables().answers;
    let number = answers.last_key_value().map_or(1, |(last, _)| last + 1);
    let row = AnswerRow {
        name: command.name,
        fingerprint: command.fingerprint,
        at: draft.now.at,
        reply: stored_bytes(reply),
    };
    forget_old(draft, FORGOTTEN_AT_ONCE);
    draft.put(number, row);
}

/// Forgets the oldest commands beyond what is kept, so many at most.
pub(crate) fn forget_old(draft: &mut Draft<'_>, at_most: usize) {
    let answers = &draft.state.tables().answers;
    let beyond = answers.len().saturating_sub(ANSWERS_KEPT - 1);
    let since = draft.now.at.plus_ms(-ANSWERS_KEPT_MS);
    let old: Vec<u64> = answers
        .iter()
        .enumerate()
        .take(at_most)
        .take_while(|(place, (_, row))| *place < beyond || row.at < since)
        .map(|(_, (number, _))| *number)
        .collect();
    for number in old {
        draft.remove::<AnswerRow>(number);
    }
}
