//! How is a moment written on the wire? In milliseconds since 1970-01-01T00:00:00Z, absent where it may be; and as the clock on a
//! library's wall shows it, `YYYY-MM-DDTHH:MM`, where the van and the doors are meant.

use super::day;
use super::limits::beginning;
use crate::Refusal;
use navette_domain::time::{LocalMoment, Timestamp};

/// Writes a moment that may be absent.
pub fn optional_to_wire(moment: Option<Timestamp>) -> Option<i64> {
    moment.map(|Timestamp(milliseconds)| milliseconds)
}

/// Reads a moment that may be absent.
pub fn optional_from_wire(milliseconds: Option<i64>) -> Option<Timestamp> {
    milliseconds.map(Timestamp)
}

/// Writes a moment of the wall's clock.
pub fn local_to_wire(moment: LocalMoment) -> String {
    let (hour, minute) = (moment.minute / 60, moment.minute % 60);
    format!("{}T{hour:02}:{minute:02}", moment.day)
}

/// Reads a moment of the wall's clock, refusing one that does not exist.
pub fn local_from_wire(field: &str, text: &str) -> Result<LocalMoment, Refusal> {
    parse(text).ok_or_else(|| {
        let shown = beginning(text);
        let reason = format!("\"{shown}\" is not a moment (YYYY-MM-DDTHH:MM)");
        Refusal::field(field, reason)
    })
}

fn parse(text: &str) -> Option<LocalMoment> {
    let (date, time) = text.split_once('T')?;
    let day = day::from_wire("", date).ok()??;
    let shape = time.len() == 5
        && time.bytes().enumerate().all(|(place, byte)| match place {
            2 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
    let (hour, minute) = time.split_once(':').filter(|_| shape)?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(LocalMoment {
        day,
        minute: hour * 60 + minute,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use navette_domain::time::Day;

    #[test]
    fn a_moment_of_the_wall_survives_the_wire() {
        for minute in [0, 9, 570, 1_439] {
            let moment = LocalMoment {
                day: Day(20_781),
                minute,
            };
            let sent = local_to_wire(moment);
            assert_eq!(local_from_wire("ready_at", &sent), Ok(moment), "{sent}");
        }
    }

    #[test]
    fn a_moment_that_does_not_exist_is_refused_by_field() {
        for text in [
            "",
            "T09:00",
            "2026-11-24",
            "2026-11-24 09:00",
            "2026-02-30T09:00",
            "2026-11-24T24:00",
            "2026-11-24T09:60",
            "2026-11-24T9:00",
            "2026-11-24T+9:00",
        ] {
            let told = local_from_wire("ready_at", text).map_err(|refusal| refusal.to_string());
            let expected = format!("ready_at: \"{text}\" is not a moment (YYYY-MM-DDTHH:MM)");
            assert_eq!(told, Err(expected));
        }
    }

    #[test]
    fn the_first_moment_of_all_is_not_taken_for_none() {
        let sent = optional_to_wire(Some(Timestamp(0)));
        assert_eq!(optional_from_wire(sent), Some(Timestamp(0)));
        assert_eq!(optional_from_wire(optional_to_wire(None)), None);
    }
}
