//! Why that day? The steps behind a promised day, as data; it must not know in which language they are told.

use super::arrival::{Arrival, Leg};
use crate::catalogue::LibraryId;
use crate::time::{Day, LocalMoment};

/// One step on the way to the promised day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PromiseStep {
    /// The item can be loaded, or handed over where it is.
    Ready {
        /// Where it is.
        at: LibraryId,
        /// Since when.
        since: LocalMoment,
    },
    /// It rides in the van.
    Rides(Leg),
    /// It waits at a change for the next van.
    Waits {
        /// Where.
        at: LibraryId,
        /// When one van brought it.
        since: LocalMoment,
        /// When the other van takes it.
        until: LocalMoment,
    },
    /// The library is open and the patron can collect.
    Opens {
        /// Which library.
        library: LibraryId,
        /// The promised day.
        day: Day,
    },
}

impl PromiseStep {
    pub(super) fn of(arrival: &Arrival) -> Vec<Self> {
        let mut steps = vec![Self::Ready {
            at: arrival.from.clone(),
            since: arrival.ready_at,
        }];
        let mut before: Option<&Leg> = None;
        for leg in &arrival.legs {
            if let Some(before) = before {
                steps.push(Self::Waits {
                    at: leg.from.clone(),
                    since: before.arrives,
                    until: leg.leaves,
                });
            }
            steps.push(Self::Rides(leg.clone()));
            before = Some(leg);
        }
        steps.push(Self::Opens {
            library: arrival.to.clone(),
            day: arrival.promised,
        });
        steps
    }
}
