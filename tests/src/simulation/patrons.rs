//! What do patrons do? Ask, change their minds, collect, keep, bring back, and forget.

use super::clock::DAY;
use super::library::LIBRARIAN;
use super::things::Where;
use super::world::World;
use navette_domain::catalogue::WorkKey;
use navette_domain::identity::{ItemId, PatronReference, RequestId};
use navette_domain::lending::{Only, RequestState, Target};
use navette_node::core::{Asker, Collector, Loss, PlaceRequest, ScanOutcome};

impl World {
    /// Lets one patron of a library do something.
    pub(super) fn patron_acts(&mut self, place: usize) {
        if self.libraries[place].core.is_none() || self.libraries[place].people.is_empty() {
            return;
        }
        let person = self.seeded.below(self.libraries[place].people.len());
        if self.quiet {
            self.collect(place, person);
            self.bring_back(place, person);
            return;
        }
        match self.seeded.below(20) {
            0..=6 => self.ask(place, person),
            7 => self.change_of_mind(place, person),
            8..=12 => self.collect(place, person),
            13..=16 => self.bring_back(place, person),
            17 | 18 => self.borrow_here(place, person),
            _ => self.mishap(place, person),
        }
    }

    fn ask(&mut self, place: usize, person: usize) {
        let id = RequestId(self.draw_id());
        let reference = PatronReference(self.draw_id());
        let work = 1 + self.seeded.below(25) as u64;
        let elsewhere = self.seeded.chance(0.2);
        let at = if elsewhere {
            self.seeded.below(self.libraries.len())
        } else {
            place
        };
        let now = self.libraries[place].now(self.time);
        let days = 15 + self.seeded.below(40) as i32;
        let wish = PlaceRequest {
            id,
            reference,
            asker: Asker::Card(self.libraries[place].people[person].card.clone()),
            target: Target {
                work: WorkKey(work),
                part: None,
                only: Only::AnyCopy,
            },
            title: format!("work {work}"),
            pickup: self.libraries[at].id.clone(),
            need_by: Some(now.local.day.plus(days)),
            by: Some(LIBRARIAN),
            put_aside: true,
        };
        let Some(core) = &self.libraries[place].core else {
            return;
        };
        let placed = core.place(wish, now);
        self.trace.say(|| match &placed {
            Ok(_) => format!("  a patron of {place} asks for work {work} at {at}: {id}"),
            Err(refusal) => format!("  a patron of {place} asks for work {work}: {refusal}"),
        });
        if placed.is_ok() {
            self.noted.insert(id, place);
            self.libraries[place].people[person].requests.push(id);
        }
    }

    fn change_of_mind(&mut self, place: usize, person: usize) {
        let requests = self.libraries[place].people[person].requests.clone();
        if requests.is_empty() {
            return;
        }
        let id = requests[self.seeded.below(requests.len())];
        let now = self.libraries[place].now(self.time);
        let choice = self.seeded.below(4);
        let Some(core) = &self.libraries[place].core else {
            return;
        };
        let outcome = match choice {
            0 | 1 => core.cancel(id, None, now),
            2 => core.suspend(id, Some(now.local.day.plus(10)), now),
            _ => core.resume(id, now),
        };
        self.trace.say(|| {
            format!("  a patron of {place} changes their mind of {id} ({choice}): {outcome:?}")
        });
    }

    /// Collects everything that is ready for a patron, wherever it is.
    fn collect(&mut self, place: usize, person: usize) {
        for id in self.libraries[place].people[person].requests.clone() {
            let now = self.libraries[place].now(self.time);
            let shown = match &self.libraries[place].core {
                Some(core) => core.request(id, now).ok(),
                None => None,
            };
            let Some(shown) = shown else {
                continue;
            };
            let ready = shown
                .view
                .as_ref()
                .is_some_and(|view| view.state == RequestState::OnHoldShelf);
            let Some(at) = self.place_of(&shown.placement.pickup) else {
                continue;
            };
            let day = self.libraries[at].now(self.time).local.day;
            if ready && self.libraries[at].hours.is_open_on(day) {
                self.hand_over(at, id, &shown.code);
            }
        }
    }

    fn hand_over(&mut self, at: usize, id: RequestId, code: &str) {
        let now = self.libraries[at].now(self.time);
        let Some(core) = &self.libraries[at].core else {
            return;
        };
        let Ok(lists) = core.work_lists(now) else {
            return;
        };
        let held = lists
            .on_hold_shelf
            .iter()
            .find(|held| held.request == Some(id));
        let Some(item) = held.map(|held| held.item.clone()) else {
            return;
        };
        let here = self.libraries[at].id.clone();
        if *self.things.of(&item) != (Where::HoldShelf { at: here.clone() }) {
            // The librarian stands before an empty place.
            let missing = core.missing_from_shelf(item.clone(), LIBRARIAN, now);
            self.trace
                .say(|| format!("  {at} misses {item} on the hold shelf: {missing:?}"));
            return;
        }
        let collector = Collector::Code(code.to_owned());
        let outcome = core.hand_over(collector, Some(item.clone()), Vec::new(), LIBRARIAN, now);
        self.trace
            .say(|| format!("  {at} hands over {item} for {id}: {}", outcome.is_ok()));
        if let Ok(ScanOutcome::Done(_)) = outcome {
            let got_at = here;
            let request = Some(id);
            self.things
                .put(&item, Where::WithPatron { got_at, request });
        }
    }

    /// Brings back what a patron of this library has, here or somewhere else.
    fn bring_back(&mut self, place: usize, person: usize) {
        let requests = self.libraries[place].people[person].requests.clone();
        let mut items = self.libraries[place].people[person].local_loans.clone();
        items.extend(self.things.that(|thing| match thing {
            Where::WithPatron {
                request: Some(id), ..
            } => requests.contains(id),
            Where::WithPatron { request: None, .. }
            | Where::Shelf
            | Where::Crate { .. }
            | Where::Van { .. }
            | Where::Arrived { .. }
            | Where::HoldShelf { .. }
            | Where::Desk { .. }
            | Where::Gone => false,
        }));
        for item in items {
            if self.quiet || self.seeded.chance(0.4) {
                self.bring(place, person, &item);
            }
        }
    }

    fn bring(&mut self, place: usize, person: usize, item: &ItemId) {
        let Where::WithPatron { got_at, .. } = self.things.of(item).clone() else {
            return;
        };
        let usual = self.place_of(&got_at).unwrap_or(place);
        let at = if self.seeded.chance(0.8) {
            usual
        } else {
            self.seeded.below(self.libraries.len())
        };
        let day = self.libraries[at].now(self.time).local.day;
        if self.libraries[at].core.is_none() || !self.libraries[at].hours.is_open_on(day) {
            return;
        }
        self.libraries[place].people[person]
            .local_loans
            .retain(|loan| loan != item);
        let here = self.libraries[at].id.clone();
        self.things.put(item, Where::Desk { at: here });
        // Into the box, to be scanned another time, or scanned at once.
        if self.quiet || self.seeded.chance(0.9) {
            self.scan_and_follow(at, item);
        }
    }

    /// Takes something off the shelf of the own library.
    fn borrow_here(&mut self, place: usize, person: usize) {
        let here = self.libraries[place].id.clone();
        let standing: Vec<ItemId> = self
            .things
            .that(|thing| *thing == Where::Shelf)
            .into_iter()
            .filter(|item| item.library == here)
            .collect();
        if standing.is_empty() {
            return;
        }
        let item = standing[self.seeded.below(standing.len())].clone();
        let now = self.libraries[place].now(self.time);
        let card = self.libraries[place].people[person].card.clone();
        let Some(core) = &self.libraries[place].core else {
            return;
        };
        let library = Some(here.clone());
        let lent = core.check_out(
            item.barcode.clone(),
            library,
            card,
            Vec::new(),
            LIBRARIAN,
            now,
        );
        self.trace.say(|| match &lent {
            Ok(_) => format!("  {place} lends {item} at the counter"),
            Err(refusal) => format!("  {place} does not lend {item}: {refusal}"),
        });
        if lent.is_ok() {
            let place_now = Where::WithPatron {
                got_at: here,
                request: None,
            };
            self.things.put(&item, place_now);
            self.libraries[place].people[person].local_loans.push(item);
        }
    }

    /// Something is claimed returned, damaged or lost.
    fn mishap(&mut self, place: usize, person: usize) {
        let requests = self.libraries[place].people[person].requests.clone();
        let held = self.things.that(|thing| match thing {
            Where::WithPatron {
                request: Some(id), ..
            } => requests.contains(id),
            Where::WithPatron { request: None, .. }
            | Where::Shelf
            | Where::Crate { .. }
            | Where::Van { .. }
            | Where::Arrived { .. }
            | Where::HoldShelf { .. }
            | Where::Desk { .. }
            | Where::Gone => false,
        });
        let Some(item) = held.first().cloned() else {
            return;
        };
        let Where::WithPatron { got_at, .. } = self.things.of(&item).clone() else {
            return;
        };
        let Some(at) = self.place_of(&got_at) else {
            return;
        };
        let lost = self.seeded.chance(0.3);
        let now = self.libraries[at].now(self.time);
        let Some(core) = &self.libraries[at].core else {
            return;
        };
        let loss = if lost {
            Loss::Lost
        } else {
            Loss::ClaimedReturned
        };
        let said = core.lose(item.clone(), loss, LIBRARIAN, now);
        self.trace
            .say(|| format!("  {at} hears that {item} is lost ({lost}): {said:?}"));
        if lost && said.is_ok() {
            self.things.put(&item, Where::Gone);
        }
    }

    /// Says when a patron of a library acts again.
    pub(super) fn next_patron(&mut self) -> i64 {
        let mean = if self.quiet { 1.5 } else { 0.8 };
        let days = self.seeded.exponential(mean).clamp(0.02, 3.0);
        (days * DAY as f64) as i64
    }
}
