//! `navette desk not-found` and its like: what happened to an item that no scan can say?

use crate::failure::Failure;
use crate::given::{AtNode, Calling, GivenCard, Staffed, item};
use crate::present::desk::Acts;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::desk as wire;
use navette_proto::wire::identity::ItemId;
use tonic::Status;

// These groups carry no documentation comments: clap would show them instead of the command's own description.

#[derive(Debug, Args)]
pub(super) struct OneItem {
    /// Which item
    #[arg(value_name = "LIBRARY/BARCODE", value_parser = item)]
    pub(super) item: ItemId,
    #[command(flatten)]
    pub(super) staffed: Staffed,
    #[command(flatten)]
    pub(super) asked: AtNode,
}

/// An item to pull is not on its shelf: another library is asked.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  navette desk not-found aire/000001")]
pub(crate) struct NotFoundArguments {
    #[command(flatten)]
    one: OneItem,
}

/// An item is not lent: another copy or library is asked.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette desk refuse aire/000001 --reason \"too worn to travel\"
  navette desk refuse aire/000001 --reason \"on display until Christmas\" --whole-library")]
pub(crate) struct RefuseArguments {
    #[command(flatten)]
    one: OneItem,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// No copy of this library is lent to this request
    #[arg(long)]
    whole_library: bool,
}

/// The van did not take an item: it waits for the next run.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  navette desk left-behind aire/000001")]
pub(crate) struct LeftBehindArguments {
    #[command(flatten)]
    one: OneItem,
}

/// Hand an item over from the hold shelf, against its pick-up code or the patron's card.
#[derive(Debug, Args)]
#[command(
    after_help = "\
Examples:
  navette desk hand-over aire/000001 --code 4711
  navette desk hand-over aire/000001 --for -         the card's number comes from standard input",
    group(clap::ArgGroup::new("against").required(true).args(["code", "card"]))
)]
pub(crate) struct HandOverArguments {
    #[command(flatten)]
    one: OneItem,
    /// Pick-up code, as the patron shows or says it
    #[arg(long)]
    code: Option<String>,
    /// Number of the patron's card; - reads it from standard input
    #[arg(long = "for", value_name = "CARD", value_parser = GivenCard::parse)]
    card: Option<GivenCard>,
}

/// Nobody came for an item: take it off the hold shelf.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  navette desk not-collected aire/000001")]
pub(crate) struct NotCollectedArguments {
    #[command(flatten)]
    one: OneItem,
}

/// An item is not on the hold shelf where it should be: it is looked for.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  navette desk missing aire/000001")]
pub(crate) struct MissingArguments {
    #[command(flatten)]
    one: OneItem,
}

/// The patron says that an item was brought back: it is looked for.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  navette desk claim aire/000001")]
pub(crate) struct ClaimArguments {
    #[command(flatten)]
    one: OneItem,
}

impl OneItem {
    /// Shows what was done, or fails.
    pub(super) fn shown(
        &self,
        call: Calling,
        answer: Result<Option<wire::Act>, Status>,
        terminal: &mut Terminal,
    ) -> Result<(), Failure> {
        let act = answer.map_err(|status| call.refused(&status, &self.asked.node))?;
        show(self.asked.output, &Acts::done(call.id, act), terminal)
    }
}

/// An act that needs nothing but the item.
macro_rules! plain_act {
    ($(#[$doc:meta])* $name:ident($arguments:ident): $method:ident, $request:ident) => {
        $(#[$doc])*
        pub(crate) async fn $name(
            arguments: $arguments,
            terminal: &mut Terminal,
        ) -> Result<(), Failure> {
            let one = arguments.one;
            let call = one.staffed.begin();
            let request = wire::$request {
                request_id: call.id.clone(),
                item: Some(one.item.clone()),
                staff: one.staffed.staff,
            };
            let answer = one.asked.node.desk().await?.$method(request).await;
            one.shown(call, answer.map(|answer| answer.into_inner().act), terminal)
        }
    };
}

plain_act! {
    /// Says that an item is not on its shelf.
    not_found(NotFoundArguments): not_found, NotFoundRequest
}
plain_act! {
    /// Says that the van did not take an item.
    left_behind(LeftBehindArguments): left_behind, LeftBehindRequest
}
plain_act! {
    /// Takes an item off the hold shelf.
    not_collected(NotCollectedArguments): not_collected, NotCollectedRequest
}
plain_act! {
    /// Says that an item is not on the hold shelf.
    missing(MissingArguments): missing_from_shelf, MissingFromShelfRequest
}
plain_act! {
    /// Says that the patron has brought it back.
    claim(ClaimArguments): claim_returned, ClaimReturnedRequest
}

/// Does not lend an item.
pub(crate) async fn refuse(
    arguments: RefuseArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let one = arguments.one;
    let call = one.staffed.begin();
    let request = wire::RefuseRequest {
        request_id: call.id.clone(),
        item: Some(one.item.clone()),
        staff: one.staffed.staff,
        whole_library: arguments.whole_library,
        reason: arguments.reason,
    };
    let answer = one.asked.node.desk().await?.refuse(request).await;
    one.shown(call, answer.map(|answer| answer.into_inner().act), terminal)
}

/// Hands an item over.
pub(crate) async fn hand_over(
    arguments: HandOverArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    use wire::hand_over_request::To;
    let to = match (arguments.code, &arguments.card) {
        (Some(code), _) => To::PickupCode(code),
        (None, Some(card)) => To::Card(card.read()?),
        (None, None) => return Err(Failure::usage("--code or --for is missing")),
    };
    let one = arguments.one;
    let call = one.staffed.begin();
    let request = wire::HandOverRequest {
        request_id: call.id.clone(),
        item: Some(one.item.clone()),
        staff: one.staffed.staff,
        to: Some(to),
    };
    let answer = one.asked.node.desk().await?.hand_over(request).await;
    one.shown(call, answer.map(|answer| answer.into_inner().act), terminal)
}
