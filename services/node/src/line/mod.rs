//! How does a library belong to its territory? A certificate, two lines that it dials, and a renewal in time.

mod config;
mod dialling;
mod direct;
mod identity;
mod joining;
mod kiosk_line;
mod next_key;
mod put_out;
mod renewing;
mod sealing;
mod unheard;

pub use config::LineConfig;
pub(crate) use config::WrittenLine;
pub(crate) use dialling::keep_line;
pub(crate) use direct::serve_direct;
pub(crate) use identity::NodeLine;
pub use identity::credential_file;
pub use joining::{JoinError, Joined, join, member_dialler, try_line};
pub use kiosk_line::{KioskLine, KioskLineError};
pub(crate) use put_out::hear_revocations;
pub(crate) use renewing::keep_renewed;
pub use renewing::renew_if_due;
pub use sealing::sealing_key_file;
pub(crate) use sealing::{kept_seed, put_back};
