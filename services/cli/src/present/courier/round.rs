//! How does a round look: its day, its stops, what happens otherwise?

use crate::failure::Failure;
use crate::present::columns::{self, Column};
use crate::present::shown::{cell, some};
use crate::present::{Shown, facts};
use crate::terminal::Terminal;
use crate::words::{spelled, word};
use navette_proto::wire::courier as wire;
use serde::Serialize;

/// A round, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(crate) struct Round {
    round: String,
    name: String,
    weekday: Option<&'static str>,
    stops: Vec<Stop>,
    cut_off_minutes: u32,
    crate_grams: u32,
    first_day: Option<String>,
    last_day: Option<String>,
    exceptions: Vec<Exception>,
    #[serde(skip)]
    weekday_words: String,
}

#[derive(Serialize)]
struct Stop {
    stop: usize,
    library: String,
    library_name: String,
    arrives: String,
    leaves: String,
}

#[derive(Serialize)]
struct Exception {
    day: String,
    cancelled: bool,
    moved_to: Option<String>,
    by_minutes: i32,
}

impl From<wire::Round> for Round {
    fn from(round: wire::Round) -> Self {
        let stop = |(place, stop): (usize, wire::Stop)| Stop {
            stop: place,
            library: stop.library,
            library_name: stop.library_name,
            arrives: time_of_day(stop.arrives_minute),
            leaves: time_of_day(stop.leaves_minute),
        };
        Self {
            round: round.round,
            name: round.name,
            weekday: word::<wire::Weekday>(round.weekday),
            stops: round.stops.into_iter().enumerate().map(stop).collect(),
            cut_off_minutes: round.cut_off_minutes,
            crate_grams: round.crate_grams,
            first_day: some(round.first_day),
            last_day: some(round.last_day),
            exceptions: round.exceptions.into_iter().map(Exception::from).collect(),
            weekday_words: spelled::<wire::Weekday>(round.weekday),
        }
    }
}

impl From<wire::Exception> for Exception {
    fn from(exception: wire::Exception) -> Self {
        let (moved_to, by_minutes) = match exception.change {
            Some(wire::exception::Change::Moved(moved)) => (some(moved.day), moved.by_minutes),
            Some(wire::exception::Change::Cancelled(_)) | None => (None, 0),
        };
        Self {
            day: exception.day,
            cancelled: moved_to.is_none(),
            moved_to,
            by_minutes,
        }
    }
}

fn time_of_day(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

impl Shown for Round {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line(&terminal.strong(&self.name))?;
        let known = [
            ("round", self.round.clone()),
            ("every", self.weekday_words.clone()),
            ("from", cell(&self.first_day)),
            ("until", cell(&self.last_day)),
            (
                "cut-off",
                format!("{} min before the van leaves", self.cut_off_minutes),
            ),
            (
                "crate",
                format!("{:.1} kg", f64::from(self.crate_grams) / 1_000.0),
            ),
        ];
        facts::write(&known, terminal)?;
        let heads = [
            Column::Right("STOP"),
            Column::Left("LIBRARY"),
            Column::Left("COMES"),
            Column::Left("GOES"),
            Column::Left("NAME"),
        ];
        let row = |stop: &Stop| {
            vec![
                stop.stop.to_string(),
                stop.library.clone(),
                stop.arrives.clone(),
                stop.leaves.clone(),
                stop.library_name.clone(),
            ]
        };
        let rows: Vec<Vec<String>> = self.stops.iter().map(row).collect();
        columns::write(&heads, &rows, terminal)?;
        for exception in &self.exceptions {
            terminal.line(&exception.words())?;
        }
        Ok(())
    }
}

impl Exception {
    fn words(&self) -> String {
        match &self.moved_to {
            None => format!("{}: does not run", self.day),
            Some(day) if self.by_minutes == 0 => format!("{}: runs on {day}", self.day),
            Some(day) => format!("{}: runs on {day}, {:+} min", self.day, self.by_minutes),
        }
    }
}

/// A round, and the version of the timetable it was read from.
#[derive(Serialize)]
pub(crate) struct RoundInFull {
    #[serde(flatten)]
    round: Round,
    timetable_version: u64,
}

impl From<wire::GetRoundResponse> for RoundInFull {
    fn from(answer: wire::GetRoundResponse) -> Self {
        Self {
            round: answer.round.unwrap_or_default().into(),
            timetable_version: answer.timetable_version,
        }
    }
}

impl Shown for RoundInFull {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        self.round.write(terminal)
    }
}

/// All rounds.
#[derive(Serialize)]
pub(crate) struct Rounds {
    rounds: Vec<Round>,
}

impl From<Vec<wire::Round>> for Rounds {
    fn from(rounds: Vec<wire::Round>) -> Self {
        Self {
            rounds: rounds.into_iter().map(Round::from).collect(),
        }
    }
}

impl Shown for Rounds {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let heads = [
            Column::Left("ROUND"),
            Column::Left("DAY"),
            Column::Left("BEGINS"),
            Column::Left("STOPS"),
            Column::Right("EXCEPTIONS"),
        ];
        let row = |round: &Round| {
            let begins = round.stops.first().map(|stop| stop.leaves.clone());
            let stops: Vec<&str> = round
                .stops
                .iter()
                .map(|stop| stop.library.as_str())
                .collect();
            vec![
                round.round.clone(),
                round.weekday_words.clone(),
                begins.unwrap_or_default(),
                stops.join(" "),
                round.exceptions.len().to_string(),
            ]
        };
        let rows: Vec<Vec<String>> = self.rounds.iter().map(row).collect();
        columns::write(&heads, &rows, terminal)
    }
}
