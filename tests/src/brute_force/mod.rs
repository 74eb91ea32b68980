//! What is the right answer to a question over many libraries? Computed naively, to compare fast answers with.
//!
//! Every record is read for every word; nothing is indexed, split over libraries, cut or cached. It shares with the engine
//! the splitting of text into words and the table of weights, and nothing else.

mod answer;
mod differences;
mod nearby;
mod oracle;
mod searchable;
mod typed;

pub use answer::{Answer, AnsweredWork, HeldPart};
pub use differences::differences;
pub use oracle::{BruteForce, HeldRecord};
