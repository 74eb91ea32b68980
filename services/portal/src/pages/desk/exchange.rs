//! What have this library and the others lent each other? The federator counts, through the node; the page stands without it, too.

use super::at_desk::{AtDesk, is_session_over};
use super::csv::csv_answer;
use crate::answer::Answer;
use crate::pages::exchange_days::{AskedDays, SpanChoice, choices};
use crate::places::Known;
use crate::say::Say;
use crate::trouble::Trouble;
use axum::extract::RawQuery;
use navette_proto::wire::desk::{CountExchangeRequest, CountExchangeResponse};
use navette_proto::wire::lending::LibraryExchange;
use tonic::{Code, Status};

/// The exchanges of one library, to be shown.
pub(super) struct OwnExchange {
    /// Over which days.
    pub(super) span: String,
    pub(super) choices: Vec<SpanChoice>,
    /// Since when all is remembered, where the days begin before.
    pub(super) forgotten: Option<String>,
    /// By the name of the other library.
    pub(super) with: Vec<With>,
    pub(super) own: LibraryExchange,
    /// Where the same stands for a spreadsheet.
    pub(super) csv: String,
}

/// What was lent to another library, and borrowed from it.
pub(super) struct With {
    pub(super) name: String,
    pub(super) lent: u32,
    pub(super) borrowed: u32,
}

/// Gives the exchanges over the days asked for, or says in words why they are not there: loans can be counted all the same.
pub(super) async fn own(
    at: &AtDesk,
    asked: &AskedDays,
) -> Result<Result<OwnExchange, &'static str>, Trouble> {
    match counted(at, asked).await {
        Ok(answer) => {
            let known = at.known().await;
            Ok(Ok(shown(at.say(), &answer, &known, &at.path(""))))
        }
        Err(Trouble::Refused(status)) if !is_session_over(&status) => {
            Ok(Err(why_not(at.say(), &status)))
        }
        Err(trouble) => Err(trouble),
    }
}

pub(crate) async fn as_csv(at: AtDesk, RawQuery(question): RawQuery) -> Answer {
    let answer = counted(&at, &AskedDays::read(question)).await?;
    let known = at.known().await;
    let own = known.name(at.session.library.as_str()).to_owned();
    let exchange = shown(at.say(), &answer, &known, &at.path(""));
    let rows = table(at.say(), own, exchange);
    Ok(csv_answer(&rows, "attachment; filename=\"echanges.csv\""))
}

async fn counted(at: &AtDesk, asked: &AskedDays) -> Result<CountExchangeResponse, Trouble> {
    let call = CountExchangeRequest {
        from: asked.from.clone(),
        until: asked.until.clone(),
    };
    Ok(at.desk()?.count_exchange(call).await?.into_inner())
}

fn why_not(say: Say, status: &Status) -> &'static str {
    match status.code() {
        Code::ResourceExhausted => say.exchange_busy(),
        _ => say.exchange_away(),
    }
}

/// Puts counts into the words of a page.
fn shown(say: Say, answer: &CountExchangeResponse, known: &Known, base: &str) -> OwnExchange {
    let days = answer.days.clone().unwrap_or_default();
    let mut with: Vec<With> = answer
        .with
        .iter()
        .map(|each| With {
            name: known.name(&each.library).to_owned(),
            lent: each.lent,
            borrowed: each.borrowed,
        })
        .collect();
    with.sort_by(|one, other| one.name.cmp(&other.name));
    OwnExchange {
        span: say.exchange_span(&days.from, &days.until),
        choices: choices(say, &days, &format!("{base}/bilan")),
        forgotten: say.exchange_forgotten(&days),
        with,
        own: answer.own.clone().unwrap_or_default(),
        csv: AskedDays::shown(&days).address(&format!("{base}/echanges.csv")),
    }
}

/// One line for each other library, and the own one, which alone has promises, days and refusals.
fn table(say: Say, own_name: String, exchange: OwnExchange) -> Vec<Vec<String>> {
    let head = head(say);
    let columns = head.len();
    let mut rows = vec![head];
    for each in exchange.with {
        let mut row = vec![each.name, each.lent.to_string(), each.borrowed.to_string()];
        row.resize(columns, String::new());
        rows.push(row);
    }
    rows.push(row_of(own_name, &exchange.own));
    rows
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
#[path = "exchange_tests.rs"]
pub(super) mod tests;
