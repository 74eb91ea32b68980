//! Was this command done before? A command sent twice is done once, and answered with the first answer.

use navette_domain::time::Timestamp;
use navette_store::stored_struct;

/// How long answers are kept, in milliseconds: nobody repeats a command after a week.
pub const ANSWERS_KEPT_MS: i64 = 7 * 86_400_000;
/// Longest answer that is kept, in bytes.
pub const ANSWER_BYTES_MAX: usize = 64 << 10;

/// A command that was done; saved with what it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// Tells it from another command under the same name.
    pub fingerprint: u64,
    /// When it was done.
    pub at: Timestamp,
    /// What was answered, as whoever asked encodes it; saved right after the command, so that a crash can lose it.
    pub answer: Option<Vec<u8>>,
}

stored_struct!(AnswerRow {
    fingerprint,
    at,
    answer
});
