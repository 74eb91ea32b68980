//! How is a day written on the wire? `YYYY-MM-DD`, and empty where it is unknown.

use crate::Refusal;
use navette_domain::time::Day;

/// Writes a day, or nothing.
pub fn to_wire(day: Option<Day>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Reads a day of the field named, refusing one that does not exist.
pub fn from_wire(field: &str, text: &str) -> Result<Option<Day>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    let refused = || {
        let shown: String = text.chars().take(20).collect();
        Refusal::field(field, format!("\"{shown}\" is not a day (YYYY-MM-DD)"))
    };
    Day::parse(text).map(Some).ok_or_else(refused)
}

/// Reads a day that must be named.
pub fn needed(field: &str, text: &str) -> Result<Day, Refusal> {
    from_wire(field, text)?.ok_or_else(|| Refusal::field(field, "it is empty"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_does_not_exist_is_refused_by_field() {
        for text in ["2026-02-29", "24/11/2026", "2026-1-1", "+026-01-01", "é"] {
            let told = from_wire("due", text).map_err(|refusal| refusal.to_string());
            assert_eq!(
                told,
                Err(format!("due: \"{text}\" is not a day (YYYY-MM-DD)"))
            );
        }
        let day = Day::from_civil(2026, 11, 24);
        assert_eq!(from_wire("due", &to_wire(day)), Ok(day));
        assert_eq!(from_wire("due", ""), Ok(None));
    }
}
