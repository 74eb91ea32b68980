//! What have the libraries lent each other, how fast, and what was promised and kept? Counted from the federator's ledger.

use super::at_territory::AtTerritory;
use crate::answer::{Answer, page, typed};
use crate::clock::steady;
use crate::pages::desk::csv::csv;
use crate::places::Known;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::Visit;
use askama::Template;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::{HeaderValue, StatusCode};
use navette_domain::time::Day;
use navette_proto::wire::lending::{ListRequest, LoanRequest, RequestState};
use std::collections::BTreeMap;
use std::time::Duration;

/// Pages of requests that are counted; beyond, the report says so.
const PAGES_MAX: usize = 200;
/// Counting that takes longer stops there, and the report says so: a page has its own, longer limit.
const COUNTING: Duration = Duration::from_secs(8);
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

#[derive(Template)]
#[template(path = "coordinator/exchange.html")]
struct ExchangePage<'a> {
    visit: &'a Visit,
    say: Say,
    rows: Vec<(String, Counts)>,
    cut: bool,
}

/// What was counted of one library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Counts {
    lent: u64,
    borrowed: u64,
    refused: u64,
    promised: u64,
    kept: u64,
    /// Days from asking to the hold shelf, of each that arrived.
    days: Vec<i64>,
}

impl Counts {
    /// The day in the middle: half came faster.
    fn median(&self) -> String {
        let mut days = self.days.clone();
        days.sort_unstable();
        let middle = days.get(days.len() / 2);
        middle.map_or(String::new(), i64::to_string)
    }
}

pub(crate) async fn show(at: AtTerritory) -> Answer {
    match counted(&at).await {
        Ok((rows, cut)) => page(&ExchangePage {
            visit: &at.visit,
            say: at.say(),
            rows,
            cut,
        }),
        Err(trouble) => at.or_sign_in(trouble),
    }
}

pub(crate) async fn as_csv(at: AtTerritory) -> Answer {
    let rows = match counted(&at).await {
        Ok((rows, _)) => rows,
        Err(trouble) => return at.or_sign_in(trouble),
    };
    let say = at.say();
    let head = [
        say.library_column(),
        say.exchange_lent(),
        say.exchange_borrowed(),
        say.exchange_days(),
        say.exchange_promised(),
        say.exchange_kept(),
        say.exchange_refused(),
    ];
    let mut table: Vec<Vec<String>> = vec![head.iter().map(|word| (*word).to_owned()).collect()];
    table.extend(rows.into_iter().map(|(name, counts)| {
        vec![
            name,
            counts.lent.to_string(),
            counts.borrowed.to_string(),
            counts.median(),
            counts.promised.to_string(),
            counts.kept.to_string(),
            counts.refused.to_string(),
        ]
    }));
    let mut answer = typed(StatusCode::OK, "text/csv; charset=utf-8", csv(&table));
    let name = HeaderValue::from_static("attachment; filename=\"bilan-territoire.csv\"");
    answer.headers_mut().insert(CONTENT_DISPOSITION, name);
    Ok(answer)
}

async fn counted(at: &AtTerritory) -> Result<(Vec<(String, Counts)>, bool), Trouble> {
    let mut counts = BTreeMap::new();
    let mut client = at.requests()?;
    let mut page_token = String::new();
    let mut cut = false;
    let begun = steady();
    for read in 0.. {
        if read == PAGES_MAX || steady().saturating_sub(begun) > COUNTING {
            cut = true;
            break;
        }
        let asked = ListRequest {
            page_size: 200,
            page_token,
            ..ListRequest::default()
        };
        let page = client.list(asked).await?.into_inner();
        for request in &page.requests {
            count(&mut counts, request);
        }
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    let portal = &at.portal;
    let known = portal.places.known(&portal.territory, &at.visit).await;
    Ok((named(counts, &known), cut))
}

fn named(counts: BTreeMap<String, Counts>, known: &Known) -> Vec<(String, Counts)> {
    let rows = counts.into_iter();
    rows.map(|(id, counts)| (known.name(&id).to_owned(), counts))
        .collect()
}

fn count(counts: &mut BTreeMap<String, Counts>, request: &LoanRequest) {
    let placement = request.placement.clone().unwrap_or_default();
    for declined in &request.declined {
        counts.entry(declined.library.clone()).or_default().refused += 1;
    }
    let reached = !request.arrived.is_empty();
    let borrower = counts.entry(placement.pickup.clone()).or_default();
    if !request.first_promised.is_empty() && (reached || has_failed(request.state())) {
        borrower.promised += 1;
        // Days in this form are in order as texts are.
        borrower.kept += u64::from(reached && request.arrived <= request.first_promised);
    }
    if !reached {
        return;
    }
    borrower.borrowed += u64::from(request.lender != placement.pickup);
    borrower.days.extend(days_taken(request));
    if !request.lender.is_empty() && request.lender != placement.pickup {
        counts.entry(request.lender.clone()).or_default().lent += 1;
    }
}

/// Nobody will bring what was promised any more.
fn has_failed(state: RequestState) -> bool {
    matches!(state, RequestState::Unfilled | RequestState::Expired)
}

fn days_taken(request: &LoanRequest) -> Option<i64> {
    let arrived = Day::parse(&request.arrived)?;
    let asked = i32::try_from(request.queued_at_ms.div_euclid(DAY_MS)).ok()?;
    let asked = Day::parse("1970-01-01")?.plus(asked);
    Some(i64::from(asked.days_until(arrived)).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use navette_proto::wire::lending::{Declined, Placement};

    #[test]
    fn a_request_counts_for_its_lender_its_borrower_and_whoever_said_no() {
        let request = LoanRequest {
            placement: Some(Placement {
                pickup: "aire".into(),
                ..Placement::default()
            }),
            lender: "arques".into(),
            // 1 December 2026, 10:00 UTC.
            queued_at_ms: 1_796_119_200_000,
            first_promised: "2026-12-03".into(),
            arrived: "2026-12-04".into(),
            declined: vec![Declined {
                library: "lumbres".into(),
                ..Declined::default()
            }],
            ..LoanRequest::default()
        };
        let mut counts = BTreeMap::new();
        count(&mut counts, &request);
        let of = |id: &str| counts.get(id).cloned().unwrap_or_default();
        assert_eq!((of("arques").lent, of("lumbres").refused), (1, 1));
        let aire = of("aire");
        assert_eq!((aire.borrowed, aire.promised, aire.kept), (1, 1, 0));
        assert_eq!(aire.median(), "3");
    }
}
