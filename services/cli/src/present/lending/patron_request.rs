//! How does a request look to its own patron's desk?

use super::request::promised_day;
use crate::failure::Failure;
use crate::present::columns::{self, Column};
use crate::present::shown::{cell, next_page, some};
use crate::present::{Shown, facts};
use crate::terminal::Terminal;
use crate::words::{spelled, word};
use navette_proto::wire::lending::RequestState;
use navette_proto::wire::patrons as wire;
use serde::Serialize;

/// A request, with the fields that `docs/cli.md` lists.
#[derive(Serialize)]
pub(crate) struct PatronRequest {
    request: String,
    state: Option<&'static str>,
    title: String,
    pickup: String,
    pickup_name: String,
    lender: Option<String>,
    promised: Option<String>,
    position: Option<u32>,
    due: Option<String>,
    kept_until: Option<String>,
    pickup_code: Option<String>,
    need_by: Option<String>,
    suspended_until: Option<String>,
    unconfirmed: bool,
    #[serde(skip)]
    state_words: String,
}

impl From<wire::PatronRequest> for PatronRequest {
    fn from(request: wire::PatronRequest) -> Self {
        Self {
            request: request.request,
            state: word::<RequestState>(request.state),
            title: request.title,
            pickup: request.pickup,
            pickup_name: request.pickup_name,
            lender: some(request.lender),
            promised: some(request.promised),
            position: Some(request.position).filter(|position| *position > 0),
            due: some(request.due),
            kept_until: some(request.kept_until),
            pickup_code: some(request.pickup_code),
            need_by: some(request.need_by),
            suspended_until: some(request.suspended_until),
            unconfirmed: request.unconfirmed,
            state_words: spelled::<RequestState>(request.state),
        }
    }
}

impl Shown for PatronRequest {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        terminal.line(&terminal.strong(&self.title))?;
        let position = self.position.map(|position| format!("number {position}"));
        let pickup = if self.pickup_name.is_empty() {
            self.pickup.clone()
        } else {
            format!("{} ({})", self.pickup_name, self.pickup)
        };
        let known = [
            ("request", self.request.clone()),
            ("state", self.state_words.clone()),
            ("lender", cell(&self.lender)),
            ("promised", promised_day(&self.promised, &self.need_by)),
            ("pick-up", pickup),
            ("in the queue", position.unwrap_or_default()),
            ("kept until", cell(&self.kept_until)),
            ("pick-up code", cell(&self.pickup_code)),
            ("due", cell(&self.due)),
            ("need by", cell(&self.need_by)),
            ("suspended", cell(&self.suspended_until)),
        ];
        facts::write(&known, terminal)?;
        if self.unconfirmed {
            terminal.flush()?;
            terminal.note(if self.state == Some("awaiting-home") {
                "the home library does not answer: the request waits for it for seven days; a day can be promised then"
            } else {
                "the federator has not confirmed it yet: it is kept at this library and sent when the line is back; a day can be promised then"
            });
        }
        Ok(())
    }
}

/// A page of one patron's requests.
#[derive(Serialize)]
pub(crate) struct PatronRequests {
    requests: Vec<PatronRequest>,
    next_page_token: String,
}

impl From<wire::ListRequestsResponse> for PatronRequests {
    fn from(page: wire::ListRequestsResponse) -> Self {
        Self {
            requests: page.requests.into_iter().map(PatronRequest::from).collect(),
            next_page_token: page.next_page_token,
        }
    }
}

impl Shown for PatronRequests {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let heads = [
            Column::Left("REQUEST"),
            Column::Left("STATE"),
            Column::Title("TITLE"),
            Column::Left("PICK-UP"),
            Column::Left("LENDER"),
            Column::Left("PROMISED"),
            Column::Left("CODE"),
            Column::Left("UNTIL"),
        ];
        let row = |request: &PatronRequest| {
            let unconfirmed = if request.unconfirmed {
                ", unconfirmed"
            } else {
                ""
            };
            vec![
                request.request.clone(),
                format!("{}{unconfirmed}", request.state_words),
                request.title.clone(),
                request.pickup.clone(),
                cell(&request.lender),
                cell(&request.promised),
                cell(&request.pickup_code),
                cell(
                    request
                        .due
                        .as_ref()
                        .map_or(&request.kept_until, |_| &request.due),
                ),
            ]
        };
        let rows: Vec<Vec<String>> = self.requests.iter().map(row).collect();
        columns::write(&heads, &rows, terminal)?;
        next_page(&self.next_page_token, terminal)
    }
}
