//! Why does this library lend and no other? The ranking as it was made, every reason beside its library.

use crate::failure::Failure;
use crate::present::shown::{cell, some};
use crate::present::{Shown, item_name, moment, moment_for_people};
use crate::terminal::Terminal;
use crate::words::{spelled, word};
use navette_proto::wire::lending as wire;
use serde::Serialize;
use std::collections::BTreeMap;

/// One choice, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(crate) struct Choice {
    request: String,
    at: Option<String>,
    ranked: Vec<Ranked>,
    dropped: Vec<Dropped>,
    #[serde(skip)]
    at_words: String,
}

#[derive(Serialize)]
struct Ranked {
    library: String,
    item: Option<String>,
    item_because: Option<&'static str>,
    arrival: Option<String>,
    away_since: Option<String>,
    own: bool,
    surplus_hundredths: i64,
    copies_left: u32,
    distance_metres: Option<u32>,
    decided_by: Option<&'static str>,
    #[serde(skip)]
    decided_words: String,
    #[serde(skip)]
    item_words: String,
}

#[derive(Serialize)]
struct Dropped {
    library: String,
    reason: String,
    message: String,
    values: BTreeMap<String, String>,
    may_pass: bool,
}

impl From<wire::Choice> for Choice {
    fn from(choice: wire::Choice) -> Self {
        Self {
            request: choice.request,
            at: moment(choice.at_ms),
            ranked: choice.ranked.into_iter().map(Ranked::from).collect(),
            dropped: choice.dropped.into_iter().map(Dropped::from).collect(),
            at_words: moment_for_people(choice.at_ms).unwrap_or_default(),
        }
    }
}

impl From<wire::RankedLender> for Ranked {
    fn from(ranked: wire::RankedLender) -> Self {
        Self {
            library: ranked.library,
            item: item_name(ranked.item),
            item_because: word::<wire::CopyReason>(ranked.item_because),
            arrival: some(ranked.arrival),
            away_since: some(ranked.away_since),
            own: ranked.own,
            surplus_hundredths: ranked.surplus_hundredths,
            copies_left: ranked.copies_left,
            distance_metres: ranked.distance_metres,
            decided_by: word::<wire::Criterion>(ranked.decided_by),
            decided_words: spelled::<wire::Criterion>(ranked.decided_by),
            item_words: spelled::<wire::CopyReason>(ranked.item_because),
        }
    }
}

impl From<wire::DroppedLender> for Dropped {
    fn from(dropped: wire::DroppedLender) -> Self {
        let reason = dropped.reason.unwrap_or_default();
        Self {
            library: dropped.library,
            reason: reason.reason,
            message: reason.message,
            values: reason.metadata,
            may_pass: dropped.may_pass,
        }
    }
}

impl Shown for Choice {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line(&format!("chosen on {}", self.at_words))?;
        if self.ranked.is_empty() {
            terminal.line("  no library can lend it now")?;
        }
        for (place, ranked) in (1..).zip(&self.ranked) {
            let library = terminal.strong(&ranked.library);
            terminal.line(&format!("  {place}. {library}{}", ranked.behind()))?;
            terminal.fitted_line(&terminal.faint(&format!("     {}", ranked.facts())))?;
        }
        if !self.dropped.is_empty() {
            terminal.line("not asked:")?;
        }
        for dropped in &self.dropped {
            let may_pass = if dropped.may_pass { " (may pass)" } else { "" };
            terminal.line(&format!(
                "  {}: {}{may_pass}",
                dropped.library, dropped.message
            ))?;
        }
        Ok(())
    }
}

impl Ranked {
    fn behind(&self) -> String {
        if self.decided_words.is_empty() {
            return String::new();
        }
        format!(", behind because of {}", self.decided_words)
    }

    fn facts(&self) -> String {
        let surplus = self.surplus_hundredths as f64 / 100.0;
        let item = match self.item_words.as_str() {
            "" => cell(&self.item),
            because => format!("{} ({because})", cell(&self.item)),
        };
        let facts = [
            self.arrival.as_ref().map(|day| format!("there on {day}")),
            self.own.then(|| "the pick-up library itself".to_owned()),
            self.away_since
                .as_ref()
                .map(|day| format!("away since {day}")),
            Some(format!("lent {surplus:+.2} beyond its share")),
            Some(format!("{} left on its shelf", self.copies_left)),
            self.distance_metres
                .map(|metres| format!("{:.1} km", f64::from(metres) / 1_000.0)),
            Some(item),
        ];
        let known: Vec<String> = facts.into_iter().flatten().collect();
        known.join(" · ")
    }
}
