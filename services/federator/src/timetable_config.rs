//! How are opening hours, closures and the van's rounds written in the settings? As people write them on a door.

use navette_domain::catalogue::LibraryId;
use navette_domain::courier::{
    CRATE_GRAMS, Closure, OpeningHours, Round, RoundId, Span, Stop, Timetable,
};
use navette_domain::time::{Day, Weekday};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A round of the van.
#[derive(Clone, Debug, Deserialize)]
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

/// Reads opening hours: lines like `wednesday 10:00-12:00 14:00-18:00`, and closures like `2026-12-24 2027-01-02`.
pub fn opening_hours(hours: &[String], closures: &[String]) -> Result<OpeningHours, String> {
    let mut weekly: [Vec<Span>; 7] = std::array::from_fn(|_| Vec::new());
    for line in hours {
        let mut words = line.split_whitespace();
        let weekday = weekday(words.next().unwrap_or_default())?;
        let spans = weekly
            .get_mut(weekday as usize)
            .ok_or_else(|| format!("hours = \"{line}\" names no weekday"))?;
        for word in words {
            let (opens, closes) = minutes_pair(word)?;
            spans.push(Span { opens, closes });
        }
    }
    let closures: Result<Vec<Closure>, String> =
        closures.iter().map(|line| closure(line)).collect();
    OpeningHours::new(weekly, closures?, false).map_err(|refusal| refusal.to_string())
}

/// Reads all rounds; a stop at a library that is no member is refused.
pub fn timetable(
    rounds: &[RoundConfig],
    members: &BTreeMap<LibraryId, String>,
) -> Result<Timetable, String> {
    let mut read = Vec::new();
    for config in rounds {
        let round = round(config).map_err(|reason| format!("round \"{}\": {reason}", config.id))?;
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

fn round(config: &RoundConfig) -> Result<Round, String> {
    let stops: Result<Vec<Stop>, String> = config.stops.iter().map(|line| stop(line)).collect();
    let day_of = |text: &Option<String>| text.as_deref().map(day).transpose();
    Ok(Round {
        id: RoundId::parse(&config.id).map_err(|refusal| refusal.to_string())?,
        name: config.name.clone(),
        weekday: weekday(&config.weekday)?,
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
        minutes_pair(times)?
    } else {
        let arrives = minutes(times)?;
        (arrives, arrives)
    };
    Ok(Stop {
        library,
        arrives,
        leaves,
    })
}

fn closure(line: &str) -> Result<Closure, String> {
    let mut words = line.split_whitespace();
    let first = day(words.next().unwrap_or_default())?;
    let last = words.next().map(day).transpose()?.unwrap_or(first);
    if words.next().is_some() {
        return Err(format!(
            "closure \"{line}\" is not \"YYYY-MM-DD\" or \"YYYY-MM-DD YYYY-MM-DD\""
        ));
    }
    Ok(Closure { first, last })
}

fn weekday(text: &str) -> Result<Weekday, String> {
    let named = Weekday::ALL
        .into_iter()
        .find(|weekday| format!("{weekday:?}").eq_ignore_ascii_case(text));
    named.ok_or_else(|| format!("\"{text}\" is not one of monday to sunday"))
}

fn minutes_pair(text: &str) -> Result<(u16, u16), String> {
    let (from, to) = text
        .split_once('-')
        .ok_or_else(|| format!("\"{text}\" is not HH:MM-HH:MM"))?;
    Ok((minutes(from)?, minutes(to)?))
}

fn minutes(text: &str) -> Result<u16, String> {
    let refused = || format!("\"{text}\" is not a time of day, HH:MM");
    let (hour, minute) = text.split_once(':').ok_or_else(refused)?;
    let number = |digits: &str| -> Option<u16> {
        let sound = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        sound.then(|| digits.parse().ok()).flatten()
    };
    match (number(hour), number(minute)) {
        (Some(hour), Some(minute)) if hour < 24 && minute < 60 => Ok(hour * 60 + minute),
        (Some(24), Some(0)) => Ok(1_440),
        _ => Err(refused()),
    }
}

/// Reads a day written `YYYY-MM-DD`.
pub(crate) fn day(text: &str) -> Result<Day, String> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<i32>().ok());
    let mut next = || parts.next().flatten();
    let made = match (next(), next(), next()) {
        (Some(year), Some(month), Some(day)) => u32::try_from(month)
            .ok()
            .zip(u32::try_from(day).ok())
            .and_then(|(month, day)| Day::from_civil(year, month, day)),
        _ => None,
    };
    made.ok_or_else(|| format!("\"{text}\" is not a day, YYYY-MM-DD"))
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
    fn hours_and_closures_are_read_as_they_stand_on_the_door() {
        let hours = ["wednesday 10:00-12:00 14:00-18:00".to_owned()];
        let closures = ["2026-12-24 2027-01-02".to_owned()];
        let read = opening_hours(&hours, &closures).unwrap();
        assert_eq!(read.closes_at(day("2026-12-02").unwrap()), Some(1_080));
        assert_eq!(read.closes_at(day("2026-12-30").unwrap()), None);
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
        let hours = |line: &str| opening_hours(&[line.to_owned()], &[]).unwrap_err();
        assert!(hours("mercredi 10:00-12:00").contains("\"mercredi\""));
        assert!(hours("monday 12:00-10:00").contains("Monday"));
        let closed = opening_hours(&[], &["2026-02-30".to_owned()]).unwrap_err();
        assert!(closed.contains("\"2026-02-30\""), "{closed}");
    }
}
