//! `navette loan renew`: prolongs a loan.

use crate::failure::Failure;
use crate::given::{AtNode, Staffed, item};
use crate::present::counter::Renewed;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::circulation::RenewRequest;
use navette_proto::wire::identity::ItemId;

/// Renew a loan: a later due date.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette loan renew aire/000001

No refusal of a renewal can be overruled: take the item back and lend it anew.")]
pub(crate) struct Arguments {
    /// The item that is on loan
    #[arg(value_name = "LIBRARY/BARCODE", value_parser = item)]
    item: ItemId,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: AtNode,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let call = arguments.staffed.begin();
    let request = RenewRequest {
        request_id: call.id.clone(),
        item: Some(arguments.item),
        staff: arguments.staffed.staff,
    };
    let answer = node.counter().await?.renew(request).await;
    let answer = answer.map_err(|status| call.refused(&status, node))?;
    show(
        *output,
        &Renewed::new(call.id, answer.into_inner()),
        terminal,
    )
}
