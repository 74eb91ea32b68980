//! `navette request show`: where does a request stand, and where is its item?

use crate::failure::Failure;
use crate::given::{AtFederator, request_id};
use crate::present::lending::RequestInFull;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::lending::GetRequest;

/// Show one request, with its journey.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette request show 0af3c1d2e4b5968778695a4b3c2d1e0f
  navette request show 0af3c1d2e4b5968778695a4b3c2d1e0f --output json | jq -r .state")]
pub(crate) struct Arguments {
    /// Name of the request
    #[arg(value_name = "ID", value_parser = request_id)]
    request: String,
    #[command(flatten)]
    asked: AtFederator,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtFederator { at, output } = &arguments.asked;
    let request = GetRequest {
        request: arguments.request,
    };
    let answer = at.requests().await?.get(request).await;
    let answer = answer.map_err(|status| Failure::from_status(&status, at))?;
    show(*output, &RequestInFull::from(answer.into_inner()), terminal)
}
