//! One way of the van through its stops, wire and domain.

use super::exception;
use super::weekday::weekday;
use crate::Refusal;
use crate::convert::limits::{at_most, beginning, each};
use crate::convert::{day, identity};
use crate::wire::courier as wire;
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::{Exception, NAME_CHARS_MAX, Round, RoundId, STOPS_MAX, Stop};

/// Exceptions of one round that a message may carry.
pub const EXCEPTIONS_SHOWN_MAX: usize = 200;

/// Writes a round with those of its exceptions that are given; `library_name` gives the name of a library.
pub fn to_wire<'names>(
    round: &Round,
    exceptions: &[Exception],
    library_name: impl Fn(&LibraryId) -> &'names str,
) -> wire::Round {
    wire::Round {
        round: round.id.to_string(),
        name: round.name.clone(),
        weekday: weekday::to_wire(round.weekday),
        stops: round
            .stops
            .iter()
            .map(|stop| wire::Stop {
                library: stop.library.to_string(),
                library_name: library_name(&stop.library).to_owned(),
                arrives_minute: u32::from(stop.arrives),
                leaves_minute: u32::from(stop.leaves),
            })
            .collect(),
        cut_off_minutes: u32::from(round.cut_off_minutes),
        crate_grams: round.crate_grams,
        first_day: day::to_wire(round.first_day),
        last_day: day::to_wire(round.last_day),
        exceptions: exceptions
            .iter()
            .take(EXCEPTIONS_SHOWN_MAX)
            .map(exception::to_wire)
            .collect(),
    }
}

/// Reads a round with its exceptions; names of libraries stay on the wire. Whether it makes a timetable is for
/// [`navette_domain::courier::Timetable`] to say.
pub fn from_wire(round: wire::Round) -> Result<(Round, Vec<Exception>), Refusal> {
    let id = id("round", &round.round)?;
    at_most(
        "name",
        round.name.chars().count(),
        NAME_CHARS_MAX,
        "characters",
    )?;
    at_most("stops", round.stops.len(), STOPS_MAX, "stops")?;
    at_most(
        "exceptions",
        round.exceptions.len(),
        EXCEPTIONS_SHOWN_MAX,
        "exceptions",
    )?;
    let exceptions = each("exceptions", round.exceptions, |sent| {
        exception::from_wire(&id, sent)
    })?;
    let read = Round {
        name: round.name,
        weekday: weekday::from_wire("weekday", round.weekday)?,
        stops: each("stops", round.stops, |sent| stop(&sent))?,
        cut_off_minutes: minutes("cut_off_minutes", round.cut_off_minutes)?,
        crate_grams: round.crate_grams,
        first_day: day::from_wire("first_day", &round.first_day)?,
        last_day: day::from_wire("last_day", &round.last_day)?,
        id,
    };
    Ok((read, exceptions))
}

/// Reads the name of a round. Whether there is such a round is the caller's to know.
pub fn id(field: &str, text: &str) -> Result<RoundId, Refusal> {
    RoundId::parse(text).map_err(|refusal| Refusal::field(field, refusal.to_string()))
}

/// Reads the name of a round that must exist: what cannot be a name is the name of none.
pub fn known_id(text: &str) -> Result<RoundId, Refusal> {
    RoundId::parse(text).map_err(|_| Refusal::UnknownRound(beginning(text)))
}

fn stop(stop: &wire::Stop) -> Result<Stop, Refusal> {
    Ok(Stop {
        library: identity::library("library", &stop.library)?,
        arrives: minutes("arrives_minute", stop.arrives_minute)?,
        leaves: minutes("leaves_minute", stop.leaves_minute)?,
    })
}

fn minutes(field: &str, minutes: u32) -> Result<u16, Refusal> {
    u16::try_from(minutes)
        .map_err(|_| Refusal::field(field, format!("{minutes} minutes are too many")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::fixtures::{a_day, a_round};
    use super::*;
    use navette_domain::courier::Change;

    #[test]
    fn a_round_survives_the_wire_with_its_exceptions_and_gains_names() {
        let mut round = a_round();
        let cancelled = Exception {
            round: round.id.clone(),
            day: a_day(),
            change: Change::Cancelled,
        };
        let sent = to_wire(&round, std::slice::from_ref(&cancelled), |library| {
            if library.as_str() == "aire" {
                "Aire-sur-la-Lys"
            } else {
                ""
            }
        });
        assert_eq!(sent.stops[1].library_name, "Aire-sur-la-Lys");
        assert_eq!(from_wire(sent), Ok((round.clone(), vec![cancelled])));
        round.first_day = Some(a_day());
        round.last_day = Some(a_day().plus(300));
        let sent = to_wire(&round, &[], |_| "");
        assert_eq!(from_wire(sent), Ok((round, Vec::new())));
    }

    #[test]
    fn what_is_no_round_is_refused_by_field() {
        let mut sent = to_wire(&a_round(), &[], |_| "");
        sent.stops[1].leaves_minute = 70_000;
        let told = from_wire(sent).unwrap_err().to_string();
        assert_eq!(told, "stops[1].leaves_minute: 70000 minutes are too many");
        assert_eq!(
            known_id("La Lys"),
            Err(Refusal::UnknownRound("La Lys".into()))
        );
    }
}
