//! `navette request list`: which requests are there, of a library or of one patron?

use crate::failure::Failure;
use crate::given::{FederatorOrNode, GivenCard, Page, library_id, work_key};
use crate::present::lending::{PatronRequests, Requests};
use crate::present::show;
use crate::terminal::Terminal;
use crate::words::listed;
use clap::Args;
use navette_proto::wire::lending::{ListRequest, RequestFilter, RequestState, Role};
use navette_proto::wire::patrons::ListRequestsRequest;

/// List requests, the oldest in the queue first; with --for those of one patron.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette request list --library aire --role lender --open
  navette request list --state waiting --state suspended
  navette request list --work 3f2a9c0d11e47b58 --open      the queue of a work
  navette request list --for 62765 --node 127.0.0.1:7710   everything one patron asked for")]
pub(crate) struct Arguments {
    #[command(flatten)]
    narrowed: Narrowed,
    /// Those of this card, asked of the home library's node; - reads it from standard input
    #[arg(long = "for", value_name = "CARD", value_parser = GivenCard::parse,
        conflicts_with_all = ["library", "role", "states", "work"])]
    card: Option<GivenCard>,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    asked: FederatorOrNode,
}

// This group carries no documentation comment: clap would show it instead of the command's own description.
#[derive(Debug, Args)]
pub(super) struct Narrowed {
    /// Only those that concern this library
    #[arg(long, value_parser = library_id)]
    library: Option<String>,
    /// Only where the library has this part in it
    #[arg(long, requires = "library", value_parser = listed::<Role>())]
    role: Option<Role>,
    /// Only in this state (may be repeated)
    #[arg(long = "state", value_name = "STATE", value_parser = listed::<RequestState>())]
    states: Vec<RequestState>,
    /// Only those that have not ended
    #[arg(long)]
    open: bool,
    /// Only the queue of this work
    #[arg(long, value_name = "KEY", value_parser = work_key)]
    work: Option<String>,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let FederatorOrNode { at, node, output } = &arguments.asked;
    if let Some(card) = &arguments.card {
        let request = ListRequestsRequest {
            card: Some(card.read()?),
            ended_too: !arguments.narrowed.open,
            page_size: arguments.page.size,
            page_token: arguments.page.token,
        };
        let page = node.patrons().await?.list_requests(request).await;
        let page = page.map_err(|status| Failure::from_status(&status, node))?;
        return show(*output, &PatronRequests::from(page.into_inner()), terminal);
    }
    let request = ListRequest {
        filter: Some(arguments.narrowed.filter()),
        page_size: arguments.page.size,
        page_token: arguments.page.token,
    };
    let page = at.requests().await?.list(request).await;
    let page = page.map_err(|status| Failure::from_status(&status, at))?;
    show(*output, &Requests::from(page.into_inner()), terminal)
}

impl Narrowed {
    /// What the list is narrowed to.
    pub(super) fn filter(&self) -> RequestFilter {
        RequestFilter {
            library: self.library.clone().unwrap_or_default(),
            role: self.role.map_or(0, |role| role as i32),
            states: self.states.iter().map(|state| *state as i32).collect(),
            open_only: self.open,
            work: self.work.clone().unwrap_or_default(),
        }
    }
}
