//! Which commands have been carried out, under which names, and what was answered? So that repeating one changes nothing.

use navette_domain::time::Timestamp;
use navette_store::stored_struct;

/// How many commands are remembered; a busy desk makes a thousand a day.
pub const ANSWERS_KEPT: usize = 10_000;
/// How long a command is remembered, in milliseconds: nobody repeats one after two days.
pub const ANSWERS_KEPT_MS: i64 = 2 * 86_400_000;

/// The name that a caller drew for one command, and what it asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// The name.
    pub name: u128,
    /// Differs wherever what is asked does.
    pub fingerprint: u64,
}

impl Command {
    /// Names a further command of the same call.
    pub fn part(self, number: u8) -> Self {
        let name = self.name ^ (u128::from(number) << 120);
        Self { name, ..self }
    }
}

/// One command that was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// The name its caller drew.
    pub name: u128,
    /// Differs wherever what was asked does.
    pub fingerprint: u64,
    /// When, by this node's clock.
    pub at: Timestamp,
    /// What was answered, as it is stored.
    pub reply: Vec<u8>,
}

stored_struct!(AnswerRow {
    name,
    fingerprint,
    at,
    reply
});
