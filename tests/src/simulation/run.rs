//! One run of a seed: event after event, sixty days of trouble, then quiet until everything has come to its end.

use super::clock::{DAY, HOUR, MINUTE};
use super::events::Event;
use super::plants::{Plant, take_out};
use super::world::{DAYS, World};

/// A broken invariant of lending.md.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Its number there; 0 where the simulation itself cannot go on.
    pub invariant: u8,
    /// What was found.
    pub what: String,
}

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Events.
    pub steps: u64,
    /// The same for the same seed, and hardly ever for another.
    pub trace_hash: u64,
    /// The first broken invariant.
    pub violation: Option<Violation>,
    /// What happened, in words, where that was asked for.
    pub lines: Vec<String>,
}

/// Days of quiet after which everything must have ended: the longest wait, a loan, and its settling.
const QUIET_DAYS: i64 = 330;

/// Runs a seed, with a line of the product taken out or not.
pub fn run(seed: u64, plant: Option<&Plant>, in_words: bool) -> Outcome {
    take_out(plant);
    let mut world = World::of_seed(seed, in_words);
    world.run();
    take_out(None);
    let World {
        trace, violation, ..
    } = world;
    Outcome {
        steps: trace.steps,
        trace_hash: trace.hash(),
        violation,
        lines: trace.into_lines(),
    }
}

impl World {
    fn run(&mut self) {
        while self.violation.is_none() {
            let Some((time, event)) = self.events.pop() else {
                break;
            };
            self.time = time;
            if !self.quiet && time > DAYS * DAY {
                self.begin_quiet();
            }
            if time > (DAYS + QUIET_DAYS) * DAY {
                self.check_the_end();
                break;
            }
            self.trace.steps += 1;
            let acted = self.acting(&event);
            self.happen(event);
            self.check_step(acted);
            if self.quiet && self.trace.steps.is_multiple_of(64) && self.all_is_done() {
                self.check_the_end();
                break;
            }
        }
    }

    fn happen(&mut self, event: Event) {
        let (time, steps) = (self.time, self.trace.steps);
        self.trace.say(|| {
            format!(
                "{steps} {}d{:02}:{:02} {}",
                time / DAY,
                time % DAY / HOUR,
                time % HOUR / MINUTE,
                name(&event)
            )
        });
        self.trace.note(&[time as u64, code(&event)]);
        match event {
            Event::Patron(place) => {
                self.patron_acts(place);
                let next = self.time + self.next_patron();
                self.events.at(next, Event::Patron(place));
                self.post_soon(place);
            }
            Event::Work(place) => {
                self.work(place);
                let again = self.time + 6 * HOUR + self.seeded.below(360) as i64 * MINUTE;
                // In the night nobody works: the next morning then.
                let minute_of_day = again % DAY;
                let next = if !(9 * HOUR..=19 * HOUR).contains(&minute_of_day) {
                    again - minute_of_day + DAY + 10 * HOUR
                } else {
                    again
                };
                self.events.at(next, Event::Work(place));
                self.post_soon(place);
            }
            Event::Van(stop) => {
                let weekday = self.time / DAY % 7;
                if weekday < 5 {
                    self.van_stops(stop);
                    let place = self.stops[stop].0;
                    self.post_soon(place);
                }
                self.events.at(self.time + DAY, Event::Van(stop));
            }
            Event::NodeTick(place) => {
                self.node_tick(place);
                self.events
                    .at(self.time + 12 * HOUR, Event::NodeTick(place));
                self.post_soon(place);
            }
            Event::CentreTick => self.centre_tick(),
            Event::SendReports(place) => self.send_reports(place),
            Event::SendViews(place) => self.send_views(place),
            Event::Arrives(message) => self.arrives(message),
            Event::Fate => self.fate(),
            Event::Restart(who) => self.restart(who),
            Event::LineBack(place) => {
                self.libraries[place].line_up = true;
                self.post_soon(place);
            }
            Event::DiskFreed(who) => self.disk(who).set_capacity(None),
            Event::Night => self.night(),
            Event::DiskDies(place) => self.restore(place),
        }
    }

    fn node_tick(&mut self, place: usize) {
        self.check_agreement_now(place);
        let now = self.libraries[place].now(self.time);
        let Some(core) = &self.libraries[place].core else {
            return;
        };
        let _ = core.tick(now);
        if self.time % DAY < DAY / 2 {
            let _ = core.forget(now);
        }
        let sent = core.due_notices(now).unwrap_or_default();
        for notice in sent {
            let proof = navette_domain::notices::Proof::of("250 queued");
            let _ = core.notice_sent(notice.notice, proof, now);
        }
    }

    fn centre_tick(&mut self) {
        let now = self.centre.now(self.time);
        let mut fresh = self.draw_fresh();
        let passed = self.centre.core.as_ref().map(|core| {
            core.time_passes(now, || {
                fresh += 1 << 32;
                fresh
            })
        });
        self.ticked = matches!(passed, Some(Ok(_)));
        let next = match passed {
            Some(Ok(Some(next))) => next.0 - now.at.0,
            Some(Ok(None) | Err(_)) | None => 6 * HOUR,
        };
        // While there is trouble, clocks are set, and a deadline may be nearer than it was.
        let longest = if self.quiet { 12 * HOUR } else { 2 * HOUR };
        let wait = next.clamp(MINUTE / 6, longest);
        self.events.at(self.time + wait, Event::CentreTick);
        self.tell_soon();
    }

    /// Gives the library whose node may have changed with an event.
    fn acting(&self, event: &Event) -> Option<usize> {
        match event {
            Event::Patron(place)
            | Event::Work(place)
            | Event::NodeTick(place)
            | Event::DiskDies(place) => Some(*place),
            Event::Arrives(message) => Some(message.library),
            Event::Restart(who) => *who,
            Event::Van(stop) => Some(self.stops[*stop].0),
            Event::CentreTick
            | Event::SendReports(_)
            | Event::SendViews(_)
            | Event::Fate
            | Event::LineBack(_)
            | Event::DiskFreed(_)
            | Event::Night => None,
        }
    }

    /// Lets the coordinator look, makes the backup of which one will be glad tomorrow, and writes some stores anew; a backup costs
    /// too much to be made for every library of every seed.
    fn night(&mut self) {
        for place in std::mem::take(&mut self.doomed) {
            let library = &mut self.libraries[place];
            if library.core.is_some() {
                library.back_up();
                let wait = self.seeded.below(48 * 60) as i64 * MINUTE;
                self.events.at(self.time + wait, Event::DiskDies(place));
            }
        }
        self.coordinator_acts();
        self.tell_soon();
        let (third, fifth) = (self.nights.is_multiple_of(3), self.nights.is_multiple_of(5));
        let place = self.nights / 3 % self.libraries.len();
        // In the quiet nothing crashes: a snapshot there shows no more than the one before.
        if !self.quiet {
            if third && let Some(core) = &self.libraries[place].core {
                let _ = core.ledger().snapshot();
            }
            if fifth && let Some(core) = &self.centre.core {
                let _ = core.ledger().snapshot();
            }
        }
        self.nights += 1;
        self.events.at(self.time + DAY, Event::Night);
    }
}

fn code(event: &Event) -> u64 {
    match event {
        Event::Patron(place) => 100 + *place as u64,
        Event::Work(place) => 200 + *place as u64,
        Event::Van(stop) => 300 + *stop as u64,
        Event::NodeTick(place) => 400 + *place as u64,
        Event::CentreTick => 1,
        Event::SendReports(place) => 500 + *place as u64,
        Event::SendViews(place) => 600 + *place as u64,
        Event::Arrives(message) => 700 + message.library as u64,
        Event::Fate => 2,
        Event::Restart(who) => 800 + who.map_or(99, |place| place as u64),
        Event::LineBack(place) => 900 + *place as u64,
        Event::DiskFreed(who) => 1_000 + who.map_or(99, |place| place as u64),
        Event::Night => 3,
        Event::DiskDies(place) => 1_100 + *place as u64,
    }
}

fn name(event: &Event) -> String {
    match event {
        Event::Arrives(message) => {
            let words = format!("{:?}", message.what);
            format!("message of {}: {words}", message.library)
        }
        other => format!("{other:?}"),
    }
}
