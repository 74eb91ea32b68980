//! Whom must be told what? Every change of a request or journey becomes views for the libraries it concerns.

use super::draft::Draft;
use crate::faults::{Fault, planted};
use crate::ledger::ViewKey;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::lending::{
    Journey, JourneyStage, JourneyView, LoanRequest, RequestState, RequestView, Served, View,
    parts_in_request,
};
use std::collections::{BTreeMap, BTreeSet};

pub(super) type Views = BTreeMap<(LibraryId, ViewKey), View>;

impl Draft<'_> {
    /// Numbers everything that changed and says who is to be told; gives the count of changes reached.
    pub(super) fn views(&mut self, count: u64) -> (Vec<(LibraryId, View)>, u64) {
        let mut count = count;
        self.drop_unchanged();
        let mut views = Views::new();
        // A copy is let go before it is asked for again: what is released has the lower number, and is read first.
        for journey in self.journeys.values_mut() {
            count += 1;
            journey.version = count;
        }
        self.views_of_voids(&mut views, &mut count);
        for request in self.requests.values_mut() {
            count += 1;
            request.version = count;
        }
        self.settle_undos();
        for (id, request) in &self.requests {
            self.views_of_request(*id, request, &mut views);
        }
        self.views_of_queues(&mut views, &mut count);
        for (id, journey) in &self.journeys {
            self.views_of_journey(*id, journey, &mut views);
        }
        for (library, key) in std::mem::take(&mut self.told_again) {
            if !views.contains_key(&(library.clone(), key)) {
                count += 1;
                if let Some(view) = self.view_again(&library, key, count) {
                    views.insert((library, key), view);
                }
            }
        }
        let views = views
            .into_iter()
            .map(|((library, _), view)| (library, view));
        (views.collect(), count)
    }

    fn views_of_voids(&self, views: &mut Views, count: &mut u64) {
        for (id, lender) in &self.voids {
            // What began all the same is no void.
            let silent = planted(Fault::ReleaseNotSent);
            if self.journey(*id).is_err() && !silent {
                *count += 1;
                views.insert(
                    (lender.clone(), ViewKey::Journey(*id)),
                    void(*id, *count, lender),
                );
            }
        }
    }

    /// A draft that came back to where it was is no change.
    fn drop_unchanged(&mut self) {
        let state = self.state;
        self.requests
            .retain(|id, request| state.request(*id) != Some(request));
        self.journeys
            .retain(|id, journey| state.journey(*id) != Some(journey));
        self.lines
            .retain(|library, line| state.line(library) != Some(line));
        self.choices
            .retain(|id, choice| state.choice(*id) != Some(choice));
    }

    /// What a scan left behind is numbered; what anybody else touched cannot be taken back any more.
    fn settle_undos(&mut self) {
        for (id, journey) in &self.journeys {
            let scanned_now = matches!(self.undos.get(id), Some(Some(_)));
            if !scanned_now && self.state.undos.contains_key(id) {
                self.undos.entry(*id).or_insert(None);
            }
            if let Some(Some(note)) = self.undos.get_mut(id) {
                note.journey_version = journey.version;
            }
        }
        for (id, note) in &mut self.undos {
            let Some(note) = note else {
                continue;
            };
            if !self.journeys.contains_key(id) {
                note.journey_version = note.journey.version;
            }
            let request = note.request.as_ref().map(|request| request.placement.id);
            let version = request.and_then(|id| {
                let now = self.requests.get(&id).or_else(|| self.state.request(id));
                Some(now?.version)
            });
            note.request_version = version.unwrap_or(0);
        }
    }

    fn views_of_request(&self, id: RequestId, request: &LoanRequest, views: &mut Views) {
        let placement = &request.placement;
        let view = self.request_view(request);
        let told = self.tellings.contains_key(&id);
        if !told && self.looks_the_same(request, &view) {
            return;
        }
        for library in BTreeSet::from([&placement.home, &placement.pickup]) {
            let told = RequestView {
                telling: view.telling.filter(|_| *library == placement.home),
                ..view.clone()
            };
            views.insert((library.clone(), ViewKey::Request(id)), View::Request(told));
        }
        let (Some(lender), Some(journey)) = (&request.lender, request.journey) else {
            return;
        };
        if request.state == RequestState::Asking && self.journey(journey).is_err() {
            let asked = self.asked_view(request, lender, journey);
            views.insert((lender.clone(), ViewKey::Journey(journey)), asked);
        } else if let Ok(known) = self.journey(journey)
            && !self.journeys.contains_key(&journey)
        {
            // The hands at the journey's libraries see the request through it.
            let version = request.version;
            for library in concerned(known, None) {
                let view = self.journey_view(known, version);
                views.insert((library, ViewKey::Journey(journey)), View::Journey(view));
            }
        }
    }

    fn views_of_journey(&self, id: JourneyId, journey: &Journey, views: &mut Views) {
        let before = self.state.journey(id);
        let mut libraries = concerned(journey, before);
        for one in [Some(journey), before].into_iter().flatten() {
            libraries.extend(self.changes_of_van(one));
        }
        for serves in [journey.serves, before.and_then(|journey| journey.serves)] {
            let request = serves.and_then(|id| self.request(id).ok());
            libraries.extend(request.map(|request| request.placement.pickup.clone()));
        }
        for library in libraries {
            let view = self.journey_view(journey, journey.version);
            views.insert((library, ViewKey::Journey(id)), View::Journey(view));
        }
    }

    /// Makes the view of something a library believes otherwise; nothing where it does not exist, or is none of its business.
    pub(super) fn view_again(
        &self,
        library: &LibraryId,
        key: ViewKey,
        version: u64,
    ) -> Option<View> {
        match key {
            ViewKey::Request(id) => {
                let request = self.request(id).ok()?;
                if parts_in_request(&request.placement, library).is_empty() {
                    return None;
                }
                let view = self.request_view(request);
                Some(View::Request(RequestView { version, ..view }))
            }
            ViewKey::Journey(id) => Some(match self.journey(id) {
                Ok(journey) => View::Journey(self.journey_view_for(library, journey, version)),
                Err(_) => match self.asked_as(id, library) {
                    Some(request) => {
                        let mut view = self.asked_view(request, library, id);
                        if let View::Journey(journey) = &mut view {
                            journey.version = version;
                        }
                        view
                    }
                    None => void(id, version, library),
                },
            }),
        }
    }

    fn asked_as(&self, id: JourneyId, lender: &LibraryId) -> Option<&LoanRequest> {
        let asked = |request: &&LoanRequest| {
            request.state == RequestState::Asking
                && request.journey == Some(id)
                && request.lender.as_ref() == Some(lender)
        };
        let drafted = self.requests.values().find(asked);
        drafted.or_else(|| {
            self.state
                .requests()
                .filter(|request| !self.requests.contains_key(&request.placement.id))
                .find(asked)
        })
    }

    pub(super) fn request_view(&self, request: &LoanRequest) -> RequestView {
        self.request_view_at(request, self.position_of(request))
    }

    /// Makes the view of a request whose place in the queue is known: to find it costs as much as the queue is long.
    pub(super) fn request_view_at(
        &self,
        request: &LoanRequest,
        position: Option<u32>,
    ) -> RequestView {
        let placement = &request.placement;
        RequestView {
            id: placement.id,
            version: request.version,
            home: placement.home.clone(),
            reference: placement.reference,
            pickup: placement.pickup.clone(),
            title: placement.title.clone(),
            state: request.state,
            lender: request.lender.clone(),
            promised: request.promised,
            position,
            due: request.due,
            deadline: request.deadline,
            telling: self.tellings.get(&placement.id).copied(),
            reason: request.reason.clone(),
        }
    }

    /// Gives the place in the queue, from 1.
    fn position_of(&self, request: &LoanRequest) -> Option<u32> {
        if request.state != RequestState::Waiting {
            return None;
        }
        let target = &request.placement.target;
        let queued = || self.queued(target.work, target.part.as_ref());
        let own = queued().find(|(_, id)| *id == request.placement.id)?;
        let before = queued().filter(|other| *other < own);
        u32::try_from(before.count() + 1).ok()
    }

    fn asked_view(&self, request: &LoanRequest, lender: &LibraryId, id: JourneyId) -> View {
        View::Journey(JourneyView {
            id,
            version: request.version,
            stage: JourneyStage::Asked(request.placement.target.clone()),
            lender: lender.clone(),
            serves: Some(served(request)),
            deadline: request.deadline,
            late: false,
        })
    }

    pub(super) fn journey_view(&self, journey: &Journey, version: u64) -> JourneyView {
        let serves = journey.serves.and_then(|id| self.request(id).ok());
        JourneyView {
            id: journey.id,
            version,
            stage: JourneyStage::Under {
                item: journey.item.clone(),
                title: journey.title.clone(),
                shelfmark: journey.shelfmark.clone(),
                grams: journey.grams,
                state: journey.state,
                at: journey.at.clone(),
                to: journey.to.clone(),
            },
            lender: journey.home().clone(),
            serves: serves.map(served),
            deadline: journey.deadline,
            late: journey.escalated.is_some(),
        }
    }
}

fn void(id: JourneyId, version: u64, lender: &LibraryId) -> View {
    View::Journey(JourneyView {
        id,
        version,
        stage: JourneyStage::Void,
        lender: lender.clone(),
        serves: None,
        deadline: None,
        late: false,
    })
}

fn served(request: &LoanRequest) -> Served {
    let placement = &request.placement;
    Served {
        request: placement.id,
        reference: placement.reference,
        home: placement.home.clone(),
        pickup: placement.pickup.clone(),
        state: request.state,
        promised: request.promised,
        due: request.due,
    }
}

/// Lists the libraries whose desks see a journey: its home, where it is and goes, and where it was and went before.
fn concerned(journey: &Journey, before: Option<&Journey>) -> BTreeSet<LibraryId> {
    [Some(journey), before]
        .into_iter()
        .flatten()
        .flat_map(|journey| [journey.home(), &journey.at, &journey.to])
        .cloned()
        .collect()
}
