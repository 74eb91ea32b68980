//! Which timetable holds now? The rounds of the settings with the exceptions of the ledger; one that fits no round any more
//! is dropped and named, since a changed setting must not stop the van.

use super::territory::Territory;
use crate::ledger::FederatorState;
use navette_domain::courier::{Exception, Timetable};
use parking_lot::RwLock;
use std::sync::Arc;

/// What is known of the territory, as set and as it holds.
pub(super) struct Territories {
    settings: RwLock<Arc<Territory>>,
    current: RwLock<Current>,
}

/// What held when it was last looked at.
struct Current {
    settings: Arc<Territory>,
    version: u64,
    territory: Arc<Territory>,
    dropped: Vec<Exception>,
}

impl Territories {
    pub(super) fn new(settings: Territory) -> Self {
        let settings = Arc::new(settings);
        let current = Current {
            settings: Arc::clone(&settings),
            // No ledger has this version: the first look reads the exceptions.
            version: 0,
            territory: Arc::clone(&settings),
            dropped: Vec::new(),
        };
        Self {
            settings: RwLock::new(settings),
            current: RwLock::new(current),
        }
    }

    /// Puts other settings in place.
    pub(super) fn set(&self, settings: Territory) {
        *self.settings.write() = Arc::new(settings);
    }

    /// Gives what held when it was last looked at.
    pub(super) fn last_seen(&self) -> Arc<Territory> {
        Arc::clone(&self.current.read().territory)
    }

    /// Gives the exceptions that fitted no round when it was last looked at.
    pub(super) fn dropped(&self) -> Vec<Exception> {
        self.current.read().dropped.clone()
    }

    /// Gives what holds by a state of the ledger.
    pub(super) fn of(&self, state: &FederatorState) -> Arc<Territory> {
        let settings = Arc::clone(&self.settings.read());
        let version = state.timetable_version();
        {
            let current = self.current.read();
            if current.version == version && Arc::ptr_eq(&current.settings, &settings) {
                return Arc::clone(&current.territory);
            }
        }
        let (timetable, dropped) = with_exceptions(&settings.timetable, state);
        for exception in &dropped {
            let (round, day) = (&exception.round, exception.day);
            tracing::warn!(%round, %day, "an exception of the timetable fits no round of the settings any more");
        }
        let territory = Arc::new(Territory {
            timetable,
            ..(*settings).clone()
        });
        *self.current.write() = Current {
            settings,
            version,
            territory: Arc::clone(&territory),
            dropped,
        };
        territory
    }
}

/// Adds the exceptions of a ledger to a timetable, and gives those that do not fit.
fn with_exceptions(timetable: &Timetable, state: &FederatorState) -> (Timetable, Vec<Exception>) {
    let mut all = timetable.exceptions().to_vec();
    all.extend(state.exceptions().cloned());
    // All at once is the rule; one by one, the timetable is checked anew for each.
    if let Ok(made) = Timetable::new(timetable.rounds().to_vec(), all) {
        return (made, Vec::new());
    }
    let (mut made, mut dropped) = (timetable.clone(), Vec::new());
    for exception in state.exceptions() {
        match made.with_exception(exception.clone()) {
            Ok(with) => made = with,
            Err(_) => dropped.push(exception.clone()),
        }
    }
    (made, dropped)
}
