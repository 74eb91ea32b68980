//! What have libraries lent each other within some days, and how well did it go?

use crate::failure::Failure;
use crate::present::Shown;
use crate::present::columns::{self, Column};
use crate::present::shown::some;
use crate::terminal::Terminal;
use navette_proto::wire::{desk, lending as wire};
use serde::Serialize;

/// The counts of one library, or of all.
#[derive(Serialize)]
pub(crate) struct Exchange {
    from: Option<String>,
    until: Option<String>,
    remembered_from: Option<String>,
    libraries: Vec<Row>,
    with: Vec<With>,
}

#[derive(Serialize)]
struct Row {
    library: String,
    lent: u32,
    borrowed: u32,
    median_days: Option<u32>,
    promised: u32,
    kept: u32,
    refused: u32,
}

#[derive(Serialize)]
struct With {
    library: String,
    lent: u32,
    borrowed: u32,
}

impl From<wire::CountExchangeResponse> for Exchange {
    fn from(answer: wire::CountExchangeResponse) -> Self {
        let days = answer.days.unwrap_or_default();
        Self {
            from: some(days.from),
            until: some(days.until),
            remembered_from: some(days.remembered_from),
            libraries: answer.libraries.into_iter().map(Row::from).collect(),
            with: answer.with.into_iter().map(With::from).collect(),
        }
    }
}

impl From<desk::CountExchangeResponse> for Exchange {
    fn from(answer: desk::CountExchangeResponse) -> Self {
        Self::from(wire::CountExchangeResponse {
            libraries: answer.own.into_iter().collect(),
            with: answer.with,
            days: answer.days,
        })
    }
}

impl From<wire::LibraryExchange> for Row {
    fn from(row: wire::LibraryExchange) -> Self {
        Self {
            library: row.library,
            lent: row.lent,
            borrowed: row.borrowed,
            median_days: row.median_days,
            promised: row.promised,
            kept: row.kept,
            refused: row.refused,
        }
    }
}

impl From<wire::LentEachOther> for With {
    fn from(each: wire::LentEachOther) -> Self {
        Self {
            library: each.library,
            lent: each.lent,
            borrowed: each.borrowed,
        }
    }
}

impl Shown for Exchange {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        if let (Some(from), Some(until)) = (&self.from, &self.until) {
            terminal.line(&format!("{from} to {until}"))?;
        }
        let heads = [
            Column::Left("LIBRARY"),
            Column::Right("LENT"),
            Column::Right("BORROWED"),
            Column::Right("DAYS"),
            Column::Right("KEPT"),
            Column::Right("PROMISED"),
            Column::Right("REFUSED"),
        ];
        let rows: Vec<Vec<String>> = self.libraries.iter().map(Row::cells).collect();
        columns::write(&heads, &rows, terminal)?;
        if !self.with.is_empty() {
            terminal.line("")?;
            let heads = [
                Column::Left("WITH"),
                Column::Right("LENT TO IT"),
                Column::Right("BORROWED FROM IT"),
            ];
            let rows: Vec<Vec<String>> = self.with.iter().map(With::cells).collect();
            columns::write(&heads, &rows, terminal)?;
        }
        self.say_what_is_forgotten(terminal)
    }
}

impl Exchange {
    /// Days in this form are in order as texts are.
    fn say_what_is_forgotten(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.flush()?;
        if let Some(day) = &self.remembered_from
            && self.from.as_ref().is_some_and(|from| from < day)
        {
            terminal.note(&format!(
                "what ended before {day} is forgotten already: the counts before it are not whole"
            ));
        }
        Ok(())
    }
}

impl Row {
    fn cells(&self) -> Vec<String> {
        let days = self.median_days.map(|days| days.to_string());
        vec![
            self.library.clone(),
            self.lent.to_string(),
            self.borrowed.to_string(),
            days.unwrap_or_default(),
            self.kept.to_string(),
            self.promised.to_string(),
            self.refused.to_string(),
        ]
    }
}

impl With {
    fn cells(&self) -> Vec<String> {
        vec![
            self.library.clone(),
            self.lent.to_string(),
            self.borrowed.to_string(),
        ]
    }
}
