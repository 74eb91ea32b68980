//! How are the van's rounds written in the settings? Day, stops and times, as people write them on a door.

use navette_domain::catalogue::LibraryId;
use navette_domain::courier::{
    CRATE_GRAMS, DoorSignRefusal, Round, RoundId, Stop, Timetable, parse_day, parse_minutes,
    parse_span, parse_weekday,
};
use navette_domain::time::Day;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A round of the van.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RoundConfig {
    /// Its id: 1 to 32 of a-z, 0-9 and -.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// `monday` to `sunday`.
    pub weekday: String,
    /// `library HH:MM` or `library HH:MM-HH:MM`, in the order of the way.
    pub stops: Vec<String>,
    /// How long before the van leaves a stop its crate is closed, in minutes.
    #[serde(default = "default_cut_off_minutes")]
    pub cut_off_minutes: u16,
    /// What a crate may hold, in grams.
    #[serde(default = "default_crate_grams")]
    pub crate_grams: u32,
    /// The first day it runs, `YYYY-MM-DD`.
    #[serde(default)]
    pub first_day: Option<String>,
    /// The last day it runs, `YYYY-MM-DD`.
    #[serde(default)]
    pub last_day: Option<String>,
}

fn default_cut_off_minutes() -> u16 {
    30
}

fn default_crate_grams() -> u32 {
    CRATE_GRAMS
}

/// Reads all rounds; a stop at a library that is no member is refused.
pub fn timetable(
    rounds: &[RoundConfig],
    members: &BTreeMap<LibraryId, String>,
) -> Result<Timetable, String> {
    let mut read = Vec::new();
    for config in rounds {
        let round = config.round()?;
        for stop in &round.stops {
            if !members.contains_key(&stop.library) {
                return Err(format!(
                    "round \"{}\" stops at \"{}\", which is not a member",
                    config.id, stop.library
                ));
            }
        }
        read.push(round);
    }
    Timetable::new(read, Vec::new()).map_err(|refusal| refusal.to_string())
}

impl RoundConfig {
    /// Reads the round, or says what cannot be read, by the round's id.
    pub fn round(&self) -> Result<Round, String> {
        round(self).map_err(|reason| format!("round \"{}\": {reason}", self.id))
    }
}

fn round(config: &RoundConfig) -> Result<Round, String> {
    let stops: Result<Vec<Stop>, String> = config.stops.iter().map(|line| stop(line)).collect();
    let said = |refusal: DoorSignRefusal| refusal.to_string();
    let day_of = |text: &Option<String>| -> Result<Option<Day>, String> {
        text.as_deref().map(parse_day).transpose().map_err(said)
    };
    Ok(Round {
        id: RoundId::parse(&config.id).map_err(|refusal| refusal.to_string())?,
        name: config.name.clone(),
        weekday: parse_weekday(&config.weekday).map_err(said)?,
        stops: stops?,
        cut_off_minutes: config.cut_off_minutes,
        crate_grams: config.crate_grams,
        first_day: day_of(&config.first_day)?,
        last_day: day_of(&config.last_day)?,
    })
}

fn stop(line: &str) -> Result<Stop, String> {
    let refused = || format!("stop \"{line}\" is not \"library HH:MM\" or \"library HH:MM-HH:MM\"");
    let (library, times) = line.trim().rsplit_once(' ').ok_or_else(refused)?;
    let library = LibraryId::parse(library.trim()).map_err(|refusal| refusal.to_string())?;
    let (arrives, leaves) = if times.contains('-') {
        parse_span(times).map_err(|refusal| refusal.to_string())?
    } else {
        let arrives = parse_minutes(times).map_err(|refusal| refusal.to_string())?;
        (arrives, arrives)
    };
    Ok(Stop {
        library,
        arrives,
        leaves,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn a_round(stops: &[&str]) -> RoundConfig {
        RoundConfig {
            id: "mardi".into(),
            name: "Tournée du mardi".into(),
            weekday: "tuesday".into(),
            stops: stops.iter().map(|stop| (*stop).to_owned()).collect(),
            cut_off_minutes: 30,
            crate_grams: 15_000,
            first_day: None,
            last_day: None,
        }
    }

    fn two_members() -> BTreeMap<LibraryId, String> {
        ["aire", "lumbres"]
            .into_iter()
            .map(|id| (LibraryId::parse(id).unwrap(), id.to_owned()))
            .collect()
    }

    #[test]
    fn a_round_is_read_with_its_stops() {
        let rounds = [a_round(&["aire 08:30", "lumbres 09:10-09:20"])];
        let read = timetable(&rounds, &two_members()).unwrap();
        assert_eq!(read.rounds()[0].stops[1].leaves, 560);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let told = |stops: &[&str]| timetable(&[a_round(stops)], &two_members()).unwrap_err();
        assert!(told(&["aire", "lumbres 09:10"]).contains("stop \"aire\""));
        assert!(told(&["aire 8:30", "lumbres 09:10"]).contains("\"8:30\""));
        assert!(told(&["aire 08:30", "paris 09:10"]).contains("\"paris\""));
        assert!(told(&["aire 09:30", "lumbres 09:10"]).contains("round"));
    }
}
