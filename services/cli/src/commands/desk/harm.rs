//! `navette desk damaged`, `lost`, `settle`: what came to harm, and is it dealt with?

use super::item_acts::OneItem;
use crate::failure::Failure;
use crate::given::{AtNode, Staffed, amount, request_id};
use crate::present::desk::Settled;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::desk as wire;
use navette_proto::wire::fees::Money;

/// An item came to harm; the patron owes something only where that is said.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette desk damaged aire/000001 --reason \"wet\"
  navette desk damaged aire/000001 --reason \"wet\" --charge 12.50")]
pub(crate) struct DamagedArguments {
    #[command(flatten)]
    one: OneItem,
    #[command(flatten)]
    harm: Harm,
}

/// An item is given up; the patron owes something only where that is said.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  navette desk lost aire/000001 --reason \"not found after three months\""
)]
pub(crate) struct LostArguments {
    #[command(flatten)]
    one: OneItem,
    #[command(flatten)]
    harm: Harm,
}

// This group carries no documentation comment: clap would show it instead of the command's own description.
#[derive(Debug, Args)]
struct Harm {
    /// What the patron owes for it, in euros
    #[arg(long, value_name = "AMOUNT", value_parser = amount)]
    charge: Option<Money>,
    /// What happened
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    reason: String,
}

/// What was owed for a lost or damaged item is dealt with: paid, replaced or waived.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette desk settle 0af3c1d2e4b5968778695a4b3c2d1e0f --reason \"replaced by the patron\"")]
pub(crate) struct SettleArguments {
    /// The request whose loan it was
    #[arg(value_name = "REQUEST", value_parser = request_id)]
    request: String,
    /// How it was dealt with
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: AtNode,
}

/// Marks an item as damaged.
pub(crate) async fn damaged(
    arguments: DamagedArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let one = arguments.one;
    let call = one.staffed.begin();
    let request = wire::MarkDamagedRequest {
        request_id: call.id.clone(),
        item: Some(one.item.clone()),
        staff: one.staffed.staff,
        charge: arguments.harm.charge,
        reason: arguments.harm.reason,
    };
    let answer = one.asked.node.desk().await?.mark_damaged(request).await;
    one.shown(call, answer.map(|answer| answer.into_inner().act), terminal)
}

/// Gives an item up.
pub(crate) async fn lost(arguments: LostArguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let one = arguments.one;
    let call = one.staffed.begin();
    let request = wire::MarkLostRequest {
        request_id: call.id.clone(),
        item: Some(one.item.clone()),
        staff: one.staffed.staff,
        charge: arguments.harm.charge,
        reason: arguments.harm.reason,
    };
    let answer = one.asked.node.desk().await?.mark_lost(request).await;
    one.shown(call, answer.map(|answer| answer.into_inner().act), terminal)
}

/// Says that what was owed is dealt with.
pub(crate) async fn settle(
    arguments: SettleArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let call = arguments.staffed.begin();
    let request = wire::SettleRequest {
        request_id: call.id.clone(),
        request: arguments.request.clone(),
        staff: arguments.staffed.staff,
        reason: arguments.reason,
    };
    let answer = node.desk().await?.settle(request).await;
    let answer = answer.map_err(|status| call.refused(&status, node))?;
    let settled = Settled::new(call.id, arguments.request, &answer.into_inner());
    show(*output, &settled, terminal)
}
