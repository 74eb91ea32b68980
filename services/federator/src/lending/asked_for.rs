//! What of a work is asked for already? For whoever looks at a catalogue: a copy that is on its way, or that others wait for,
//! is not free. It must not say by whom.

use super::core::FederatorCore;
use super::territory::Kind;
use crate::ledger::FederatorState;
use navette_domain::catalogue::{LibraryId, Part, WorkKey};
use navette_domain::lending::{Only, RequestState, Target, same_part};
use navette_store::committer::CommitError;
use navette_store::ledger::Commit;
use std::collections::BTreeMap;

/// What is asked for of one work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedFor {
    /// The part that each waiting request wants.
    pub waiting: Vec<Option<Part>>,
    /// Whose copy of which part is under way.
    pub travelling: Vec<(LibraryId, Option<Part>)>,
}

impl AskedFor {
    /// Counts the requests that wait for a part.
    pub fn waiting_for(&self, part: Option<&Part>) -> u32 {
        count(self.waiting.iter().filter(|wanted| fits(part, wanted)))
    }

    /// Counts the copies of a library that are under way.
    pub fn travelling_from(&self, library: &LibraryId, part: Option<&Part>) -> u32 {
        let under_way = self.travelling.iter();
        count(under_way.filter(|(home, held)| home == library && fits(part, held)))
    }
}

fn fits(part: Option<&Part>, other: &Option<Part>) -> bool {
    match (part, other) {
        (None, None) => true,
        (Some(part), Some(other)) => same_part(part, other),
        (None, Some(_)) | (Some(_), None) => false,
    }
}

fn count(found: impl Iterator) -> u32 {
    u32::try_from(found.count()).unwrap_or(u32::MAX)
}

impl<L: Commit<FederatorState>> FederatorCore<L> {
    /// Says what kind of thing a library's record of a work is.
    pub(crate) fn kind_of(&self, work: WorkKey, library: &LibraryId) -> Kind {
        let target = Target {
            work,
            part: None,
            only: Only::AnyCopy,
        };
        self.shelves.kind_of(&target, library)
    }

    /// Says of each work what is asked for already; works that nobody asked for are left out.
    pub fn asked_for(
        &self,
        works: Vec<WorkKey>,
    ) -> Result<BTreeMap<WorkKey, AskedFor>, CommitError> {
        self.ledger.read(move |state| {
            let asked = works.into_iter().map(|work| (work, of_work(state, work)));
            asked
                .filter(|(_, asked)| *asked != AskedFor::default())
                .collect()
        })
    }
}

fn of_work(state: &FederatorState, work: WorkKey) -> AskedFor {
    let waiting = state.queue_of(work);
    let travelling = state.open_journeys_of_work(work);
    AskedFor {
        waiting: waiting
            .filter(|request| request.state == RequestState::Waiting)
            .map(|request| request.placement.target.part.clone())
            .collect(),
        travelling: travelling
            .map(|journey| (journey.home().clone(), journey.part.clone()))
            .collect(),
    }
}
