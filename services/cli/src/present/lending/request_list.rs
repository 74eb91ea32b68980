//! How do many requests look: in a table, and one by one as they change?

use super::request::Request;
use crate::failure::Failure;
use crate::present::columns::{self, Column};
use crate::present::shown::{cell, next_page};
use crate::present::{OutputForm, Shown};
use crate::terminal::Terminal;
use navette_proto::wire::lending as wire;
use serde::Serialize;

/// A page of requests.
#[derive(Serialize)]
pub(crate) struct Requests {
    requests: Vec<Request>,
    next_page_token: String,
}

impl From<wire::ListResponse> for Requests {
    fn from(page: wire::ListResponse) -> Self {
        Self {
            requests: page.requests.into_iter().map(Request::from).collect(),
            next_page_token: page.next_page_token,
        }
    }
}

impl Shown for Requests {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let heads = [
            Column::Left("REQUEST"),
            Column::Left("STATE"),
            Column::Title("TITLE"),
            Column::Left("HOME"),
            Column::Left("PICK-UP"),
            Column::Left("LENDER"),
            Column::Left("PROMISED"),
            Column::Left("DUE"),
        ];
        let row = |request: &Request| {
            vec![
                request.request.clone(),
                request.state_words.clone(),
                request.title.clone(),
                request.home.clone(),
                request.pickup.clone(),
                cell(&request.lender),
                cell(&request.promised),
                cell(&request.due),
            ]
        };
        let rows: Vec<Vec<String>> = self.requests.iter().map(row).collect();
        columns::write(&heads, &rows, terminal)?;
        next_page(&self.next_page_token, terminal)
    }
}

#[derive(Serialize)]
struct CaughtUp {
    caught_up: bool,
}

/// Writes one message of the stream at once: whoever watches wants it now.
pub(crate) fn watched(
    form: OutputForm,
    message: wire::WatchResponse,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    if let Some(request) = message.request {
        let request = Request::from(request);
        match form {
            OutputForm::Json => terminal.json(&request)?,
            OutputForm::Table => terminal.fitted_line(&line(&request))?,
        }
    }
    if message.caught_up {
        match form {
            OutputForm::Json => terminal.json(&CaughtUp { caught_up: true })?,
            OutputForm::Table => {
                terminal.flush()?;
                terminal.note("this is everything as it is; changes follow");
            }
        }
    }
    terminal.flush()
}

fn line(request: &Request) -> String {
    let lender = request
        .lender
        .as_ref()
        .map(|lender| format!("from {lender}"));
    let promised = request
        .promised
        .as_ref()
        .map(|day| format!("promised {day}"));
    let facts = [
        Some(request.request.clone()),
        Some(request.state_words.clone()),
        lender,
        Some(format!("to {}", request.pickup)),
        promised,
        Some(request.title.clone()),
    ];
    let known: Vec<String> = facts.into_iter().flatten().collect();
    known.join("  ")
}
