//! `navette desk report`: what have this library and the others lent each other?

use crate::failure::Failure;
use crate::given::{AtNode, Days};
use crate::present::lending::Exchange;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::desk::CountExchangeRequest;

/// Count what was lent and borrowed, days until ready, promises kept, refusals.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette desk report                                       this month so far
  navette desk report --from 2026-10-01 --until 2026-10-31
  navette desk report --output json | jq '.with'

The federator counts: without a line to it there is no report.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    asked: AtNode,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let request = CountExchangeRequest {
        from: arguments.days.from.unwrap_or_default(),
        until: arguments.days.until.unwrap_or_default(),
    };
    let counted = node.desk().await?.count_exchange(request).await;
    let counted = counted.map_err(|status| Failure::from_status(&status, node))?;
    show(*output, &Exchange::from(counted.into_inner()), terminal)
}
