//! In which form is an answer wanted, and how are moments and years written in it?

use clap::ValueEnum;

/// The forms of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputForm {
    /// To read
    Table,
    /// For programs
    Json,
}

/// Writes a moment in RFC 3339; 0 is live or unknown, thus nothing.
pub(crate) fn moment(milliseconds: i64) -> Option<String> {
    if milliseconds == 0 {
        return None;
    }
    let whole_seconds = jiff::Timestamp::from_second(milliseconds.div_euclid(1_000)).ok()?;
    Some(whole_seconds.to_string())
}

/// Writes a moment for people: `2026-11-24 14:05 UTC`.
pub(crate) fn moment_for_people(milliseconds: i64) -> Option<String> {
    let written = moment(milliseconds)?;
    let (day, time) = written.split_once('T')?;
    let minutes = time.get(..5)?;
    Some(format!("{day} {minutes} UTC"))
}

/// A year of the wire; 0 is unknown, thus nothing.
pub(crate) fn year(year: i32) -> Option<i32> {
    (year != 0).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::{moment, moment_for_people};

    #[test]
    fn moments_are_rfc_3339_and_live_is_nothing() {
        assert_eq!(moment(1_500).as_deref(), Some("1970-01-01T00:00:01Z"));
        assert_eq!(moment(0), None);
        assert_eq!(
            moment_for_people(1_500).as_deref(),
            Some("1970-01-01 00:00 UTC")
        );
        assert_eq!(moment(i64::MAX), None);
    }
}
