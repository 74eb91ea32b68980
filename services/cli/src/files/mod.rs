//! Files of records on this machine: opening them, cutting them into records, choosing a mapping profile.

mod frames;
mod open;
mod profile;

pub(crate) use frames::{format_word, frames};
pub(crate) use open::{BytesRead, Source, open_all};
pub(crate) use profile::{ChosenProfile, choose_profile, shipped_profile};
