//! `navette desk told`, `close-conflict`: what has a person seen to?

use crate::failure::Failure;
use crate::given::{AtNode, Staffed, request_id};
use crate::present::desk::{Closed, Told};
use crate::present::{show, some};
use crate::terminal::Terminal;
use crate::words::listed;
use clap::Args;
use navette_proto::wire::desk::{CloseConflictRequest, TellingChannel, ToldRequest};

/// A person has told the patron: the item is kept from that day on.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette desk told 0af3c1d2e4b5968778695a4b3c2d1e0f --by telephone
  navette desk told --notice 9 --by letter
  navette desk told 0af3c1d2e4b5968778695a4b3c2d1e0f --by in-person --note \"comes tomorrow\"")]
pub(crate) struct ToldArguments {
    /// Of which request
    #[arg(value_name = "REQUEST", value_parser = request_id, required_unless_present = "notice")]
    request: Option<String>,
    /// Which notice, as the list shows it: what is told of a loan belongs to no request
    #[arg(long, value_name = "NUMBER", conflicts_with = "request", value_parser = clap::value_parser!(u64).range(1..))]
    notice: Option<u64>,
    /// How
    #[arg(long, value_name = "HOW", value_parser = listed::<TellingChannel>())]
    by: TellingChannel,
    /// What was said or heard
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    note: String,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: AtNode,
}

/// Take a conflict off its list: somebody has looked.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette desk conflicts
  navette desk close-conflict 3 --reason \"it stands on the shelf\"")]
pub(crate) struct CloseArguments {
    /// Number of the conflict, as its list shows it
    conflict: u64,
    /// What was done
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    reason: String,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: AtNode,
}

/// Says that a person has told the patron.
pub(crate) async fn told(arguments: ToldArguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let call = arguments.staffed.begin();
    let request = ToldRequest {
        request_id: call.id.clone(),
        request: arguments.request.clone().unwrap_or_default(),
        notice: arguments.notice.unwrap_or(0),
        staff: arguments.staffed.staff,
        channel: arguments.by as i32,
        note: arguments.note,
    };
    let answer = node.desk().await?.told(request).await;
    let answer = answer.map_err(|status| call.refused(&status, node))?;
    let told = Told {
        request_id: call.id,
        request: arguments.request,
        notice: arguments.notice,
        kept_until: some(answer.into_inner().kept_until),
    };
    show(*output, &told, terminal)
}

/// Takes a conflict off its list.
pub(crate) async fn close(
    arguments: CloseArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let call = arguments.staffed.begin();
    let request = CloseConflictRequest {
        request_id: call.id.clone(),
        conflict: arguments.conflict,
        staff: arguments.staffed.staff,
        reason: arguments.reason,
    };
    let answer = node.desk().await?.close_conflict(request).await;
    answer.map_err(|status| call.refused(&status, node))?;
    show(*output, &Closed::new(call.id, arguments.conflict), terminal)
}
