//! What does the van do? Takes what lies in the crates, brings what is for the stop, and now and then loses something.

use super::library::LIBRARIAN;
use super::things::Where;
use super::world::World;

impl World {
    /// The van comes to a stop of its round.
    pub(super) fn van_stops(&mut self, stop: usize) {
        let (place, _) = self.stops[stop];
        let here = self.libraries[place].id.clone();
        let coming = self
            .things
            .that(|thing| matches!(thing, Where::Van { to } if *to == here));
        for item in coming {
            let at = here.clone();
            if !self.quiet && self.seeded.chance(0.004) {
                self.things.put(&item, Where::Gone);
                self.trace.say(|| format!("  the van has lost {item}"));
            } else if !self.quiet && self.seeded.chance(0.02) {
                // Out at a wrong stop.
                let other = self.seeded.below(self.libraries.len());
                let at = self.libraries[other].id.clone();
                self.things.put(&item, Where::Arrived { at });
            } else {
                self.things.put(&item, Where::Arrived { at });
            }
        }
        let going = self
            .things
            .that(|thing| matches!(thing, Where::Crate { at, .. } if *at == here));
        if going.is_empty() {
            return;
        }
        // The scan of the crate may be forgotten; the van takes it all the same.
        if self.quiet || !self.seeded.chance(0.1) {
            let now = self.libraries[place].now(self.time);
            if let Some(core) = &self.libraries[place].core {
                let shipped = core.ship(Some(going.clone()), None, LIBRARIAN, now);
                self.trace
                    .say(|| format!("  {place} ships {going:?}: {shipped:?}"));
                if shipped.is_err() {
                    for item in &going {
                        let _ = core.ship(Some(vec![item.clone()]), None, LIBRARIAN, now);
                    }
                }
            }
        }
        for item in going {
            let Where::Crate { to, .. } = self.things.of(&item).clone() else {
                continue;
            };
            self.things.put(&item, Where::Van { to });
        }
    }
}
