//! `navette request cancel`, `suspend`, `resume`: does somebody still want it? A patron's word goes to the home node, any other to
//! the federator.

use crate::failure::Failure;
use crate::given::{Calling, FederatorOrNode, GivenCard, Staffed, day, request_id};
use crate::present::lending::{PatronRequest, Request};
use crate::present::show;
use crate::terminal::Terminal;
use clap::Args;
use navette_proto::wire::lending::{self, LoanRequest};
use navette_proto::wire::patrons;

/// End a request that is no longer wanted.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette request cancel 0af3c1d2e4b5968778695a4b3c2d1e0f
  navette request cancel 0af3c1d2e4b5968778695a4b3c2d1e0f --for 62765

With --for it works also while the federator is out of reach. An item on its way goes to the next in
the queue, or home.")]
pub(crate) struct CancelArguments {
    #[command(flatten)]
    meant: Meant,
}

/// Set a request aside; it keeps its place in the queue.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette request suspend 0af3c1d2e4b5968778695a4b3c2d1e0f --until 2026-12-27
  navette request suspend 0af3c1d2e4b5968778695a4b3c2d1e0f --for 62765")]
pub(crate) struct SuspendArguments {
    /// Until this day [default: until further notice]
    #[arg(long, value_name = "DAY", value_parser = day)]
    until: Option<String>,
    #[command(flatten)]
    meant: Meant,
}

/// Take a request up again that was set aside.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  navette request resume 0af3c1d2e4b5968778695a4b3c2d1e0f")]
pub(crate) struct ResumeArguments {
    #[command(flatten)]
    meant: Meant,
}

// This group carries no documentation comment: clap would show it instead of the command's own description.
#[derive(Debug, Args)]
struct Meant {
    /// Name of the request
    #[arg(value_name = "ID", value_parser = request_id)]
    request: String,
    /// For this card's patron, at the home library's node; - reads it from standard input
    #[arg(long = "for", value_name = "CARD", value_parser = GivenCard::parse)]
    card: Option<GivenCard>,
    #[command(flatten)]
    staffed: Staffed,
    #[command(flatten)]
    asked: FederatorOrNode,
}

/// Ends a request.
pub(crate) async fn cancel(
    arguments: CancelArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let meant = arguments.meant;
    let call = meant.staffed.begin();
    if let Some(card) = &meant.card {
        let request = patrons::CancelRequestRequest {
            request_id: call.id.clone(),
            card: Some(card.read()?),
            request: meant.request.clone(),
            staff: meant.staffed.staff,
        };
        let mut client = meant.asked.node.patrons().await?;
        let answer = client.cancel_request(request).await;
        let answer = answer.map(|answer| answer.into_inner().request);
        return meant.show_to_patron(&call, answer, terminal);
    }
    let request = lending::CancelRequest {
        request_id: call.id.clone(),
        request: meant.request.clone(),
    };
    let answer = meant.asked.at.requests().await?.cancel(request).await;
    let answer = answer.map(|answer| answer.into_inner().request);
    meant.show_to_all(&call, answer, terminal)
}

/// Sets a request aside.
pub(crate) async fn suspend(
    arguments: SuspendArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let (meant, until) = (arguments.meant, arguments.until.unwrap_or_default());
    let call = meant.staffed.begin();
    if let Some(card) = &meant.card {
        let request = patrons::SuspendRequestRequest {
            request_id: call.id.clone(),
            card: Some(card.read()?),
            request: meant.request.clone(),
            until,
            staff: meant.staffed.staff,
        };
        let mut client = meant.asked.node.patrons().await?;
        let answer = client.suspend_request(request).await;
        let answer = answer.map(|answer| answer.into_inner().request);
        return meant.show_to_patron(&call, answer, terminal);
    }
    let request = lending::SuspendRequest {
        request_id: call.id.clone(),
        request: meant.request.clone(),
        until,
    };
    let answer = meant.asked.at.requests().await?.suspend(request).await;
    let answer = answer.map(|answer| answer.into_inner().request);
    meant.show_to_all(&call, answer, terminal)
}

/// Takes a request up again.
pub(crate) async fn resume(
    arguments: ResumeArguments,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    let meant = arguments.meant;
    let call = meant.staffed.begin();
    if let Some(card) = &meant.card {
        let request = patrons::ResumeRequestRequest {
            request_id: call.id.clone(),
            card: Some(card.read()?),
            request: meant.request.clone(),
            staff: meant.staffed.staff,
        };
        let mut client = meant.asked.node.patrons().await?;
        let answer = client.resume_request(request).await;
        let answer = answer.map(|answer| answer.into_inner().request);
        return meant.show_to_patron(&call, answer, terminal);
    }
    let request = lending::ResumeRequest {
        request_id: call.id.clone(),
        request: meant.request.clone(),
    };
    let answer = meant.asked.at.requests().await?.resume(request).await;
    let answer = answer.map(|answer| answer.into_inner().request);
    meant.show_to_all(&call, answer, terminal)
}

impl Meant {
    fn show_to_patron(
        &self,
        call: &Calling,
        answer: Result<Option<patrons::PatronRequest>, tonic::Status>,
        terminal: &mut Terminal,
    ) -> Result<(), Failure> {
        let request = answer.map_err(|status| call.refused(&status, &self.asked.node))?;
        let request = PatronRequest::from(request.unwrap_or_default());
        show(self.asked.output, &request, terminal)
    }

    fn show_to_all(
        &self,
        call: &Calling,
        answer: Result<Option<LoanRequest>, tonic::Status>,
        terminal: &mut Terminal,
    ) -> Result<(), Failure> {
        let request = answer.map_err(|status| call.refused(&status, &self.asked.at))?;
        let request = Request::from(request.unwrap_or_default());
        show(self.asked.output, &request, terminal)
    }
}
