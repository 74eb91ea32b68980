//! Which way does the van drive, and at what times? It must not know on which days a round is moved or cancelled.

use super::timetable_refusal::TimetableRefusal;
use crate::catalogue::LibraryId;
use crate::time::{Day, Weekday};
use std::fmt;

/// Most stops of one round; more than a van can make in a day.
pub const STOPS_MAX: usize = 40;
/// Longest name of a round, in characters.
pub const NAME_CHARS_MAX: usize = 80;
/// Longest cut-off, in minutes: the day before the day before.
pub const CUT_OFF_MINUTES_MAX: u16 = 2_880;
/// What a crate may hold unless a round says otherwise, in grams: what one person may well lift.
pub const CRATE_GRAMS: u32 = 15_000;
/// The most a round may allow for a crate, in grams.
pub const CRATE_GRAMS_MAX: u32 = 100_000;

/// Last minute of a day.
const MINUTE_MAX: u16 = 1_439;

/// Names a round of the van: 1 to 32 of `a-z`, `0-9` and `-`, starting with a letter or digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoundId(String);

/// Says why a text is no round id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("round id \"{0}\" is not 1 to 32 of a-z, 0-9 and -, starting with a letter or digit")]
pub struct RoundIdRefusal(pub String);

impl RoundId {
    /// Accepts a round id, or says why not.
    pub fn parse(text: &str) -> Result<Self, RoundIdRefusal> {
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.is_empty() || text.len() > 32 || text.starts_with('-') || !text.chars().all(known) {
            return Err(RoundIdRefusal(text.chars().take(64).collect()));
        }
        Ok(Self(text.to_owned()))
    }

    /// Gives the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RoundId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A library on a round, with its times in minutes since midnight, 0 to 1,439.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Where.
    pub library: LibraryId,
    /// When the van comes, and what is for this library comes off.
    pub arrives: u16,
    /// When the van goes.
    pub leaves: u16,
}

/// One way of the van through its stops, driven once a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its name in commands, records and on manifests.
    pub id: RoundId,
    /// What drivers and librarians call it.
    pub name: String,
    /// On which day of the week.
    pub weekday: Weekday,
    /// Two or more, in the order of the drive. The van may come by one library twice, out and back.
    pub stops: Vec<Stop>,
    /// How many minutes before the van leaves a stop its crates there are closed.
    pub cut_off_minutes: u16,
    /// What one crate may hold, in grams.
    pub crate_grams: u32,
    /// First day of validity, where it has one.
    pub first_day: Option<Day>,
    /// Last day of validity, where it has one.
    pub last_day: Option<Day>,
}

impl Round {
    /// Says whether the round is planned on a day: its weekday, within its validity. Holidays are not looked at.
    pub fn is_planned_on(&self, day: Day) -> bool {
        day.weekday() == self.weekday
            && self.first_day.is_none_or(|first| first <= day)
            && self.last_day.is_none_or(|last| day <= last)
    }

    /// Checks what one round can get wrong on its own.
    pub(super) fn check(&self) -> Result<(), TimetableRefusal> {
        let round = || self.id.clone();
        let name = self.name.trim();
        if name.is_empty()
            || name.chars().count() > NAME_CHARS_MAX
            || name.chars().any(char::is_control)
        {
            return Err(TimetableRefusal::Name { round: round() });
        }
        let stops = self.stops.len();
        if !(2..=STOPS_MAX).contains(&stops) {
            let round = round();
            return Err(TimetableRefusal::NumberOfStops { round, stops });
        }
        if self.cut_off_minutes > CUT_OFF_MINUTES_MAX {
            return Err(TimetableRefusal::CutOff {
                round: round(),
                minutes: self.cut_off_minutes,
            });
        }
        if !(1..=CRATE_GRAMS_MAX).contains(&self.crate_grams) {
            return Err(TimetableRefusal::Crate {
                round: round(),
                grams: self.crate_grams,
            });
        }
        if let (Some(first), Some(last)) = (self.first_day, self.last_day)
            && last < first
        {
            let round = round();
            return Err(TimetableRefusal::Validity { round, first, last });
        }
        self.check_times()
    }

    fn check_times(&self) -> Result<(), TimetableRefusal> {
        let mut before: Option<&Stop> = None;
        for stop in &self.stops {
            let driven = before.is_none_or(|before| before.leaves < stop.arrives);
            if !driven || stop.arrives > stop.leaves || stop.leaves > MINUTE_MAX {
                return Err(TimetableRefusal::TimesOutOfOrder {
                    round: self.id.clone(),
                    library: stop.library.clone(),
                    arrives: stop.arrives,
                    leaves: stop.leaves,
                });
            }
            if before.is_some_and(|before| before.library == stop.library) {
                return Err(TimetableRefusal::StopRepeated {
                    round: self.id.clone(),
                    library: stop.library.clone(),
                });
            }
            before = Some(stop);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::fixtures::{a_round, date};
    use super::*;

    fn lys() -> Round {
        a_round(
            "lys",
            Weekday::Wednesday,
            &[
                ("saint-omer", "09:00", "09:15"),
                ("aire", "10:00", "10:15"),
                ("saint-omer", "11:00", "11:00"),
            ],
        )
    }

    fn said(change: impl FnOnce(&mut Round)) -> String {
        let mut round = lys();
        change(&mut round);
        round.check().unwrap_err().to_string()
    }

    #[test]
    fn a_round_out_and_back_is_sound() {
        assert_eq!(lys().check(), Ok(()));
    }

    #[test]
    fn a_round_with_times_out_of_order_is_refused_by_name() {
        let expected = "round lys: stop at aire from minute 600 to minute 595 is out of order";
        assert_eq!(said(|round| round.stops[1].leaves = 595), expected);
        let expected = "round lys: stop at aire from minute 555 to minute 615 is out of order";
        assert_eq!(said(|round| round.stops[1].arrives = 555), expected);
        let expected =
            "round lys: stop at saint-omer from minute 660 to minute 1440 is out of order";
        assert_eq!(said(|round| round.stops[2].leaves = 1_440), expected);
    }

    #[test]
    fn a_round_with_one_stop_or_too_many_is_refused() {
        let expected = "round lys has 1 stops, it needs 2 to 40";
        assert_eq!(said(|round| round.stops.truncate(1)), expected);
        let expected = "round lys has 41 stops, it needs 2 to 40";
        assert_eq!(
            said(|round| round.stops = vec![round.stops[0].clone(); 41]),
            expected
        );
    }

    #[test]
    fn a_round_that_goes_nowhere_is_refused() {
        let expected = "round lys stops at aire twice in a row";
        assert_eq!(
            said(|round| round.stops[2].library = round.stops[1].library.clone()),
            expected
        );
    }

    #[test]
    fn figures_beyond_reason_are_refused() {
        let expected = "round lys: a cut-off of 2881 minutes is over the limit of 2880";
        assert_eq!(said(|round| round.cut_off_minutes = 2_881), expected);
        let expected = "round lys: a crate of 0 g is not 1 to 100000 g";
        assert_eq!(said(|round| round.crate_grams = 0), expected);
        let expected =
            "round lys is valid from 2026-02-01 to 2026-01-01, which ends before it begins";
        assert_eq!(
            said(|round| {
                round.first_day = Some(date("2026-02-01"));
                round.last_day = Some(date("2026-01-01"));
            }),
            expected
        );
        let expected = "round lys needs a name of 1 to 80 printable characters";
        assert_eq!(said(|round| round.name = "\n".into()), expected);
        assert_eq!(said(|round| round.name = "é".repeat(81)), expected);
    }

    #[test]
    fn a_round_id_with_capitals_or_spaces_is_refused_by_name() {
        for text in ["", "Lys", "la lys", "-lys", "é"] {
            assert_eq!(RoundId::parse(text), Err(RoundIdRefusal(text.into())));
        }
        assert_eq!(RoundId::parse("lys-2").unwrap().to_string(), "lys-2");
    }
}
