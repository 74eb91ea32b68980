//! How does a request of the ledger look? It says nothing of the patron, not even the reference drawn for this one request.

use super::journey::Journey;
use crate::failure::Failure;
use crate::present::shown::{cell, some};
use crate::present::{Shown, facts, item_name, moment, moment_for_people};
use crate::terminal::Terminal;
use crate::words::{spelled, word};
use navette_proto::wire::lending as wire;
use serde::Serialize;

/// A request, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(crate) struct Request {
    pub(super) request: String,
    pub(super) state: Option<&'static str>,
    pub(super) title: String,
    work: String,
    part: Option<String>,
    edition: Option<String>,
    copy: Option<String>,
    pub(super) home: String,
    pub(super) pickup: String,
    pub(super) lender: Option<String>,
    journey: Option<String>,
    pub(super) promised: Option<String>,
    first_promised: Option<String>,
    arrived: Option<String>,
    pub(super) due: Option<String>,
    need_by: Option<String>,
    suspended_until: Option<String>,
    placed: Option<String>,
    queued: Option<String>,
    since: Option<String>,
    deadline: Option<String>,
    stuck_since: Option<String>,
    told: Option<String>,
    declined: Vec<Declined>,
    reason: String,
    version: u64,
    #[serde(skip)]
    pub(super) state_words: String,
    #[serde(skip)]
    since_words: String,
    #[serde(skip)]
    pub(super) deadline_words: String,
    #[serde(skip)]
    pub(super) stuck_words: String,
}

#[derive(Serialize)]
struct Declined {
    library: String,
    item: Option<String>,
    why: Option<&'static str>,
    at: Option<String>,
    #[serde(skip)]
    why_words: String,
}

impl From<wire::LoanRequest> for Request {
    fn from(request: wire::LoanRequest) -> Self {
        let placement = request.placement.unwrap_or_default();
        let target = placement.target.unwrap_or_default();
        let (edition, copy) = match target.only {
            None => (None, None),
            Some(wire::target::Only::Edition(edition)) => (some(edition), None),
            Some(wire::target::Only::Copy(copy)) => (some(copy.edition), item_name(copy.item)),
        };
        let people = |moment: Option<i64>| moment.and_then(moment_for_people).unwrap_or_default();
        Self {
            request: placement.request,
            state: word::<wire::RequestState>(request.state),
            title: placement.title,
            work: target.work,
            part: target.part.map(|part| part.label),
            edition,
            copy,
            home: placement.home,
            pickup: placement.pickup,
            lender: some(request.lender),
            journey: some(request.journey),
            promised: some(request.promised),
            first_promised: some(request.first_promised),
            arrived: some(request.arrived),
            due: some(request.due),
            need_by: some(placement.need_by),
            suspended_until: some(request.suspended_until),
            placed: moment(placement.placed_at_ms),
            queued: moment(request.queued_at_ms),
            since: moment(request.since_ms),
            deadline: request.deadline_ms.and_then(moment),
            stuck_since: request.escalated_ms.and_then(moment),
            told: request.told_ms.and_then(moment),
            declined: request.declined.into_iter().map(Declined::from).collect(),
            reason: request.reason,
            version: request.version,
            state_words: spelled::<wire::RequestState>(request.state),
            since_words: people(Some(request.since_ms)),
            deadline_words: people(request.deadline_ms),
            stuck_words: people(request.escalated_ms),
        }
    }
}

impl From<wire::Declined> for Declined {
    fn from(declined: wire::Declined) -> Self {
        Self {
            library: declined.library,
            item: item_name(declined.item),
            why: word::<wire::SupplyFailure>(declined.why),
            at: moment(declined.at_ms),
            why_words: spelled::<wire::SupplyFailure>(declined.why),
        }
    }
}

impl Shown for Request {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line(&terminal.strong(&self.title))?;
        let only = [
            ("request", self.request.clone()),
            ("state", self.state_words.clone()),
            ("since", self.since_words.clone()),
            ("deadline", self.deadline_words.clone()),
            ("stuck since", self.stuck_words.clone()),
            ("reason", self.reason.clone()),
            ("work", self.work.clone()),
            ("part", cell(&self.part)),
            ("edition", cell(&self.edition)),
            ("copy", cell(&self.copy)),
            ("home", self.home.clone()),
            ("pick-up", self.pickup.clone()),
            ("lender", cell(&self.lender)),
            ("promised", self.promised_words()),
            ("need by", cell(&self.need_by)),
            ("suspended", cell(&self.suspended_until)),
            ("due", cell(&self.due)),
        ];
        facts::write(&only, terminal)?;
        for declined in &self.declined {
            let whom = declined.item.as_ref().unwrap_or(&declined.library);
            terminal.line(&format!("  asked in vain: {whom}, {}", declined.why_words))?;
        }
        Ok(())
    }
}

impl Request {
    fn promised_words(&self) -> String {
        let promised = promised_day(&self.promised, &self.need_by);
        match &self.first_promised {
            Some(first) if self.first_promised != self.promised => {
                format!("{promised} (first {first})")
            }
            Some(_) | None => promised,
        }
    }
}

/// A promise that comes too late for the patron says so: days of this form stand in the order of their text.
pub(super) fn promised_day(promised: &Option<String>, need_by: &Option<String>) -> String {
    match (promised, need_by) {
        (Some(promised), Some(need_by)) if promised > need_by => {
            format!("{promised}, too late for {need_by}")
        }
        (promised, _) => cell(promised),
    }
}

/// A request with its journey and its place in the queue.
#[derive(Serialize)]
pub(crate) struct RequestInFull {
    #[serde(flatten)]
    request: Request,
    position: Option<u32>,
    /// Between which days it can be collected, as far as that can be said.
    earliest: Option<String>,
    latest: Option<String>,
    journey_now: Option<Journey>,
}

impl From<wire::GetResponse> for RequestInFull {
    fn from(answer: wire::GetResponse) -> Self {
        Self {
            request: answer.request.unwrap_or_default().into(),
            position: Some(answer.position).filter(|position| *position > 0),
            earliest: Some(answer.earliest).filter(|day| !day.is_empty()),
            latest: Some(answer.latest).filter(|day| !day.is_empty()),
            journey_now: answer.journey.map(Journey::from),
        }
    }
}

impl Shown for RequestInFull {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        self.request.write(terminal)?;
        if let Some(position) = self.position {
            let when = match (&self.earliest, &self.latest) {
                (Some(earliest), Some(latest)) => format!(", between {earliest} and {latest}"),
                (_, _) => ", nobody can say when".to_owned(),
            };
            terminal.line(&format!("  in the queue: number {position}{when}"))?;
        }
        match &self.journey_now {
            Some(journey) => journey.write(terminal),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::promised_day;

    #[test]
    fn a_promise_after_the_day_it_is_needed_by_says_so() {
        let day = |day: &str| Some(day.to_owned());
        for (promised, need_by, said) in [
            (None, day("2026-12-01"), ""),
            (day("2026-12-01"), None, "2026-12-01"),
            (day("2026-12-01"), day("2026-12-01"), "2026-12-01"),
            (
                day("2026-12-03"),
                day("2026-12-01"),
                "2026-12-03, too late for 2026-12-01",
            ),
        ] {
            assert_eq!(promised_day(&promised, &need_by), said);
        }
    }
}
