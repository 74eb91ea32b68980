//! `navette patron erase`: forgets somebody for good, only where that is said twice.

use crate::failure::Failure;
use crate::given::{AtNode, GivenCard, Staffed};
use crate::present::patrons::Erased;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::patrons::EraseRequest;

/// Forget a patron for good: what is personal becomes unreadable in every copy.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette patron erase 62765 --for-good

Loans, dues, requests and children of whom the patron is the guardian stand against it.")]
pub(crate) struct Arguments {
    /// Number of the card; - reads it from standard input
    #[arg(value_parser = GivenCard::parse)]
    card: GivenCard,
    /// It is meant, and cannot be taken back
    #[arg(long, required = true)]
    for_good: bool,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: AtNode,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let call = arguments.staffed.begin();
    let request = EraseRequest {
        request_id: call.id.clone(),
        card: Some(arguments.card.read()?),
        staff: arguments.staffed.staff,
    };
    let answer = node.patrons().await?.erase(request).await;
    answer.map_err(|status| call.refused(&status, node))?;
    let erased = Erased {
        request_id: call.id,
        erased: true,
    };
    show(*output, &erased, terminal)
}
