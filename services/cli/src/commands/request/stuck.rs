//! `navette request stuck`: what waits past its deadline, and whose turn is it?

use crate::failure::Failure;
use crate::given::{AtFederator, Page, library_id};
use crate::present::lending::StuckList;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::lending::ListStuckRequest;

/// List requests and journeys whose deadline passed, the longest first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette request stuck
  navette request stuck --owner aire          what Aire must act on
  navette request stuck --coordinator         what no library but the coordinator must act on")]
pub(crate) struct Arguments {
    /// Only what this library must act on
    #[arg(long, value_name = "LIBRARY", value_parser = library_id)]
    owner: Option<String>,
    /// Only what the coordinator must act on
    #[arg(long, conflicts_with = "owner")]
    coordinator: bool,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    asked: AtFederator,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtFederator { at, output } = &arguments.asked;
    let request = ListStuckRequest {
        owner: arguments.owner.unwrap_or_default(),
        coordinator_only: arguments.coordinator,
        page_size: arguments.page.size,
        page_token: arguments.page.token,
    };
    let page = at.requests().await?.list_stuck(request).await;
    let page = page.map_err(|status| Failure::from_status(&status, at))?;
    show(*output, &StuckList::from(page.into_inner()), terminal)
}
