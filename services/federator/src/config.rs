//! What is a federator told before it starts? One commented TOML file: docs/examples/federator.toml.

use crate::agreement_config::{self, AgreementConfig};
use crate::error::FederatorError;
use crate::lending::{MemberFacts, Territory};
use crate::lines_config::LinesConfig;
use crate::member_address::{self, MemberWay};
use crate::timetable_config::{self, RoundConfig};
use jiff::tz::TimeZone;
use navette_domain::catalogue::{Coordinates, LibraryId};
use navette_domain::courier::OpeningHours;
use navette_domain::lending::{MemberStanding, Patience, ProtectionSettings};
use navette_operation::ObserveConfig;
use navette_trust::AccessConfig;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Most members of one federator.
const MEMBERS_MAX: usize = 500;

/// A federator's settings.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FederatorConfig {
    /// Where it serves callers on this machine, e.g. `127.0.0.1:7700`; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where it waits for the lines of libraries and administrators; without it all members need an address.
    #[serde(default)]
    pub lines: Option<LinesConfig>,
    /// Where it keeps the copies of its members' catalogues.
    pub data_dir: PathBuf,
    /// No answer takes longer, in milliseconds (100 to 60,000).
    #[serde(default = "default_deadline_ms")]
    pub deadline_ms: u64,
    /// Matches a library lists at most before it sends a sample and counts become "about" (1,000 to 100,000).
    #[serde(default = "default_match_limit")]
    pub match_limit: u32,
    /// The time zone of opening hours and timetables, by its IANA name.
    #[serde(default = "default_time_zone")]
    pub time_zone: String,
    /// Days after its end until a request or journey is forgotten (1 to 3,650).
    #[serde(default = "default_keep_days")]
    pub keep_days: u16,
    /// Where figures and readiness are shown; nowhere where it is not said.
    #[serde(default)]
    pub observe: ObserveConfig,
    /// The libraries.
    #[serde(default)]
    pub members: Vec<MemberConfig>,
    /// The van's rounds.
    #[serde(default)]
    pub rounds: Vec<RoundConfig>,
    /// What libraries have agreed to lend; without any, everybody lends everything to everybody.
    #[serde(default)]
    pub agreements: Vec<AgreementConfig>,
    /// Whom it believes without proof.
    #[serde(default)]
    pub access: AccessConfig,
}

/// One library of the federation.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MemberConfig {
    /// Its id.
    pub library: String,
    /// Its name for people.
    pub name: String,
    /// Address of its node: `https://host:port`, or `http://127.0.0.1:port` on this machine; left out, it dials in.
    #[serde(default)]
    pub address: Option<String>,
    /// Commune it stands in.
    #[serde(default)]
    pub commune: String,
    /// Degrees north.
    #[serde(default)]
    pub latitude: f64,
    /// Degrees east.
    #[serde(default)]
    pub longitude: f64,
    /// When it is open: lines like `wednesday 10:00-12:00 14:00-18:00`.
    #[serde(default)]
    pub hours: Vec<String>,
    /// When it is closed altogether: `YYYY-MM-DD`, or a first and a last day.
    #[serde(default)]
    pub closures: Vec<String>,
}

impl MemberConfig {
    /// Says how it is reached.
    pub(crate) fn way(&self) -> Result<MemberWay, String> {
        member_address::way(self.address.as_deref())
    }

    /// Says what is wrong, by key and value.
    fn check(&self) -> Result<(), String> {
        self.way()?;
        for (key, degrees, most) in [
            ("latitude", self.latitude, 90.0),
            ("longitude", self.longitude, 180.0),
        ] {
            if !(-most..=most).contains(&degrees) {
                return Err(format!(
                    "{key} = {degrees} is not within -{most} and {most} degrees"
                ));
            }
        }
        Ok(())
    }
}

fn default_deadline_ms() -> u64 {
    1_000
}

fn default_time_zone() -> String {
    "Europe/Paris".to_owned()
}

fn default_keep_days() -> u16 {
    Patience::default().keep_days
}

fn default_match_limit() -> u32 {
    20_000
}

impl FederatorConfig {
    /// Reads a file.
    pub fn from_file(path: &Path) -> Result<Self, FederatorError> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|source| FederatorError::Config {
            path: shown.clone(),
            reason: source.to_string(),
        })?;
        Self::parse(&text).map_err(|reason| FederatorError::Config {
            path: shown,
            reason,
        })
    }

    /// Reads a text.
    pub fn from_toml(text: &str) -> Result<Self, FederatorError> {
        Self::parse(text).map_err(|reason| FederatorError::Config {
            path: "(text)".into(),
            reason,
        })
    }

    /// Writes the settings as they hold, with what the file left out.
    pub fn effective_toml(&self) -> Result<String, FederatorError> {
        toml::to_string(self).map_err(|error| FederatorError::Config {
            path: "(settings)".into(),
            reason: error.to_string(),
        })
    }

    fn parse(text: &str) -> Result<Self, String> {
        let config: Self =
            toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        config.check()?;
        Ok(config)
    }

    /// Refuses settings that cannot be used.
    pub(crate) fn checked(&self) -> Result<(), FederatorError> {
        self.check().map_err(|reason| FederatorError::Config {
            path: "(settings)".into(),
            reason,
        })
    }

    /// Says what is wrong, by key and value.
    fn check(&self) -> Result<(), String> {
        if !(100..=60_000).contains(&self.deadline_ms) {
            return Err(format!(
                "deadline_ms = {} is not between 100 and 60,000",
                self.deadline_ms
            ));
        }
        if !(1..=3_650).contains(&self.keep_days) {
            return Err(format!(
                "keep_days = {} is not between 1 and 3,650",
                self.keep_days
            ));
        }
        if !(1_000..=100_000).contains(&self.match_limit) {
            return Err(format!(
                "match_limit = {} is not between 1,000 and 100,000",
                self.match_limit
            ));
        }
        if self.members.len() > MEMBERS_MAX {
            return Err(format!(
                "{} members; at most {MEMBERS_MAX}",
                self.members.len()
            ));
        }
        for (place, member) in self.members.iter().enumerate() {
            LibraryId::parse(&member.library).map_err(|refusal| format!("members: {refusal}"))?;
            if self.members[..place]
                .iter()
                .any(|other| other.library == member.library)
            {
                return Err(format!("two members have the id \"{}\"", member.library));
            }
            member
                .check()
                .map_err(|reason| format!("member \"{}\": {reason}", member.library))?;
        }
        if let Some(reason) = self.access.refusal(self.listen) {
            return Err(format!("access.trust_this_machine = true: {reason}"));
        }
        self.check_lines()?;
        self.zone()?;
        self.territory().map(|_| ())
    }

    /// Refuses what would be said in the open, and members that could never be reached.
    fn check_lines(&self) -> Result<(), String> {
        if !self.listen.ip().is_loopback() {
            return Err(format!(
                "listen = \"{}\" is not this machine alone, and anybody on the network could read and change what is said: \
                 callers elsewhere dial [lines] with a certificate",
                self.listen
            ));
        }
        if let Some(lines) = &self.lines {
            return lines.check();
        }
        for member in &self.members {
            if !matches!(member.way()?, MemberWay::Plain(_)) {
                return Err(format!(
                    "member \"{}\" needs a line with certificates, and [lines] is missing",
                    member.library
                ));
            }
        }
        Ok(())
    }

    /// Finds the time zone.
    pub(crate) fn zone(&self) -> Result<TimeZone, String> {
        TimeZone::get(&self.time_zone)
            .map_err(|_| format!("time_zone = \"{}\" is not known", self.time_zone))
    }

    /// Gives what lending looks at: members, opening hours, rounds and agreements.
    pub(crate) fn territory(&self) -> Result<Territory, String> {
        let mut members = BTreeMap::new();
        let mut hours = BTreeMap::new();
        let mut names = BTreeMap::new();
        for member in &self.members {
            let library = LibraryId::parse(&member.library)
                .map_err(|refusal| format!("members: {refusal}"))?;
            // Without a place both are 0, in the sea off Africa: nobody's library.
            let placed = (member.latitude, member.longitude) != (0.0, 0.0);
            let facts = MemberFacts {
                name: member.name.clone(),
                place: placed.then_some(Coordinates {
                    latitude: member.latitude,
                    longitude: member.longitude,
                }),
                standing: MemberStanding::Member,
            };
            if !member.hours.is_empty() {
                let read = OpeningHours::parse_lines(&member.hours, &member.closures)
                    .map_err(|reason| format!("member \"{}\": {reason}", member.library))?;
                hours.insert(library.clone(), read);
            }
            names.insert(library.clone(), member.name.clone());
            members.insert(library, facts);
        }
        Ok(Territory {
            members,
            hours,
            timetable: timetable_config::timetable(&self.rounds, &names)?,
            agreements: agreement_config::agreements(&self.agreements, &names)?,
            patience: Patience {
                keep_days: self.keep_days,
                ..Patience::default()
            },
            protection: ProtectionSettings::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "listen = \"127.0.0.1:0\"\ndata_dir = \"data\"\n";

    fn refused(text: &str) -> String {
        FederatorConfig::from_toml(&format!("{HEAD}{text}"))
            .err()
            .map(|e| e.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn two_members_of_one_id_are_refused_by_name() {
        let member =
            "[[members]]\nlibrary = \"aire\"\nname = \"Aire\"\naddress = \"http://127.0.0.1:1\"\n";
        assert!(refused(&member.repeat(2)).contains("two members have the id \"aire\""));
    }

    #[test]
    fn an_address_that_cannot_be_connected_to_is_refused_by_member_and_value() {
        for address in ["127.0.0.1:1", "http://node:1", "http://127.0.0.1:1/x", ""] {
            let told = refused(&format!(
                "[[members]]\nlibrary = \"aire\"\nname = \"\"\naddress = \"{address}\"\n"
            ));
            assert!(
                told.contains("member \"aire\"") && told.contains(address),
                "{told}"
            );
        }
    }

    #[test]
    fn who_dials_in_needs_lines_to_dial() {
        for address in ["", "address = \"https://aire.example:7711\"\n"] {
            let member = format!("[[members]]\nlibrary = \"aire\"\nname = \"\"\n{address}");
            let told = refused(&member);
            assert!(
                told.contains("\"aire\" needs a line with certificates"),
                "{told}"
            );
            let lines = format!("{member}[lines]\nlisten = \"127.0.0.1:0\"\n");
            assert_eq!(refused(&lines), "");
        }
        let told = refused("[lines]\nlisten = \"0.0.0.0:1\"\naddress = \"centre\"\n");
        assert!(told.contains("lines.address = \"centre\""), "{told}");
    }

    #[test]
    fn callers_of_the_network_are_not_served_in_the_open() {
        let open = "listen = \"0.0.0.0:7700\"\ndata_dir = \"data\"\n";
        let told = FederatorConfig::from_toml(open).err();
        let told = told.map(|error| error.to_string()).unwrap_or_default();
        assert!(
            told.contains("listen = \"0.0.0.0:7700\" is not this machine alone"),
            "{told}"
        );
    }

    #[test]
    fn degrees_that_are_nowhere_are_refused() {
        for degrees in ["nan", "91.0"] {
            let told = refused(&format!(
                "[[members]]\nlibrary = \"aire\"\nname = \"\"\naddress = \"http://127.0.0.1:1\"\nlatitude = {degrees}\n"
            ));
            assert!(told.contains("latitude = "), "{told}");
        }
    }

    #[test]
    fn what_holds_is_read_back_as_the_same() {
        let example = include_str!("../../../docs/examples/federator.toml");
        let written = FederatorConfig::from_toml(example).and_then(|read| read.effective_toml());
        let written = written.unwrap_or_default();
        let again = FederatorConfig::from_toml(&written).and_then(|read| read.effective_toml());
        assert_eq!(again.ok().as_deref(), Some(written.as_str()));
        assert!(written.contains("deadline_ms = 1000\n"), "{written}");
    }

    #[test]
    fn every_key_is_in_the_example() {
        let example = include_str!("../../../docs/examples/federator.toml");
        let parts = [
            known_keys::<FederatorConfig>(),
            known_keys::<MemberConfig>(),
            known_keys::<RoundConfig>(),
            known_keys::<AgreementConfig>(),
            known_keys::<ObserveConfig>(),
        ];
        for key in parts.iter().flatten() {
            let shown = [
                format!("{key} = "),
                format!("[{key}]"),
                format!("[[{key}]]"),
            ];
            assert!(shown.iter().any(|line| example.contains(line)), "{key}");
        }
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
    fn the_example_in_the_documentation_is_valid() {
        let example =
            FederatorConfig::from_toml(include_str!("../../../docs/examples/federator.toml"));
        assert_eq!(example.map(|config| config.members.len()).ok(), Some(2));
    }

    #[test]
    fn unknown_keys_and_impossible_values_are_named() {
        assert!(refused("deadline = 3\n").contains("deadline"));
        assert!(refused("deadline_ms = 5\n").contains("deadline_ms = 5"));
        let open =
            "listen = \"0.0.0.0:0\"\ndata_dir = \"data\"\n[access]\ntrust_this_machine = true\n";
        let told = FederatorConfig::from_toml(open).map_err(|refused| refused.to_string());
        assert!(told.is_err_and(|told| told.contains("access.trust_this_machine = true")));
        let member =
            "[[members]]\nlibrary = \"Aire\"\nname = \"\"\naddress = \"http://127.0.0.1:1\"\n";
        assert!(refused(member).contains("\"Aire\""));
    }
}
