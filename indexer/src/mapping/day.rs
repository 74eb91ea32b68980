//! How does a source write days? As profiles name the forms. It must not know what the day is for.

use super::profile::{ProfileRefusal, wrong};
use super::profile_file::OneOrMany;
use navette_domain::time::Day;

/// A written form of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayFormat {
    /// 20260131
    Compact,
    /// 2026-01-31, a time may follow
    YearFirst,
    /// 31/01/2026, also with hyphens or full stops
    DayFirst,
}

impl DayFormat {
    /// Reads the forms a profile names; without any, all are tried.
    pub(super) fn list(
        key: &str,
        written: Option<&OneOrMany>,
    ) -> Result<Vec<Self>, ProfileRefusal> {
        let Some(written) = written else {
            return Ok(vec![Self::YearFirst, Self::DayFirst, Self::Compact]);
        };
        let read = |form: &String| match form.as_str() {
            "YYYYMMDD" => Ok(Self::Compact),
            "YYYY-MM-DD" => Ok(Self::YearFirst),
            "DD/MM/YYYY" => Ok(Self::DayFirst),
            _ => Err(wrong(key, form, "one of YYYYMMDD, YYYY-MM-DD, DD/MM/YYYY")),
        };
        written.as_slice().iter().map(read).collect()
    }
}

/// Reads a day in the first form that fits.
pub(super) fn read_day(written: &str, formats: &[DayFormat]) -> Option<Day> {
    formats
        .iter()
        .find_map(|format| read(written.trim(), *format))
}

fn read(written: &str, format: DayFormat) -> Option<Day> {
    let (year, month, day) = match format {
        DayFormat::Compact => (written.get(0..4)?, written.get(4..6)?, written.get(6..8)?),
        DayFormat::YearFirst => {
            let mut parts = written.splitn(3, ['-', '/']);
            let (year, month) = (parts.next()?, parts.next()?);
            (year, month, leading_digits(parts.next()?))
        }
        DayFormat::DayFirst => {
            let mut parts = written.splitn(3, ['/', '-', '.']);
            let (day, month) = (parts.next()?, parts.next()?);
            (leading_digits(parts.next()?), month, day)
        }
    };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    Day::from_civil(number(year)?.try_into().ok()?, number(month)?, number(day)?)
}

fn leading_digits(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn number(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_the_form_of_the_profile() {
        let day = Day::from_civil(2026, 1, 31);
        assert_eq!(read_day("20260131", &[DayFormat::Compact]), day);
        assert_eq!(
            read_day("2026-01-31 23:59:00", &[DayFormat::YearFirst]),
            day
        );
        assert_eq!(read_day("31/01/2026", &[DayFormat::DayFirst]), day);
        assert_eq!(
            read_day("31/01/2026", &[DayFormat::Compact, DayFormat::DayFirst]),
            day
        );
        for junk in [
            "",
            "demain",
            "2026-02-30",
            "20261301",
            "31/01/26",
            "é1/01/2026",
        ] {
            let all = [
                DayFormat::YearFirst,
                DayFormat::DayFirst,
                DayFormat::Compact,
            ];
            assert_eq!(read_day(junk, &all), None, "{junk}");
        }
    }
}
