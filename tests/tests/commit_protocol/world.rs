//! What can happen next? Everything that stateright is to try, in every order.
//!
//! Nothing leaves the line: what was once said may arrive at any time, any number of times, or never. So a lost message is
//! one that has not arrived yet, and a retry is an arrival of the same.

use super::federator::Federator;
use super::forgotten::Forgotten;
use super::node::Node;
use super::settings::Settings;
use super::words::{Library, Message};
use navette_domain::identity::RequestId;
use navette_domain::lending::RequestState;
use stateright::{Model, Property};
use std::sync::Arc;

/// All there is at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct World {
    pub(super) federator: Arc<Federator>,
    pub(super) nodes: [Arc<Node>; 3],
    crashes_left: u8,
    cancels_left: u8,
    counter_loans_left: u8,
    days_left: u8,
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Place(RequestId),
    Cancel(RequestId),
    Arrive(Message),
    /// The receiver crashes while it works on a message, after or before its decision is kept.
    Crash {
        message: Message,
        kept: bool,
    },
    AskTimesOut(RequestId),
    DayPasses,
    LendAtCounter(Library),
    TakeBack(Library),
}

impl World {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            federator: Arc::default(),
            nodes: Library::ALL.map(|library| Arc::new(Node::new(library))),
            crashes_left: settings.crashes,
            cancels_left: settings.cancels,
            counter_loans_left: settings.counter_loans,
            days_left: settings.days,
        }
    }

    /// Lets a message arrive, and its answer come back if anybody waits for it.
    pub(super) fn arrive(&mut self, message: Message, settings: &Settings) {
        let answer = self.take(message, settings);
        self.answer(message, answer);
    }

    /// Applies a message and keeps what follows; the answer to a report is how far the reports are applied.
    pub(super) fn take(&mut self, message: Message, settings: &Settings) -> u8 {
        match message {
            Message::Report {
                from,
                number,
                report,
            } => self
                .federator_mut()
                .reported(from, number, report, settings),
            Message::Told { to, view } => {
                self.node_mut(to).told(view, settings);
                view.version
            }
        }
    }

    fn answer(&mut self, message: Message, answer: u8) {
        match message {
            Message::Report { from, .. } => self.node_mut(from).applied(answer),
            Message::Told { to, view } => self.federator_mut().taken(to, view),
        }
    }

    /// Lists all that was ever said, in any order.
    pub(super) fn line(&self) -> Vec<Message> {
        let reports = self.nodes.iter().flat_map(|node| node.said());
        reports.chain(self.federator.said()).collect()
    }

    /// Lists what nobody has acknowledged.
    pub(super) fn unsaid(&self) -> Vec<Message> {
        let reports = self.nodes.iter().flat_map(|node| node.outbox());
        reports.chain(self.federator.outbox()).collect()
    }

    /// Gives a library's node.
    pub(super) fn node(&self, library: Library) -> &Node {
        &self.nodes[library as usize]
    }

    /// Gives the federator to work with.
    pub(super) fn federator_mut(&mut self) -> &mut Federator {
        Arc::make_mut(&mut self.federator)
    }

    fn node_mut(&mut self, library: Library) -> &mut Node {
        Arc::make_mut(&mut self.nodes[library as usize])
    }

    /// The receiver of a message crashes: all that it has not kept is gone, and so is its answer.
    fn crash(&mut self, message: Message, kept: bool, settings: &Settings) {
        self.crashes_left -= 1;
        let mut decided = self.clone();
        let answer = decided.take(message, settings);
        let (answers_first, outbox_first) = match message {
            Message::Report { .. } => (settings.forgets(Forgotten::KeptBeforeApplied), None),
            Message::Told { to, .. } => {
                let apart = settings.forgets(Forgotten::OneCommand).then_some(to);
                (settings.forgets(Forgotten::KeptBeforeTaken), apart)
            }
        };
        if kept {
            *self = decided;
        } else if answers_first {
            self.answer(message, answer);
        } else if let Some(library) = outbox_first {
            let outbox = decided.node(library).reports.clone();
            self.node_mut(library).reports = outbox;
        }
    }

    /// Lists what may happen at the desks, on the clocks and on the line.
    fn events(&self, settings: &Settings, events: &mut Vec<Event>) {
        for request in settings.requests() {
            let home = self.node(settings.home(request));
            if !home.has_placed(request) {
                events.push(Event::Place(request));
            } else if !home.has_cancelled(request) && self.cancels_left > 0 {
                events.push(Event::Cancel(request));
            }
        }
        for node in &self.nodes {
            if node.at_counter {
                events.push(Event::TakeBack(node.library));
            } else if self.counter_loans_left > 0 && node.may_lend_at_counter(settings) {
                events.push(Event::LendAtCounter(node.library));
            }
        }
        let asking = self.federator.in_state(RequestState::Asking);
        events.extend(asking.into_iter().map(Event::AskTimesOut));
        if self.days_left > 0 {
            events.push(Event::DayPasses);
        }
        for message in self.line() {
            events.push(Event::Arrive(message));
            if self.crashes_left > 0 {
                events.extend([true, false].map(|kept| Event::Crash { message, kept }));
            }
        }
    }

    fn happen(&mut self, event: Event, settings: &Settings) {
        match event {
            Event::Place(request) => self.node_mut(settings.home(request)).place(request),
            Event::Cancel(request) => {
                self.cancels_left -= 1;
                self.node_mut(settings.home(request)).cancel(request);
            }
            Event::Arrive(message) => self.arrive(message, settings),
            Event::Crash { message, kept } => self.crash(message, kept, settings),
            Event::AskTimesOut(request) => {
                self.federator_mut().ask_times_out(request, settings);
            }
            Event::DayPasses => {
                self.days_left -= 1;
                self.federator_mut().day_passes(settings);
            }
            Event::LendAtCounter(library) => {
                self.counter_loans_left -= 1;
                self.node_mut(library).lend_at_counter();
            }
            Event::TakeBack(library) => self.node_mut(library).take_back(),
        }
    }
}

impl Model for Settings {
    type State = World;
    type Action = Event;

    fn init_states(&self) -> Vec<World> {
        vec![World::new(self)]
    }

    fn actions(&self, world: &World, events: &mut Vec<Event>) {
        world.events(self, events);
    }

    fn next_state(&self, world: &World, event: Event) -> Option<World> {
        let mut next = world.clone();
        next.happen(event, self);
        (next != *world).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        super::properties::all(self)
    }
}
