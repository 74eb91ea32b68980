//! How does a journey look: which copy, where it is, where it must go?

use crate::failure::Failure;
use crate::present::shown::{cell, some};
use crate::present::{Shown, facts, item_name, moment, moment_for_people};
use crate::terminal::Terminal;
use crate::words::{spelled, word};
use navette_proto::wire::lending as wire;
use serde::Serialize;

/// A journey, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(crate) struct Journey {
    pub(super) journey: String,
    pub(super) state: Option<&'static str>,
    pub(super) item: Option<String>,
    pub(super) title: String,
    shelfmark: String,
    grams: u32,
    at: String,
    to: String,
    serves: Option<String>,
    work: String,
    part: Option<String>,
    since: Option<String>,
    deadline: Option<String>,
    stuck_since: Option<String>,
    version: u64,
    #[serde(skip)]
    pub(super) state_words: String,
    #[serde(skip)]
    pub(super) deadline_words: String,
    #[serde(skip)]
    pub(super) stuck_words: String,
}

impl From<wire::Journey> for Journey {
    fn from(journey: wire::Journey) -> Self {
        let people = |moment: Option<i64>| moment.and_then(moment_for_people).unwrap_or_default();
        Self {
            journey: journey.journey,
            state: word::<wire::JourneyState>(journey.state),
            item: item_name(journey.item),
            title: journey.title,
            shelfmark: journey.shelfmark,
            grams: journey.grams,
            at: journey.at,
            to: journey.to,
            serves: some(journey.serves),
            work: journey.work,
            part: journey.part.map(|part| part.label),
            since: moment(journey.since_ms),
            deadline: journey.deadline_ms.and_then(moment),
            stuck_since: journey.escalated_ms.and_then(moment),
            version: journey.version,
            state_words: spelled::<wire::JourneyState>(journey.state),
            deadline_words: people(journey.deadline_ms),
            stuck_words: people(journey.escalated_ms),
        }
    }
}

impl Shown for Journey {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line(&format!("journey {}", self.journey))?;
        let known = [
            ("state", self.state_words.clone()),
            ("item", cell(&self.item)),
            ("shelfmark", self.shelfmark.clone()),
            ("at", self.at.clone()),
            ("to", self.to.clone()),
            ("deadline", self.deadline_words.clone()),
            ("stuck since", self.stuck_words.clone()),
        ];
        facts::write(&known, terminal)
    }
}
