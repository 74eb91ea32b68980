//! Which library is asked for a copy? Collects the facts that `domain::lending::choose_lender` ranks by.

use super::draft::Draft;
use super::territory::Kind;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{ItemId, RequestId};
use navette_domain::lending::{
    Asked, Candidate, Choice, CopyFacts, CopyStatus, Fairness, Lending, LendingRefusal,
    LoanRequest, MemberStanding, NextLender, PastRefusal, RequestState, Target, choose_lender,
    permits, ratio_percent,
};
use navette_domain::time::Now;
use std::collections::BTreeMap;

/// How long a library that said no, or nothing, is not asked again for the same request.
const ASKED_AGAIN_AFTER_MS: i64 = 86_400_000;

/// What looking for a lender came to.
pub(super) struct Looked {
    pub(super) next: NextLender,
    pub(super) choice: Choice,
}

impl Draft<'_> {
    /// Looks for the library to ask next.
    pub(super) fn look_for_lender(&mut self, id: RequestId) -> Result<Looked, LendingRefusal> {
        let now = self.now;
        let mut request = self.request(id)?.clone();
        let candidates = self.candidates(&request);
        let asked = Asked {
            home: request.placement.home.clone(),
            pickup: request.placement.pickup.clone(),
            part: request.placement.target.part.clone(),
            only: request.placement.target.only.clone(),
            today: now.local.day,
        };
        let choice = choose_lender(&asked, &candidates, &self.territory.protection);
        request.looked_at = now.at;
        self.requests.insert(id, request);
        let next = match choice.ranked.first() {
            Some(best) => NextLender::Ask {
                lender: best.library.clone(),
                journey: self.draw_journey(),
                promised: Some(best.facts.arrival),
            },
            None if choice.is_hopeless() && self.shelves.are_complete() => NextLender::NoCopyExists,
            None => NextLender::WaitForCopy,
        };
        Ok(Looked { next, choice })
    }

    fn candidates(&self, request: &LoanRequest) -> Vec<Candidate> {
        let mut by_library: BTreeMap<LibraryId, Vec<CopyFacts>> = BTreeMap::new();
        let target = &request.placement.target;
        for mut copy in self.shelves.copies_of(target) {
            // What travels is promised, whatever an old catalogue says of it.
            if self.open_journey_of(&copy.item).is_some() && copy.status == CopyStatus::Available {
                copy.status = CopyStatus::OnLoan { until: None };
            }
            let library = copy.item.library.clone();
            by_library.entry(library).or_default().push(copy);
        }
        by_library
            .into_iter()
            .map(|(library, mut copies)| {
                self.take_off_what_travels(&library, request, &mut copies);
                self.candidate(request, library, copies)
            })
            .collect()
    }

    /// A catalogue that counts copies without naming them does not show which of them travel.
    fn take_off_what_travels(
        &self,
        library: &LibraryId,
        request: &LoanRequest,
        copies: &mut [CopyFacts],
    ) {
        let target = &request.placement.target;
        let named = |item: &ItemId| copies.iter().any(|copy| copy.item == *item);
        let unnamed = self
            .open_journeys_of_work(target.work)
            .filter(|journey| {
                journey.home() == library && journey.part == target.part && !named(&journey.item)
            })
            .count();
        // A library that is being asked for somebody else will promise a copy in a moment.
        let asked = self.asked_of(library, target, request);
        let free = copies
            .iter_mut()
            .filter(|copy| copy.status == CopyStatus::Available);
        for copy in free.take(unnamed + asked) {
            copy.status = CopyStatus::OnLoan { until: None };
        }
    }

    /// Counts the other requests for which a library is being asked for a copy of the same.
    fn asked_of(&self, library: &LibraryId, target: &Target, but: &LoanRequest) -> usize {
        let kept = self
            .state
            .asking_for(target.work)
            .filter(|request| !self.requests.contains_key(&request.placement.id));
        let drafted = self.requests.values().filter(|request| {
            request.state == RequestState::Asking && request.placement.target.work == target.work
        });
        let others = kept.chain(drafted).filter(|request| {
            request.placement.id != but.placement.id
                && request.placement.target.part == target.part
                && request.lender.as_ref() == Some(library)
        });
        others.count()
    }

    fn candidate(
        &self,
        request: &LoanRequest,
        library: LibraryId,
        copies: Vec<CopyFacts>,
    ) -> Candidate {
        let Now { local, .. } = self.now;
        let pickup = &request.placement.pickup;
        let member = self.territory.members.get(&library);
        let ready = self.territory.pulled_by(&library, self.now);
        let arrival = self.territory.arrives(&library, pickup, ready);
        let agreements = &self.territory.agreements;
        // Only agreements ask; without any the record is not read.
        let kind = if agreements.is_empty() {
            Kind::default()
        } else {
            self.shelves.kind_of(&request.placement.target, &library)
        };
        let lending = Lending {
            lender: &library,
            borrower: &request.placement.home,
            medium: kind.medium,
            audience: kind.audience,
            open: self.open_between(&library, &request.placement.home),
        };
        Candidate {
            copies,
            local_queue: 0,
            standing: member.map_or(MemberStanding::Leaving, |member| member.standing),
            closed_until: self.territory.closed_until(&library, local.day),
            already_refused: self.refused_lately(request, &library),
            agreement: permits(agreements, &lending),
            arrival: arrival.map(|arrival| arrival.promised),
            fairness: Fairness {
                lent: 0,
                borrowed: 0,
                ratio_percent: ratio_percent(agreements, &library, &request.placement.home),
            },
            distance_metres: self.territory.metres(&library, pickup),
            away_since: None,
            lapses: self.known_line(&library).map_or(0, |line| line.lapses),
            library,
        }
    }

    /// Lists what a library said no to for this request, as far as it still counts.
    fn refused_lately(&self, request: &LoanRequest, library: &LibraryId) -> Vec<PastRefusal> {
        let counts = |at: navette_domain::time::Timestamp| {
            self.now.at.0.saturating_sub(at.0) < ASKED_AGAIN_AFTER_MS
        };
        request
            .declined
            .iter()
            .filter(|no| no.library == *library && (counts(no.at) || !no.why.may_pass()))
            .map(|no| PastRefusal {
                item: no.item.clone(),
                because: no.why,
            })
            .collect()
    }

    /// Counts what a library has lent to another one's patrons at present.
    fn open_between(&self, lender: &LibraryId, home: &LibraryId) -> u32 {
        // Only agreements with a limit ask; without any the count is not needed.
        if self.territory.agreements.is_empty() {
            return 0;
        }
        let open = self.state.journeys().filter(|journey| {
            let serves = journey.serves.and_then(|id| self.state.request(id));
            journey.home() == lender
                && !journey.state.is_ended()
                && serves.is_some_and(|request| request.placement.home == *home)
        });
        u32::try_from(open.count()).unwrap_or(u32::MAX)
    }
}
