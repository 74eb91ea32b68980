//! What is a portal told by its file of settings? docs/examples/portal.toml shows every line.

use navette_domain::catalogue::LibraryId;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tonic::transport::Endpoint;

/// Where a portal listens unless told otherwise: this machine only.
const LISTEN_DEFAULT: ([u8; 4], u16) = ([127, 0, 0, 1], 7_800);
/// Longest name of a territory, in characters.
const NAME_CHARS_MAX: usize = 80;
/// Most libraries whose patrons and desks one portal serves.
const LIBRARIES_MAX: usize = 100;
/// The time zone in which moments are shown unless told otherwise.
const TIME_ZONE_DEFAULT: &str = "Europe/Paris";

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("settings {path}: {source}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Not TOML, an unknown key, a missing one, or a value of another type; the message names key and line.
    #[error("settings: {0}")]
    Toml(String),
    /// A value that is not possible.
    #[error("settings: {key} = \"{value}\": {reason}")]
    Value {
        /// Which key.
        key: &'static str,
        /// What stands there.
        value: String,
        /// Why it is not possible.
        reason: String,
    },
}

/// A library whose patrons and desk this portal serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryConfig {
    /// The library's id.
    pub library: LibraryId,
    /// Where its node answers: `http://127.0.0.1:7710`.
    pub node: String,
}

/// What a portal is told when it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalConfig {
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Browsers reach it by https, through a web server before it: cookies are then kept to https.
    pub behind_https: bool,
    /// Browsers on other machines may come without https.
    pub plain_elsewhere: bool,
    /// The name of the territory, as patrons read it.
    pub territory: String,
    /// The federator, where this portal stands beside it; otherwise the first library's node passes questions on.
    pub federator: Option<String>,
    /// In which moments are shown, by its IANA name.
    pub time_zone: String,
    /// The libraries whose patrons and desks it serves.
    pub libraries: Vec<LibraryConfig>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    listen: Option<String>,
    #[serde(default)]
    behind_https: bool,
    #[serde(default)]
    plain_elsewhere: bool,
    territory: Option<String>,
    federator: Option<String>,
    time_zone: Option<String>,
    #[serde(default)]
    libraries: Vec<WrittenLibrary>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLibrary {
    library: String,
    node: String,
}

impl PortalConfig {
    /// Makes settings that say nothing yet of libraries or a federator: this machine only.
    pub fn new() -> Self {
        Self {
            listen: SocketAddr::from(LISTEN_DEFAULT),
            behind_https: false,
            plain_elsewhere: false,
            territory: String::new(),
            federator: None,
            time_zone: TIME_ZONE_DEFAULT.to_owned(),
            libraries: Vec::new(),
        }
    }

    /// Reads a file of settings.
    pub fn from_file(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        Self::from_toml(&text)
    }

    /// Reads settings, and refuses what cannot be.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        let written: Written =
            toml::from_str(text).map_err(|error| ConfigError::Toml(error.to_string()))?;
        let defaults = Self::new();
        let listen = match written.listen {
            None => defaults.listen,
            Some(text) => text
                .parse()
                .map_err(|_| value("listen", &text, "not ADDRESS:PORT"))?,
        };
        let mut libraries = Vec::new();
        for library in written.libraries {
            libraries.push(library.checked()?);
        }
        let config = Self {
            listen,
            behind_https: written.behind_https,
            plain_elsewhere: written.plain_elsewhere,
            territory: written.territory.unwrap_or_default(),
            federator: written.federator,
            time_zone: written.time_zone.unwrap_or(defaults.time_zone),
            libraries,
        };
        config.check()?;
        Ok(config)
    }

    /// Writes the settings that hold, those left out included.
    pub fn effective_toml(&self) -> String {
        let mut lines = vec![
            format!("listen = \"{}\"", self.listen),
            format!("behind_https = {}", self.behind_https),
            format!("plain_elsewhere = {}", self.plain_elsewhere),
            format!("territory = {}", toml::Value::from(self.territory.as_str())),
            format!("time_zone = \"{}\"", self.time_zone),
        ];
        if let Some(federator) = &self.federator {
            lines.push(format!("federator = \"{federator}\""));
        }
        for library in &self.libraries {
            let (id, node) = (&library.library, &library.node);
            lines.push(format!(
                "\n[[libraries]]\nlibrary = \"{id}\"\nnode = \"{node}\""
            ));
        }
        lines.join("\n")
    }

    /// Refuses what cannot be, or would lay patrons open.
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.territory.chars().count() > NAME_CHARS_MAX {
            let reason = format!("longer than {NAME_CHARS_MAX} characters");
            return Err(value("territory", &self.territory, &reason));
        }
        if !self.listen.ip().is_loopback() && !self.plain_elsewhere {
            let reason = "passwords would pass in the open: listen at 127.0.0.1 behind a web server that speaks https, or say \
                          plain_elsewhere = true";
            return Err(value("listen", &self.listen.to_string(), reason));
        }
        if let Some(federator) = &self.federator {
            check_address("federator", federator)?;
        }
        if self.federator.is_none() && self.libraries.is_empty() {
            let reason = "neither a federator nor a library: nothing could be shown";
            return Err(value("libraries", "", reason));
        }
        if self.libraries.len() > LIBRARIES_MAX {
            let reason = format!("more than {LIBRARIES_MAX}");
            return Err(value(
                "libraries",
                &self.libraries.len().to_string(),
                &reason,
            ));
        }
        for (place, library) in self.libraries.iter().enumerate() {
            check_address("libraries.node", &library.node)?;
            let before = self.libraries.iter().take(place);
            if before
                .into_iter()
                .any(|other| other.library == library.library)
            {
                let reason = "named twice";
                return Err(value("libraries.library", library.library.as_str(), reason));
            }
        }
        if jiff::tz::TimeZone::get(&self.time_zone).is_err() {
            return Err(value("time_zone", &self.time_zone, "no IANA time zone"));
        }
        Ok(())
    }
}

impl Default for PortalConfig {
    fn default() -> Self {
        Self::new()
    }
}

impl WrittenLibrary {
    fn checked(self) -> Result<LibraryConfig, ConfigError> {
        let library = LibraryId::parse(&self.library)
            .map_err(|refusal| value("libraries.library", &self.library, &refusal.to_string()))?;
        Ok(LibraryConfig {
            library,
            node: self.node,
        })
    }
}

/// A node or federator is reached in the open on this machine only: further away, what is personal would be read on the way.
fn check_address(key: &'static str, address: &str) -> Result<(), ConfigError> {
    let rest = address.strip_prefix("http://").unwrap_or_default();
    let host = rest.rsplit_once(':').map_or("", |(host, _)| host);
    let here = host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    if !here || Endpoint::from_shared(address.to_owned()).is_err() {
        let reason = "not http://127.0.0.1:PORT: a portal stands on the machine of what it asks";
        return Err(value(key, address, reason));
    }
    Ok(())
}

fn value(key: &'static str, value: &str, reason: &str) -> ConfigError {
    ConfigError::Value {
        key,
        value: value.chars().take(120).collect(),
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const ONE: &str = "[[libraries]]\nlibrary = \"arques\"\nnode = \"http://127.0.0.1:7711\"\n";

    #[test]
    fn a_portal_beside_a_node_needs_three_lines() {
        let config = PortalConfig::from_toml(ONE).unwrap();
        assert_eq!(config.listen, SocketAddr::from(LISTEN_DEFAULT));
        assert_eq!(config.libraries[0].library.as_str(), "arques");
    }

    #[test]
    fn what_cannot_be_is_named_with_its_value() {
        for (text, said) in [
            ("", "neither a federator nor a library"),
            ("listen = \"here\"\n", "\"here\": not ADDRESS:PORT"),
            (
                "listen = \"0.0.0.0:80\"\n",
                "passwords would pass in the open",
            ),
            (
                "federator = \"http://192.0.2.1:7700\"\n",
                "stands on the machine",
            ),
            (
                "federator = \"https://127.0.0.1:7700\"\n",
                "not http://127.0.0.1:PORT",
            ),
            ("time_zone = \"Mars/Olympus\"\n", "no IANA time zone"),
            ("colour = \"red\"\n", "colour"),
        ] {
            let text = match text.is_empty() {
                true => String::new(),
                false => format!("{text}{ONE}"),
            };
            let told = PortalConfig::from_toml(&text).unwrap_err().to_string();
            assert!(told.contains(said), "{told}");
        }
        let twice = format!("{ONE}{ONE}");
        let told = PortalConfig::from_toml(&twice).unwrap_err().to_string();
        assert!(told.contains("named twice"), "{told}");
    }
}
