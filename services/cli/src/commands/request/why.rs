//! `navette request why`: why does this library lend and no other?

use crate::failure::Failure;
use crate::given::{AtFederator, request_id};
use crate::present::lending::Choice;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::lending::GetChoiceRequest;

/// Show why which library was asked: every library, with its reason.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette request why 0af3c1d2e4b5968778695a4b3c2d1e0f")]
pub(crate) struct Arguments {
    /// Name of the request
    #[arg(value_name = "ID", value_parser = request_id)]
    request: String,
    #[command(flatten)]
    asked: AtFederator,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtFederator { at, output } = &arguments.asked;
    let request = GetChoiceRequest {
        request: arguments.request,
    };
    let answer = at.requests().await?.get_choice(request).await;
    let answer = answer.map_err(|status| Failure::from_status(&status, at))?;
    let choice = answer.into_inner().choice.unwrap_or_default();
    show(*output, &Choice::from(choice), terminal)
}
