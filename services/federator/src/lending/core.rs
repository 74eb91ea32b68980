//! What can the federator's ledger be asked to do? Each call is one command: decided on all that is pending, kept as one.

use super::draft::Draft;
use super::error::FlowError;
use super::territories::Territories;
use super::territory::{Shelves, Territory};
use crate::faults::{Fault, planted};
use crate::ledger::{FederatorState, LedgerChange, NodeLine, ViewKey, version_of};
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::Exception;
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::lending::{Journey, LendingRefusal, LoanRequest, Placement, Report, View};
use navette_domain::time::{Day, Now, Timestamp};
use navette_store::committer::CommitError;
use navette_store::ledger::{Commit, Decision};
use std::sync::Arc;

/// Reports taken in one call.
pub const REPORTS_MAX: usize = 500;
/// Views handed out in one call.
pub const VIEWS_MAX: usize = 500;

/// Former lives of a node that are remembered.
const LIVES_KEPT: usize = 50;

/// What became of reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportsTaken {
    /// The number up to which all reports are applied, now or before.
    pub through: u64,
    /// Those that a rule refused, with the reason; they are done with all the same.
    pub refused: Vec<(u64, LendingRefusal)>,
}

/// What a node is to be told next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewsDue {
    /// How things stand.
    pub views: Vec<View>,
    /// Nothing else waits to be told.
    pub all: bool,
    /// The newest report of the node that these views take into account.
    pub heard: u64,
    /// Which life of the node numbered that report.
    pub heard_incarnation: u64,
    /// The node began a new life and must hear of everything that is open before it promises anything.
    pub resyncing: bool,
}

/// The federator's part of lending, over a ledger.
pub struct FederatorCore<L> {
    pub(super) ledger: L,
    pub(super) territories: Arc<Territories>,
    pub(super) shelves: Arc<dyn Shelves>,
}

impl<L: Commit<FederatorState>> FederatorCore<L> {
    /// Puts the flows over a ledger.
    pub fn new(ledger: L, territory: Territory, shelves: Arc<dyn Shelves>) -> Self {
        let core = Self {
            ledger,
            territories: Arc::new(Territories::new(territory)),
            shelves,
        };
        core.look_at_timetable();
        core
    }

    /// Gives what is known of the shelves.
    pub(super) fn shelves(&self) -> &dyn Shelves {
        &*self.shelves
    }

    /// Gives the ledger, for a snapshot.
    pub fn ledger(&self) -> &L {
        &self.ledger
    }

    /// Closes the flows and gives the ledger back.
    pub fn into_ledger(self) -> L {
        self.ledger
    }

    /// Gives what is known of the territory, with the timetable that holds now.
    pub fn territory(&self) -> Arc<Territory> {
        self.territories.last_seen()
    }

    /// Puts other settings of the territory in place: a closure, a new member, other rounds. Exceptions of the timetable
    /// stay.
    pub fn set_territory(&self, territory: Territory) {
        self.territories.set(territory);
        self.look_at_timetable();
    }

    /// Gives the exceptions of the timetable that fit no round of the settings any more, and are passed over.
    pub fn exceptions_dropped(&self) -> Vec<Exception> {
        self.territories.dropped()
    }

    /// Gives what is known of the territory together with the version of its timetable, as the ledger has them.
    pub fn timetable(&self) -> Result<(Arc<Territory>, u64), CommitError> {
        let territories = Arc::clone(&self.territories);
        self.ledger
            .read(move |state| (territories.of(state), state.timetable_version()))
    }

    /// Reads which timetable holds now.
    pub(super) fn look_at_timetable(&self) {
        let territories = Arc::clone(&self.territories);
        if let Err(error) = self.ledger.read(move |state| territories.of(state)) {
            tracing::error!(%error, "the exceptions of the timetable cannot be read");
        }
    }

    /// Takes a request on; the same again gives the same answer.
    pub fn place(
        &self,
        placement: Placement,
        now: Now,
        fresh: u128,
    ) -> Result<LoanRequest, FlowError> {
        let id = placement.id;
        self.draft_about(id, now, fresh, move |draft| {
            draft.refuse_unknown_work(&placement)?;
            draft.place(placement)
        })
    }

    /// Ends a request that is no longer wanted.
    pub fn cancel(&self, id: RequestId, now: Now, fresh: u128) -> Result<LoanRequest, FlowError> {
        self.draft_about(id, now, fresh, move |draft| draft.cancel(id))
    }

    /// Ends a request whose loss is paid or waived, on the word of the lender's desk or the coordinator's.
    pub fn settle(&self, id: RequestId, now: Now, fresh: u128) -> Result<LoanRequest, FlowError> {
        self.draft_about(id, now, fresh, move |draft| draft.settle(id))
    }

    /// Gives up an item on its journey, on the coordinator's word.
    pub fn declare_lost(&self, id: JourneyId, now: Now, fresh: u128) -> Result<Journey, FlowError> {
        self.draft(now, fresh, move |draft| {
            draft.declare_lost(id)?;
            draft.number();
            draft.journey(id).cloned()
        })
    }

    /// Puts a request off until a day, or until further notice.
    pub fn suspend(
        &self,
        id: RequestId,
        until: Option<Day>,
        now: Now,
        fresh: u128,
    ) -> Result<LoanRequest, FlowError> {
        self.draft_about(id, now, fresh, move |draft| draft.suspend(id, until))
    }

    /// Takes a request up again.
    pub fn resume(&self, id: RequestId, now: Now, fresh: u128) -> Result<LoanRequest, FlowError> {
        self.draft_about(id, now, fresh, move |draft| draft.resume(id))
    }

    /// Applies reports of a node, in order. What was applied before is passed over; after a gap nothing is taken.
    pub fn take_reports(
        &self,
        from: &LibraryId,
        incarnation: u64,
        reports: Vec<(u64, Report)>,
        now: Now,
        fresh: u128,
    ) -> Result<ReportsTaken, FlowError> {
        let from = from.clone();
        self.draft(now, fresh, move |draft| {
            if !draft.territory.members.contains_key(&from) {
                return Err(LendingRefusal::UnknownLibrary(from));
            }
            let mut line = draft.line(&from);
            if line.left.contains(&incarnation) {
                return Ok(ReportsTaken::default());
            }
            if line.incarnation != incarnation {
                draft.forget_undos_of(&from);
                let mut left = std::mem::take(&mut line.left);
                if line.incarnation != 0 {
                    left.push(line.incarnation);
                }
                if left.len() > LIVES_KEPT {
                    left.remove(0);
                }
                line = NodeLine {
                    left,
                    incarnation,
                    resyncing: true,
                    lapses: line.lapses,
                    ..NodeLine::default()
                };
                draft.tell_all_again(&from);
            }
            line.heard = Some(now.at);
            draft.lines.insert(from.clone(), line);
            let mut taken = ReportsTaken::default();
            for (number, report) in reports.into_iter().take(REPORTS_MAX) {
                draft.take_report(&from, number, report, &mut taken);
            }
            taken.through = draft.known_line(&from).map_or(0, |line| line.applied);
            Ok(taken)
        })
    }

    /// Gives what a node is to be told next.
    pub fn views_for(&self, library: &LibraryId) -> Result<ViewsDue, CommitError> {
        let library = library.clone();
        self.ledger.read(move |state| {
            let views = state.views_for(&library, VIEWS_MAX);
            let line = state.line(&library).cloned().unwrap_or_default();
            ViewsDue {
                all: views.len() < VIEWS_MAX,
                views,
                heard: line.applied,
                heard_incarnation: line.incarnation,
                resyncing: line.resyncing,
            }
        })
    }

    /// Has a node told everything that is open and concerns it.
    pub fn tell_all(&self, library: &LibraryId, now: Now) -> Result<(), FlowError> {
        let library = library.clone();
        self.draft(now, 0, move |draft| {
            let mut line = draft.line(&library);
            line.resyncing = true;
            draft.lines.insert(library.clone(), line);
            draft.tell_all_again(&library);
            Ok(())
        })
    }

    /// Notes that a node has taken views, and whether it knows all that is open now.
    pub fn views_taken(
        &self,
        library: &LibraryId,
        views: &[View],
        all: bool,
    ) -> Result<(), CommitError> {
        let library = library.clone();
        let taken: Vec<(ViewKey, u64)> = views
            .iter()
            .map(|view| (ViewKey::of(view), version_of(view)))
            .collect();
        self.ledger.commit(move |state| {
            // A newer view may have taken the place of the one that was told.
            let mut changes: Vec<LedgerChange> = taken
                .into_iter()
                .filter(|(key, version)| {
                    let kept = state.views.get(&(library.clone(), *key));
                    kept.is_some_and(|kept| {
                        version_of(kept) == *version || planted(Fault::NewerViewDropped)
                    })
                })
                .map(|(key, _)| LedgerChange::ViewTaken(library.clone(), key))
                .collect();
            if let Some(line) = state.line(&library)
                && all
                && line.resyncing
            {
                let line = NodeLine {
                    resyncing: false,
                    ..line.clone()
                };
                changes.push(LedgerChange::Line(library, line));
            }
            Ok(Decision { changes, reply: () })
        })
    }

    /// Lets time pass: deadlines, and the daily look of those who wait. Gives the moment of the next deadline.
    pub fn time_passes(
        &self,
        now: Now,
        mut fresh: impl FnMut() -> u128,
    ) -> Result<Option<Timestamp>, FlowError> {
        /// Rounds of one call; what is left over is done by the next.
        const ROUNDS_MAX: usize = 50;
        for _ in 0..ROUNDS_MAX {
            let more = self.draft(now, fresh(), |draft| Ok(draft.time_passes()))?;
            if !more {
                break;
            }
        }
        Ok(self.ledger.read(|state| state.next_deadline())?)
    }

    /// Reads the ledger.
    pub fn read<R: Send + 'static>(
        &self,
        read: impl FnOnce(&FederatorState) -> R + Send + 'static,
    ) -> Result<R, CommitError> {
        self.ledger.read(read)
    }

    fn draft_about(
        &self,
        id: RequestId,
        now: Now,
        fresh: u128,
        decide: impl FnOnce(&mut Draft<'_>) -> Result<(), LendingRefusal> + Send + 'static,
    ) -> Result<LoanRequest, FlowError> {
        self.draft(now, fresh, move |draft| {
            decide(draft)?;
            draft.number();
            draft.request(id).cloned()
        })
    }

    fn draft<R: Send + 'static>(
        &self,
        now: Now,
        fresh: u128,
        decide: impl FnOnce(&mut Draft<'_>) -> Result<R, LendingRefusal> + Send + 'static,
    ) -> Result<R, FlowError> {
        let territories = Arc::clone(&self.territories);
        let shelves = Arc::clone(&self.shelves);
        self.ledger.commit(move |state| {
            let territory = territories.of(state);
            let mut draft = Draft::new(state, &territory, &*shelves, now, fresh);
            let reply = decide(&mut draft)?;
            Ok(Decision {
                changes: draft.finish(),
                reply,
            })
        })
    }
}

impl Draft<'_> {
    /// Applies one report if it is the next.
    fn take_report(
        &mut self,
        from: &LibraryId,
        number: u64,
        report: Report,
        taken: &mut ReportsTaken,
    ) {
        let mut line = self.line(from);
        let again = number <= line.applied;
        if (again && !planted(Fault::ReportsTwice)) || number > line.applied + 1 {
            return;
        }
        line.applied = line.applied.max(number);
        self.lines.insert(from.clone(), line);
        if let Err(refusal) = self.report(from, number, report) {
            tracing::info!(library = %from, number, %refusal, "a report was refused");
            taken.refused.push((number, refusal));
        }
    }

    /// Has a node told everything open that concerns it: it began a new life.
    fn tell_all_again(&mut self, library: &LibraryId) {
        let requests: Vec<RequestId> = self
            .state
            .requests()
            .filter(|request| {
                let placement = &request.placement;
                !request.state.is_ended()
                    && (placement.home == *library || placement.pickup == *library)
            })
            .map(|request| request.placement.id)
            .collect();
        let journeys: Vec<_> = self
            .state
            .journeys()
            .filter(|journey| {
                !journey.state.is_ended()
                    && (journey.home() == library
                        || journey.at == *library
                        || journey.to == *library)
            })
            .map(|journey| journey.id)
            .collect();
        for id in requests {
            if let Ok(request) = self.request(id)
                && request.lender.as_ref() == Some(library)
                && let Some(journey) = request.journey
            {
                self.tell_again(library, ViewKey::Journey(journey));
            }
            self.tell_again(library, ViewKey::Request(id));
        }
        for id in journeys {
            self.tell_again(library, ViewKey::Journey(id));
        }
    }
}
