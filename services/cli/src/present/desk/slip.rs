//! What is printed on the paper in a travelling or waiting item? It names no patron.

use crate::failure::Failure;
use crate::present::item_name;
use crate::present::shown::some;
use crate::terminal::Terminal;
use crate::words::word;
use navette_proto::wire::desk as wire;
use serde::Serialize;

/// Data for a slip, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(crate) struct Slip {
    item: Option<String>,
    title: String,
    shelfmark: String,
    place: Option<&'static str>,
    from: String,
    from_name: String,
    to: String,
    to_name: String,
    round: Option<String>,
    round_day: Option<String>,
    pickup_code: Option<String>,
    kept_until: Option<String>,
    code: String,
}

impl From<wire::Slip> for Slip {
    fn from(slip: wire::Slip) -> Self {
        Self {
            item: item_name(slip.item),
            title: slip.title,
            shelfmark: slip.shelfmark,
            place: word::<wire::NextPlace>(slip.place),
            from: slip.from,
            from_name: slip.from_name,
            to: slip.to,
            to_name: slip.to_name,
            round: some(slip.round),
            round_day: some(slip.round_day),
            pickup_code: some(slip.pickup_code),
            kept_until: some(slip.kept_until),
            code: slip.code,
        }
    }
}

impl Slip {
    /// Writes it for a printer's program, which reads JSON alone.
    pub(crate) fn print(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.json(self)
    }

    /// Says where the item goes and how, after the name of the place.
    pub(super) fn details(&self) -> String {
        let to = if self.to_name.is_empty() {
            &self.to
        } else {
            &self.to_name
        };
        let for_library =
            (self.place == Some("crate") && !to.is_empty()).then(|| format!(" for {to}"));
        let round = self.round.as_ref().map(|round| format!(", round {round}"));
        let day = self.round_day.as_ref().map(|day| format!(" on {day}"));
        let code = self
            .pickup_code
            .as_ref()
            .map(|code| format!(", pick-up code {code}"));
        let kept = self
            .kept_until
            .as_ref()
            .map(|day| format!(", kept until {day}"));
        let home = self.place == Some("shelf") && !self.shelfmark.is_empty();
        let shelfmark = home.then(|| format!(", {}", self.shelfmark));
        let details = [for_library, round, day, code, kept, shelfmark];
        details.into_iter().flatten().collect()
    }
}
