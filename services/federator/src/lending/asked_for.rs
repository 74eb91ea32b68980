//! What of a work is asked for already? For whoever looks at a catalogue: a copy that is on its way, or that others wait for,
//! is not free. It must not say by whom.

use super::core::FederatorCore;
use super::territory::Kind;
use crate::ledger::FederatorState;
use navette_domain::catalogue::{LibraryId, Part, WorkKey};
use navette_domain::identity::ItemId;
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

impl<L: Commit<FederatorState>> FederatorCore<L> {
    /// Counts the requests that wait and that an item would serve; `target` says what it is, else its journey does.
    pub fn waiting_for_item(
        &self,
        item: ItemId,
        target: Option<Target>,
    ) -> Result<u32, CommitError> {
        self.ledger.read(move |state| {
            let journey = state.open_journey_of(&item);
            let of_journey = || journey.map(|journey| (journey.work, journey.part.clone()));
            let known = target.as_ref();
            let known = known.map(|target| (target.work, target.part.clone()));
            let Some((work, part)) = known.or_else(of_journey) else {
                return 0;
            };
            let only = target.map(|target| target.only).unwrap_or_default();
            let wanting = state.queue_of(work).filter(|request| {
                request.state == RequestState::Waiting
                    && fits(part.as_ref(), &request.placement.target.part)
                    && serves(&request.placement.target.only, &item, &only)
            });
            count(wanting)
        })
    }
}

/// Says whether an item of that edition satisfies a patron. Of an item whose edition is not known, who insists on one is not
/// counted.
fn serves(wanted: &Only, item: &ItemId, known: &Only) -> bool {
    match (wanted, known) {
        (Only::AnyCopy, _) => true,
        (Only::Copy { item: wanted, .. }, _) => wanted == item,
        (Only::Edition(wanted), Only::Edition(edition) | Only::Copy { edition, .. }) => {
            wanted == edition
        }
        (Only::Edition(_), Only::AnyCopy) => false,
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
