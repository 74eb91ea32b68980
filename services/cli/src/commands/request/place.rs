//! `navette request place`: asks for a work in the name of a patron, at the patron's home node.

use super::wanted;
use crate::failure::Failure;
use crate::given::{
    Calling, FederatorOrNode, GivenCard, Staffed, day, edition_key, item, library_id, work_key,
};
use crate::present::lending::PatronRequest;
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::identity::{Card, ItemId};
use navette_proto::wire::lending::RequestState;
use navette_proto::wire::patrons as wire;
use std::time::{Duration, Instant};

/// How long it may take until the federator has heard of the request, where it can be reached.
const HEARD_WITHIN: Duration = Duration::from_secs(2);
/// How often it is looked whether a lender was found.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Ask for a work in the name of a patron.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette request place --work 3f2a9c0d11e47b58 --for 62765 --pickup fauquembergues
  navette request place --work 3f2a9c0d11e47b58 --part \"t. 2\" --for 62765 --need-by 2026-12-20
  navette request place --work 3f2a9c0d11e47b58 --copy aire/000001 --for 62765
  printf '%s\\n' \"$CARD\" | navette request place --work 3f2a9c0d11e47b58 --for - --output json

Any edition will do unless one is named. While the federator is out of reach the home library keeps
the request and sends it later; a lender and a day are known then.")]
pub(crate) struct Arguments {
    /// Key of the work, as `navette search` shows it
    #[arg(long, value_name = "KEY", value_parser = work_key)]
    pub(super) work: String,
    /// Number of the patron's card; - reads it from standard input
    #[arg(long = "for", value_name = "CARD", value_parser = GivenCard::parse)]
    card: GivenCard,
    /// Where to collect it [default: the library whose node is asked]
    #[arg(long, value_name = "LIBRARY", value_parser = library_id)]
    pickup: Option<String>,
    /// Volume or issue, as the holdings name it
    #[arg(long, value_name = "LABEL")]
    pub(super) part: Option<String>,
    /// This edition only, as `navette show` names it
    #[arg(long, value_name = "KEY", value_parser = edition_key)]
    pub(super) edition: Option<String>,
    /// This copy only; its edition too, where the work has several
    #[arg(long, value_name = "LIBRARY/BARCODE", value_parser = item)]
    pub(super) copy: Option<ItemId>,
    /// Put a copy of the own shelf aside, instead of being told to take it there
    #[arg(long)]
    put_aside: bool,
    /// Of no use after this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    need_by: Option<String>,
    /// Title as the patron saw it [default: as the catalogue has it]
    #[arg(long)]
    pub(super) title: Option<String>,
    /// How long to wait for a lender, 0 to 60 s
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(0..=60))]
    wait: u64,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    pub(super) asked: FederatorOrNode,
}

pub(crate) async fn run(arguments: Arguments, terminal: &mut Terminal) -> Result<(), Failure> {
    let card = arguments.card.read()?;
    let wanted = wanted::of(&arguments).await?;
    let call = arguments.staffed.begin();
    let request = wire::PlaceRequestRequest {
        request_id: call.id.clone(),
        card: Some(card.clone()),
        target: Some(wanted.target),
        title: wanted.title,
        pickup: arguments.pickup.clone().unwrap_or_default(),
        need_by: arguments.need_by.clone().unwrap_or_default(),
        staff: arguments.staffed.staff,
        put_aside: arguments.put_aside,
    };
    let placed = place(&arguments, &call, request).await?;
    let placed = when_a_lender_is_known(&arguments, card, placed).await;
    let state = placed.state();
    let id = placed.request.clone();
    show(
        arguments.asked.output,
        &PatronRequest::from(placed),
        terminal,
    )?;
    match state {
        RequestState::Refused | RequestState::Unfilled => Err(not_served(&id, state)),
        _ => Ok(()),
    }
}

/// What was placed and cannot be served is no success, whoever asks.
fn not_served(id: &str, state: RequestState) -> Failure {
    let why = match state {
        RequestState::Unfilled => "no library can supply it",
        _ => "it was refused",
    };
    Failure::other(format!(
        "request {id}: {why}; `navette request show {id}` says more"
    ))
}

async fn place(
    arguments: &Arguments,
    call: &Calling,
    request: wire::PlaceRequestRequest,
) -> Result<wire::PatronRequest, Failure> {
    let node = &arguments.asked.node;
    let answer = node.patrons().await?.place_request(request).await;
    let answer = answer.map_err(|status| call.refused(&status, node))?;
    answer
        .into_inner()
        .request
        .ok_or_else(|| Failure::other(format!("{node} took the request and does not show it")))
}

/// Looks again for a while: a lender is chosen and asked within seconds. Whatever fails here, the request is placed.
async fn when_a_lender_is_known(
    arguments: &Arguments,
    card: Card,
    placed: wire::PatronRequest,
) -> wire::PatronRequest {
    let mut newest = placed;
    let looking = async {
        let Ok(mut client) = arguments.asked.node.patrons().await else {
            return;
        };
        let placed = Instant::now();
        while is_about_to_change(&newest, placed.elapsed()) {
            tokio::time::sleep(LOOK_EVERY).await;
            let asked = wire::ListRequestsRequest {
                card: Some(card.clone()),
                ended_too: true,
                ..wire::ListRequestsRequest::default()
            };
            let Ok(page) = client.list_requests(asked).await else {
                return;
            };
            let requests = page.into_inner().requests;
            let same = |request: &wire::PatronRequest| request.request == newest.request;
            match requests.into_iter().find(same) {
                Some(request) => newest = request,
                None => return,
            }
        }
    };
    // What was seen until then is shown.
    let _ = tokio::time::timeout(Duration::from_secs(arguments.wait), looking).await;
    newest
}

/// A node answers before it has told the federator: only what stays unconfirmed for a while is cut off.
fn is_about_to_change(request: &wire::PatronRequest, waited: Duration) -> bool {
    let moving = [RequestState::Placed, RequestState::Asking];
    let cut_off = request.unconfirmed && waited > HEARD_WITHIN;
    !cut_off && moving.iter().any(|state| *state as i32 == request.state)
}
