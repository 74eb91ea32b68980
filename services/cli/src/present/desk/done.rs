//! How do acts of the desk answer? With what was done, under the name of the call that did it.

use super::act::{Act, Offer, place_words, undecided};
use crate::failure::Failure;
use crate::present::Shown;
use crate::terminal::Terminal;
use crate::words::{spelled, word};
use navette_proto::wire::desk as wire;
use navette_proto::wire::lending::RequestState;
use serde::Serialize;

/// One act or several, or the items that might be meant.
#[derive(Serialize)]
pub(crate) struct Acts {
    request_id: String,
    acts: Vec<Act>,
    offers: Vec<Offer>,
    card: Option<String>,
}

impl Acts {
    /// Takes what a call did.
    pub(crate) fn done(request_id: String, acts: impl IntoIterator<Item = wire::Act>) -> Self {
        Self {
            request_id,
            acts: acts.into_iter().map(Act::from).collect(),
            offers: Vec::new(),
            card: None,
        }
    }

    /// Takes what a scan did, or might have meant.
    pub(crate) fn scanned(request_id: String, answer: wire::ScanResponse) -> Self {
        Self {
            offers: answer.offers.into_iter().map(Offer::from).collect(),
            card: answer.card.map(|card| card.number),
            ..Self::done(request_id, answer.act)
        }
    }

    /// Fails where nothing was done because several items are meant.
    pub(crate) fn decided(&self, verb: &str) -> Result<(), Failure> {
        if self.acts.is_empty() && !self.offers.is_empty() {
            return Err(undecided(&self.offers, verb));
        }
        Ok(())
    }

    /// Takes the papers to be printed.
    pub(crate) fn into_slips(self) -> Vec<super::Slip> {
        self.acts.into_iter().filter_map(Act::into_slip).collect()
    }
}

impl Shown for Acts {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        for act in &self.acts {
            act.write(terminal)?;
        }
        for offer in &self.offers {
            offer.write(terminal)?;
        }
        if let Some(card) = &self.card {
            return terminal.line(&format!("a patron's card: navette patron show {card}"));
        }
        if self.acts.is_empty() && self.offers.is_empty() {
            terminal.line("nothing was to be done")?;
        }
        Ok(())
    }
}

/// An act taken back.
#[derive(Serialize)]
pub(crate) struct Undone {
    request_id: String,
    place: Option<&'static str>,
}

impl Undone {
    /// Takes the answer.
    pub(crate) fn new(request_id: String, answer: &wire::UndoResponse) -> Self {
        let place = word::<wire::NextPlace>(answer.place);
        Self { request_id, place }
    }
}

impl Shown for Undone {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line("taken back")?;
        terminal.line(&format!("  now: {}", place_words(self.place)))
    }
}

/// What was owed for an item dealt with.
#[derive(Serialize)]
pub(crate) struct Settled {
    request_id: String,
    request: String,
    state: Option<&'static str>,
    #[serde(skip)]
    state_words: String,
}

impl Settled {
    /// Takes the answer.
    pub(crate) fn new(request_id: String, request: String, answer: &wire::SettleResponse) -> Self {
        Self {
            request_id,
            request,
            state: word::<RequestState>(answer.state),
            state_words: spelled::<RequestState>(answer.state),
        }
    }
}

impl Shown for Settled {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line(&format!("request {} is {}", self.request, self.state_words))
    }
}

/// A patron told by a person: of a request, or what a notice says.
#[derive(Serialize)]
pub(crate) struct Told {
    /// The name of the call.
    pub(crate) request_id: String,
    /// Of which request.
    pub(crate) request: Option<String>,
    /// Which notice.
    pub(crate) notice: Option<u64>,
    /// Kept on the hold shelf until.
    pub(crate) kept_until: Option<String>,
}

impl Shown for Told {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let kept = match &self.kept_until {
            Some(day) => format!("; it is kept until {day}"),
            None => String::new(),
        };
        terminal.line(&format!("the patron is told{kept}"))
    }
}

/// A conflict taken off its list.
#[derive(Serialize)]
pub(crate) struct Closed {
    request_id: String,
    conflict: u64,
}

impl Closed {
    /// Takes the answer.
    pub(crate) fn new(request_id: String, conflict: u64) -> Self {
        Self {
            request_id,
            conflict,
        }
    }
}

impl Shown for Closed {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line(&format!("conflict {} is closed", self.conflict))
    }
}
