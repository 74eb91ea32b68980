//! `navette loan list`: what is on loan here?

use crate::failure::Failure;
use crate::given::{AtNode, GivenCard, Page, item};
use crate::present::counter::Loans;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::circulation::ListLoansRequest;
use navette_proto::wire::identity::ItemId;

/// List loans, the longest overdue first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette loan list --overdue
  navette loan list --for 62765
  navette loan list --item aire/000001 --ended")]
pub(crate) struct Arguments {
    /// Of this card only; - reads it from standard input
    #[arg(long = "for", value_name = "CARD", value_parser = GivenCard::parse)]
    card: Option<GivenCard>,
    /// Of this item only
    #[arg(long, value_name = "LIBRARY/BARCODE", value_parser = item)]
    item: Option<ItemId>,
    /// Past their due date only
    #[arg(long)]
    overdue: bool,
    /// Ended ones too, as far as they are remembered
    #[arg(long)]
    ended: bool,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    asked: AtNode,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let request = ListLoansRequest {
        card: arguments.card.as_ref().map(GivenCard::read).transpose()?,
        item: arguments.item,
        overdue_only: arguments.overdue,
        ended_too: arguments.ended,
        page_size: arguments.page.size,
        page_token: arguments.page.token,
    };
    let page = node.counter().await?.list_loans(request).await;
    let page = page.map_err(|status| Failure::from_status(&status, node))?;
    show(*output, &Loans::from(page.into_inner()), terminal)
}
