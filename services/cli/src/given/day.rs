//! How is a day or a moment typed? As it is written everywhere: `2026-11-24`, `2026-11-24T09:30`.

use navette_proto::convert;

/// Reads a day.
pub(crate) fn day(text: &str) -> Result<String, String> {
    match convert::day::from_wire("day", text) {
        Ok(Some(day)) => Ok(day.to_string()),
        Ok(None) | Err(_) => Err(format!("\"{text}\" is not a day, such as 2026-11-24")),
    }
}

/// Reads a moment as the clock on a library's wall shows it.
pub(crate) fn local_moment(text: &str) -> Result<String, String> {
    convert::moment::local_from_wire("moment", text)
        .map(convert::moment::local_to_wire)
        .map_err(|_| format!("\"{text}\" is not a moment, such as 2026-11-24T09:30"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_day_is_refused_with_an_example() {
        assert_eq!(day("2026-11-24"), Ok("2026-11-24".into()));
        for text in ["", "24/11/2026", "2026-02-30"] {
            assert!(day(text).is_err(), "{text}");
        }
        assert_eq!(
            local_moment("2026-11-24T09:30"),
            Ok("2026-11-24T09:30".into())
        );
        assert!(local_moment("2026-11-24").is_err());
    }
}
