//! The way of an item and the day that can be promised, wire and domain.

use super::exception::needed_day;
use super::round;
use crate::Refusal;
use crate::convert::identity;
use crate::convert::limits::{at_most, each};
use crate::convert::moment::{local_from_wire, local_to_wire};
use crate::wire::courier as wire;
use navette_domain::courier::{Arrival, Leg};

/// Rides of one way, at most.
const LEGS_MAX: usize = 40;

/// Writes a way.
pub fn to_wire(arrival: &Arrival) -> wire::Arrival {
    wire::Arrival {
        from: arrival.from.to_string(),
        to: arrival.to.to_string(),
        ready_at: local_to_wire(arrival.ready_at),
        legs: arrival.legs.iter().map(leg_to_wire).collect(),
        promised: arrival.promised.to_string(),
    }
}

/// Reads a way.
pub fn from_wire(arrival: wire::Arrival) -> Result<Arrival, Refusal> {
    at_most("legs", arrival.legs.len(), LEGS_MAX, "rides")?;
    Ok(Arrival {
        from: identity::library("from", &arrival.from)?,
        to: identity::library("to", &arrival.to)?,
        ready_at: local_from_wire("ready_at", &arrival.ready_at)?,
        legs: each("legs", arrival.legs, |sent| leg(&sent))?,
        promised: needed_day("promised", &arrival.promised)?,
    })
}

fn leg_to_wire(leg: &Leg) -> wire::Leg {
    wire::Leg {
        round: leg.round.to_string(),
        day: leg.day.to_string(),
        from: leg.from.to_string(),
        leaves: local_to_wire(leg.leaves),
        to: leg.to.to_string(),
        arrives: local_to_wire(leg.arrives),
    }
}

fn leg(leg: &wire::Leg) -> Result<Leg, Refusal> {
    Ok(Leg {
        round: round::id("round", &leg.round)?,
        day: needed_day("day", &leg.day)?,
        from: identity::library("from", &leg.from)?,
        leaves: local_from_wire("leaves", &leg.leaves)?,
        to: identity::library("to", &leg.to)?,
        arrives: local_from_wire("arrives", &leg.arrives)?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::fixtures::{a_day, a_library, a_round};
    use super::*;
    use navette_domain::time::LocalMoment;

    fn a_way() -> Arrival {
        let at = |minute| LocalMoment {
            day: a_day(),
            minute,
        };
        Arrival {
            from: a_library("saint-omer"),
            to: a_library("aire"),
            ready_at: at(480),
            legs: vec![Leg {
                round: a_round().id,
                day: a_day(),
                from: a_library("saint-omer"),
                leaves: at(555),
                to: a_library("aire"),
                arrives: at(600),
            }],
            promised: a_day(),
        }
    }

    #[test]
    fn a_way_survives_the_wire_with_and_without_rides() {
        let mut way = a_way();
        assert_eq!(from_wire(to_wire(&way)), Ok(way.clone()));
        way.legs.clear();
        assert_eq!(from_wire(to_wire(&way)), Ok(way));
    }

    #[test]
    fn a_ride_that_makes_no_sense_is_refused_by_its_place() {
        let mut sent = to_wire(&a_way());
        sent.legs[0].leaves = "9:15".into();
        let told = from_wire(sent).unwrap_err().to_string();
        assert_eq!(
            told,
            "legs[0].leaves: \"9:15\" is not a moment (YYYY-MM-DDTHH:MM)"
        );
    }
}
