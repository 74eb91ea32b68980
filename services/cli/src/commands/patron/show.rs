//! `navette patron show`: who has this card, and how do they stand?

use crate::failure::Failure;
use crate::given::{AtNode, GivenCard};
use crate::present::patrons::Patron;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::patrons::GetRequest;

/// Show a patron.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette patron show 62765
  printf '%s\\n' \"$CARD\" | navette patron show - --output json")]
pub(crate) struct Arguments {
    /// Number of the card; - reads it from standard input
    #[arg(value_parser = GivenCard::parse)]
    card: GivenCard,
    #[command(flatten)]
    asked: AtNode,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let request = GetRequest {
        card: Some(arguments.card.read()?),
    };
    let answer = node.patrons().await?.get(request).await;
    let answer = answer.map_err(|status| Failure::from_status(&status, node))?;
    let patron = answer.into_inner().patron.unwrap_or_default();
    show(*output, &Patron::from(patron), terminal)
}
