//! `navette request report`: what have the libraries lent each other?

use crate::failure::Failure;
use crate::given::{AtFederator, Days, library_id};
use crate::present::lending::Exchange;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::lending::CountExchangeRequest;

/// Count what each library lent and borrowed, days until ready, promises kept, refusals.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette request report                                       this month so far
  navette request report --from 2026-10-01 --until 2026-10-31
  navette request report --library aire                        and with whom")]
pub(crate) struct Arguments {
    /// Of this library only, and with each other one
    #[arg(long, value_name = "LIBRARY", value_parser = library_id)]
    library: Option<String>,
    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    asked: AtFederator,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtFederator { at, output } = &arguments.asked;
    let request = CountExchangeRequest {
        from: arguments.days.from.unwrap_or_default(),
        until: arguments.days.until.unwrap_or_default(),
        library: arguments.library.unwrap_or_default(),
    };
    let counted = at.requests().await?.count_exchange(request).await;
    let counted = counted.map_err(|status| Failure::from_status(&status, at))?;
    show(*output, &Exchange::from(counted.into_inner()), terminal)
}
