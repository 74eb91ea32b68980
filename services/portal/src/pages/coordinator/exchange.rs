//! What have the libraries lent each other, how fast, and what was promised and kept? The federator counts; this page shows it.

use super::at_territory::AtTerritory;
use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::pages::desk::csv::csv_answer;
use crate::pages::exchange_days::{AskedDays, SpanChoice, choices, head, row_of};
use crate::places::Known;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::Visit;
use askama::Template;
use navette_proto::wire::lending::{CountExchangeRequest, CountExchangeResponse, LibraryExchange};

/// The address of the page.
const PAGE: &str = "/territoire/bilan";
/// The address of the same for a spreadsheet.
const CSV: &str = "/territoire/bilan.csv";

#[derive(Template)]
#[template(path = "coordinator/exchange.html")]
struct ExchangePage<'a> {
    visit: &'a Visit,
    say: Say,
    exchange: &'a Exchange,
}

/// The exchanges of all libraries, to be shown.
struct Exchange {
    span: String,
    choices: Vec<SpanChoice>,
    forgotten: Option<String>,
    /// By the name of the library.
    rows: Vec<(String, LibraryExchange)>,
    csv: String,
}

pub(crate) async fn show(at: AtTerritory, asked: Asked) -> Answer {
    match counted(&at, &AskedDays::read(&asked)).await {
        Ok(exchange) => page(&ExchangePage {
            visit: &at.visit,
            say: at.say(),
            exchange: &exchange,
        }),
        Err(trouble) => at.or_sign_in(trouble),
    }
}

pub(crate) async fn as_csv(at: AtTerritory, asked: Asked) -> Answer {
    match counted(&at, &AskedDays::read(&asked)).await {
        Ok(exchange) => {
            let rows = table(at.say(), exchange);
            let name = "attachment; filename=\"bilan-territoire.csv\"";
            Ok(csv_answer(&rows, name))
        }
        Err(trouble) => at.or_sign_in(trouble),
    }
}

async fn counted(at: &AtTerritory, asked: &AskedDays) -> Result<Exchange, Trouble> {
    let call = CountExchangeRequest {
        from: asked.from.clone(),
        until: asked.until.clone(),
        library: String::new(),
    };
    let answer = at.requests()?.count_exchange(call).await?.into_inner();
    let portal = &at.portal;
    let known = portal.places.known(&portal.territory, &at.visit).await;
    Ok(shown(at.say(), answer, &known))
}

/// Puts counts into the words of the page.
fn shown(say: Say, answer: CountExchangeResponse, known: &Known) -> Exchange {
    let days = answer.days.unwrap_or_default();
    let rows = answer.libraries.into_iter();
    let mut rows: Vec<(String, LibraryExchange)> = rows
        .map(|row| (known.name(&row.library).to_owned(), row))
        .collect();
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    Exchange {
        span: say.exchange_span(&days.from, &days.until),
        choices: choices(say, &days, PAGE, ""),
        forgotten: say.exchange_forgotten(&days),
        rows,
        csv: AskedDays::shown(&days).address(CSV),
    }
}

fn table(say: Say, exchange: Exchange) -> Vec<Vec<String>> {
    let rows = exchange.rows.into_iter();
    let rows = rows.map(|(name, row)| row_of(name, &row));
    std::iter::once(head(say)).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::pages::desk::csv::csv;
    use crate::say::Language;
    use axum::body::Body;
    use axum::extract::Request;
    use navette_proto::wire::lending::ExchangeDays;

    fn december(language: Language) -> Exchange {
        let row = |library: &str, lent, median_days| LibraryExchange {
            library: library.into(),
            lent,
            promised: 2,
            kept: 1,
            median_days,
            ..LibraryExchange::default()
        };
        let answer = CountExchangeResponse {
            libraries: vec![row("aire", 3, Some(4)), row("=arques", 0, None)],
            with: Vec::new(),
            days: Some(ExchangeDays {
                from: "2026-12-01".into(),
                until: "2026-12-15".into(),
                today: "2026-12-15".into(),
                remembered_from: "2026-08-16".into(),
            }),
        };
        shown(Say(language), answer, &Known::default())
    }

    #[test]
    fn the_page_has_a_line_for_each_library_and_other_days_to_choose() {
        let asked = Request::builder().uri(PAGE).body(Body::empty()).unwrap();
        let visit = Visit::of(&asked, None, false).unwrap();
        let exchange = december(Language::French);
        let written = ExchangePage {
            visit: &visit,
            say: Say(Language::French),
            exchange: &exchange,
        };
        let html = written.render().unwrap();
        for expected in [
            "Du mardi 1er décembre 2026 au mardi 15 décembre 2026.",
            "<b aria-current=\"true\">Ce mois-ci</b>",
            "du=2026-11-01&#38;au=2026-11-30",
            ">1 / 2<",
            "/territoire/bilan.csv?du=2026-12-01",
        ] {
            assert!(html.contains(expected), "{expected} in {html}");
        }
    }

    #[test]
    fn a_spreadsheet_has_the_same_lines_and_no_formula() {
        let written = csv(&table(Say(Language::English), december(Language::English)));
        let lines: Vec<&str> = written.lines().skip(1).collect();
        assert_eq!(
            lines,
            ["\"'=arques\";0;0;\"\";2;1;0", "\"aire\";3;0;4;2;1;0"]
        );
    }
}
