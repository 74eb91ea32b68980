//! Whom does a process believe without proof? Nobody, unless its file of settings says so.

use serde::{Deserialize, Serialize};
use std::net::SocketAddr;

/// The part `[access]` of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccessConfig {
    /// Whoever calls from this machine may do everything, and is asked for nothing: for trying things out. Refused where the
    /// process listens for other machines too.
    pub trust_this_machine: bool,
}

impl AccessConfig {
    /// Says why it cannot be so at this address.
    pub fn refusal(self, listen: SocketAddr) -> Option<String> {
        let reachable = self.trust_this_machine && !listen.ip().is_loopback();
        reachable
            .then(|| format!("the process listens at {listen}, which other machines can reach"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_machine_is_trusted_only_where_no_other_can_reach_the_process() {
        let trusting = AccessConfig {
            trust_this_machine: true,
        };
        for (listen, refused) in [
            ("127.0.0.1:7710", false),
            ("[::1]:0", false),
            ("0.0.0.0:7710", true),
            ("192.0.2.7:7710", true),
        ] {
            let listen = listen.parse().unwrap();
            assert_eq!(trusting.refusal(listen).is_some(), refused, "{listen}");
            assert_eq!(AccessConfig::default().refusal(listen), None);
        }
    }
}
