//! The way of an item and the day that can be promised, written for whoever asked.

use crate::convert::day;
use crate::convert::moment::local_to_wire;
use crate::wire::courier as wire;
use navette_domain::courier::{Arrival, Leg};

/// Writes an arrival.
pub fn to_wire(arrival: &Arrival) -> wire::Arrival {
    wire::Arrival {
        from: arrival.from.to_string(),
        to: arrival.to.to_string(),
        ready_at: local_to_wire(arrival.ready_at),
        legs: arrival.legs.iter().map(leg_to_wire).collect(),
        promised: day::to_wire(Some(arrival.promised)),
    }
}

fn leg_to_wire(leg: &Leg) -> wire::Leg {
    wire::Leg {
        round: leg.round.to_string(),
        day: day::to_wire(Some(leg.day)),
        from: leg.from.to_string(),
        leaves: local_to_wire(leg.leaves),
        to: leg.to.to_string(),
        arrives: local_to_wire(leg.arrives),
    }
}
