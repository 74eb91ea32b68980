//! Which pages may call the node from a browser? None, unless its file of settings names where they come from.

use crate::config::value;
use crate::config_error::ConfigError;
use serde::Deserialize;

/// Most origins; a library has a kiosk or two.
const ORIGINS_MAX: usize = 20;

/// The part `[web]` of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebConfig {
    /// Where pages come from that may call by gRPC-Web, as a browser names it: `http://127.0.0.1:7950`. Without any, gRPC alone
    /// is spoken.
    pub origins: Vec<String>,
}

impl WebConfig {
    /// Refuses what no browser would name.
    pub fn checked(self) -> Result<Self, ConfigError> {
        if self.origins.len() > ORIGINS_MAX {
            let reason = format!("more than {ORIGINS_MAX}");
            return Err(value("web.origins", self.origins.len(), reason));
        }
        for origin in &self.origins {
            if !is_origin(origin) {
                let reason = "not an origin, such as http://127.0.0.1:7950: scheme, host and port, and nothing after them";
                return Err(value("web.origins", origin, reason));
            }
        }
        Ok(self)
    }
}

/// An origin as RFC 6454, 6.2 writes it. Never `*` and never `null`: any page at all may be that.
fn is_origin(text: &str) -> bool {
    let host = ["http://", "https://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    let plain = |c: char| {
        let known = c.is_ascii_lowercase() || c.is_ascii_digit();
        known || ".-:[]".contains(c)
    };
    host.is_some_and(|host| !host.is_empty() && host.len() <= 255 && host.chars().all(plain))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_what_a_browser_names_is_an_origin() {
        for (text, sound) in [
            ("http://127.0.0.1:7950", true),
            ("https://borne.exemple.fr", true),
            ("http://[::1]:7950", true),
            ("*", false),
            ("null", false),
            ("http://127.0.0.1:7950/", false),
            ("127.0.0.1:7950", false),
            ("http://", false),
            ("https://Borne.exemple.fr", false),
        ] {
            let origins = vec![text.to_owned()];
            assert_eq!(WebConfig { origins }.checked().is_ok(), sound, "{text}");
        }
    }
}
