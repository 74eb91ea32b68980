//! Keep and find: what is written here is there again after a kill, a power cut or a full disk.
//!
//! The journal is the truth, the state (sled, or memory) is folded from it and can be rebuilt from it
//! at any time. This crate knows no network, no clock and no randomness of its own.

pub mod backup;
pub mod catalogue;
mod clean_mark;
pub mod codec;
pub mod committer;
pub mod disk;
pub mod faults;
pub mod inline_committer;
pub mod journal;
pub mod keyring;

pub mod ledger;
pub mod lock;
mod options;
pub mod state;
mod writer;
