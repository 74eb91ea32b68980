//! What have this library and the others lent each other? The federator counts, through the node; the page stands without it, too.

use super::at_desk::{AtDesk, is_session_over};
use super::csv::csv_answer;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::pages::exchange_days::{AskedDays, SpanChoice, choices, head, row_of};
use crate::places::Known;
use crate::say::Say;
use crate::trouble::Trouble;
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

pub(crate) async fn as_csv(at: AtDesk, asked: Asked) -> Answer {
    let answer = counted(&at, &AskedDays::read(&asked)).await?;
    let known = at.known().await;
    let exchange = shown(at.say(), &answer, &known, &at.path(""));
    let rows = table(at.say(), exchange);
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
        Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled => say.exchange_away(),
        _ => {
            tracing::warn!(code = ?status.code(), "the exchanges are not counted");
            say.exchange_missing()
        }
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
        choices: choices(say, &days, &format!("{base}/bilan"), "#echanges"),
        forgotten: say.exchange_forgotten(&days),
        with,
        own: answer.own.clone().unwrap_or_default(),
        csv: AskedDays::shown(&days).address(&format!("{base}/echanges.csv")),
    }
}

/// One line for each other library, and what that comes to, as on the page: it alone has promises, days and refusals.
fn table(say: Say, exchange: OwnExchange) -> Vec<Vec<String>> {
    let head = head(say);
    let columns = head.len();
    let mut rows = vec![head];
    for each in exchange.with {
        let mut row = vec![each.name, each.lent.to_string(), each.borrowed.to_string()];
        row.resize(columns, String::new());
        rows.push(row);
    }
    rows.push(row_of(say.exchange_total().to_owned(), &exchange.own));
    rows
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
pub(super) mod tests;
