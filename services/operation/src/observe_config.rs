//! Where are figures and readiness shown? Nowhere, unless the settings name an address.

use serde::{Deserialize, Serialize};
use std::net::SocketAddr;

/// The part `[observe]` of a file of settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ObserveConfig {
    /// Address and port; off where it is not named. Whoever can reach it can read it: keep it on this machine.
    pub listen: Option<SocketAddr>,
}
