//! What happens to one run of a round, wire and domain.

use crate::Refusal;
use crate::convert::day;
use crate::wire::courier as wire;
use navette_domain::courier::{Change, Exception};
use wire::exception::Change as Sent;

/// Writes an exception.
pub(super) fn exception_to_wire(exception: &Exception) -> wire::Exception {
    let change = match exception.change {
        Change::Cancelled => Sent::Cancelled(wire::RunCancelled {}),
        Change::MovedTo { day, by_minutes } => Sent::Moved(wire::RunMoved {
            day: day::to_wire(Some(day)),
            by_minutes: i32::from(by_minutes),
        }),
    };
    wire::Exception {
        day: day::to_wire(Some(exception.day)),
        change: Some(change),
    }
}

/// Reads where a run is moved to; absent means that it is cancelled. How far it may be moved the timetable says.
pub fn from_wire(field: &str, moved: Option<&wire::RunMoved>) -> Result<Change, Refusal> {
    let Some(moved) = moved else {
        return Ok(Change::Cancelled);
    };
    let by_minutes = i16::try_from(moved.by_minutes).map_err(|_| {
        let reason = format!("{} minutes are too many", moved.by_minutes);
        Refusal::field(format!("{field}.by_minutes"), reason)
    })?;
    Ok(Change::MovedTo {
        day: day::needed(&format!("{field}.day"), &moved.day)?,
        by_minutes,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::convert::lending::fixtures::a_day;
    use navette_domain::courier::RoundId;

    #[test]
    fn a_change_survives_the_wire() {
        let moved = Change::MovedTo {
            day: a_day(),
            by_minutes: -45,
        };
        for change in [moved, Change::Cancelled] {
            let sent = exception_to_wire(&Exception {
                round: RoundId::parse("lys").unwrap(),
                day: a_day(),
                change,
            });
            let to = match sent.change {
                Some(Sent::Moved(to)) => Some(to),
                Some(Sent::Cancelled(_)) | None => None,
            };
            assert_eq!(from_wire("to", to.as_ref()), Ok(change));
        }
    }

    #[test]
    fn a_move_to_nowhere_or_by_months_is_refused_by_field() {
        for (day, by_minutes, told) in [
            ("", 0, "to.day: it is empty"),
            (
                "2026-12-02",
                40_000,
                "to.by_minutes: 40000 minutes are too many",
            ),
        ] {
            let moved = wire::RunMoved {
                day: day.into(),
                by_minutes,
            };
            let refused = from_wire("to", Some(&moved)).map_err(|refusal| refusal.to_string());
            assert_eq!(refused, Err(told.to_owned()));
        }
    }
}
