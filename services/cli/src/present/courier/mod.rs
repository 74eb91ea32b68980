//! How rounds, arrivals and manifests look.

mod arrival;
mod manifest;
mod preview;
mod round;

pub(crate) use arrival::Arrival;
pub(crate) use manifest::{HeldManifests, Manifests};
pub(crate) use preview::{Changed, Preview};
pub(crate) use round::{RoundInFull, Rounds};
