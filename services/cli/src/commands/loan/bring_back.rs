//! `navette loan in`, `in-house`: what came back to the counter, and where does it go now?

use crate::failure::Failure;
use crate::given::{AtNode, Staffed, barcode_in, day, library_id};
use crate::present::counter::{InHouse, TakenBack};
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::circulation::{CheckInRequest, RecordInHouseUseRequest};

/// Take an item back, wherever it belongs, and say where it goes next.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette loan in 000001
  navette loan in 000001 --library lumbres      where two libraries' items have this barcode
  navette loan in 000001 --returned-on 2026-11-22     it lay in the book drop

If a barcode means two items here, nothing changes, both are shown, and the exit code is 1.")]
pub(crate) struct Arguments {
    /// What the scanner read: a barcode, or LIBRARY/BARCODE
    #[arg(value_name = "BARCODE")]
    code: String,
    /// Whose item it is, where several libraries have this barcode
    #[arg(long, value_parser = library_id)]
    library: Option<String>,
    /// The day it came back, for what lay in the book drop [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    returned_on: Option<String>,
    /// It came to harm: it is put aside
    #[arg(long)]
    damaged: bool,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: AtNode,
}

/// Count an item that was read here and not borrowed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  navette loan in-house 000001")]
pub(crate) struct InHouseArguments {
    /// What the scanner read: a barcode, or LIBRARY/BARCODE
    #[arg(value_name = "BARCODE")]
    code: String,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: AtNode,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let item = match &arguments.library {
        Some(library) => Some(barcode_in(library, &arguments.code).map_err(Failure::usage)?),
        None => None,
    };
    let call = arguments.staffed.begin();
    let request = CheckInRequest {
        request_id: call.id.clone(),
        code: arguments.code,
        item,
        staff: arguments.staffed.staff,
        damaged: arguments.damaged,
        returned_on: arguments.returned_on.unwrap_or_default(),
    };
    let answer = node.counter().await?.check_in(request).await;
    let answer = answer.map_err(|status| call.refused(&status, node))?;
    let taken = TakenBack::new(call.id, answer.into_inner());
    show(*output, &taken, terminal)?;
    terminal.flush()?;
    taken.decided()
}

/// Counts a use in the library.
pub(crate) async fn in_house(
    arguments: InHouseArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let call = arguments.staffed.begin();
    let request = RecordInHouseUseRequest {
        request_id: call.id.clone(),
        code: arguments.code,
        staff: arguments.staffed.staff,
    };
    let answer = node.counter().await?.record_in_house_use(request).await;
    let answer = answer.map_err(|status| call.refused(&status, node))?;
    show(
        *output,
        &InHouse::new(call.id, answer.into_inner().uses),
        terminal,
    )
}
