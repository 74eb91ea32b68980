//! `LoanRequestService`: placing and following requests.

use super::exchange::Counting;
use super::ledger_service::on_the_ledger;
use super::own_library::{concerns, held_to_own};
use super::request_list::{Filter, PageOf};
use super::stuck::stuck;
use super::turns::Turns;
use crate::lending::FlowError;
use crate::lending_process::Lending;
use crate::randomness;
use crate::tasks;
use navette_domain::access::Caller;
use navette_domain::identity::RequestId;
use navette_domain::lending::{LendingRefusal, LoanRequest};
use navette_proto::Refusal;
use navette_proto::convert::lending::{choice, journey, placement, request};
use navette_proto::convert::{day, ids};
use navette_proto::wire::lending as wire;
use navette_proto::wire::lending::loan_request_service_server::LoanRequestService;
use navette_trust::caller_of;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

/// How often a watcher is shown what changed at least.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Serves requests.
pub(crate) struct LoanRequests {
    lending: Arc<Lending>,
    turns: Turns,
    watchers: Turns,
    counting: Counting,
}

impl LoanRequests {
    pub(crate) fn over(lending: Arc<Lending>) -> Self {
        Self {
            lending,
            turns: Turns::default(),
            watchers: Turns::default(),
            counting: Counting::default(),
        }
    }

    /// Gives a command to the ledger and wakes whoever must hear of it.
    async fn command(
        &self,
        work: impl FnOnce(&Lending) -> Result<LoanRequest, FlowError> + Send + 'static,
    ) -> Result<Option<wire::LoanRequest>, Refusal> {
        let lending = Arc::clone(&self.lending);
        let done = on_the_ledger(move || work(&lending)).await?;
        self.lending.changed.notify_waiters();
        Ok(Some(request::to_wire(&done)))
    }
}

type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl LoanRequestService for LoanRequests {
    type WatchStream = Answers<wire::WatchResponse>;

    async fn place(
        &self,
        call: Request<wire::PlaceRequest>,
    ) -> Result<Response<wire::PlaceResponse>, Status> {
        let _turn = self.turns.take()?;
        let said = call.into_inner().placement;
        let said = said.ok_or_else(|| Refusal::field("placement", "it is missing"))?;
        let placed = placement::from_wire(said).map_err(|refusal| refusal.within("placement"))?;
        let request = self
            .command(move |lending| {
                lending
                    .core
                    .place(placed, lending.now(), randomness::fresh())
            })
            .await?;
        Ok(Response::new(wire::PlaceResponse { request }))
    }

    async fn get(
        &self,
        call: Request<wire::GetRequest>,
    ) -> Result<Response<wire::GetResponse>, Status> {
        let _turn = self.turns.take()?;
        let caller = caller_of(&call);
        let id = ids::request("request", &call.into_inner().request)?;
        let lending = Arc::clone(&self.lending);
        let found = on_the_ledger(move || {
            let read = lending.core.read(move |state| {
                let request = state.request(id).filter(|one| concerns(&caller, one))?;
                let journey = request.journey.and_then(|id| state.journey(id)).cloned();
                Some((request.clone(), journey))
            })?;
            let found = read.ok_or(FlowError::Refused(LendingRefusal::UnknownRequest(id)))?;
            let waits = lending.core.waits(id, lending.now())?;
            Ok((found, waits))
        });
        let ((found, travels), waits) = found.await?;
        let estimate = waits.and_then(|waits| waits.estimate);
        let (earliest, latest) = estimate.map(|span| (span.earliest, span.latest)).unzip();
        Ok(Response::new(wire::GetResponse {
            request: Some(request::to_wire(&found)),
            journey: travels.as_ref().map(journey::to_wire),
            position: waits.map_or(0, |waits| waits.position),
            earliest: day::to_wire(earliest),
            latest: day::to_wire(latest),
        }))
    }

    async fn list(
        &self,
        call: Request<wire::ListRequest>,
    ) -> Result<Response<wire::ListResponse>, Status> {
        let _turn = self.turns.take()?;
        let caller = caller_of(&call);
        let call = call.into_inner();
        let filter = Filter::from_wire(own_filter(&caller, call.filter)?)?;
        let page = PageOf::from_wire(&filter, call.page_size, &call.page_token)?;
        let lending = Arc::clone(&self.lending);
        let read = on_the_ledger(move || {
            let read = move |state: &_| page.of(&filter, state);
            Ok(lending.core.read(read)?)
        });
        let (found, next_page_token) = read.await?;
        Ok(Response::new(wire::ListResponse {
            requests: found.iter().map(request::to_wire).collect(),
            next_page_token,
        }))
    }

    async fn cancel(
        &self,
        call: Request<wire::CancelRequest>,
    ) -> Result<Response<wire::CancelResponse>, Status> {
        let _turn = self.turns.take()?;
        let call = call.into_inner();
        let id = named(&call.request_id, &call.request)?;
        let request = self
            .command(move |lending| lending.core.cancel(id, lending.now(), randomness::fresh()))
            .await?;
        Ok(Response::new(wire::CancelResponse { request }))
    }

    async fn suspend(
        &self,
        call: Request<wire::SuspendRequest>,
    ) -> Result<Response<wire::SuspendResponse>, Status> {
        let _turn = self.turns.take()?;
        let call = call.into_inner();
        let id = named(&call.request_id, &call.request)?;
        let until = day::from_wire("until", &call.until)?;
        let request = self
            .command(move |lending| {
                let fresh = randomness::fresh();
                lending.core.suspend(id, until, lending.now(), fresh)
            })
            .await?;
        Ok(Response::new(wire::SuspendResponse { request }))
    }

    async fn resume(
        &self,
        call: Request<wire::ResumeRequest>,
    ) -> Result<Response<wire::ResumeResponse>, Status> {
        let _turn = self.turns.take()?;
        let call = call.into_inner();
        let id = named(&call.request_id, &call.request)?;
        let request = self
            .command(move |lending| lending.core.resume(id, lending.now(), randomness::fresh()))
            .await?;
        Ok(Response::new(wire::ResumeResponse { request }))
    }

    async fn settle(
        &self,
        call: Request<wire::SettleRequest>,
    ) -> Result<Response<wire::SettleResponse>, Status> {
        let _turn = self.turns.take()?;
        let call = call.into_inner();
        let id = named(&call.request_id, &call.request)?;
        let request = self
            .command(move |lending| lending.core.settle(id, lending.now(), randomness::fresh()))
            .await?;
        Ok(Response::new(wire::SettleResponse { request }))
    }

    async fn declare_lost(
        &self,
        call: Request<wire::DeclareLostRequest>,
    ) -> Result<Response<wire::DeclareLostResponse>, Status> {
        let _turn = self.turns.take()?;
        let call = call.into_inner();
        ids::call("request_id", &call.request_id)?;
        let id = ids::journey("journey", &call.journey)?;
        let lending = Arc::clone(&self.lending);
        let lost = on_the_ledger(move || {
            let now = lending.now();
            lending.core.declare_lost(id, now, randomness::fresh())
        });
        let lost = lost.await?;
        self.lending.changed.notify_waiters();
        Ok(Response::new(wire::DeclareLostResponse {
            journey: Some(journey::to_wire(&lost)),
        }))
    }

    async fn watch(
        &self,
        call: Request<wire::WatchRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        let turn = self.watchers.take()?;
        let caller = caller_of(&call);
        let filter = Filter::from_wire(own_filter(&caller, call.into_inner().filter)?)?;
        let (sender, receiver) = mpsc::channel(64);
        let lending = Arc::clone(&self.lending);
        tasks::in_background(async move {
            let _turn = turn;
            tokio::select! {
                () = watch(&lending, &filter, &sender) => {}
                () = sender.closed() => {}
            }
        });
        Ok(Response::new(Box::pin(ReceiverStream::new(receiver))))
    }

    async fn list_stuck(
        &self,
        call: Request<wire::ListStuckRequest>,
    ) -> Result<Response<wire::ListStuckResponse>, Status> {
        let _turn = self.turns.take()?;
        let caller = caller_of(&call);
        let mut call = call.into_inner();
        if caller.library().is_some() && call.coordinator_only {
            let reason = "what the coordinator must act on is the coordinator's to see";
            return Err(Refusal::field("coordinator_only", reason).into());
        }
        held_to_own(&caller, "owner", &mut call.owner)?;
        let lending = Arc::clone(&self.lending);
        let read =
            on_the_ledger(move || Ok(lending.core.read(move |state| stuck(state, &call))?));
        Ok(Response::new(read.await??))
    }

    async fn get_choice(
        &self,
        call: Request<wire::GetChoiceRequest>,
    ) -> Result<Response<wire::GetChoiceResponse>, Status> {
        let _turn = self.turns.take()?;
        let caller = caller_of(&call);
        let id = ids::request("request", &call.into_inner().request)?;
        let lending = Arc::clone(&self.lending);
        let found = on_the_ledger(move || {
            let read = lending.core.read(move |state| {
                let request = state.request(id).filter(|one| concerns(&caller, one))?;
                let at = request.looked_at;
                Some((at, state.choice(id)?.clone()))
            })?;
            read.ok_or(FlowError::Refused(LendingRefusal::UnknownRequest(id)))
        });
        let (at, made) = found.await?;
        Ok(Response::new(wire::GetChoiceResponse {
            choice: Some(choice::to_wire(id, at, &made)),
        }))
    }

    async fn count_exchange(
        &self,
        call: Request<wire::CountExchangeRequest>,
    ) -> Result<Response<wire::CountExchangeResponse>, Status> {
        let _turn = self.turns.take()?;
        let caller = caller_of(&call);
        let counting = &self.counting;
        let counted = counting.count(&self.lending, &caller, call.into_inner());
        Ok(Response::new(counted.await?))
    }
}

/// Holds a filter to what the caller may see.
fn own_filter(
    caller: &Caller,
    filter: Option<wire::RequestFilter>,
) -> Result<Option<wire::RequestFilter>, Refusal> {
    let mut filter = filter.unwrap_or_default();
    held_to_own(caller, "filter.library", &mut filter.library)?;
    Ok(Some(filter))
}

/// Reads whom a command is about. Its own name is only checked: the lifecycle makes repeating harmless.
fn named(call: &str, request: &str) -> Result<RequestId, Refusal> {
    ids::call("request_id", call)?;
    ids::request("request", request)
}

/// Sends everything once, then what changes. A slow watcher sees the newest state only.
async fn watch(
    lending: &Arc<Lending>,
    filter: &Filter,
    sender: &mpsc::Sender<Result<wire::WatchResponse, Status>>,
) {
    let mut seen = 0;
    let mut caught_up = false;
    loop {
        let (reading, wanted) = (Arc::clone(lending), filter.clone());
        let read = on_the_ledger(move || {
            let changed = move |state: &crate::ledger::FederatorState| {
                let mut changed: Vec<LoanRequest> = state
                    .requests()
                    .filter(|request| request.version > seen && wanted.takes(request))
                    .cloned()
                    .collect();
                changed.sort_by_key(|request| request.version);
                changed
            };
            Ok(reading.core.read(changed)?)
        });
        let changed = match read.await {
            Ok(changed) => changed,
            Err(refusal) => {
                let _ = sender.send(Err(refusal.into())).await;
                return;
            }
        };
        for one in changed {
            seen = seen.max(one.version);
            let shown = wire::WatchResponse {
                request: Some(request::to_wire(&one)),
                caught_up: false,
            };
            if sender.send(Ok(shown)).await.is_err() {
                return;
            }
        }
        if !caught_up {
            caught_up = true;
            let all = wire::WatchResponse {
                request: None,
                caught_up: true,
            };
            if sender.send(Ok(all)).await.is_err() {
                return;
            }
        }
        let _ = tokio::time::timeout(LOOK_EVERY, lending.changed.notified()).await;
    }
}
