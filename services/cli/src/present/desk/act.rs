//! What was done with an item, and where does it go now?

use super::slip::Slip;
use crate::failure::Failure;
use crate::present::shown::{cell, some};
use crate::present::{Shown, item_name};
use crate::terminal::Terminal;
use crate::words::{spelled, word};
use navette_proto::wire::desk as wire;
use navette_proto::wire::lending::{JourneyState, ScanKind};
use serde::Serialize;

/// One act, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(crate) struct Act {
    act: u64,
    kind: Option<&'static str>,
    item: Option<String>,
    title: String,
    place: Option<&'static str>,
    request: Option<String>,
    due: Option<String>,
    inferred: Vec<&'static str>,
    again: bool,
    slip: Option<Slip>,
    #[serde(skip)]
    kind_words: String,
}

impl From<wire::Act> for Act {
    fn from(act: wire::Act) -> Self {
        Self {
            act: act.act,
            kind: word::<ScanKind>(act.kind),
            item: item_name(act.item),
            title: act.title,
            place: word::<wire::NextPlace>(act.place),
            request: some(act.request),
            due: some(act.due),
            inferred: act
                .inferred
                .into_iter()
                .filter_map(word::<JourneyState>)
                .collect(),
            again: act.again,
            slip: act.slip.map(Slip::from),
            kind_words: spelled::<ScanKind>(act.kind),
        }
    }
}

impl Act {
    /// Takes the paper to be printed, where there is one.
    pub(crate) fn into_slip(self) -> Option<Slip> {
        self.slip
    }
}

impl Shown for Act {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let again = if self.again {
            " (it was so already)"
        } else {
            ""
        };
        let title = terminal.strong(&self.title);
        let item = cell(&self.item);
        terminal.fitted_line(&format!("{}: {title} ({item}){again}", self.kind_words))?;
        let details = self.slip.as_ref().map(Slip::details).unwrap_or_default();
        let due = self.due.as_ref().map(|due| format!(", due {due}"));
        let due = due.unwrap_or_default();
        terminal.line(&format!("  now: {}{details}{due}", place_words(self.place)))?;
        if !self.inferred.is_empty() {
            let skipped = self.inferred.join(", ");
            terminal.line(&format!("  never scanned, and noted as done: {skipped}"))?;
        }
        if self.act > 0 {
            let undo = format!("  undo: navette desk undo {} {item}", self.act);
            terminal.line(&terminal.faint(&undo))?;
        }
        Ok(())
    }
}

/// Says where the librarian's hands put it.
pub(super) fn place_words(place: Option<&'static str>) -> &'static str {
    match place {
        Some("shelf") => "onto its shelf",
        Some("hold-shelf") => "onto the hold shelf",
        Some("crate") => "into the crate",
        Some("patron") => "into the patron's hands",
        Some("aside") => "aside, to be settled or repaired",
        Some("nowhere") => "nowhere, it is not at hand",
        Some(other) => other,
        None => "as it is",
    }
}

/// One of several items that a scan might mean.
#[derive(Serialize)]
pub(crate) struct Offer {
    item: Option<String>,
    title: String,
    reason: String,
}

impl From<wire::Offer> for Offer {
    fn from(offer: wire::Offer) -> Self {
        Self {
            item: item_name(offer.item),
            title: offer.title,
            reason: offer.reason,
        }
    }
}

impl Shown for Offer {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let item = cell(&self.item);
        terminal.fitted_line(&format!("{item}  {}  {}", self.title, self.reason))
    }
}

/// Refuses a scan that means several things, and says how to choose one.
pub(crate) fn undecided(offers: &[Offer], verb: &str) -> Failure {
    let choices: Vec<String> = offers
        .iter()
        .filter_map(|offer| offer.item.as_ref())
        .map(|item| format!("`navette {verb} {item}`"))
        .collect();
    let failure = Failure::other(format!(
        "{} items are meant; nothing was changed",
        offers.len()
    ));
    failure.hint(format!("choose one: {}", choices.join(" or ")))
}
