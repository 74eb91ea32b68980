//! `navette loan out`: gives an item into somebody's hands.

use super::overrides::{OverrideArguments, refused};
use crate::failure::Failure;
use crate::given::{AtNode, GivenCard, Staffed};
use crate::present::counter::Lent;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::circulation::CheckOutRequest;

/// Lend an item out.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette loan out 000001 --for 62765
  navette loan out 000001 --for aire/62765         a visitor: the card names the home library
  navette loan out 000001 --for 62765 --override dues --reason \"pays on Saturday\" --staff 4

A refusal names every reason, and how a librarian may overrule it.")]
pub(crate) struct Arguments {
    /// What the scanner read: a barcode, or LIBRARY/BARCODE
    #[arg(value_name = "BARCODE")]
    code: String,
    /// Number of the patron's card, LIBRARY/NUMBER of a visitor; - reads it from standard input
    #[arg(long = "for", value_name = "CARD", value_parser = GivenCard::parse)]
    card: GivenCard,
    #[command(flatten)]
    overrides: OverrideArguments,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: AtNode,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let overrides = arguments.overrides.decided(&arguments.staffed)?;
    let call = arguments.staffed.begin();
    let request = CheckOutRequest {
        request_id: call.id.clone(),
        card: Some(arguments.card.read()?),
        code: arguments.code,
        overrides,
        staff: arguments.staffed.staff,
    };
    let answer = node.counter().await?.check_out(request).await;
    let answer = answer.map_err(|status| refused(&call, &status, node))?;
    show(*output, &Lent::new(call.id, answer.into_inner()), terminal)
}
