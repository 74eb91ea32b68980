//! How are days, moments, sums and distances written?

use crate::say::Say;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use navette_domain::time::{Day, Weekday};

impl Say {
    /// Writes a day as one says it, without the year: "mardi 1er décembre". What is no day stays as it is.
    pub(crate) fn day(self, text: &str) -> String {
        let Some(day) = Day::parse(text) else {
            return text.to_owned();
        };
        let (_, month, date) = day.civil();
        let (weekday, month) = (self.weekday(day.weekday()), self.month(month));
        let first = if date == 1 { "er" } else { "" };
        self.one(
            format!("{weekday} {date}{first} {month}"),
            format!("{weekday} {date} {month}"),
        )
    }

    /// Writes a month that is given as YYYY-MM: "novembre 2026". What is no month stays as it is.
    pub(crate) fn month_and_year(self, text: &str) -> String {
        match Day::parse(&format!("{text}-01")).map(Day::civil) {
            Some((year, month, _)) => format!("{} {year}", self.month(month)),
            None => text.to_owned(),
        }
    }

    /// Writes a moment on the wall clock of a place: "28 novembre à 18 h 05".
    pub(crate) fn moment(self, at_ms: i64, zone: &TimeZone) -> String {
        let Ok(at) = Timestamp::from_millisecond(at_ms) else {
            return String::new();
        };
        let at = zone.to_datetime(at);
        let month = self.month(u32::from(at.month().unsigned_abs()));
        let (date, hour, minute) = (at.day(), at.hour(), at.minute());
        let first = if date == 1 { "er" } else { "" };
        self.one(
            format!("{date}{first} {month} à {hour}\u{a0}h\u{a0}{minute:02}"),
            format!("{date} {month} at {hour}:{minute:02}"),
        )
    }

    /// Writes a sum: "12,50 €".
    pub(crate) fn sum(self, cents: i64) -> String {
        let sign = if cents < 0 { "-" } else { "" };
        let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
        self.one(
            format!("{sign}{whole},{rest:02}\u{a0}€"),
            format!("{sign}€{whole}.{rest:02}"),
        )
    }

    /// Writes a number with its thousands apart.
    pub(crate) fn number(self, number: u64) -> String {
        let digits = number.to_string();
        let mut written = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                written.push(self.one('\u{202f}', ','));
            }
            written.push(digit);
        }
        written
    }

    /// Names a day of the week.
    pub(crate) fn weekday(self, weekday: Weekday) -> &'static str {
        match weekday {
            Weekday::Monday => self.one("lundi", "Monday"),
            Weekday::Tuesday => self.one("mardi", "Tuesday"),
            Weekday::Wednesday => self.one("mercredi", "Wednesday"),
            Weekday::Thursday => self.one("jeudi", "Thursday"),
            Weekday::Friday => self.one("vendredi", "Friday"),
            Weekday::Saturday => self.one("samedi", "Saturday"),
            Weekday::Sunday => self.one("dimanche", "Sunday"),
        }
    }

    fn month(self, month: u32) -> &'static str {
        match month {
            1 => self.one("janvier", "January"),
            2 => self.one("février", "February"),
            3 => self.one("mars", "March"),
            4 => self.one("avril", "April"),
            5 => self.one("mai", "May"),
            6 => self.one("juin", "June"),
            7 => self.one("juillet", "July"),
            8 => self.one("août", "August"),
            9 => self.one("septembre", "September"),
            10 => self.one("octobre", "October"),
            11 => self.one("novembre", "November"),
            _ => self.one("décembre", "December"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::say::{Language, Say};
    use jiff::tz::TimeZone;

    #[test]
    fn days_sums_and_numbers_are_written_as_each_language_does() {
        let (french, english) = (Say(Language::French), Say(Language::English));
        assert_eq!(french.day("2026-12-01"), "mardi 1er décembre");
        assert_eq!(english.day("2026-12-01"), "Tuesday 1 December");
        assert_eq!(french.day("soon"), "soon");
        assert_eq!(french.month_and_year("2026-11"), "novembre 2026");
        assert_eq!(english.month_and_year("2026-11"), "November 2026");
        assert_eq!(french.month_and_year(""), "");
        assert_eq!(french.sum(-1_205), "-12,05\u{a0}€");
        assert_eq!(english.sum(1_205), "€12.05");
        assert_eq!(french.number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(english.number(999), "999");
    }

    #[test]
    fn a_moment_is_that_of_the_wall_clock() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let said = Say(Language::French).moment(1_796_144_700_000, &paris);
        assert_eq!(said, "1er décembre à 18\u{a0}h\u{a0}05");
    }
}
