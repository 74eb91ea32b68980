//! How is a command that is sent twice done once? Its name is saved with what it changes, its answer right after.

use crate::ledger::{ANSWER_BYTES_MAX, AnswerRow, NodeState};
use crate::node_core::{Command, NodeCore};
use crate::refusal::DeskRefusal;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Gives the same core for one command under a name that its caller drew: what it changes is changed once.
    ///
    /// A command that was done before is refused with [`DeskRefusal::DoneAlready`]; its answer is with
    /// [`NodeCore::answer_to`]. One call of the core is one command.
    pub fn as_command(&self, command: Command) -> NodeCore<&L> {
        self.sharing(command)
    }

    /// Gives what was answered to a command before; nothing where it is new, or a crash came between deed and answer.
    pub fn answer_to(&self, command: Command) -> Result<Option<Vec<u8>>, DeskRefusal> {
        let found = self.ledger().read(move |state| {
            let row = state.get::<AnswerRow>(&command.name);
            row.cloned()
        })?;
        match found {
            Some(row) if row.fingerprint != command.fingerprint => {
                Err(DeskRefusal::NameTaken(command.name))
            }
            Some(row) => Ok(row.answer),
            None => Ok(None),
        }
    }

    /// Keeps what is answered to a command, so that it can be answered again.
    pub fn keep_answer(
        &self,
        command: Command,
        answer: Vec<u8>,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            if let Some(row) = draft.get::<AnswerRow>(&command.name)
                && answer.len() <= ANSWER_BYTES_MAX
            {
                let answer = Some(answer);
                draft.put(command.name, AnswerRow { answer, ..row });
            }
            Ok(())
        })
    }
}
