//! What does a librarian do? Goes through the lists, scans what lies there, and sometimes forgets.

use super::library::LIBRARIAN;
use super::things::Where;
use super::world::World;
use navette_domain::circulation::LoanState;
use navette_domain::fees::Money;
use navette_domain::identity::ItemId;
use navette_domain::patrons::Reason;
use navette_node::core::{DoNow, ListedItem, NodeState, ScanDone, ScanOutcome, Scanned};
use navette_store::ledger::Commit;

/// How often a scan is forgotten.
const FORGOTTEN: f64 = 0.04;

impl World {
    /// Lets the librarian of a library work, if it is open and its node runs.
    pub(super) fn work(&mut self, place: usize) {
        self.check_agreement_now(place);
        let now = self.libraries[place].now(self.time);
        if !self.libraries[place].hours.is_open_on(now.local.day) {
            return;
        }
        // Volunteers: some days nobody looks at the lists.
        if !self.quiet && self.seeded.chance(0.15) {
            return;
        }
        let Some(lists) = self.lists_of(place) else {
            return;
        };
        for listed in &lists.to_pull {
            self.pull(place, listed);
        }
        self.take_in_what_arrived(place);
        for listed in lists.to_receive.iter().chain(&lists.to_return) {
            self.clear(place, listed);
        }
        for listed in &lists.late {
            self.look_after_late(place, listed);
        }
        for listed in &lists.to_look_for {
            if *self.things.of(&listed.item) == Where::Shelf && self.seeded.chance(0.3) {
                self.scan_and_follow(place, &listed.item);
            }
        }
        for tell in &lists.to_tell {
            if self.quiet || self.seeded.chance(0.7) {
                let now = self.libraries[place].now(self.time);
                if let Some(core) = &self.libraries[place].core {
                    let _ = core.told(tell.notice, LIBRARIAN, now);
                }
            }
        }
        for (conflict, _) in &lists.conflicts {
            if let Some(core) = &self.libraries[place].core {
                let _ = core.resolve(*conflict, LIBRARIAN, now);
            }
        }
        self.settle_losses(place);
        if !self.quiet && self.seeded.chance(0.16) {
            self.undo_something(place);
        }
    }

    /// What is lost is paid for one day.
    fn settle_losses(&mut self, place: usize) {
        if !self.quiet && !self.seeded.chance(0.1) {
            return;
        }
        let now = self.libraries[place].now(self.time);
        let Some(core) = &self.libraries[place].core else {
            return;
        };
        let lost = core.ledger().read(|state: &NodeState| {
            let loans = state.tables().loans.iter();
            let lost = loans.filter(|(_, row)| {
                matches!(
                    row.loan.state,
                    LoanState::Lost { .. } | LoanState::Damaged { .. }
                )
            });
            lost.map(|(number, _)| *number).collect::<Vec<u64>>()
        });
        for loan in lost.unwrap_or_default() {
            let charge = Money::from_setting(0);
            let settled = core.settle_loan(loan, charge, LIBRARIAN, now);
            self.trace
                .say(|| format!("  {place} settles loan {loan}: {settled:?}"));
        }
    }

    fn lists_of(&self, place: usize) -> Option<navette_node::core::WorkLists> {
        let library = &self.libraries[place];
        let core = library.core.as_ref()?;
        core.work_lists(library.now(self.time)).ok()
    }

    fn pull(&mut self, place: usize, listed: &ListedItem) {
        let item = &listed.item;
        let on_shelf = *self.things.of(item) == Where::Shelf;
        if !on_shelf {
            if let Some(core) = &self.libraries[place].core {
                let now = self.libraries[place].now(self.time);
                let said = core.not_found(item.clone(), LIBRARIAN, now);
                let ok = said.is_ok();
                self.trace
                    .say(|| format!("  {place} looks in vain for {item}: {ok}"));
            }
            return;
        }
        if !self.quiet && self.seeded.chance(0.03) {
            self.refuse(place, item);
            return;
        }
        if !self.quiet && self.seeded.chance(FORGOTTEN) {
            // Into the crate without a scan.
            if let Some(to) = listed.other.clone() {
                let at = self.libraries[place].id.clone();
                if to == at {
                    self.things.put(item, Where::Desk { at });
                } else {
                    self.things.put(item, Where::Crate { at, to });
                }
            }
            return;
        }
        self.scan_and_follow(place, item);
    }

    fn refuse(&mut self, place: usize, item: &ItemId) {
        let whole = self.seeded.chance(0.3);
        let Ok(reason) = Reason::parse("too fragile to travel") else {
            return;
        };
        let now = self.libraries[place].now(self.time);
        if let Some(core) = &self.libraries[place].core {
            let _ = core.refuse(item.clone(), whole, reason, LIBRARIAN, now);
        }
    }

    /// Scans everything that the van left or that lies on the desk.
    fn take_in_what_arrived(&mut self, place: usize) {
        let here = self.libraries[place].id.clone();
        let lying = self.things.that(|place| match place {
            Where::Arrived { at } | Where::Desk { at } => *at == here,
            Where::Shelf
            | Where::Crate { .. }
            | Where::Van { .. }
            | Where::HoldShelf { .. }
            | Where::WithPatron { .. }
            | Where::Gone => false,
        });
        for item in lying {
            if self.quiet || !self.seeded.chance(FORGOTTEN) {
                self.scan_and_follow(place, &item);
            }
        }
    }

    /// Deals with an item of a list that lies where the librarian can reach it.
    fn clear(&mut self, place: usize, listed: &ListedItem) {
        let here = &self.libraries[place].id;
        let reachable = match self.things.of(&listed.item) {
            Where::HoldShelf { at } | Where::Desk { at } | Where::Arrived { at } => at == here,
            Where::Shelf => listed.item.library == *here,
            Where::Crate { .. } | Where::Van { .. } | Where::WithPatron { .. } | Where::Gone => {
                false
            }
        };
        if reachable && (self.quiet || self.seeded.chance(0.9)) {
            self.scan_and_follow(place, &listed.item);
        }
    }

    /// What is late is scanned where it lies here, and given up where it is nowhere.
    fn look_after_late(&mut self, place: usize, listed: &ListedItem) {
        let here = self.libraries[place].id.clone();
        let lies_here = match self.things.of(&listed.item) {
            Where::Arrived { at } | Where::Desk { at } | Where::HoldShelf { at } => *at == here,
            Where::Crate { at, .. } => *at == here,
            Where::Shelf => listed.item.library == here,
            Where::Van { .. } | Where::WithPatron { .. } | Where::Gone => false,
        };
        if lies_here {
            self.scan_and_follow(place, &listed.item);
        } else if *self.things.of(&listed.item) == Where::Gone && self.seeded.chance(0.5) {
            let now = self.libraries[place].now(self.time);
            if let Some(core) = &self.libraries[place].core {
                let given_up = core.give_up(listed.item.clone(), LIBRARIAN, now).is_ok();
                let item = &listed.item;
                self.trace
                    .say(|| format!("  {place} gives up {item}: {given_up}"));
            }
        }
    }

    /// Scans an item and does what the screen says.
    pub(super) fn scan_and_follow(&mut self, place: usize, item: &ItemId) {
        let own = item.library == self.libraries[place].id;
        // A label on an own book names no library; a slip does.
        let library = (!own || self.seeded.chance(0.5)).then(|| item.library.clone());
        let mut outcome = self.scan(place, item, library);
        if let Some(ScanOutcome::Choose(_)) = outcome {
            outcome = self.scan(place, item, Some(item.library.clone()));
        }
        if let Some(ScanOutcome::Done(done)) = outcome {
            self.follow(place, item, &done);
        }
    }

    fn scan(
        &mut self,
        place: usize,
        item: &ItemId,
        library: Option<navette_domain::catalogue::LibraryId>,
    ) -> Option<ScanOutcome> {
        let now = self.libraries[place].now(self.time);
        let core = self.libraries[place].core.as_ref()?;
        let scanned = Scanned {
            barcode: item.barcode.clone(),
            library,
            card: None,
            overrides: Vec::new(),
            by: LIBRARIAN,
        };
        let outcome = core.scan(scanned, now);
        self.trace.say(|| match &outcome {
            Ok(ScanOutcome::Done(done)) => {
                format!("  {place} scans {item}: {:?}, {:?}", done.did, done.do_now)
            }
            Ok(other) => format!("  {place} scans {item}: {other:?}"),
            Err(refusal) => format!("  {place} scans {item}: {refusal}"),
        });
        self.trace
            .note(&[7, place as u64, u64::from(outcome.is_ok())]);
        outcome.ok()
    }

    /// Puts the thing where the screen says.
    pub(super) fn follow(&mut self, place: usize, item: &ItemId, done: &ScanDone) {
        // The screen speaks of the item it took it for: where that is another one, the book goes aside.
        if done.item != *item {
            let at = self.libraries[place].id.clone();
            self.things.put(item, Where::Desk { at });
            return;
        }
        let at = self.libraries[place].id.clone();
        let put = match &done.do_now {
            DoNow::Shelve => Where::Shelf,
            DoNow::HoldShelf { .. } => Where::HoldShelf { at },
            DoNow::Crate(to) | DoNow::SendHome(to) => Where::Crate { at, to: to.clone() },
            DoNow::SetAside => Where::Desk { at },
            DoNow::Give(_) => return,
        };
        if matches!(done.do_now, DoNow::HoldShelf { .. }) {
            self.shelved
                .insert((item.clone(), self.libraries[place].id.clone()));
        }
        self.things.put(item, put);
    }

    fn undo_something(&mut self, place: usize) {
        let now = self.libraries[place].now(self.time);
        let Some(core) = &self.libraries[place].core else {
            return;
        };
        let last = core.ledger().read(|state: &NodeState| {
            let scans = &state.tables().scans;
            scans
                .iter()
                .next_back()
                .map(|(number, row)| (*number, row.item.clone()))
        });
        if let Ok(Some((scan, item))) = last {
            let undone = core.undo(scan, LIBRARIAN, now);
            let ok = undone.is_ok();
            self.trace
                .say(|| format!("  {place} takes back scan {scan} of {item}: {undone:?}"));
            if ok {
                // The librarian puts it on the desk and scans it again another time.
                let at = self.libraries[place].id.clone();
                let at_hand = match self.things.of(&item) {
                    Where::Shelf => item.library == at,
                    Where::Crate { at: there, .. } | Where::HoldShelf { at: there } => *there == at,
                    Where::Arrived { .. } | Where::Desk { .. } => false,
                    Where::Van { .. } | Where::WithPatron { .. } | Where::Gone => false,
                };
                if at_hand && *self.things.of(&item) != Where::Shelf {
                    let own = item.library == at;
                    let back = if own {
                        Where::Shelf
                    } else {
                        Where::Desk { at }
                    };
                    self.things.put(&item, back);
                }
            }
        }
    }
}
