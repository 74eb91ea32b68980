//! `navette desk shipped`, `manifest`, `crate`: what does this library give to the van, and what should its crate hold?

use crate::failure::Failure;
use crate::given::{AtNode, Staffed, day, item};
use crate::present::courier::HeldManifests;
use crate::present::desk::{Acts, CrateCheck};
use crate::present::show;
use crate::terminal::Terminal;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use navette_proto::wire::desk as wire;
use navette_proto::wire::identity::ItemId;

/// The crates of a run were given to the van.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette desk shipped audomarois-1 2026-11-24
  navette desk shipped audomarois-1 2026-11-24 --left-behind aire/000001")]
pub(crate) struct ShippedArguments {
    /// The round that took them
    round: String,
    /// The day of the run
    #[arg(value_parser = day)]
    day: String,
    /// An item that was not taken (may be repeated)
    #[arg(long, value_name = "LIBRARY/BARCODE", value_parser = item)]
    left_behind: Vec<ItemId>,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: AtNode,
}

/// Show this library's manifest of a run, as the federator last sent it; works without a line.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette desk manifest audomarois-1 2026-11-24")]
pub(crate) struct ManifestArguments {
    /// Which round
    round: String,
    /// The day of the run
    #[arg(value_parser = day)]
    day: String,
    #[command(flatten)]
    asked: AtNode,
}

/// Compare a crate with the QR code of its manifest; works without a line and changes nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  code=$(navette desk manifest audomarois-1 2026-11-24 --output json | jq -r '.manifests[0].code')
  navette desk crate --code \"$code\" aire/000001 lumbres/000042

The exit code is 0 also where something is missing: the answer says what.")]
pub(crate) struct CrateArguments {
    /// What the manifest's QR code holds, in base64, as manifests show it in JSON
    #[arg(long, value_name = "BASE64", value_parser = base64_bytes)]
    code: Bytes,
    /// What lies in the crate
    #[arg(value_name = "LIBRARY/BARCODE", value_parser = item)]
    found: Vec<ItemId>,
    #[command(flatten)]
    asked: AtNode,
}

/// Bytes that were typed as text.
#[derive(Clone, Debug)]
struct Bytes(Vec<u8>);

fn base64_bytes(text: &str) -> Result<Bytes, String> {
    let read = STANDARD.decode(text.trim());
    read.map(Bytes).map_err(|_| "this is not base64".to_owned())
}

/// Gives the crates of a run to the van.
pub(crate) async fn shipped(
    arguments: ShippedArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let call = arguments.staffed.begin();
    let request = wire::ShipRequest {
        request_id: call.id.clone(),
        round: arguments.round,
        day: arguments.day,
        left_behind: arguments.left_behind,
        staff: arguments.staffed.staff,
    };
    let answer = node.desk().await?.ship(request).await;
    let answer = answer.map_err(|status| call.refused(&status, node))?;
    show(
        *output,
        &Acts::done(call.id, answer.into_inner().acts),
        terminal,
    )
}

/// Shows the manifest that the node holds.
pub(crate) async fn manifest(
    arguments: ManifestArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let request = wire::GetManifestRequest {
        round: arguments.round,
        day: arguments.day,
    };
    let answer = node.desk().await?.get_manifest(request).await;
    let answer = answer.map_err(|status| Failure::from_status(&status, node))?;
    show(*output, &HeldManifests::from(answer.into_inner()), terminal)
}

/// Compares a crate with its manifest.
pub(crate) async fn check_crate(
    arguments: CrateArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let AtNode { node, output } = &arguments.asked;
    let Bytes(code) = arguments.code;
    let request = wire::CheckCrateRequest {
        code,
        found: arguments.found,
    };
    let answer = node.desk().await?.check_crate(request).await;
    let answer = answer.map_err(|status| Failure::from_status(&status, node))?;
    show(*output, &CrateCheck::from(answer.into_inner()), terminal)
}
