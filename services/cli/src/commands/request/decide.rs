//! `navette request settle`, `lost`: what does the coordinator decide where nobody else will?

use crate::failure::Failure;
use crate::given::{AtFederator, Call, request_id};
use crate::present::lending::{Journey, Request};
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::lending::{DeclareLostRequest, SettleRequest};

/// End a request whose loss or damage is paid or waived, on the coordinator's word.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette request list --state to-settle
  navette request settle 0af3c1d2e4b5968778695a4b3c2d1e0f

The lender's own desk says the same with `navette desk settle`.")]
pub(crate) struct SettleArguments {
    /// Name of the request
    #[arg(value_name = "ID", value_parser = request_id)]
    request: String,
    #[command(flatten)]
    call: Call,
    #[command(flatten)]
    asked: AtFederator,
}

/// Give up an item on its journey, on the coordinator's word; another copy is looked for.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette request stuck --coordinator                       names the journeys that nobody has scanned
  navette request lost 1bf3c1d2e4b5968778695a4b3c2d1e0f

Scanned again anywhere, the item counts as found and goes home.")]
pub(crate) struct LostArguments {
    /// Name of the journey, as `request show` and `request stuck` give it
    #[arg(value_name = "JOURNEY", value_parser = request_id)]
    journey: String,
    #[command(flatten)]
    call: Call,
    #[command(flatten)]
    asked: AtFederator,
}

/// Ends a matter to settle.
pub(crate) async fn settle(
    arguments: SettleArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let AtFederator { at, output } = &arguments.asked;
    let call = arguments.call.begin();
    let request = SettleRequest {
        request_id: call.id.clone(),
        request: arguments.request,
    };
    let answer = at.requests().await?.settle(request).await;
    let answer = answer.map_err(|status| call.refused(&status, at))?;
    let request = answer.into_inner().request.unwrap_or_default();
    show(*output, &Request::from(request), terminal)
}

/// Gives up an item.
pub(crate) async fn lost(arguments: LostArguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtFederator { at, output } = &arguments.asked;
    let call = arguments.call.begin();
    let request = DeclareLostRequest {
        request_id: call.id.clone(),
        journey: arguments.journey,
    };
    let answer = at.requests().await?.declare_lost(request).await;
    let answer = answer.map_err(|status| call.refused(&status, at))?;
    let journey = answer.into_inner().journey.unwrap_or_default();
    show(*output, &Journey::from(journey), terminal)
}
