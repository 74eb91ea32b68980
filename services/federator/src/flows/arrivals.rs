//! When can what was found be collected at the pick-up library, and what does the day rest on?
//!
//! Reckoned by the rules that a request would go by: the end of the opening day on which a copy can be pulled, the van that
//! can still be caught, the opening hours where it is collected. Nothing is promised by it: that is for a request.

use crate::lending::{AskedFor, Kind, RunningLending, Territory};
use crate::tasks;
use navette_domain::catalogue::{Audience, LibraryId, Medium, Part, WorkKey};
use navette_domain::courier;
use navette_domain::lending::{Lending, MemberStanding, permits};
use navette_domain::time::{Day, LocalMoment, Now};
use navette_proto::convert::{day, part, work};
use navette_proto::wire::catalogue as wire;
use navette_proto::wire::catalogue::ArrivalReason as Reason;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a silent library's catalogue said longer ago is not reckoned with.
const DATED_MAX_MS: i64 = 86_400_000;

/// What arrivals are reckoned with: where to, and whose ledger and timetable.
#[derive(Clone)]
pub(crate) struct Arriving {
    pub(crate) pickup: LibraryId,
    pub(crate) lending: Arc<dyn RunningLending>,
}

impl Arriving {
    /// Fills in the arrival of every work and holding.
    pub(crate) async fn fill(&self, works: Vec<wire::Work>) -> Vec<wire::Work> {
        if works.is_empty() {
            return works;
        }
        let arriving = self.clone();
        let shown = works.clone();
        let filled = tasks::aside(move || arriving.reckon(works)).await;
        // A page without days is better than none.
        filled.unwrap_or(shown)
    }

    fn reckon(&self, works: Vec<wire::Work>) -> Vec<wire::Work> {
        let keys = works.iter().filter_map(|found| key(&found.work));
        let asked_for = self.lending.core().asked_for(keys.collect());
        let asked_for = asked_for.unwrap_or_else(|error| {
            tracing::warn!(%error, "what is asked for already cannot be read");
            BTreeMap::new()
        });
        let territory = self.lending.core().territory();
        let now = self.lending.now();
        let mut reckoner = Reckoner::new(&territory, &self.pickup, now);
        // Only agreements ask; without any, no record is read.
        if !territory.agreements.is_empty() {
            reckoner.kinds = self.kinds(&works);
        }
        reckoner.works(works, &asked_for)
    }

    /// Says what kind of thing each library's record is.
    fn kinds(&self, works: &[wire::Work]) -> Kinds {
        let mut kinds = Kinds::new();
        for found in works {
            let Some(work) = key(&found.work) else {
                continue;
            };
            let libraries = found.holdings.iter();
            for library in libraries.filter_map(|held| LibraryId::parse(&held.library).ok()) {
                let kind = self.lending.core().kind_of(work, &library);
                kinds.insert((work, library), kind);
            }
        }
        kinds
    }
}

/// What is asked for of a library's holding: pulled now, or when it comes back.
type Way = (LibraryId, Option<Day>);

/// A way found: the day, and the first ride with its day.
type Found = (Day, Option<(String, Day)>);

/// What each library's record of a work is.
type Kinds = BTreeMap<(WorkKey, LibraryId), Kind>;

/// Reckons the arrivals of one page; each way is looked for once.
struct Reckoner<'t> {
    territory: &'t Territory,
    pickup: &'t LibraryId,
    now: Now,
    known: BTreeMap<Way, Option<Found>>,
    kinds: Kinds,
}

impl<'t> Reckoner<'t> {
    fn new(territory: &'t Territory, pickup: &'t LibraryId, now: Now) -> Self {
        Self {
            territory,
            pickup,
            now,
            known: BTreeMap::new(),
            kinds: Kinds::new(),
        }
    }

    fn works(
        mut self,
        mut works: Vec<wire::Work>,
        asked_for: &BTreeMap<WorkKey, AskedFor>,
    ) -> Vec<wire::Work> {
        let nothing = AskedFor::default();
        for found in &mut works {
            let work = key(&found.work);
            let asked = work.and_then(|key| asked_for.get(&key));
            let asked = asked.unwrap_or(&nothing);
            let shown = Kind {
                medium: Medium::from_code(&found.medium).unwrap_or_default(),
                audience: Audience::default(),
            };
            for held in &mut found.holdings {
                held.arrival = self.holding(held, asked, (work, shown));
            }
            let arrivals = found
                .holdings
                .iter()
                .filter_map(|held| held.arrival.as_ref());
            found.arrival = arrivals.min_by_key(|arrival| rank(arrival)).cloned();
        }
        works
    }

    fn holding(
        &mut self,
        held: &wire::Holding,
        asked: &AskedFor,
        (work, shown): (Option<WorkKey>, Kind),
    ) -> Option<wire::Arrival> {
        let lender = LibraryId::parse(&held.library).ok()?;
        let kind = work.and_then(|work| self.kinds.get(&(work, lender.clone())));
        let kind = kind.copied().unwrap_or(shown);
        let held_part: Option<Part> = held.part.clone().and_then(part::from_wire);
        if !self.lends(&lender, kind) {
            return Some(no_day(Reason::NotLent, &lender));
        }
        let waiting = asked.waiting_for(held_part.as_ref());
        if waiting > 0 && held.copies > 0 {
            return Some(wire::Arrival {
                waiting,
                ..no_day(Reason::Queue, &lender)
            });
        }
        let age_ms = self.now.at.0.saturating_sub(held.as_of_ms);
        if held.as_of_ms != 0 && age_ms > DATED_MAX_MS {
            return Some(no_day(Reason::Away, &lender));
        }
        let travelling = asked.travelling_from(&lender, held_part.as_ref());
        if held.available > travelling {
            return Some(self.free(&lender));
        }
        let due = day::from_wire("due", &held.due).ok().flatten();
        // What is overdue may come back any day, or never.
        let due = due.filter(|due| *due >= self.now.local.day && held.copies > 0);
        Some(due.map_or_else(
            || no_day(Reason::Unknown, &lender),
            |due| self.by(&lender, Some(due), Reason::WhenReturned),
        ))
    }

    /// Says whether a library lends such a thing to the pick-up library.
    fn lends(&self, lender: &LibraryId, kind: Kind) -> bool {
        let member = self.territory.members.get(lender);
        let takes_part = member.is_some_and(|member| member.standing == MemberStanding::Member);
        let lending = Lending {
            lender,
            borrower: self.pickup,
            medium: kind.medium,
            audience: kind.audience,
            open: 0,
        };
        takes_part && permits(&self.territory.agreements, &lending).is_ok()
    }

    /// A copy stands on the lender's shelf.
    fn free(&mut self, lender: &LibraryId) -> wire::Arrival {
        if lender == self.pickup {
            return self.by(lender, None, Reason::OnShelfThere);
        }
        self.by(lender, None, Reason::ByVan)
    }

    /// Names the day of a way for this reason, or why there is none.
    fn by(&mut self, lender: &LibraryId, due: Option<Day>, reason: Reason) -> wire::Arrival {
        let way = (lender.clone(), due);
        let found = match self.known.get(&way) {
            Some(found) => found.clone(),
            None => {
                let found = self.look(lender, due);
                self.known.insert(way, found.clone());
                found
            }
        };
        match found {
            Some((day, ride)) => {
                let (round, round_day) =
                    ride.map_or_else(Default::default, |(round, day)| (round, day.to_string()));
                wire::Arrival {
                    day: day.to_string(),
                    round,
                    round_day,
                    ..no_day(reason, lender)
                }
            }
            None if lender == self.pickup => no_day(reason, lender),
            None => no_day(Reason::NoVan, lender),
        }
    }

    fn look(&self, lender: &LibraryId, due: Option<Day>) -> Option<Found> {
        let ready = match due {
            // Whoever stands before the shelf needs nobody to pull it.
            None if lender == self.pickup => self.now.local,
            None => self.territory.pulled_by(lender, self.now),
            Some(due) => self.pulled_after(lender, due),
        };
        let arrival: courier::Arrival = self.territory.arrives(lender, self.pickup, ready)?;
        let first = arrival.legs.first();
        let ride = first.map(|leg| (leg.round.to_string(), leg.day));
        Some((arrival.promised, ride))
    }

    /// Says when something that comes back on its last day can be in the crate.
    fn pulled_after(&self, lender: &LibraryId, due: Day) -> LocalMoment {
        let morning = LocalMoment {
            day: due,
            minute: 0,
        };
        let then = Now {
            local: self.now.local.max(morning),
            ..self.now
        };
        self.territory.pulled_by(lender, then)
    }
}

fn key(text: &str) -> Option<WorkKey> {
    work::key(text).ok()
}

fn no_day(reason: Reason, lender: &LibraryId) -> wire::Arrival {
    wire::Arrival {
        reason: reason as i32,
        lender: lender.to_string(),
        ..wire::Arrival::default()
    }
}

/// Days before none, the earliest first; then by reason, in the order of the contract, and by library.
fn rank(arrival: &wire::Arrival) -> (bool, String, i32, String) {
    (
        arrival.day.is_empty(),
        arrival.day.clone(),
        arrival.reason,
        arrival.lender.clone(),
    )
}

#[cfg(test)]
#[path = "arrivals_tests.rs"]
mod tests;
