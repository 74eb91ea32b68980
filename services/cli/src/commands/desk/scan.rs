//! `navette desk scan`, `slip`, `undo`: what does this barcode mean here, and can that be taken back?

use crate::failure::Failure;
use crate::given::{AtNode, Staffed, barcode_in, item, library_id};
use crate::present::desk::{Acts, Undone};
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::desk as wire;
use navette_proto::wire::identity::ItemId;

/// Scan an item: do what that means here, and say what to do now.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette desk scan 000001
  navette desk scan lumbres/000001             as a slip's QR code says it
  navette desk scan 000001 --library lumbres   the same

If a barcode means two items here, nothing changes, both are shown, and the exit code is 1.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    scanned: Scanned,
    #[command(flatten)]
    asked: AtNode,
}

/// Scan an item and write the data of its slip alone, one line of JSON for a printer's program.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette desk slip 000001 | print-slip
  navette desk slip 000001 --request-id 0af3c1d2e4b5968778695a4b3c2d1e0f

With the request_id of an earlier scan it gives the slip of that scan again, and does nothing.")]
pub(crate) struct SlipArguments {
    #[command(flatten)]
    scanned: Scanned,
    #[command(flatten)]
    asked: AtNode,
}

// This group carries no documentation comment: clap would show it instead of the command's own description.
#[derive(Debug, Args)]
struct Scanned {
    /// What the scanner read: a barcode, or LIBRARY/BARCODE
    #[arg(value_name = "BARCODE")]
    code: String,
    /// Whose item it is, where several libraries have this barcode
    #[arg(long, value_parser = library_id)]
    library: Option<String>,
    #[command(flatten)]
    staffed: Staffed,
}

/// Take an act back, until another library has acted on it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette desk undo 17 aire/000001")]
pub(crate) struct UndoArguments {
    /// Number of the act, as it was shown
    act: u64,
    /// The item it was done with
    #[arg(value_name = "LIBRARY/BARCODE", value_parser = item)]
    item: ItemId,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: AtNode,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let acts = scanned(&arguments.scanned, &arguments.asked).await?;
    show(arguments.asked.output, &acts, terminal)?;
    terminal.flush()?;
    acts.decided("desk scan")
}

/// Scans, and writes the paper to be printed.
pub(crate) async fn slip(arguments: SlipArguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let acts = scanned(&arguments.scanned, &arguments.asked).await?;
    acts.decided("desk slip")?;
    let slips = acts.into_slips();
    if slips.is_empty() {
        terminal.note("scanned; there is no slip to print");
    }
    for slip in &slips {
        slip.print(terminal)?;
    }
    Ok(())
}

async fn scanned(scanned: &Scanned, asked: &AtNode) -> Result<Acts, Failure> {
    let item = match &scanned.library {
        Some(library) => Some(barcode_in(library, &scanned.code).map_err(Failure::usage)?),
        None => None,
    };
    let call = scanned.staffed.begin();
    let request = wire::ScanRequest {
        request_id: call.id.clone(),
        code: scanned.code.clone(),
        item,
        staff: scanned.staffed.staff,
    };
    let answer = asked.node.desk().await?.scan(request).await;
    let answer = answer.map_err(|status| call.refused(&status, &asked.node))?;
    Ok(Acts::scanned(call.id, answer.into_inner()))
}

/// Takes an act back.
pub(crate) async fn undo(arguments: UndoArguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let call = arguments.staffed.begin();
    let request = wire::UndoRequest {
        request_id: call.id.clone(),
        act: arguments.act,
        item: Some(arguments.item),
        staff: arguments.staffed.staff,
    };
    let answer = node.desk().await?.undo(request).await;
    let answer = answer.map_err(|status| call.refused(&status, node))?;
    show(
        *output,
        &Undone::new(call.id, &answer.into_inner()),
        terminal,
    )
}
