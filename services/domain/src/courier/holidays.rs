//! Is this day a public holiday in France? It must not know of school holidays or of a library's own closures.

use crate::time::Day;

/// A public holiday of Code du travail, article L3133-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PublicHoliday {
    /// 1 January.
    NewYear,
    /// The day after Easter Sunday.
    EasterMonday,
    /// 1 May.
    LabourDay,
    /// 8 May, the victory of 1945.
    VictoryDay,
    /// The Thursday 39 days after Easter Sunday.
    Ascension,
    /// The Monday 50 days after Easter Sunday.
    WhitMonday,
    /// 14 July.
    NationalDay,
    /// 15 August.
    Assumption,
    /// 1 November.
    AllSaints,
    /// 11 November, the armistice of 1918.
    Armistice,
    /// 25 December.
    Christmas,
}

/// Years for which the algorithm of Easter holds and a day can be named: the Gregorian calendar began in 1582.
const YEARS: std::ops::RangeInclusive<i32> = 1583..=9999;

/// Holidays with the same date each year: month, day.
const FIXED: [(u32, u32, PublicHoliday); 8] = [
    (1, 1, PublicHoliday::NewYear),
    (5, 1, PublicHoliday::LabourDay),
    (5, 8, PublicHoliday::VictoryDay),
    (7, 14, PublicHoliday::NationalDay),
    (8, 15, PublicHoliday::Assumption),
    (11, 1, PublicHoliday::AllSaints),
    (11, 11, PublicHoliday::Armistice),
    (12, 25, PublicHoliday::Christmas),
];

/// Holidays that move with Easter: days after Easter Sunday.
const MOVABLE: [(i32, PublicHoliday); 3] = [
    (1, PublicHoliday::EasterMonday),
    (39, PublicHoliday::Ascension),
    (50, PublicHoliday::WhitMonday),
];

/// Says whether a day is a public holiday of Code du travail, article L3133-1.
pub fn is_public_holiday(day: Day) -> bool {
    let (year, month, date) = day.civil();
    if !YEARS.contains(&year) {
        return false;
    }
    let fixed = FIXED.iter().any(|&(m, d, _)| (m, d) == (month, date));
    fixed
        || easter_sunday(year).is_some_and(|easter| {
            let after = easter.days_until(day);
            MOVABLE.iter().any(|&(days, _)| days == after)
        })
}

/// Lists the eleven public holidays of a year in order; none for years outside 1583 to 9999.
///
/// Two may fall on one day: Ascension was 1 May in 2008.
pub fn public_holidays(year: i32) -> Vec<(Day, PublicHoliday)> {
    let Some(easter) = easter_sunday(year) else {
        return Vec::new();
    };
    let fixed = FIXED.iter().filter_map(|&(month, date, holiday)| {
        Day::from_civil(year, month, date).map(|day| (day, holiday))
    });
    let movable = MOVABLE
        .iter()
        .map(|&(after, holiday)| (easter.plus(after), holiday));
    let mut all: Vec<_> = fixed.chain(movable).collect();
    all.sort_unstable();
    all
}

/// Finds Easter Sunday by the anonymous Gregorian algorithm (Nature, 20 April 1876; J. Meeus, "Astronomical
/// Algorithms", chapter 8). The letters are those of the source.
fn easter_sunday(year: i32) -> Option<Day> {
    if !YEARS.contains(&year) {
        return None;
    }
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    Day::from_civil(year, (sum / 31) as u32, (sum % 31 + 1) as u32)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use PublicHoliday::*;

    fn assert_holidays(year: i32, expected: [(u32, u32, PublicHoliday); 11]) {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(month, date, holiday)| (Day::from_civil(year, month, date).unwrap(), holiday))
            .collect();
        assert_eq!(public_holidays(year), expected);
        let first = Day::from_civil(year, 1, 1).unwrap();
        let found: Vec<_> = (0..365)
            .map(|after| first.plus(after))
            .filter(|&day| is_public_holiday(day))
            .collect();
        let days: Vec<_> = expected.iter().map(|&(day, _)| day).collect();
        assert_eq!(found, days, "the holidays found day by day");
    }

    #[test]
    fn the_holidays_of_2026_are_those_of_the_calendar_on_the_wall() {
        assert_holidays(
            2026,
            [
                (1, 1, NewYear),
                (4, 6, EasterMonday),
                (5, 1, LabourDay),
                (5, 8, VictoryDay),
                (5, 14, Ascension),
                (5, 25, WhitMonday),
                (7, 14, NationalDay),
                (8, 15, Assumption),
                (11, 1, AllSaints),
                (11, 11, Armistice),
                (12, 25, Christmas),
            ],
        );
    }

    #[test]
    fn the_holidays_of_2027_are_those_of_the_calendar_on_the_wall() {
        assert_holidays(
            2027,
            [
                (1, 1, NewYear),
                (3, 29, EasterMonday),
                (5, 1, LabourDay),
                (5, 6, Ascension),
                (5, 8, VictoryDay),
                (5, 17, WhitMonday),
                (7, 14, NationalDay),
                (8, 15, Assumption),
                (11, 1, AllSaints),
                (11, 11, Armistice),
                (12, 25, Christmas),
            ],
        );
    }

    #[test]
    fn easter_is_known_at_its_earliest_and_latest() {
        for (year, month, date) in [
            (1818, 3, 22),
            (1943, 4, 25),
            (2000, 4, 23),
            (2008, 3, 23),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
        ] {
            assert_eq!(easter_sunday(year), Day::from_civil(year, month, date));
        }
    }

    #[test]
    fn a_year_without_a_known_easter_has_no_holiday() {
        for year in [i32::MIN, -1, 1582, 10_000, i32::MAX] {
            assert!(public_holidays(year).is_empty(), "{year}");
        }
        assert!(!is_public_holiday(Day(i32::MAX)));
        assert!(!is_public_holiday(Day(i32::MIN)));
    }
}
