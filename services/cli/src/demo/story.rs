//! How is the demo's week told? A line for each thing that happens, under its day, at a pace that can be followed; or not at all.

use crate::failure::Failure;
use crate::terminal::Terminal;
use navette_domain::time::{Day, LocalMoment, Weekday};
use std::time::Duration;

/// Where the story goes.
pub(super) struct Story<'t> {
    terminal: Option<&'t mut Terminal>,
    a_day_lasts: Duration,
    day: Option<Day>,
}

impl<'t> Story<'t> {
    /// Tells nothing and waits for nothing.
    pub(super) fn untold() -> Self {
        Self {
            terminal: None,
            a_day_lasts: Duration::ZERO,
            day: None,
        }
    }

    /// Tells everything on a terminal, where a day lasts so long.
    pub(super) fn told(terminal: &'t mut Terminal, a_day_lasts: Duration) -> Self {
        Self {
            terminal: Some(terminal),
            a_day_lasts,
            day: None,
        }
    }

    /// Waits before one of a day's happenings; a day without any is short.
    pub(super) async fn wait(&self, happenings_of_the_day: usize) {
        let parts = u32::try_from(happenings_of_the_day.max(8)).unwrap_or(u32::MAX);
        let pause = self.a_day_lasts.checked_div(parts).unwrap_or_default();
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
    }

    /// Tells one thing.
    pub(super) fn tell(&mut self, at: LocalMoment, line: &str) -> Result<(), Failure> {
        let Some(terminal) = &mut self.terminal else {
            return Ok(());
        };
        if self.day != Some(at.day) {
            self.day = Some(at.day);
            terminal.line("")?;
            let day = format!("{} {}", weekday(at.day.weekday()), at.day);
            terminal.line(&terminal.strong(&day))?;
        }
        let (hour, minute) = (at.minute / 60, at.minute % 60);
        terminal.line(&format!("  {hour:02}:{minute:02}  {line}"))?;
        terminal.flush()
    }
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
