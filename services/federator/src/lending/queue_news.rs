//! Who must hear of a change? A look for a copy that found none is no news on a poor line; a better place in the queue is.

use super::draft::Draft;
use super::telling::Views;
use crate::ledger::ViewKey;
use navette_domain::catalogue::{Part, WorkKey};
use navette_domain::identity::RequestId;
use navette_domain::lending::{LoanRequest, RequestState, RequestView, View};
use std::collections::{BTreeMap, BTreeSet};

impl Draft<'_> {
    /// Says whether a request looks to its libraries as it did before, its place in the queue aside.
    pub(super) fn looks_the_same(&self, now: &LoanRequest, view: &RequestView) -> bool {
        let Some(before) = self.state.request(now.placement.id) else {
            return false;
        };
        let seen = || RequestView {
            version: view.version,
            telling: view.telling,
            ..self.request_view_at(before, view.position)
        };
        let same = before.state == now.state && before.journey == now.journey;
        same && view.telling.is_none() && seen() == *view
    }

    /// Tells those whose place in a queue has changed because others came or went.
    pub(super) fn views_of_queues(&self, views: &mut Views, count: &mut u64) {
        for (work, part) in self.changed_queues() {
            let before = self.places_before(work, part.as_ref());
            for (place, id) in (1..).zip(self.waiting_for(work, part.as_ref())) {
                if before.get(&id) == Some(&place) {
                    continue;
                }
                let Ok(request) = self.request(id) else {
                    continue;
                };
                *count += 1;
                let version = *count;
                let placement = &request.placement;
                for library in BTreeSet::from([&placement.home, &placement.pickup]) {
                    let key = (library.clone(), ViewKey::Request(id));
                    // What is told anyhow tells the place too.
                    views.entry(key).or_insert_with(|| {
                        View::Request(RequestView {
                            version,
                            ..self.request_view_at(request, Some(place))
                        })
                    });
                }
            }
        }
    }

    fn changed_queues(&self) -> BTreeSet<(WorkKey, Option<Part>)> {
        let waits = |request: &LoanRequest| request.state == RequestState::Waiting;
        self.requests
            .iter()
            .filter(|(id, now)| self.state.request(**id).is_some_and(waits) != waits(now))
            .map(|(_, now)| {
                let target = &now.placement.target;
                (target.work, target.part.clone())
            })
            .collect()
    }

    fn places_before(&self, work: WorkKey, part: Option<&Part>) -> BTreeMap<RequestId, u32> {
        let waiting = self.state.queue_of(work).filter(|request| {
            request.state == RequestState::Waiting && request.placement.target.part.as_ref() == part
        });
        let in_order = waiting.map(|request| request.placement.id);
        in_order.zip(1..).collect()
    }
}
