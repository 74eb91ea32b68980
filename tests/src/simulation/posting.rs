//! How do messages go between nodes and federator? Late, lost, repeated and out of order, as long as there is trouble.

use super::clock::{HOUR, MINUTE};
use super::events::Event;
use super::post::{Message, Payload};
use super::world::World;
use navette_domain::lending::{Report, View};
use navette_node::core::{ReportNumber, ViewAck};

/// Reports and views of one message.
const AT_ONCE: usize = 12;

impl World {
    /// Lets a node send what waits, soon.
    pub(super) fn post_soon(&mut self, place: usize) {
        let wait = 1_000 + self.seeded.below(60_000) as i64;
        self.events.at(self.time + wait, Event::SendReports(place));
    }

    /// Lets the federator tell everybody who has something to hear.
    pub(super) fn tell_soon(&mut self) {
        let Some(core) = &self.centre.core else {
            return;
        };
        let to_tell = core
            .read(|state| state.libraries_to_tell())
            .unwrap_or_default();
        for library in to_tell {
            if let Some(place) = self.place_of(&library) {
                let wait = 500 + self.seeded.below(20_000) as i64;
                self.events.at(self.time + wait, Event::SendViews(place));
            }
        }
    }

    /// Puts a message on its way.
    fn post(&mut self, library: usize, what: Payload) {
        let trouble = !self.quiet;
        if trouble && self.seeded.chance(0.08) {
            return;
        }
        let message = Message {
            library,
            what,
            repeated: false,
        };
        let wait = self.transit();
        if trouble && self.seeded.chance(0.08) {
            let again = Message {
                repeated: true,
                ..message.clone()
            };
            let later = wait + self.transit();
            self.events.at(self.time + later, Event::Arrives(again));
        }
        self.events.at(self.time + wait, Event::Arrives(message));
    }

    fn transit(&mut self) -> i64 {
        if !self.quiet && self.seeded.chance(0.03) {
            return self.seeded.below(30) as i64 * HOUR;
        }
        20 + self.seeded.below(3_000) as i64
    }

    /// A node sends what the federator has not acknowledged.
    pub(super) fn send_reports(&mut self, place: usize) {
        if !self.libraries[place].line_up {
            return;
        }
        let Some(core) = &self.libraries[place].core else {
            return;
        };
        let restoring = core.is_restoring().unwrap_or(false);
        let (Ok(reports), Ok(numbering)) = (core.next_reports(AT_ONCE), core.numbering()) else {
            return;
        };
        if reports.is_empty() && !restoring {
            return;
        }
        let again = self.time + MINUTE + self.seeded.below(4) as i64 * MINUTE;
        self.events.at(again, Event::SendReports(place));
        self.post(
            place,
            Payload::Reports {
                numbering,
                reports,
                deliver_all: restoring,
            },
        );
    }

    /// The federator tells a node what waits.
    pub(super) fn send_views(&mut self, place: usize) {
        let Some(core) = &self.centre.core else {
            return;
        };
        let Ok(due) = core.views_for(&self.libraries[place].id) else {
            return;
        };
        if due.views.is_empty() && !due.resyncing {
            return;
        }
        // Tried again until it is taken.
        let up = self.libraries[place].line_up && self.libraries[place].core.is_some();
        let minutes = if up { 2 } else { 60 };
        let again = self.time + minutes * MINUTE + self.seeded.below(60_000) as i64;
        self.events.at(again, Event::SendViews(place));
        if !up {
            return;
        }
        let what = Payload::Views {
            federator: self.centre.incarnation,
            numbering: due.heard_incarnation,
            heard: due.heard,
            views: due.views,
            first: due.resyncing,
            complete: due.resyncing && due.all,
        };
        self.post(place, what);
    }

    /// A message arrives; whoever is not there does not get it.
    pub(super) fn arrives(&mut self, message: Message) {
        let place = message.library;
        if !self.libraries[place].line_up {
            return;
        }
        match message.what {
            Payload::Reports {
                numbering,
                reports,
                deliver_all,
            } => self.take_reports(place, numbering, reports, deliver_all, message.repeated),
            Payload::Taken {
                federator,
                numbering,
                through,
            } => self.taken(place, federator, numbering, through),
            Payload::Views {
                federator,
                numbering,
                heard,
                views,
                first,
                complete,
            } => {
                let heard = ReportNumber {
                    numbering,
                    number: heard,
                };
                self.take_views(
                    place,
                    federator,
                    heard,
                    views,
                    (first, complete),
                    message.repeated,
                );
            }
            Payload::ViewsTaken { acks, views, all } => self.views_taken(place, &acks, views, all),
        }
    }

    fn take_reports(
        &mut self,
        place: usize,
        numbering: u64,
        reports: Vec<(u64, Report)>,
        deliver_all: bool,
        repeated: bool,
    ) {
        let now = self.centre.now(self.time);
        let fresh = self.draw_fresh();
        let id = self.libraries[place].id.clone();
        let Some(core) = &self.centre.core else {
            return;
        };
        let before = self.mark_of_centre();
        let known = core
            .read({
                let id = id.clone();
                move |state| state.line(&id).cloned()
            })
            .ok()
            .flatten();
        let last = reports.last().map_or(0, |(number, _)| *number);
        let nothing_new = known.is_some_and(|line| {
            line.incarnation == numbering && line.applied >= last && !deliver_all
        });
        let placed: Vec<_> = reports
            .iter()
            .filter_map(|(number, report)| match report {
                Report::Placed(placement) => Some((*number, placement.id)),
                _ => None,
            })
            .collect();
        let news = self.news_of(place, numbering, &reports);
        if deliver_all {
            let _ = core.tell_all(&id, now);
        }
        let taken = core.take_reports(&id, numbering, reports, now, fresh);
        self.trace.note(&[11, u64::from(taken.is_ok())]);
        let Ok(taken) = taken else {
            return;
        };
        for refused in &taken.refused {
            self.trace
                .say(|| format!("  refused: {} {}", refused.0, refused.1));
        }
        if let Some(news) = news {
            let refused = taken.refused.iter().map(|(number, _)| *number).collect();
            self.check_applied(news, taken.through, &refused);
        }
        if repeated && nothing_new && before != self.mark_of_centre() {
            self.violate(4, format!("repeated reports of {id} changed the ledger"));
        }
        for (number, request) in placed {
            if number <= taken.through {
                self.acknowledged.insert(request);
            }
        }
        let what = Payload::Taken {
            federator: self.centre.incarnation,
            numbering,
            through: taken.through,
        };
        self.post(place, what);
        self.events.at(self.time + 1_000, Event::CentreTick);
        self.tell_soon();
    }

    fn taken(&mut self, place: usize, federator: u64, numbering: u64, through: u64) {
        let now = self.libraries[place].now(self.time);
        let fresh = self.seeded.next().max(1);
        let Some(core) = &self.libraries[place].core else {
            return;
        };
        let _ = core.connected(federator, fresh, now);
        if core.numbering().is_ok_and(|current| current == numbering) {
            let _ = core.acknowledged(through, now);
        }
        if core.waiting_reports().is_ok_and(|waiting| waiting > 0) {
            self.post_soon(place);
        }
    }

    fn take_views(
        &mut self,
        place: usize,
        federator: u64,
        heard: ReportNumber,
        views: Vec<View>,
        (first, complete): (bool, bool),
        repeated: bool,
    ) {
        let now = self.libraries[place].now(self.time);
        let fresh = self.seeded.next().max(1);
        let before = repeated.then(|| self.mark_of_node(place));
        let Some(core) = &self.libraries[place].core else {
            return;
        };
        if core.connected(federator, fresh, now).is_err() {
            return;
        }
        if !core.is_for_this_life(heard).unwrap_or(false) {
            return;
        }
        if first && core.views_begin(now).is_err() {
            return;
        }
        let Ok(acks) = core.receive_views(federator, heard, views.clone(), now) else {
            return;
        };
        let too_early = self.promised_too_early(place);
        if complete && core.views_complete(now).is_err() {
            return;
        }
        if let Some(item) = too_early {
            let what = format!("{place} promises {item} before it has heard all that is open");
            self.violate(1, what);
        }
        self.trace.note(&[12, acks.len() as u64]);
        if let Some(before) = before
            && !first
            && before != self.mark_of_node(place)
            && self.all_known_before(place, &views)
        {
            self.violate(4, format!("repeated views changed node {place}"));
        }
        let what = Payload::ViewsTaken {
            acks,
            views,
            all: complete,
        };
        self.post(place, what);
        self.post_soon(place);
    }

    fn views_taken(&mut self, place: usize, acks: &[ViewAck], views: Vec<View>, all: bool) {
        let taken: Vec<View> = views
            .into_iter()
            .filter(|view| {
                let ack = match view {
                    View::Request(request) => ViewAck::Request(request.id, request.version),
                    View::Journey(journey) => ViewAck::Journey(journey.id, journey.version),
                };
                acks.contains(&ack)
            })
            .collect();
        let Some(core) = &self.centre.core else {
            return;
        };
        let _ = core.views_taken(&self.libraries[place].id, &taken, all);
    }
}
