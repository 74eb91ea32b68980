//! In which steps is a command taken, whoever drives them: a thread of its own, or the caller?

mod error;
mod machine;
mod steps;

pub use error::CommitError;
pub use machine::{Decision, Machine};
pub use steps::Reserve;
pub(crate) use steps::Writer;
