//! Over which days are exchanges counted, and in which columns are they written? What an address asks, the other choices that stand
//! beside it, and the lines of a table.

use crate::asked::{Asked, address};
use crate::say::Say;
use navette_domain::lending::ExchangeSpan;
use navette_domain::time::Day;
use navette_proto::wire::lending::{ExchangeDays, LibraryExchange};

/// The days that an address names; empty texts, and thus this month, where it names none that make a span.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AskedDays {
    pub(crate) from: String,
    pub(crate) until: String,
}

/// One of the spans that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SpanChoice {
    pub(crate) name: &'static str,
    pub(crate) address: String,
    /// It is the one that is shown.
    pub(crate) shown: bool,
}

impl AskedDays {
    /// Reads `du` and `au`.
    pub(crate) fn read(asked: &Asked) -> Self {
        let days = (Day::parse(asked.get("du")), Day::parse(asked.get("au")));
        match days {
            (Some(from), Some(until)) => {
                ExchangeSpan::new(from, until).map_or(Self::default(), |_| Self::of(from, until))
            }
            (None, _) | (_, None) => Self::default(),
        }
    }

    /// Gives the days that are shown, so that what leads on shows the same.
    pub(crate) fn shown(days: &ExchangeDays) -> Self {
        Self {
            from: days.from.clone(),
            until: days.until.clone(),
        }
    }

    fn of(from: Day, until: Day) -> Self {
        Self {
            from: from.to_string(),
            until: until.to_string(),
        }
    }

    /// Gives the address of a page over these days.
    pub(crate) fn address(&self, path: &str) -> String {
        address(path, [("du", &*self.from), ("au", &*self.until)])
    }
}

/// Gives what can be chosen on a page: this month, the last one, twelve months. Nothing where nobody said what day it is.
/// `place` is where on the page it is shown: empty, or `#` and a name.
pub(crate) fn choices(say: Say, days: &ExchangeDays, path: &str, place: &str) -> Vec<SpanChoice> {
    let Some(today) = Day::parse(&days.today) else {
        return Vec::new();
    };
    let this_month = today.first_of_month();
    let end_of_last = this_month.plus(-1);
    let offered = [
        (say.exchange_this_month(), this_month, today),
        (
            say.exchange_last_month(),
            end_of_last.first_of_month(),
            end_of_last,
        ),
        (say.exchange_twelve_months(), a_year_before(today), today),
    ];
    let choice = |(name, from, until): (&'static str, Day, Day)| {
        let asked = AskedDays::of(from, until);
        let shown = asked == AskedDays::shown(days);
        // This month needs no days in its address: it can be kept, and is this month again in the next.
        let address = match from == this_month {
            true => path.to_owned(),
            false => asked.address(path),
        };
        SpanChoice {
            name,
            address: address + place,
            shown,
        }
    };
    offered.into_iter().map(choice).collect()
}

/// The first day of the month that begins twelve months with this one.
fn a_year_before(today: Day) -> Day {
    let (year, month, _) = today.civil();
    let first = match month {
        12 => Day::from_civil(year, 1, 1),
        month => Day::from_civil(year - 1, month + 1, 1),
    };
    first.unwrap_or(today)
}

/// Writes the headings of a table of exchanges.
pub(crate) fn head(say: Say) -> Vec<String> {
    let words = [
        say.library_column(),
        say.exchange_lent(),
        say.exchange_borrowed(),
        say.exchange_days(),
        say.exchange_promised(),
        say.exchange_kept(),
        say.exchange_refused(),
    ];
    words.map(str::to_owned).into()
}

/// Writes what was counted for one library as a line of a table.
pub(crate) fn row_of(name: String, row: &LibraryExchange) -> Vec<String> {
    vec![
        name,
        row.lent.to_string(),
        row.borrowed.to_string(),
        row.median_days
            .map_or(String::new(), |days| days.to_string()),
        row.promised.to_string(),
        row.kept.to_string(),
        row.refused.to_string(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(question: &str) -> AskedDays {
        AskedDays::read(&Asked::read(question.as_bytes()))
    }

    #[test]
    fn days_are_read_as_they_are_written_and_what_makes_no_span_is_this_month() {
        let october = asked("du=2026-10-01&au=2026-10-31");
        let written = october.address("/guichet/aire/bilan");
        assert_eq!(written, "/guichet/aire/bilan?du=2026-10-01&au=2026-10-31");
        for question in [
            "",
            "du=2026-10-01",
            "du=hier&au=2026-10-31",
            "du=2026-10-31&au=2026-10-01",
            "du=1999-01-01&au=2026-10-31",
            "du=%22%3E&au=%22",
        ] {
            assert_eq!(asked(question), AskedDays::default(), "{question}");
        }
        assert_eq!(AskedDays::default().address("/x"), "/x");
    }

    #[test]
    fn this_month_the_last_one_and_twelve_months_can_be_chosen() {
        let say = Say(crate::say::Language::English);
        for (today, last_month, twelve) in [
            (
                "2026-11-30",
                "/x?du=2026-10-01&au=2026-10-31",
                "/x?du=2025-12-01&au=2026-11-30",
            ),
            (
                "2026-01-02",
                "/x?du=2025-12-01&au=2025-12-31",
                "/x?du=2025-02-01&au=2026-01-02",
            ),
            (
                "2026-12-31",
                "/x?du=2026-11-01&au=2026-11-30",
                "/x?du=2026-01-01&au=2026-12-31",
            ),
        ] {
            let days = ExchangeDays {
                from: Day::parse(today)
                    .map_or_else(String::new, |day| day.first_of_month().to_string()),
                until: today.into(),
                today: today.into(),
                ..ExchangeDays::default()
            };
            let found = choices(say, &days, "/x", "");
            let addresses: Vec<&str> = found.iter().map(|one| &*one.address).collect();
            assert_eq!(addresses, ["/x", last_month, twelve], "{today}");
            let shown: Vec<bool> = found.iter().map(|one| one.shown).collect();
            assert_eq!(shown, [true, false, false], "{today}");
        }
        assert_eq!(choices(say, &ExchangeDays::default(), "/x", ""), []);
    }

    #[test]
    fn every_choice_leads_to_the_place_on_the_page() {
        let days = ExchangeDays {
            today: "2026-11-30".into(),
            ..ExchangeDays::default()
        };
        let found = choices(Say(crate::say::Language::French), &days, "/x", "#there");
        let addresses: Vec<&str> = found.iter().map(|one| &*one.address).collect();
        assert_eq!(
            addresses,
            [
                "/x#there",
                "/x?du=2026-10-01&au=2026-10-31#there",
                "/x?du=2025-12-01&au=2026-11-30#there",
            ]
        );
    }
}
