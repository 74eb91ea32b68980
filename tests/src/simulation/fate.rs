//! What goes wrong? Crashes, cuts of days, full disks, wrong clocks, and a restore from yesterday's backup.

use super::clock::{DAY, HOUR, MINUTE};
use super::events::Event;
use super::world::World;
use navette_store::disk::SimulatedDisk;

impl World {
    /// Lets something go wrong, and says when the next thing does.
    pub(super) fn fate(&mut self) {
        if self.quiet {
            return;
        }
        let place = self.seeded.below(self.libraries.len());
        let choice = self.seeded.below(20);
        self.trace.say(|| format!("  fate {choice} for {place}"));
        match choice {
            0..=5 => self.crash(Some(place)),
            6 | 7 => self.crash(None),
            8..=13 => self.cut(place),
            14 | 15 => self.fill_disk(place),
            16 | 17 => self.shift_clock(place),
            18 | 19 => {
                self.doomed.insert(place);
            }
            _ => {}
        }
        let wait = self.seeded.exponential(0.8).clamp(0.05, 4.0);
        let next = self.time + (wait * DAY as f64) as i64;
        self.events.at(next, Event::Fate);
    }

    pub(super) fn crash(&mut self, who: Option<usize>) {
        let seed = self.seeded.next();
        match who {
            Some(place) => self.libraries[place].crash(seed),
            None => self.centre.crash(seed),
        }
        let down = 1 + self.seeded.below(600) as i64;
        self.events
            .at(self.time + down * MINUTE, Event::Restart(who));
    }

    /// A process starts again.
    pub(super) fn restart(&mut self, who: Option<usize>) {
        let fresh = self.seeded.next();
        let started = match who {
            Some(place) if self.libraries[place].core.is_none() => {
                let time = self.time;
                self.libraries[place].start(time, fresh)
            }
            None if self.centre.core.is_none() => self.centre.start(fresh),
            Some(_) | None => Ok(()),
        };
        if let Err(error) = started {
            // A full disk: it is tried again when there is room.
            self.disk(who).set_capacity(None);
            self.trace.say(|| format!("  does not start: {error}"));
            self.events.at(self.time + HOUR, Event::Restart(who));
            return;
        }
        match who {
            Some(place) => {
                self.check_nothing_acknowledged_is_missing_at(place);
                self.post_soon(place);
            }
            None => {
                self.check_nothing_acknowledged_is_missing();
                self.tell_soon();
            }
        }
    }

    fn cut(&mut self, place: usize) {
        self.libraries[place].line_up = false;
        let hours = 1 + self.seeded.below(96) as i64;
        self.events
            .at(self.time + hours * HOUR, Event::LineBack(place));
    }

    fn fill_disk(&mut self, place: usize) {
        let who = (place > 0).then_some(place);
        let used = self.disk(who).used_bytes();
        self.disk(who).set_capacity(Some(used + 300_000));
        let hours = 1 + self.seeded.below(24) as i64;
        self.events
            .at(self.time + hours * HOUR, Event::DiskFreed(who));
    }

    fn shift_clock(&mut self, place: usize) {
        let off = (self.seeded.below(3) as i64 - 1) * DAY;
        // The centre's own clock is watched by people; it may be off by an hour.
        self.libraries[place].off = off;
    }

    /// A disk dies, and yesterday's backup is all there is.
    pub(super) fn restore(&mut self, place: usize) {
        // A disk may die while all else is quiet: what was begun is ended.
        let Some(backup) = self.libraries[place].backup.take() else {
            return;
        };
        let seed = self.seeded.next();
        self.libraries[place].crash(seed);
        let (time, fresh) = (self.time, self.seeded.next());
        if let Err(error) = self.libraries[place].restore(backup, time, fresh) {
            self.violate(0, format!("a backup cannot be restored: {error}"));
        }
        // It numbers its notices from yesterday's last one again.
        self.notices_seen.retain(|(at, _)| *at != place);
        // What was noted since yesterday and never told is lost with the disk.
        self.forget_untold(place);
        // Often a new machine stands there before its line does: much has happened when it hears of it.
        if !self.quiet && self.seeded.chance(0.5) {
            self.cut(place);
        }
        self.post_soon(place);
    }

    pub(super) fn disk(&self, who: Option<usize>) -> &SimulatedDisk {
        match who {
            Some(place) => &self.libraries[place].disk,
            None => &self.centre.disk,
        }
    }

    /// Nothing goes wrong any more, and nobody asks for anything new.
    pub(super) fn begin_quiet(&mut self) {
        self.quiet = true;
        self.trace.say(|| "quiet".to_owned());
        for place in 0..self.libraries.len() {
            self.libraries[place].off = 0;
            self.libraries[place].line_up = true;
            self.libraries[place].disk.set_capacity(None);
            if self.libraries[place].core.is_none() {
                self.events.at(self.time, Event::Restart(Some(place)));
            }
            self.post_soon(place);
        }
        self.centre.disk.set_capacity(None);
        if self.centre.core.is_none() {
            self.events.at(self.time, Event::Restart(None));
        }
    }
}
