//! `navette desk`: what can be done at a desk? Lists of work first, then the one field for every scan, then explicit acts.

use super::{harm, item_acts, report, run_acts, scan, telling, work};
use crate::failure::Failure;
use crate::terminal::Terminal;
use clap::{Args, Subcommand};
use navette_proto::wire::desk::WorkKind;

/// Work at a library's desk: what to pull, send, receive and hand over; scans and what no scan can say.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette desk pull                               what to take from the shelves
  navette desk scan 000001                        does what that means here, and says what to do
  navette desk undo 17 aire/000001                takes it back, until others have acted on it
  navette desk not-found aire/000001              looked for in vain: another library is asked
  navette desk scan lumbres/000042 --output json | jq '.acts[].slip'

Each act can be repeated without harm: --request-id ID gives the first answer again.")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

/// What is done at a desk.
#[derive(Debug, Subcommand)]
enum Act {
    /// List what to take from the shelves
    Pull(work::Arguments),
    /// List what waits in the crates for the van
    Ship(work::Arguments),
    /// List what the van brings
    Receive(work::Arguments),
    /// List what waits for its patron
    Hold(work::Arguments),
    /// List what must go back
    Return(work::Arguments),
    /// List what is past its deadline
    Late(work::Arguments),
    /// List copies that were not where they should be
    LookFor(work::Arguments),
    /// List patrons whom a person must tell
    Tell(work::Arguments),
    /// List what this library and the federator saw differently after a cut
    Conflicts(work::Arguments),
    Scan(scan::Arguments),
    Slip(scan::SlipArguments),
    Undo(scan::UndoArguments),
    NotFound(item_acts::NotFoundArguments),
    Refuse(item_acts::RefuseArguments),
    LeftBehind(item_acts::LeftBehindArguments),
    HandOver(item_acts::HandOverArguments),
    NotCollected(item_acts::NotCollectedArguments),
    Missing(item_acts::MissingArguments),
    Claim(item_acts::ClaimArguments),
    Damaged(harm::DamagedArguments),
    Lost(harm::LostArguments),
    Settle(harm::SettleArguments),
    Told(telling::ToldArguments),
    CloseConflict(telling::CloseArguments),
    Shipped(run_acts::ShippedArguments),
    Manifest(run_acts::ManifestArguments),
    Crate(run_acts::CrateArguments),
    Report(report::Arguments),
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    match arguments.act {
        Act::Pull(arguments) => work::run(WorkKind::ToPull, arguments, terminal).await,
        Act::Ship(arguments) => work::run(WorkKind::ToShip, arguments, terminal).await,
        Act::Receive(arguments) => work::run(WorkKind::ToReceive, arguments, terminal).await,
        Act::Hold(arguments) => work::run(WorkKind::HoldShelf, arguments, terminal).await,
        Act::Return(arguments) => work::run(WorkKind::ToReturn, arguments, terminal).await,
        Act::Late(arguments) => work::run(WorkKind::Late, arguments, terminal).await,
        Act::LookFor(arguments) => work::run(WorkKind::ToLookFor, arguments, terminal).await,
        Act::Tell(arguments) => work::run(WorkKind::ToTell, arguments, terminal).await,
        Act::Conflicts(arguments) => work::run(WorkKind::Conflicts, arguments, terminal).await,
        Act::Scan(arguments) => scan::run(arguments, terminal).await,
        Act::Slip(arguments) => scan::slip(arguments, terminal).await,
        Act::Undo(arguments) => scan::undo(arguments, terminal).await,
        Act::NotFound(arguments) => item_acts::not_found(arguments, terminal).await,
        Act::Refuse(arguments) => item_acts::refuse(arguments, terminal).await,
        Act::LeftBehind(arguments) => item_acts::left_behind(arguments, terminal).await,
        Act::HandOver(arguments) => item_acts::hand_over(arguments, terminal).await,
        Act::NotCollected(arguments) => item_acts::not_collected(arguments, terminal).await,
        Act::Missing(arguments) => item_acts::missing(arguments, terminal).await,
        Act::Claim(arguments) => item_acts::claim(arguments, terminal).await,
        Act::Damaged(arguments) => harm::damaged(arguments, terminal).await,
        Act::Lost(arguments) => harm::lost(arguments, terminal).await,
        Act::Settle(arguments) => harm::settle(arguments, terminal).await,
        Act::Told(arguments) => telling::told(arguments, terminal).await,
        Act::CloseConflict(arguments) => telling::close(arguments, terminal).await,
        Act::Shipped(arguments) => run_acts::shipped(arguments, terminal).await,
        Act::Manifest(arguments) => run_acts::manifest(arguments, terminal).await,
        Act::Crate(arguments) => run_acts::check_crate(arguments, terminal).await,
        Act::Report(arguments) => report::run(arguments, terminal).await,
    }
}
