//! What happens to one run, wire and domain.

use crate::Refusal;
use crate::convert::day;
use crate::convert::limits::needed;
use crate::wire::courier as wire;
use navette_domain::courier::{Change, Exception, RoundId};
use navette_domain::time::Day;

/// Writes an exception; its round is said around it.
pub fn to_wire(exception: &Exception) -> wire::Exception {
    wire::Exception {
        day: exception.day.to_string(),
        change: Some(match exception.change {
            Change::Cancelled => wire::exception::Change::Cancelled(wire::RunCancelled {}),
            Change::MovedTo { day, by_minutes } => wire::exception::Change::Moved(wire::RunMoved {
                day: day.to_string(),
                by_minutes: i32::from(by_minutes),
            }),
        }),
    }
}

/// Reads an exception of a round.
pub fn from_wire(round: &RoundId, exception: wire::Exception) -> Result<Exception, Refusal> {
    let change = match needed("change", exception.change)? {
        wire::exception::Change::Cancelled(_) => Change::Cancelled,
        wire::exception::Change::Moved(to) => {
            moved(&to).map_err(|refusal| refusal.within("moved"))?
        }
    };
    Ok(Exception {
        round: round.clone(),
        day: needed_day("day", &exception.day)?,
        change,
    })
}

/// Reads whereto a run is moved. How far it may be moved is the timetable's to say.
pub fn moved(to: &wire::RunMoved) -> Result<Change, Refusal> {
    let by_minutes = i16::try_from(to.by_minutes).map_err(|_| {
        let reason = format!("{} minutes are more than a day has", to.by_minutes);
        Refusal::field("by_minutes", reason)
    })?;
    Ok(Change::MovedTo {
        day: needed_day("day", &to.day)?,
        by_minutes,
    })
}

/// Reads a day that must be named.
pub fn needed_day(field: &str, text: &str) -> Result<Day, Refusal> {
    day::from_wire(field, text)?.ok_or_else(|| Refusal::field(field, "it is empty"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::fixtures::{a_day, a_round};
    use super::*;

    #[test]
    fn an_exception_survives_the_wire() {
        let moved = Change::MovedTo {
            day: a_day().plus(1),
            by_minutes: -90,
        };
        for change in [Change::Cancelled, moved] {
            let exception = Exception {
                round: a_round().id,
                day: a_day(),
                change,
            };
            let read = from_wire(&exception.round, to_wire(&exception));
            assert_eq!(read, Ok(exception));
        }
    }

    #[test]
    fn an_exception_that_says_nothing_is_refused_by_field() {
        let told = |sent| from_wire(&a_round().id, sent).unwrap_err().to_string();
        let mut sent = wire::Exception {
            day: String::new(),
            change: None,
        };
        assert_eq!(told(sent.clone()), "change: it is missing");
        sent.change = Some(wire::exception::Change::Cancelled(wire::RunCancelled {}));
        assert_eq!(told(sent.clone()), "day: it is empty");
        sent.change = Some(wire::exception::Change::Moved(wire::RunMoved {
            day: "2026-12-02".into(),
            by_minutes: 40_000,
        }));
        assert_eq!(
            told(sent),
            "moved.by_minutes: 40000 minutes are more than a day has"
        );
    }
}
