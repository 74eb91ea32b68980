//! Whose dates change if a run is moved or cancelled, and whose did?

use super::round::Round;
use crate::failure::Failure;
use crate::present::columns::{self, Column};
use crate::present::shown::{cell, next_page, some};
use crate::present::{Shown, item_name};
use crate::terminal::Terminal;
use navette_proto::wire::courier as wire;
use navette_proto::wire::refusal::Refusal;
use serde::Serialize;

/// What a move would do, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(crate) struct Preview {
    journeys: u32,
    changed: u32,
    broken: u32,
    changes: Vec<DateChange>,
    timetable_version: u64,
    next_page_token: String,
}

#[derive(Serialize)]
struct DateChange {
    journey: String,
    item: Option<String>,
    title: String,
    pickup: String,
    promised: Option<String>,
    before: Option<String>,
    no_day_before: Option<NoDay>,
    after: Option<String>,
    no_day_after: Option<NoDay>,
}

/// Why no day can be promised.
#[derive(Serialize)]
struct NoDay {
    reason: String,
    message: String,
}

impl From<wire::PreviewMoveResponse> for Preview {
    fn from(answer: wire::PreviewMoveResponse) -> Self {
        Self {
            journeys: answer.journeys,
            changed: answer.changed,
            broken: answer.broken,
            changes: answer.changes.into_iter().map(DateChange::from).collect(),
            timetable_version: answer.timetable_version,
            next_page_token: answer.next_page_token,
        }
    }
}

impl From<wire::DateChange> for DateChange {
    fn from(change: wire::DateChange) -> Self {
        Self {
            journey: change.journey,
            item: item_name(change.item),
            title: change.title,
            pickup: change.pickup,
            promised: some(change.promised),
            before: some(change.before),
            no_day_before: change.no_day_before.map(NoDay::from),
            after: some(change.after),
            no_day_after: change.no_day_after.map(NoDay::from),
        }
    }
}

impl From<Refusal> for NoDay {
    fn from(refusal: Refusal) -> Self {
        Self {
            reason: refusal.reason,
            message: refusal.message,
        }
    }
}

impl Shown for Preview {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line(&format!(
            "dates that change: {} of {}; promises that break: {}",
            self.changed, self.journeys, self.broken
        ))?;
        if !self.changes.is_empty() {
            let heads = [
                Column::Title("TITLE"),
                Column::Left("ITEM"),
                Column::Left("PICK-UP"),
                Column::Left("PROMISED"),
                Column::Left("AS IT IS"),
                Column::Left("THEN"),
            ];
            let rows: Vec<Vec<String>> = self.changes.iter().map(DateChange::row).collect();
            columns::write(&heads, &rows, terminal)?;
        }
        next_page(&self.next_page_token, terminal)?;
        terminal.note(&format!(
            "nothing was changed; to do it as shown: --timetable-version {}",
            self.timetable_version
        ));
        Ok(())
    }
}

impl DateChange {
    fn row(&self) -> Vec<String> {
        let day = |day: &Option<String>, no_day: &Option<NoDay>| match no_day {
            Some(no_day) => format!("none: {}", no_day.message),
            None => cell(day),
        };
        vec![
            self.title.clone(),
            cell(&self.item),
            self.pickup.clone(),
            cell(&self.promised),
            day(&self.before, &self.no_day_before),
            day(&self.after, &self.no_day_after),
        ]
    }
}

/// A run moved or cancelled.
#[derive(Serialize)]
pub(crate) struct Changed {
    request_id: String,
    changed: u32,
    timetable_version: u64,
    round: Option<Round>,
}

impl Changed {
    /// Takes the answer to a move or to a cancellation.
    pub(crate) fn new(
        request_id: String,
        round: Option<wire::Round>,
        timetable_version: u64,
        changed: u32,
    ) -> Self {
        Self {
            request_id,
            changed,
            timetable_version,
            round: round.map(Round::from),
        }
    }
}

impl Shown for Changed {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line(&format!(
            "done; dates that changed: {}; their patrons are told by their home libraries",
            self.changed
        ))?;
        match &self.round {
            Some(round) => round.write(terminal),
            None => Ok(()),
        }
    }
}
