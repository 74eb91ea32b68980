//! `navette patron list`, `notices`: who is registered here, and what were they told?

use crate::failure::Failure;
use crate::given::{AtNode, GivenCard, Page};
use crate::present::patrons::{Notices, PatronList};
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::patrons::{ListNoticesRequest, ListRequest};

/// List the patrons of a library by family name.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette patron list
  navette patron list Delat")]
pub(crate) struct Arguments {
    /// Beginning of the family name [default: everybody]
    #[arg(value_name = "NAME", default_value = "", hide_default_value = true)]
    text: String,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    asked: AtNode,
}

/// List what a patron was told, the newest first, with the proof of it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette patron notices 62765")]
pub(crate) struct NoticesArguments {
    /// Number of the card; - reads it from standard input
    #[arg(value_parser = GivenCard::parse)]
    card: GivenCard,
    #[command(flatten)]
    page: Page,
    #[command(flatten)]
    asked: AtNode,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let request = ListRequest {
        text: arguments.text,
        page_size: arguments.page.size,
        page_token: arguments.page.token,
    };
    let page = node.patrons().await?.list(request).await;
    let page = page.map_err(|status| Failure::from_status(&status, node))?;
    show(*output, &PatronList::from(page.into_inner()), terminal)
}

/// Lists what a patron was told.
pub(crate) async fn notices(
    arguments: NoticesArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let request = ListNoticesRequest {
        card: Some(arguments.card.read()?),
        page_size: arguments.page.size,
        page_token: arguments.page.token,
    };
    let page = node.patrons().await?.list_notices(request).await;
    let page = page.map_err(|status| Failure::from_status(&status, node))?;
    show(*output, &Notices::from(page.into_inner()), terminal)
}
