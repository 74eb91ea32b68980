//! Where does a federator wait for the lines that libraries dial? One section of the settings.

use serde::{Deserialize, Serialize};
use std::net::SocketAddr;

/// Longest address, in bytes: it stands in every join code.
const ADDRESS_BYTES_MAX: usize = 200;

/// The lines of libraries and administrators: TLS 1.3, each with a certificate of the territory's authority.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LinesConfig {
    /// Where lines are waited for, e.g. `0.0.0.0:7701`; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where libraries dial, `host:port`, as join codes say it; left out, it is `listen`.
    #[serde(default)]
    pub address: Option<String>,
}

impl LinesConfig {
    /// Says what is wrong, by key and value.
    pub(crate) fn check(&self) -> Result<(), String> {
        let Some(address) = &self.address else {
            return Ok(());
        };
        let port = address.rsplit_once(':').map(|(host, port)| {
            let sound = !host.is_empty() && !host.contains(['/', '@', ' ']);
            sound && port.parse::<u16>().is_ok_and(|port| port > 0)
        });
        if port != Some(true) || address.len() > ADDRESS_BYTES_MAX {
            return Err(format!("lines.address = \"{address}\" is not host:port"));
        }
        Ok(())
    }

    /// Gives the address that join codes say, where lines are waited for at `bound`; nothing where nobody could dial that.
    pub(crate) fn told(&self, bound: SocketAddr) -> Option<String> {
        let dialled = !bound.ip().is_unspecified() && bound.port() != 0;
        let bound = dialled.then(|| bound.to_string());
        self.address.clone().or(bound)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn lines(listen: &str, address: Option<&str>) -> LinesConfig {
        LinesConfig {
            listen: listen.parse().unwrap(),
            address: address.map(str::to_owned),
        }
    }

    #[test]
    fn codes_say_an_address_that_can_be_dialled_or_none() {
        for (listen, address, told) in [
            ("127.0.0.1:7701", None, Some("127.0.0.1:7701")),
            ("0.0.0.0:7701", None, None),
            ("127.0.0.1:0", None, None),
            (
                "0.0.0.0:7701",
                Some("centre.example:443"),
                Some("centre.example:443"),
            ),
        ] {
            let lines = lines(listen, address);
            assert_eq!(lines.told(lines.listen).as_deref(), told, "{listen}");
        }
    }

    #[test]
    fn an_address_that_nobody_can_dial_is_refused_by_its_value() {
        for address in [
            "centre.example",
            "https://centre.example:1",
            ":7701",
            "a b:1",
            "centre:0",
        ] {
            let told = lines("0.0.0.0:7701", Some(address)).check().unwrap_err();
            assert!(
                told.contains(&format!("lines.address = \"{address}\"")),
                "{told}"
            );
        }
        assert_eq!(
            lines("0.0.0.0:7701", Some("centre.example:7701")).check(),
            Ok(())
        );
    }
}
