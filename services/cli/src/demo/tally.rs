//! What came of the demo's week? Counted while it passes; promises as the federator's ledger has them.

use crate::connection::Address;
use crate::failure::Failure;
use crate::terminal::Terminal;
use crate::words::spelled;
use navette_domain::time::Day;
use navette_proto::wire::lending::{ListRequest, LoanRequest, RequestState};
use std::collections::{BTreeMap, BTreeSet};

/// Requests read at once.
const PAGE: u32 = 200;
/// Pages read at most.
const PAGES_MAX: usize = 50;

/// What was done, in numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Requests placed.
    pub(super) placed: usize,
    /// Items handed over.
    pub(super) lent: usize,
    /// Items brought back.
    pub(super) brought_back: usize,
    /// Items that came home.
    pub(super) home: usize,
    /// Rides of an item in the van.
    pub(super) rides: usize,
    /// Runs of the van that took something.
    pub(super) runs: BTreeSet<(String, Day)>,
}

impl Tally {
    /// Tells the numbers, and how all requests stand.
    pub(super) async fn tell(
        &self,
        since: Day,
        federator: &Address,
        terminal: &mut Terminal,
    ) -> Result<(), Failure> {
        let requests = all_requests(federator).await?;
        terminal.line("")?;
        terminal.line(&format!(
            "{} asked for, {} handed over, {} brought back, {} home again",
            self.placed, self.lent, self.brought_back, self.home
        ))?;
        terminal.line(&format!(
            "the van took {} in {}",
            counted(self.rides, "item"),
            counted(self.runs.len(), "run")
        ))?;
        let (kept, broken) = promises(&requests, since);
        terminal.line(&format!("{kept} promised days kept, {broken} broken"))?;
        terminal.line(&format!("now: {}", states(&requests)))?;
        terminal.flush()
    }
}

async fn all_requests(federator: &Address) -> Result<Vec<LoanRequest>, Failure> {
    let mut client = federator.requests().await?;
    let (mut all, mut page_token) = (Vec::new(), String::new());
    for _ in 0..PAGES_MAX {
        let asked = ListRequest {
            filter: None,
            page_size: PAGE,
            page_token,
        };
        let page = client.list(asked).await;
        let page = page
            .map_err(|status| Failure::from_status(&status, federator))?
            .into_inner();
        all.extend(page.requests);
        if page.next_page_token.is_empty() {
            break;
        }
        page_token = page.next_page_token;
    }
    Ok(all)
}

/// Counts, of what reached a hold shelf since a day, what came by the day first promised and what came later.
fn promises(requests: &[LoanRequest], since: Day) -> (usize, usize) {
    let since = since.to_string();
    let (mut kept, mut broken) = (0, 0);
    for request in requests {
        // Days are written so that they sort as texts.
        if request.arrived < since || request.first_promised.is_empty() {
            continue;
        }
        if request.arrived <= request.first_promised {
            kept += 1;
        } else {
            broken += 1;
        }
    }
    (kept, broken)
}

/// Counts requests by state, in the order of the states.
fn states(requests: &[LoanRequest]) -> String {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for request in requests {
        *counts.entry(request.state).or_default() += 1;
    }
    let said: Vec<String> = counts
        .into_iter()
        .map(|(state, count)| format!("{count} {}", spelled::<RequestState>(state)))
        .collect();
    said.join(", ")
}

fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_kept_up_to_its_day() {
        let of = |promised: &str, arrived: &str| LoanRequest {
            first_promised: promised.to_owned(),
            arrived: arrived.to_owned(),
            ..LoanRequest::default()
        };
        let requests = [
            of("2026-12-01", "2026-12-01"),
            of("2026-12-01", "2026-12-02"),
            of("2026-12-01", "2026-11-01"),
            of("2026-12-01", ""),
        ];
        let since = Day::parse("2026-11-25").unwrap_or(Day(0));
        assert_eq!(promises(&requests, since), (1, 1));
    }
}
