//! Which rides does an item take, and on which day can it be collected?

use crate::failure::Failure;
use crate::present::Shown;
use crate::present::shown::some;
use crate::terminal::Terminal;
use navette_proto::wire::courier as wire;
use serde::Serialize;

/// The way of an item, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(crate) struct Arrival {
    from: String,
    to: String,
    ready_at: Option<String>,
    legs: Vec<Leg>,
    promised: Option<String>,
}

#[derive(Serialize)]
struct Leg {
    round: String,
    day: String,
    from: String,
    leaves: String,
    to: String,
    arrives: String,
}

impl From<wire::Arrival> for Arrival {
    fn from(arrival: wire::Arrival) -> Self {
        let leg = |leg: wire::Leg| Leg {
            round: leg.round,
            day: leg.day,
            from: leg.from,
            leaves: leg.leaves,
            to: leg.to,
            arrives: leg.arrives,
        };
        Self {
            from: arrival.from,
            to: arrival.to,
            ready_at: some(arrival.ready_at),
            legs: arrival.legs.into_iter().map(leg).collect(),
            promised: some(arrival.promised),
        }
    }
}

impl Shown for Arrival {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        if let Some(ready) = &self.ready_at {
            terminal.line(&format!("ready at {} on {}", self.from, people(ready)))?;
        }
        for leg in &self.legs {
            terminal.line(&format!(
                "  round {}: {} {} → {} {}",
                leg.round,
                leg.from,
                people(&leg.leaves),
                leg.to,
                people(&leg.arrives)
            ))?;
        }
        if let Some(day) = &self.promised {
            let day = terminal.strong(day);
            terminal.line(&format!("can be collected at {} on {day}", self.to))?;
        }
        Ok(())
    }
}

/// A moment of the wall's clock without the letter between day and time.
pub(super) fn people(moment: &str) -> String {
    moment.replacen('T', " ", 1)
}
