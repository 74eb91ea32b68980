//! What does the federator do? It chooses whom to ask, believes what is reported in order, and releases what it no longer wants.

use super::forgotten::Forgotten;
use super::request_rules::{Supply, decided};
use super::settings::Settings;
use super::words::{Library, Message, Report, Standing, Subject, View};
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::lending::request_lifecycle::{self, RequestEffect};
use navette_domain::lending::{NextLender, RequestEvent, RequestState, SupplyFailure};
use std::collections::{BTreeMap, BTreeSet};

/// A request in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Wanted {
    pub(super) state: RequestState,
    pub(super) supply: Option<Supply>,
    /// How many journeys were drawn for it.
    drawn: u8,
    /// Who said no, or nothing, today.
    declined: BTreeSet<Library>,
}

/// A journey in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Travelling {
    pub(super) lender: Library,
    /// The request it serves; it has ended with it.
    pub(super) serves: Option<RequestId>,
}

/// What one library was told of something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Telling {
    /// All that it was ever told; the first has version 1, and the last is kept until it is taken.
    versions: Vec<Standing>,
    taken: bool,
}

/// What the federator has kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Federator {
    pub(super) requests: BTreeMap<RequestId, Wanted>,
    pub(super) journeys: BTreeMap<JourneyId, Travelling>,
    /// The number up to which the reports of a library are applied.
    applied: BTreeMap<Library, u8>,
    tellings: BTreeMap<(Library, Subject), Telling>,
}

impl Federator {
    /// Lists what it has still to say.
    pub(super) fn outbox(&self) -> impl Iterator<Item = Message> {
        let untaken = self.tellings.iter().filter(|(_, telling)| !telling.taken);
        untaken.filter_map(|(about, telling)| views(*about, telling).last())
    }

    /// Lists all that it has ever said.
    pub(super) fn said(&self) -> impl Iterator<Item = Message> {
        let all = self.tellings.iter();
        all.flat_map(|(about, telling)| views(*about, telling))
    }

    /// Lists the requests in a state.
    pub(super) fn in_state(&self, state: RequestState) -> Vec<RequestId> {
        let there = self.requests.iter();
        there
            .filter(|(_, wanted)| wanted.state == state)
            .map(|(id, _)| *id)
            .collect()
    }

    /// Notes that a node has a view; a newer one may have taken its place.
    pub(super) fn taken(&mut self, by: Library, view: View) {
        if let Some(telling) = self.tellings.get_mut(&(by, view.subject))
            && telling.versions.len() == usize::from(view.version)
        {
            telling.taken = true;
        }
    }

    /// Applies a report if it is the next, and says how far it has come.
    pub(super) fn reported(
        &mut self,
        from: Library,
        number: u8,
        report: Report,
        settings: &Settings,
    ) -> u8 {
        let applied = self.applied.entry(from).or_default();
        let again = number <= *applied && !settings.forgets(Forgotten::AppliedOnce);
        let gap = number > *applied + 1 && !settings.forgets(Forgotten::NoGaps);
        if !again && !gap {
            *applied = number.max(*applied);
            self.apply(from, report, settings);
        }
        self.applied[&from]
    }

    /// The lender asked has not answered in time: the next is asked, and the first is released.
    pub(super) fn ask_times_out(&mut self, request: RequestId, settings: &Settings) {
        self.note_declined(request);
        let next = self.look_for_lender(request, settings);
        self.happen(request, &RequestEvent::DeadlinePassed(next), settings);
    }

    /// A day later those who wait look again, also where they were told no.
    pub(super) fn day_passes(&mut self, settings: &Settings) {
        for request in self.in_state(RequestState::Waiting) {
            self.requests.get_mut(&request).unwrap().declined.clear();
            let next = self.look_for_lender(request, settings);
            self.happen(request, &RequestEvent::Chosen(next), settings);
        }
    }

    fn apply(&mut self, from: Library, report: Report, settings: &Settings) {
        match report {
            Report::Placed(request) => self.place(request, settings),
            Report::Cancelled(request) => {
                if self.requests.contains_key(&request) {
                    self.happen(request, &RequestEvent::Cancelled, settings);
                }
            }
            Report::Committed(request, journey) => {
                self.committed(from, request, journey, settings);
            }
            Report::Declined(request, journey) => {
                if self.is_asked(request, (from, journey)) {
                    self.decline(request, settings);
                }
            }
            Report::Available => self.retarget(settings),
        }
    }

    fn place(&mut self, request: RequestId, settings: &Settings) {
        if self.requests.contains_key(&request) {
            return;
        }
        let wanted = Wanted {
            state: RequestState::Placed,
            supply: None,
            drawn: 0,
            declined: BTreeSet::new(),
        };
        self.requests.insert(request, wanted);
        let next = self.look_for_lender(request, settings);
        self.happen(request, &RequestEvent::Chosen(next), settings);
    }

    /// The journey begins if it is still wanted; else the item is free again.
    fn committed(
        &mut self,
        from: Library,
        request: RequestId,
        journey: JourneyId,
        settings: &Settings,
    ) {
        if self.journeys.contains_key(&journey) {
            self.tell_again(from, Subject::Journey(journey));
            return;
        }
        let wanted = self.is_asked(request, (from, journey));
        if wanted && !self.is_travelling(from) {
            let serves = Some(request);
            let lender = from;
            self.journeys.insert(journey, Travelling { lender, serves });
            self.tell(from, Subject::Journey(journey), Standing::UnderWay);
            self.happen(request, &RequestEvent::Committed, settings);
            return;
        }
        self.void(from, journey, settings);
        if wanted {
            self.decline(request, settings);
        }
    }

    fn decline(&mut self, request: RequestId, settings: &Settings) {
        self.note_declined(request);
        let next = self.look_for_lender(request, settings);
        let event = RequestEvent::Declined(SupplyFailure::NoCopy, next);
        self.happen(request, &event, settings);
    }

    /// Those who wait look for a copy, in their order, until one finds none.
    fn retarget(&mut self, settings: &Settings) {
        for request in self.in_state(RequestState::Waiting) {
            let next = self.look_for_lender(request, settings);
            if next == NextLender::WaitForCopy {
                break;
            }
            self.happen(request, &RequestEvent::Chosen(next), settings);
        }
    }

    /// Finds whom to ask: the own library first, nobody who said no today, nothing that travels already.
    fn look_for_lender(&mut self, request: RequestId, settings: &Settings) -> NextLender {
        let home = settings.home(request);
        let wanted = &self.requests[&request];
        let mut listed = settings.listed.clone();
        listed.sort_by_key(|library| (*library != home, *library));
        let suits =
            |library: &Library| !wanted.declined.contains(library) && !self.is_travelling(*library);
        let Some(lender) = listed.into_iter().find(suits) else {
            return NextLender::WaitForCopy;
        };
        NextLender::Ask {
            lender: lender.id(),
            journey: self.draw_journey(request),
            promised: None,
        }
    }

    fn draw_journey(&mut self, request: RequestId) -> JourneyId {
        let wanted = self.requests.get_mut(&request).unwrap();
        wanted.drawn += 1;
        JourneyId(request.0 * 100 + u128::from(wanted.drawn))
    }

    fn note_declined(&mut self, request: RequestId) {
        let wanted = self.requests.get_mut(&request).unwrap();
        wanted
            .declined
            .extend(wanted.supply.map(|(lender, _)| lender));
    }

    fn is_asked(&self, request: RequestId, supply: Supply) -> bool {
        let wanted = self.requests.get(&request);
        wanted.is_some_and(|wanted| {
            wanted.state == RequestState::Asking && wanted.supply == Some(supply)
        })
    }

    fn is_travelling(&self, lender: Library) -> bool {
        let mut all = self.journeys.values();
        all.any(|journey| journey.lender == lender && journey.serves.is_some())
    }

    /// Lets an event happen to a request, by the domain's rule, and does what follows.
    fn happen(&mut self, request: RequestId, event: &RequestEvent, settings: &Settings) {
        let wanted = self.requests.get_mut(&request).unwrap();
        let before = wanted.clone();
        let Ok(step) = decided(request, wanted.state, wanted.supply, event) else {
            self.tell_again(settings.home(request), Subject::Request(request));
            return;
        };
        wanted.state = step.next;
        match step.supply {
            None => {}
            Some(request_lifecycle::Supply::Nobody) => wanted.supply = None,
            Some(request_lifecycle::Supply::From {
                lender, journey, ..
            }) => {
                wanted.supply = Some((Library::named(&lender), journey));
            }
        }
        for effect in step.effects {
            match effect {
                RequestEffect::Ask => self.ask(request),
                RequestEffect::LetGo(journey) => self.let_go(request, journey, &before, settings),
                RequestEffect::Choose | RequestEffect::Tell(_) | RequestEffect::Escalate => {}
            }
        }
        let state = self.requests[&request].state;
        if state != before.state && settings.homes_are_told {
            let standing = Standing::Request(state);
            self.tell(settings.home(request), Subject::Request(request), standing);
        }
    }

    fn ask(&mut self, request: RequestId) {
        if let Some((lender, journey)) = self.requests[&request].supply {
            self.tell(lender, Subject::Journey(journey), Standing::Asked(request));
        }
    }

    /// A journey no longer serves this request: it ends at home, or does not take place at all.
    fn let_go(
        &mut self,
        request: RequestId,
        journey: JourneyId,
        before: &Wanted,
        settings: &Settings,
    ) {
        let wanted = self.requests.get_mut(&request).unwrap();
        wanted.supply = wanted.supply.filter(|(_, kept)| *kept != journey);
        if let Some(travelling) = self.journeys.get_mut(&journey) {
            travelling.serves = None;
            let lender = travelling.lender;
            self.tell(lender, Subject::Journey(journey), Standing::Home);
            self.retarget(settings);
        } else if let Some((lender, _)) = before.supply {
            self.void(lender, journey, settings);
        }
    }

    fn void(&mut self, lender: Library, journey: JourneyId, settings: &Settings) {
        if !settings.forgets(Forgotten::Release) {
            self.tell(lender, Subject::Journey(journey), Standing::Void);
        }
    }

    fn tell(&mut self, to: Library, subject: Subject, standing: Standing) {
        let telling = self.tellings.entry((to, subject)).or_default();
        telling.versions.push(standing);
        telling.taken = false;
    }

    fn tell_again(&mut self, to: Library, subject: Subject) {
        let told = self.tellings.get(&(to, subject));
        if let Some(standing) = told.and_then(|telling| telling.versions.last()) {
            self.tell(to, subject, *standing);
        }
    }
}

/// Gives all views of one subject, the newest last.
fn views((to, subject): (Library, Subject), telling: &Telling) -> impl Iterator<Item = Message> {
    let versions = (1_u8..).zip(&telling.versions);
    versions.map(move |(version, standing)| Message::Told {
        to,
        view: View {
            subject,
            version,
            standing: *standing,
        },
    })
}
