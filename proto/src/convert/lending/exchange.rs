//! What have libraries lent each other, wire and domain? Counts are shown and never sent back.

use crate::Refusal;
use crate::convert::day;
use crate::wire::lending as wire;
use navette_domain::catalogue::LibraryId;
use navette_domain::lending::{ExchangeCounts, ExchangeSpan, LibraryExchange};
use navette_domain::time::Day;

/// Reads over which days is to be counted: this month where nothing is said.
pub fn span_from_wire(from: &str, until: &str, today: Day) -> Result<ExchangeSpan, Refusal> {
    let until = day::from_wire("until", until)?.unwrap_or(today);
    let from = day::from_wire("from", from)?.unwrap_or_else(|| until.first_of_month());
    ExchangeSpan::new(from, until).map_err(|refusal| Refusal::field("until", refusal.to_string()))
}

/// Writes what was counted over these days.
pub fn to_wire(counts: &ExchangeCounts, days: wire::ExchangeDays) -> wire::CountExchangeResponse {
    let with = counts
        .with_others()
        .map(|(other, each)| wire::LentEachOther {
            library: other.to_string(),
            lent: each.lent,
            borrowed: each.borrowed,
        });
    wire::CountExchangeResponse {
        libraries: counts.libraries().map(row_to_wire).collect(),
        with: with.collect(),
        days: Some(days),
    }
}

fn row_to_wire((library, row): (&LibraryId, &LibraryExchange)) -> wire::LibraryExchange {
    wire::LibraryExchange {
        library: library.to_string(),
        lent: row.lent,
        borrowed: row.borrowed,
        refused: row.refused,
        promised: row.promised,
        kept: row.kept,
        // A request is never ready before it is asked.
        median_days: row.median_days().and_then(|days| u32::try_from(days).ok()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::fixtures::{a_library, a_request};
    use super::*;
    use navette_domain::lending::RequestState;
    use navette_domain::time::Timestamp;

    #[test]
    fn days_that_are_not_named_are_those_of_this_month() {
        let today = Day::parse("2026-12-15").unwrap();
        for (from, until, read) in [
            ("", "", Ok(("2026-12-01", "2026-12-15"))),
            ("2026-11-20", "", Ok(("2026-11-20", "2026-12-15"))),
            ("", "2026-10-31", Ok(("2026-10-01", "2026-10-31"))),
            (
                "2026-12-02",
                "2026-12-01",
                Err("until: 2026-12-01 is before 2026-12-02, the first day"),
            ),
            (
                "2020-01-01",
                "",
                Err("until: from 2020-01-01 to 2026-12-15 are more than 400 days"),
            ),
            (
                "december",
                "",
                Err("from: \"december\" is not a day (YYYY-MM-DD)"),
            ),
        ] {
            let span = span_from_wire(from, until, today);
            let span = span.map(|span| (span.from().to_string(), span.until().to_string()));
            let expected = read
                .map(|(from, until)| (from.to_owned(), until.to_owned()))
                .map_err(str::to_owned);
            let told = span.map_err(|refusal| refusal.to_string());
            assert_eq!(told, expected, "{from} to {until}");
        }
    }

    #[test]
    fn counts_are_written_by_library_and_no_days_where_nothing_arrived() {
        let mut request = a_request();
        request.state = RequestState::OnHoldShelf;
        request.arrived = Some(Day(3));
        request.lender = Some(a_library("arques"));
        let pickup = request.placement.pickup.clone();
        let span = ExchangeSpan::new(Day(0), Day(9)).unwrap();
        let mut counts = ExchangeCounts::over(span, Some(a_library("arques")));
        counts.count(&request, &Timestamp::day);
        let written = to_wire(&counts, wire::ExchangeDays::default());
        assert_eq!(written.libraries.len(), 1);
        let row = &written.libraries[0];
        assert_eq!((row.library.as_str(), row.lent), ("arques", 1));
        assert_eq!(row.median_days, None);
        assert_eq!(written.with[0].library, pickup.to_string());
        assert_eq!((written.with[0].lent, written.with[0].borrowed), (1, 0));
    }
}
