//! `navette round plan`: on which day can an item be collected elsewhere?

use crate::failure::Failure;
use crate::given::{AtFederator, library_id, local_moment};
use crate::present::courier::Arrival;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::courier::PlanArrivalRequest;

/// Find the earliest arrival of an item, and the day that can be promised.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette round plan aire fauquembergues
  navette round plan aire fauquembergues --ready-at 2026-11-24T09:30")]
pub(crate) struct Arguments {
    /// Where the item is
    #[arg(value_parser = library_id)]
    from: String,
    /// Where it shall be collected
    #[arg(value_parser = library_id)]
    to: String,
    /// From when it can be loaded, by the clock on the wall [default: now]
    #[arg(long, value_name = "MOMENT", value_parser = local_moment)]
    ready_at: Option<String>,
    #[command(flatten)]
    asked: AtFederator,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtFederator { at, output } = &arguments.asked;
    let request = PlanArrivalRequest {
        from: arguments.from,
        to: arguments.to,
        ready_at: arguments.ready_at.unwrap_or_default(),
    };
    let answer = at.courier().await?.plan_arrival(request).await;
    let answer = answer.map_err(|status| Failure::from_status(&status, at))?;
    let arrival = answer.into_inner().arrival.unwrap_or_default();
    show(*output, &Arrival::from(arrival), terminal)
}
