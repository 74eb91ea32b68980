//! One way of the van through its stops, written for the desk.

use super::change;
use crate::Refusal;
use crate::convert::day;
use crate::convert::enumeration::enumeration;
use crate::wire::courier as wire;
use navette_domain::courier::{Exception, Round, RoundId};
use navette_domain::time::Weekday;

enumeration! {
    /// A day of the week.
    weekday: Weekday, wire::Weekday { Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday }
}

/// Reads the name of a round.
pub fn id(field: &str, text: &str) -> Result<RoundId, Refusal> {
    RoundId::parse(text).map_err(|refusal| Refusal::field(field, refusal.to_string()))
}

/// Writes a round with those of the exceptions that are its own; `library_name` gives the name of a library by its id.
pub fn to_wire<'names>(
    round: &Round,
    exceptions: &[Exception],
    library_name: impl Fn(&str) -> &'names str,
) -> wire::Round {
    let stops = round.stops.iter().map(|stop| wire::Stop {
        library: stop.library.to_string(),
        library_name: library_name(stop.library.as_str()).to_owned(),
        arrives_minute: u32::from(stop.arrives),
        leaves_minute: u32::from(stop.leaves),
    });
    let mut own: Vec<&Exception> = exceptions
        .iter()
        .filter(|exception| exception.round == round.id)
        .collect();
    own.sort_by_key(|exception| exception.day);
    wire::Round {
        round: round.id.to_string(),
        name: round.name.clone(),
        weekday: weekday::to_wire(round.weekday),
        stops: stops.collect(),
        cut_off_minutes: u32::from(round.cut_off_minutes),
        crate_grams: round.crate_grams,
        first_day: day::to_wire(round.first_day),
        last_day: day::to_wire(round.last_day),
        exceptions: own.into_iter().map(change::exception_to_wire).collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::convert::lending::fixtures::{a_day, a_library};
    use navette_domain::courier::{Change, Stop};

    #[test]
    fn a_round_is_shown_with_its_own_exceptions_in_order() {
        let round = Round {
            id: RoundId::parse("lys").unwrap(),
            name: "Tournée de la Lys".into(),
            weekday: Weekday::Wednesday,
            stops: vec![Stop {
                library: a_library("aire"),
                arrives: 540,
                leaves: 550,
            }],
            cut_off_minutes: 30,
            crate_grams: 15_000,
            first_day: None,
            last_day: Some(a_day()),
        };
        let exception = |round: &str, day| Exception {
            round: RoundId::parse(round).unwrap(),
            day,
            change: Change::Cancelled,
        };
        let exceptions = [
            exception("lys", a_day().plus(7)),
            exception("aa", a_day()),
            exception("lys", a_day()),
        ];
        let shown = to_wire(&round, &exceptions, |_| "Aire");
        let days: Vec<_> = shown
            .exceptions
            .iter()
            .map(|one| one.day.as_str())
            .collect();
        assert_eq!(days, ["2026-12-02", "2026-12-09"]);
        assert_eq!(shown.weekday, wire::Weekday::Wednesday as i32);
        assert_eq!(shown.stops[0].library_name, "Aire");
    }

    #[test]
    fn every_day_of_the_week_survives_the_wire() {
        for one in Weekday::ALL {
            assert_eq!(
                weekday::from_wire("weekday", weekday::to_wire(one)),
                Ok(one)
            );
        }
    }
}
