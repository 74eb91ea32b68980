//! What happens when? A queue of events in the order of their time, and of their making where that is the same.

use super::post::Message;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// Something that happens.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// A patron of this library does something.
    Patron(usize),
    /// The librarian goes through the lists.
    Work(usize),
    /// The van comes to the stop of this place in the round.
    Van(usize),
    /// The node looks at what is due.
    NodeTick(usize),
    /// The federator looks at what is due.
    CentreTick,
    /// The node sends what waits.
    SendReports(usize),
    /// The federator tells a node what waits.
    SendViews(usize),
    /// A message arrives, if its receiver is there.
    Arrives(Message),
    /// Something goes wrong, or right again.
    Fate,
    /// A process starts again; the federator's has no number.
    Restart(Option<usize>),
    /// The line is whole again.
    LineBack(usize),
    /// The disk has room again.
    DiskFreed(Option<usize>),
    /// In the night backups and snapshots are made.
    Night,
    /// A disk dies.
    DiskDies(usize),
}

/// The queue.
#[derive(Default)]
pub(super) struct Events {
    order: BinaryHeap<Reverse<(i64, u64)>>,
    events: FxHashMap<u64, Event>,
    next: u64,
    /// What is to be sent soon is scheduled once, however many reasons there are.
    coming: BTreeSet<Errand>,
}

/// An errand that need not be run twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Errand {
    Reports(usize),
    Views(usize),
    Tick,
}

fn errand(event: &Event) -> Option<Errand> {
    match event {
        Event::SendReports(place) => Some(Errand::Reports(*place)),
        Event::SendViews(place) => Some(Errand::Views(*place)),
        Event::CentreTick => Some(Errand::Tick),
        Event::Patron(_)
        | Event::Work(_)
        | Event::Van(_)
        | Event::NodeTick(_)
        | Event::Arrives(_)
        | Event::Fate
        | Event::Restart(_)
        | Event::LineBack(_)
        | Event::DiskFreed(_)
        | Event::Night
        | Event::DiskDies(_) => None,
    }
}

impl Events {
    /// Lets something happen at a time.
    pub(super) fn at(&mut self, time: i64, event: Event) {
        if errand(&event).is_some_and(|errand| !self.coming.insert(errand)) {
            return;
        }
        self.next += 1;
        self.order.push(Reverse((time, self.next)));
        self.events.insert(self.next, event);
    }

    /// Takes the next event.
    pub(super) fn pop(&mut self) -> Option<(i64, Event)> {
        let Reverse((time, number)) = self.order.pop()?;
        let event = self.events.remove(&number)?;
        if let Some(errand) = errand(&event) {
            self.coming.remove(&errand);
        }
        Some((time, event))
    }
}
