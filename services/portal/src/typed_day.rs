//! Which day did somebody type? As a browser's calendar writes it, or as people do.

use navette_domain::time::Day;

/// Reads 2026-12-24, 24/12/2026, 24.12.2026 or 24 12 2026; nothing where it is no day.
pub(crate) fn typed_day(text: &str) -> Option<Day> {
    if let Some(day) = Day::parse(text) {
        return Some(day);
    }
    let mut parts = text
        .split(['/', '.', '-', ' '])
        .filter(|part| !part.is_empty());
    let mut number = || parts.next().filter(|part| part.len() <= 4)?.parse().ok();
    let (day, month, year): (u32, u32, u32) = (number()?, number()?, number()?);
    if parts.next().is_some() {
        return None;
    }
    Day::parse(&format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_however_it_is_written() {
        let meant = Day::parse("2026-12-04");
        assert!(meant.is_some());
        for text in [
            "2026-12-04",
            "04/12/2026",
            "4.12.2026",
            "4 12 2026",
            "4-12-2026",
        ] {
            assert_eq!(typed_day(text), meant, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "tomorrow",
            "31/02/2026",
            "1/2",
            "1/2/3/4",
            "99999999/1/1",
            "é/1/2026",
        ] {
            assert_eq!(typed_day(text), None, "{text}");
        }
    }
}
