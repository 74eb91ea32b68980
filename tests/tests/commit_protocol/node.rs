//! What does a node do? It commits a free item and queues its answer in one command, and keeps the newest view of everything.

use super::forgotten::Forgotten;
use super::settings::Settings;
use super::words::{Library, Message, Report, Standing, Subject, View};
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::lending::RequestState;
use std::collections::{BTreeMap, BTreeSet};

/// What a node has kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Node {
    pub(super) library: Library,
    /// The journeys to which its item is committed; more than one is what must never be.
    pub(super) committed: BTreeSet<JourneyId>,
    /// Its item is lent at the counter.
    pub(super) at_counter: bool,
    /// The newest view of everything that it was told of.
    pub(super) views: BTreeMap<Subject, (u8, Standing)>,
    /// What it answered when it was asked.
    pub(super) answers: BTreeMap<JourneyId, Report>,
    /// All that it ever reported; the first has number 1.
    pub(super) reports: Vec<Report>,
    /// The number up to which the federator has them.
    pub(super) acknowledged: u8,
}

impl Node {
    pub(super) fn new(library: Library) -> Self {
        Self {
            library,
            committed: BTreeSet::new(),
            at_counter: false,
            views: BTreeMap::new(),
            answers: BTreeMap::new(),
            reports: Vec::new(),
            acknowledged: 0,
        }
    }

    /// Lists what it has still to say.
    pub(super) fn outbox(&self) -> impl Iterator<Item = Message> {
        self.said().skip(usize::from(self.acknowledged))
    }

    /// Lists all that it has ever said.
    pub(super) fn said(&self) -> impl Iterator<Item = Message> {
        let numbered = (1_u8..).zip(&self.reports);
        numbered.map(|(number, report)| Message::Report {
            from: self.library,
            number,
            report: *report,
        })
    }

    /// A patron asks for something; it is acknowledged once it is kept.
    pub(super) fn place(&mut self, request: RequestId) {
        self.reports.push(Report::Placed(request));
    }

    /// The patron wants it no longer.
    pub(super) fn cancel(&mut self, request: RequestId) {
        self.reports.push(Report::Cancelled(request));
    }

    /// Says whether a request was placed here.
    pub(super) fn has_placed(&self, request: RequestId) -> bool {
        self.reports.contains(&Report::Placed(request))
    }

    /// Says whether a request was cancelled here.
    pub(super) fn has_cancelled(&self, request: RequestId) -> bool {
        self.reports.contains(&Report::Cancelled(request))
    }

    /// Says how a request stands, as far as it was told.
    pub(super) fn believes(&self, request: RequestId) -> Option<RequestState> {
        match self.views.get(&Subject::Request(request))? {
            (_, Standing::Request(state)) => Some(*state),
            (_, Standing::Asked(_) | Standing::UnderWay | Standing::Home | Standing::Void) => None,
        }
    }

    /// Says whether the item can be lent at the counter: it is the same that would be committed.
    pub(super) fn may_lend_at_counter(&self, settings: &Settings) -> bool {
        let looks = !settings.forgets(Forgotten::SameItemAtTheCounter);
        settings.holders.contains(&self.library)
            && !self.at_counter
            && (self.committed.is_empty() || !looks)
    }

    /// A patron takes the item along.
    pub(super) fn lend_at_counter(&mut self) {
        self.at_counter = true;
    }

    /// The patron brings it back.
    pub(super) fn take_back(&mut self) {
        self.at_counter = false;
        self.reports.push(Report::Available);
    }

    /// Learns how far the federator has its reports.
    pub(super) fn applied(&mut self, through: u8) {
        self.acknowledged = self.acknowledged.max(through);
    }

    /// Takes a view if it is newer than what is known; the answer is always that it has it.
    pub(super) fn told(&mut self, view: View, settings: &Settings) {
        let known = self.views.get(&view.subject);
        let newer = known.is_none_or(|(version, _)| *version < view.version);
        if newer || settings.forgets(Forgotten::NewestWins) {
            self.views
                .insert(view.subject, (view.version, view.standing));
            self.follow(view, settings);
        }
    }

    fn follow(&mut self, view: View, settings: &Settings) {
        let Subject::Journey(journey) = view.subject else {
            return;
        };
        match view.standing {
            Standing::Asked(request) => {
                let answer = self.answer(request, journey, settings);
                self.reports.push(answer);
            }
            Standing::Home | Standing::Void => {
                self.committed.remove(&journey);
            }
            Standing::UnderWay | Standing::Request(_) => {}
        }
    }

    /// Commits the item if it is free. Asked again, the answer is the same.
    fn answer(&mut self, request: RequestId, journey: JourneyId, settings: &Settings) -> Report {
        if let Some(answer) = self.answers.get(&journey) {
            return *answer;
        }
        let free = self.committed.is_empty() && !self.at_counter;
        let holds = settings.holders.contains(&self.library);
        let answer = if holds && (free || settings.forgets(Forgotten::FreeItem)) {
            self.committed.insert(journey);
            Report::Committed(request, journey)
        } else {
            Report::Declined(request, journey)
        };
        self.answers.insert(journey, answer);
        answer
    }
}
