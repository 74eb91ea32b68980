//! What if nothing went wrong from now on? Messages arrive, deadlines pass, and nobody asks for anything new.

use super::settings::Settings;
use super::world::World;
use navette_domain::lending::RequestState;

/// Rounds after which calm should long have come; more would be a circle.
const ROUNDS_MAX: usize = 40;

impl World {
    /// Lets everything arrive until nothing changes any more; `None` where that never comes.
    pub(super) fn in_calm(&self, settings: &Settings) -> Option<Self> {
        let mut world = self.clone();
        for _ in 0..ROUNDS_MAX {
            let unsaid = world.unsaid();
            if unsaid.is_empty() {
                let asking = world.federator.in_state(RequestState::Asking);
                let Some(request) = asking.first() else {
                    return Some(world);
                };
                world.federator_mut().ask_times_out(*request, settings);
            }
            for message in unsaid {
                world.arrive(message, settings);
            }
        }
        None
    }

    /// Says whether all is said and taken, and nobody waits for an answer.
    pub(super) fn is_at_rest(&self) -> bool {
        let asking = self.federator.in_state(RequestState::Asking);
        asking.is_empty() && self.unsaid().is_empty()
    }
}
