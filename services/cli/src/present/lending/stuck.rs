//! What is stuck, since when, and whose turn is it?

use super::journey::Journey;
use super::request::Request;
use crate::failure::Failure;
use crate::present::Shown;
use crate::present::columns::{self, Column};
use crate::present::shown::{cell, next_page, some};
use crate::terminal::Terminal;
use navette_proto::wire::lending as wire;
use serde::Serialize;

/// A page of what is stuck.
#[derive(Serialize)]
pub(crate) struct StuckList {
    stuck: Vec<Stuck>,
    next_page_token: String,
}

#[derive(Serialize)]
struct Stuck {
    owner: Option<String>,
    request: Option<Box<Request>>,
    journey: Option<Box<Journey>>,
}

impl From<wire::ListStuckResponse> for StuckList {
    fn from(page: wire::ListStuckResponse) -> Self {
        Self {
            stuck: page.stuck.into_iter().map(Stuck::from).collect(),
            next_page_token: page.next_page_token,
        }
    }
}

impl From<wire::Stuck> for Stuck {
    fn from(stuck: wire::Stuck) -> Self {
        let (request, journey) = match stuck.what {
            Some(wire::stuck::What::Request(request)) => (Some(Box::new(request.into())), None),
            Some(wire::stuck::What::Journey(journey)) => (None, Some(Box::new(journey.into()))),
            None => (None, None),
        };
        Self {
            owner: some(stuck.owner),
            request,
            journey,
        }
    }
}

impl Shown for StuckList {
    fn write(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        if self.stuck.is_empty() {
            return terminal.line("nothing is stuck");
        }
        let heads = [
            Column::Left("TURN OF"),
            Column::Left("WHAT"),
            Column::Left("STATE"),
            Column::Title("TITLE"),
            Column::Left("DEADLINE"),
            Column::Left("STUCK SINCE"),
        ];
        let rows: Vec<Vec<String>> = self.stuck.iter().map(Stuck::row).collect();
        columns::write(&heads, &rows, terminal)?;
        next_page(&self.next_page_token, terminal)
    }
}

impl Stuck {
    fn row(&self) -> Vec<String> {
        let mut row = vec![self.owner.clone().unwrap_or_else(|| "coordinator".into())];
        if let Some(request) = &self.request {
            row.extend([
                format!("request {}", request.request),
                request.state_words.clone(),
                request.title.clone(),
                request.deadline_words.clone(),
                request.stuck_words.clone(),
            ]);
        }
        if let Some(journey) = &self.journey {
            row.extend([
                format!("item {}", cell(&journey.item)),
                journey.state_words.clone(),
                journey.title.clone(),
                journey.deadline_words.clone(),
                journey.stuck_words.clone(),
            ]);
        }
        row
    }
}
