//! What is a node told by its file of settings? docs/examples/node.toml shows every line.

use crate::config_error::ConfigError;
use crate::desk_config::{
    DeskConfig, WrittenCategory, WrittenCounter, WrittenDesk, WrittenLending, WrittenPolicy,
};
use crate::email_config::WrittenEmail;
use crate::federator_line::is_plain_and_here;
use crate::line::{LineConfig, WrittenLine};
use crate::portal_address::PortalAddress;
use crate::web_config::WebConfig;
use jiff::tz::TimeZone;
use navette_domain::catalogue::{Coordinates, LibraryId};
use navette_operation::ObserveConfig;
use navette_standards::email::EmailSettings;
use navette_trust::AccessConfig;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Where a node listens unless told otherwise: this machine only.
const LISTEN_DEFAULT: ([u8; 4], u16) = ([127, 0, 0, 1], 7_710);
/// Longest name of a library or commune, in characters.
const NAME_CHARS_MAX: usize = 120;
/// The time zone of opening hours and due dates unless told otherwise.
const TIME_ZONE_DEFAULT: &str = "Europe/Paris";

/// What a node is told when it starts.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeConfig {
    /// The library's id, the same in the whole territory.
    pub library: LibraryId,
    /// The library's name, as patrons read it.
    pub name: String,
    /// The commune it stands in; empty where not said.
    pub commune: String,
    /// Where it stands.
    pub place: Option<Coordinates>,
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Where the catalogue and its index are kept.
    pub data_dir: PathBuf,
    /// What the search index may use.
    pub index: IndexLimits,
    /// A federator on this very machine, `http://127.0.0.1:port`; one elsewhere is dialled by `line`. Without any, everything
    /// local works.
    pub federator: Option<String>,
    /// The lines to a federator, with certificates.
    pub line: Option<LineConfig>,
    /// The time zone of opening hours and due dates, by its IANA name.
    pub time_zone: String,
    /// What is settled for the desk and for lending.
    pub desk: DeskConfig,
    /// Where figures and readiness are shown.
    pub observe: ObserveConfig,
    /// The relay for e-mail; without one, notices go to the desk's list.
    pub email: Option<EmailSettings>,
    /// Where patrons reach the portal, for letters that send them there.
    pub portal: Option<PortalAddress>,
    /// Most kilobits of catalogue told to the federator in a second, 8 to 1,000,000; nothing where the line bears all there is.
    pub max_kbps: Option<u32>,
    /// Whom it believes without proof.
    pub access: AccessConfig,
    /// Which pages may call it from a browser.
    pub web: WebConfig,
}

/// What the search index may use while it is written; between imports it uses none of this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexLimits {
    /// Indexing threads, 1 to 8; 2 unless said.
    pub threads: usize,
    /// MiB of memory for each of them, 16 to 1,024; 32 unless said.
    pub memory_mib: usize,
}

impl Default for IndexLimits {
    fn default() -> Self {
        Self {
            threads: 2,
            memory_mib: 32,
        }
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    library: String,
    name: Option<String>,
    #[serde(default)]
    commune: String,
    latitude: Option<f64>,
    longitude: Option<f64>,
    listen: Option<String>,
    data_dir: PathBuf,
    #[serde(default)]
    index: WrittenIndex,
    federator: Option<String>,
    line: Option<WrittenLine>,
    time_zone: Option<String>,
    #[serde(default)]
    hours: Vec<String>,
    #[serde(default)]
    closures: Vec<String>,
    #[serde(default)]
    lending: WrittenLending,
    #[serde(default)]
    counter: WrittenCounter,
    #[serde(default)]
    categories: Vec<WrittenCategory>,
    #[serde(default)]
    visitors: WrittenPolicy,
    #[serde(default)]
    observe: ObserveConfig,
    email: Option<WrittenEmail>,
    portal: Option<String>,
    max_kbps: Option<i64>,
    #[serde(default)]
    access: AccessConfig,
    #[serde(default)]
    web: WebConfig,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenIndex {
    threads: Option<i64>,
    memory_mib: Option<i64>,
}

impl NodeConfig {
    /// Makes settings with the defaults of a file that says nothing else: this machine only, no federator.
    pub fn new(library: LibraryId, data_dir: PathBuf) -> Self {
        Self {
            name: library.to_string(),
            library,
            commune: String::new(),
            place: None,
            listen: SocketAddr::from(LISTEN_DEFAULT),
            data_dir,
            index: IndexLimits::default(),
            federator: None,
            line: None,
            time_zone: TIME_ZONE_DEFAULT.to_owned(),
            desk: DeskConfig::default(),
            observe: ObserveConfig::default(),
            email: None,
            portal: None,
            max_kbps: None,
            access: AccessConfig::default(),
            web: WebConfig::default(),
        }
    }

    /// Finds the time zone.
    pub(crate) fn zone(&self) -> Result<TimeZone, ConfigError> {
        TimeZone::get(&self.time_zone)
            .map_err(|_| value("time_zone", &self.time_zone, "not a known time zone"))
    }

    /// Refuses to trust a machine whose node others can reach.
    pub(crate) fn check_access(&self) -> Result<(), ConfigError> {
        match self.access.refusal(self.listen) {
            Some(reason) => Err(value("access.trust_this_machine", true, reason)),
            None => Ok(()),
        }
    }

    /// Reads settings from a file.
    pub fn from_file(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        Self::from_toml(&text)
    }

    /// Reads settings from their text.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        let written: Written =
            toml::from_str(text).map_err(|error| ConfigError::Toml(error.to_string()))?;
        let library = LibraryId::parse(&written.library)
            .map_err(|refusal| value("library", &written.library, refusal))?;
        let usual = Self::new(library, data_dir(written.data_dir)?);
        let listen = match written.listen.as_deref() {
            Some(text) => listen(text)?,
            None => usual.listen,
        };
        if let (Some(federator), Some(_)) = (&written.federator, &written.line) {
            let reason = "there is [line] as well: a library has one federator";
            return Err(value("federator", federator, reason));
        }
        let name = named("name", written.name.as_deref().unwrap_or(&usual.name))?;
        let defaults = usual.index;
        let desk = WrittenDesk {
            hours: written.hours,
            closures: written.closures,
            lending: written.lending,
            counter: written.counter,
            categories: written.categories,
            visitors: written.visitors,
        };
        let read = Self {
            max_kbps: within("max_kbps", written.max_kbps, 8, 1_000_000)?
                .and_then(|kbps| u32::try_from(kbps).ok()),
            email: written.email.map(|email| email.read(&name)).transpose()?,
            portal: written
                .portal
                .as_deref()
                .map(PortalAddress::read)
                .transpose()?,
            name,
            commune: named("commune", &written.commune)?,
            place: place(written.latitude, written.longitude)?,
            listen,
            index: IndexLimits {
                threads: within("index.threads", written.index.threads, 1, 8)?
                    .unwrap_or(defaults.threads),
                memory_mib: within("index.memory_mib", written.index.memory_mib, 16, 1_024)?
                    .unwrap_or(defaults.memory_mib),
            },
            federator: written.federator.map(federator).transpose()?,
            line: written
                .line
                .map(|line| line.read(&usual.data_dir))
                .transpose()?,
            time_zone: written.time_zone.unwrap_or(usual.time_zone),
            desk: desk.read()?,
            observe: written.observe,
            library: usual.library,
            data_dir: usual.data_dir,
            access: written.access,
            web: written.web.checked()?,
        };
        read.zone()?;
        read.check_access()?;
        Ok(read)
    }
}

/// Says where to listen for callers on this machine.
fn listen(text: &str) -> Result<SocketAddr, ConfigError> {
    let read: Result<SocketAddr, _> = text.parse();
    let address = read.map_err(|_| value("listen", text, "not an address and port"))?;
    if !address.ip().is_loopback() {
        let reason = "not this machine alone, and anybody on the network could read and change what is said: members are \
                      served with certificates at line.listen";
        return Err(value("listen", text, reason));
    }
    Ok(address)
}

/// Without a scheme an address reads well and can never be connected to; elsewhere others could listen and answer.
fn federator(address: String) -> Result<String, ConfigError> {
    if is_plain_and_here(&address) {
        return Ok(address);
    }
    let reason = "not http://host:port on this machine: a federator elsewhere is dialled by [line], which `navette join` writes";
    Err(value("federator", address, reason))
}

pub(crate) fn value(key: &'static str, value: impl ToString, reason: impl ToString) -> ConfigError {
    ConfigError::Value {
        key,
        value: value.to_string(),
        reason: reason.to_string(),
    }
}

fn named(key: &'static str, text: &str) -> Result<String, ConfigError> {
    if text.chars().count() > NAME_CHARS_MAX {
        let reason = format!("longer than {NAME_CHARS_MAX} characters");
        return Err(value(key, text, reason));
    }
    Ok(text.to_owned())
}

fn data_dir(path: PathBuf) -> Result<PathBuf, ConfigError> {
    if path.as_os_str().is_empty() {
        return Err(value("data_dir", "", "names no folder"));
    }
    Ok(path)
}

fn place(
    latitude: Option<f64>,
    longitude: Option<f64>,
) -> Result<Option<Coordinates>, ConfigError> {
    let (latitude, longitude) = match (latitude, longitude) {
        (None, None) => return Ok(None),
        (Some(latitude), Some(longitude)) => (latitude, longitude),
        (Some(latitude), None) => {
            return Err(value("latitude", latitude, "longitude is missing"));
        }
        (None, Some(longitude)) => {
            return Err(value("longitude", longitude, "latitude is missing"));
        }
    };
    if !(-90.0..=90.0).contains(&latitude) {
        return Err(value("latitude", latitude, "not within -90 and 90 degrees"));
    }
    if !(-180.0..=180.0).contains(&longitude) {
        return Err(value(
            "longitude",
            longitude,
            "not within -180 and 180 degrees",
        ));
    }
    Ok(Some(Coordinates {
        latitude,
        longitude,
    }))
}

pub(crate) fn within(
    key: &'static str,
    number: Option<i64>,
    least: usize,
    most: usize,
) -> Result<Option<usize>, ConfigError> {
    let Some(number) = number else {
        return Ok(None);
    };
    match usize::try_from(number) {
        Ok(fits) if (least..=most).contains(&fits) => Ok(Some(fits)),
        _ => Err(value(key, number, format!("not within {least} and {most}"))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LEAST: &str = "library = \"aire\"\ndata_dir = \"data\"\n";

    #[test]
    fn what_is_not_said_has_its_default() {
        let config = NodeConfig::from_toml(LEAST).unwrap();
        assert_eq!(config.name, "aire");
        assert_eq!(config.listen.to_string(), "127.0.0.1:7710");
        assert_eq!(config.desk, DeskConfig::default());
        assert_eq!(
            (config.federator, config.time_zone.as_str()),
            (None, "Europe/Paris")
        );
        assert_eq!(config.index, IndexLimits::default());
        assert_eq!(config.place, None);
    }

    #[test]
    fn the_example_file_is_read() {
        let example = include_str!("../../../docs/examples/node.toml");
        let config = NodeConfig::from_toml(example).unwrap();
        assert_eq!(config.library.as_str(), "aire");
        assert!(config.place.is_some());
        assert!(config.line.is_some());
        assert!(!config.desk.opening.weekly()[1].is_empty());
    }

    fn parts() -> Vec<Vec<String>> {
        vec![
            known_keys::<Written>(),
            known_keys::<WrittenIndex>(),
            known_keys::<WrittenLending>(),
            known_keys::<WrittenCounter>(),
            known_keys::<WrittenCategory>(),
            known_keys::<WrittenPolicy>(),
            known_keys::<WrittenEmail>(),
            known_keys::<ObserveConfig>(),
            known_keys::<WebConfig>(),
        ]
    }

    /// Asks the reader for the keys it knows: it lists them where it meets another.
    fn known_keys<T: serde::de::DeserializeOwned>() -> Vec<String> {
        let told = toml::from_str::<T>("unknown = 1")
            .err()
            .map(|error| error.to_string());
        let told = told.unwrap_or_default();
        let (_, expected) = told.split_once("expected").unwrap_or_default();
        let keys = expected.split('`').skip(1).step_by(2);
        keys.map(str::to_owned).collect()
    }

    #[test]
    fn every_key_is_in_the_example() {
        let example = include_str!("../../../docs/examples/node.toml");
        let parts = parts();
        assert!(parts.iter().all(|keys| !keys.is_empty()), "{parts:?}");
        for key in parts.iter().flatten() {
            let shown = [
                format!("{key} = "),
                format!("[{key}]"),
                format!("[[{key}]]"),
                format!(".{key}]"),
            ];
            assert!(shown.iter().any(|line| example.contains(line)), "{key}");
        }
    }

    #[test]
    fn impossible_settings_are_refused_by_key_and_value() {
        for (line, told) in [
            ("listen = \"here\"", "listen = \"here\""),
            ("latitude = 91.0\nlongitude = 2.0", "latitude = \"91\""),
            ("longitude = 2.0", "latitude is missing"),
            ("[index]\nthreads = 0", "index.threads = \"0\""),
            ("max_kbps = 4", "max_kbps = \"4\""),
            ("[index]\nmemory_mib = -5", "index.memory_mib = \"-5\""),
            ("colour = \"red\"", "unknown field `colour`"),
            ("[access]\ntrust_all = true", "unknown field `trust_all`"),
            (
                "[web]\norigins = [\"*\"]",
                "web.origins = \"*\": not an origin",
            ),
            ("name = 3", "name = 3"),
            (
                "federator = \"localhost:7700\"",
                "federator = \"localhost:7700\"",
            ),
            (
                "federator = \"http://centre.example:7700\"",
                "not http://host:port on this machine",
            ),
            ("listen = \"0.0.0.0:7710\"", "not this machine alone"),
            (
                "federator = \"http://127.0.0.1:7700\"\n[line]\nfederator = \"centre:7701\"",
                "a library has one federator",
            ),
            (
                "[line]\nfederator = \"centre\"",
                "line.federator = \"centre\"",
            ),
            (
                "[line]\nfederator = \"centre:7701\"\nlisten = \"here\"",
                "line.listen = \"here\"",
            ),
            ("time_zone = \"Europe/Aire\"", "time_zone = \"Europe/Aire\""),
            ("hours = [\"mardi 10:00-12:00\"]", "\"mardi\" is not one of"),
            ("closures = [\"2026-02-30\"]", "\"2026-02-30\" is not a day"),
            ("[lending]\nnew_months = 99", "lending.new_months = \"99\""),
            ("[counter]\nplace = \"here\"", "counter.place = \"here\""),
            ("[counter]\nlink_days = 0", "is 0 days, allowed is 1"),
            ("[visitors]\nloans = 2000", "loans at once is 2000"),
            (
                "[visitors]\nloan_days_by_medium = { vinyl = 7 }",
                "visitors = \"vinyl\"",
            ),
            (
                "[[categories]]\nid = \"Adulte\"\nname_fr = \"Adulte\"",
                "categories.id = \"Adulte\"",
            ),
        ] {
            let refused = NodeConfig::from_toml(&format!("{LEAST}{line}\n")).unwrap_err();
            assert!(refused.to_string().contains(told), "{refused}");
        }
        let refused = NodeConfig::from_toml("library = \"Aire\"\ndata_dir = \"d\"").unwrap_err();
        assert!(
            refused.to_string().contains("library = \"Aire\""),
            "{refused}"
        );
        let refused = NodeConfig::from_toml("data_dir = \"d\"").unwrap_err();
        assert!(
            refused.to_string().contains("missing field `library`"),
            "{refused}"
        );
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let refused = NodeConfig::from_file(Path::new("no/such.toml")).unwrap_err();
        assert!(refused.to_string().contains("no/such.toml"), "{refused}");
    }
}
