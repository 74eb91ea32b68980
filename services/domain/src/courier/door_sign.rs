//! How are opening hours and times of the van written? As people write them on a door.

use super::opening::{Closure, OpeningHours, OpeningRefusal, Span};
use crate::time::{Day, Weekday};

/// Why a line on a door cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DoorSignRefusal {
    /// No day of the week.
    #[error("\"{0}\" is not one of monday to sunday")]
    Weekday(String),
    /// No time of day.
    #[error("\"{0}\" is not a time of day, HH:MM")]
    Time(String),
    /// No stretch of time.
    #[error("\"{0}\" is not HH:MM-HH:MM")]
    Span(String),
    /// No day.
    #[error("\"{0}\" is not a day, YYYY-MM-DD")]
    Day(String),
    /// No closure.
    #[error("closure \"{0}\" is not \"YYYY-MM-DD\" or \"YYYY-MM-DD YYYY-MM-DD\"")]
    Closure(String),
    /// Every word is sound, and together they are not.
    #[error(transparent)]
    Opening(#[from] OpeningRefusal),
}

impl OpeningHours {
    /// Reads lines like `wednesday 10:00-12:00 14:00-18:00`, and closures like `2026-12-24 2027-01-02`.
    pub fn parse_lines(hours: &[String], closures: &[String]) -> Result<Self, DoorSignRefusal> {
        let mut weekly: [Vec<Span>; 7] = std::array::from_fn(|_| Vec::new());
        for line in hours {
            let mut words = line.split_whitespace();
            let weekday = parse_weekday(words.next().unwrap_or_default())?;
            for word in words {
                let (opens, closes) = parse_span(word)?;
                if let Some(spans) = weekly.get_mut(weekday as usize) {
                    spans.push(Span { opens, closes });
                }
            }
        }
        let closures: Result<Vec<Closure>, DoorSignRefusal> =
            closures.iter().map(|line| closure(line)).collect();
        Ok(Self::new(weekly, closures?, false)?)
    }
}

/// Reads a day of the week: `monday` to `sunday`.
pub fn parse_weekday(text: &str) -> Result<Weekday, DoorSignRefusal> {
    let named = Weekday::ALL
        .into_iter()
        .find(|weekday| format!("{weekday:?}").eq_ignore_ascii_case(text));
    named.ok_or_else(|| DoorSignRefusal::Weekday(shown(text)))
}

/// Reads two times of day, `HH:MM-HH:MM`, as minutes since midnight; whether the second is later is not looked at.
pub fn parse_span(text: &str) -> Result<(u16, u16), DoorSignRefusal> {
    let (from, to) = text
        .split_once('-')
        .ok_or_else(|| DoorSignRefusal::Span(shown(text)))?;
    Ok((parse_minutes(from)?, parse_minutes(to)?))
}

/// Reads a time of day, `HH:MM`, as minutes since midnight; `24:00` ends a day.
pub fn parse_minutes(text: &str) -> Result<u16, DoorSignRefusal> {
    let number = |digits: &str| -> Option<u16> {
        let sound = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        sound.then(|| digits.parse().ok()).flatten()
    };
    let read = text
        .split_once(':')
        .and_then(|(hour, minute)| number(hour).zip(number(minute)));
    match read {
        Some((hour, minute)) if hour < 24 && minute < 60 => Ok(hour * 60 + minute),
        Some((24, 0)) => Ok(1_440),
        Some(_) | None => Err(DoorSignRefusal::Time(shown(text))),
    }
}

/// Reads a day, `YYYY-MM-DD`.
pub fn parse_day(text: &str) -> Result<Day, DoorSignRefusal> {
    Day::parse(text).ok_or_else(|| DoorSignRefusal::Day(shown(text)))
}

fn closure(line: &str) -> Result<Closure, DoorSignRefusal> {
    let mut words = line.split_whitespace();
    let first = parse_day(words.next().unwrap_or_default())?;
    let last = words.next().map(parse_day).transpose()?.unwrap_or(first);
    match words.next() {
        Some(_) => Err(DoorSignRefusal::Closure(shown(line))),
        None => Ok(Closure { first, last }),
    }
}

/// The beginning of what was written.
fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(hours: &[&str], closures: &[&str]) -> Result<OpeningHours, String> {
        let lines = |lines: &[&str]| -> Vec<String> {
            lines.iter().map(|line| (*line).to_owned()).collect()
        };
        OpeningHours::parse_lines(&lines(hours), &lines(closures)).map_err(|told| told.to_string())
    }

    #[test]
    fn hours_and_closures_are_read_as_they_stand_on_the_door() {
        let hours = ["wednesday 10:00-12:00 14:00-18:00"];
        let open = read(&hours, &["2026-12-24 2027-01-02"]).unwrap();
        assert_eq!(
            open.closes_at(parse_day("2026-12-02").unwrap()),
            Some(1_080)
        );
        assert_eq!(open.closes_at(parse_day("2026-12-30").unwrap()), None);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (hours, closures, told) in [
            (
                &["mercredi 10:00-12:00"][..],
                &[][..],
                "\"mercredi\" is not one of",
            ),
            (&["monday 9:00-12:00"], &[], "\"9:00\" is not a time of day"),
            (
                &["monday 12:00-10:00"],
                &[],
                "Monday: opening from minute 720",
            ),
            (&["monday 10:00"], &[], "\"10:00\" is not HH:MM-HH:MM"),
            (&[], &["2026-02-30"], "\"2026-02-30\" is not a day"),
            (&[], &["2026-02-01 2026-02-02 x"], "closure \"2026-02-01"),
        ] {
            let refused = read(hours, closures).unwrap_err();
            assert!(refused.contains(told), "{refused}");
        }
    }

    #[test]
    fn a_day_may_end_at_midnight_and_no_later() {
        assert_eq!(parse_minutes("24:00"), Ok(1_440));
        assert!(parse_minutes("24:01").is_err());
        assert!(parse_minutes("12h30").is_err());
    }
}
