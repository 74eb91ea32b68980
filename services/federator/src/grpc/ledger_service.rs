//! `LedgerService`: what nodes report.

use super::not_kept::not_kept;
use super::turns::Turns;
use crate::ledger::FederatorState;
use crate::lending::FlowError;
use crate::lending_process::Lending;
use crate::randomness;
use crate::tasks;
use navette_domain::access::Caller;
use navette_domain::catalogue::LibraryId;
use navette_domain::lending::Report;
use navette_proto::Refusal;
use navette_proto::convert::lending::delivery::{refused_report_to_wire, reports_from_wire};
use navette_proto::convert::lending::{target, vouched_key};
use navette_proto::convert::{identity, incarnation};
use navette_proto::wire::lending as wire;
use navette_proto::wire::lending::ledger_service_server::LedgerService;
use navette_trust::caller_of;
use std::collections::BTreeMap;
use std::sync::Arc;
use tonic::{Request, Response, Status};

/// Takes reports of nodes.
pub(crate) struct LedgerCalls {
    lending: Arc<Lending>,
    /// Nothing where a member dials in: what is asked of it is carried.
    addresses: BTreeMap<LibraryId, Option<String>>,
    turns: Turns,
}

impl LedgerCalls {
    /// Serves this ledger; `addresses` says where the members' nodes are.
    pub(crate) fn over(
        lending: Arc<Lending>,
        addresses: BTreeMap<LibraryId, Option<String>>,
    ) -> Self {
        Self {
            lending,
            addresses,
            turns: Turns::default(),
        }
    }
}

#[tonic::async_trait]
impl LedgerService for LedgerCalls {
    async fn report(
        &self,
        request: Request<wire::ReportRequest>,
    ) -> Result<Response<wire::ReportResponse>, Status> {
        let _turn = self.turns.take()?;
        let caller = caller_of(&request);
        let call = reports_from_wire(request.into_inner())?;
        caller.speaks_for(&call.library).map_err(Refusal::from)?;
        let mut unreadable = Vec::new();
        let mut reports = Vec::new();
        for (number, read) in call.reports {
            // What cannot be read counts as applied: sent again it would be no better, and hold up what comes behind it.
            reports.push((
                number,
                read.unwrap_or_else(|refusal| {
                    unreadable.push(refused_report_to_wire(number, &refusal));
                    Report::CaughtUp
                }),
            ));
        }
        let first = reports.first().map(|(number, _)| *number);
        let (library, node, lending) = (call.library, call.incarnation, Arc::clone(&self.lending));
        let deliver_all = call.deliver_all;
        let taken = on_the_ledger(move || {
            let now = lending.now();
            if deliver_all {
                lending.core.tell_all(&library, now)?;
            }
            lending
                .core
                .take_reports(&library, node, reports, now, randomness::fresh())
        })
        .await?;
        self.lending.changed.notify_waiters();
        if let Some(sent) = first.filter(|first| *first > taken.through.saturating_add(1)) {
            let expected = taken.through.saturating_add(1);
            return Err(Refusal::ReportsMissing { expected, sent }.into());
        }
        let refused = taken
            .refused
            .into_iter()
            .map(|(number, refusal)| refused_report_to_wire(number, &Refusal::Lending(refusal)));
        Ok(Response::new(wire::ReportResponse {
            incarnation: incarnation::to_wire(Some(self.lending.incarnation)),
            applied_through: taken.through,
            refused: unreadable.into_iter().chain(refused).collect(),
        }))
    }

    async fn find_node(
        &self,
        request: Request<wire::FindNodeRequest>,
    ) -> Result<Response<wire::FindNodeResponse>, Status> {
        let library = identity::library("library", &request.into_inner().library)?;
        let address = self.addresses.get(&library).cloned();
        let address = address.ok_or_else(|| Refusal::UnknownLibrary(library.to_string()))?;
        let (reading, of) = (Arc::clone(&self.lending), library.clone());
        let key = on_the_ledger(move || {
            let read = move |state: &FederatorState| state.sealing_keys.get(&of).cloned();
            Ok(reading.core.read(read)?)
        });
        let key = key.await?;
        if address.is_none() && key.is_none() {
            return Err(Refusal::LibraryAway(library.to_string()).into());
        }
        Ok(Response::new(wire::FindNodeResponse {
            address: address.unwrap_or_default(),
            sealing_key: key.map(|row| vouched_key::to_wire(&row.vouched, Some(row.since))),
        }))
    }

    async fn count_waiting(
        &self,
        request: Request<wire::CountWaitingRequest>,
    ) -> Result<Response<wire::CountWaitingResponse>, Status> {
        let _turn = self.turns.take()?;
        let caller = caller_of(&request);
        let waiting = count_waiting(&self.lending, &caller, request.into_inner()).await?;
        Ok(Response::new(wire::CountWaitingResponse { waiting }))
    }
}

/// Counts who waits for an item that a library has lent.
async fn count_waiting(
    lending: &Arc<Lending>,
    caller: &Caller,
    call: wire::CountWaitingRequest,
) -> Result<u32, Refusal> {
    let library = identity::library("library", &call.library)?;
    caller.speaks_for(&library)?;
    if !lending.core.territory().members.contains_key(&library) {
        return Err(Refusal::UnknownLibrary(library.to_string()));
    }
    let item = identity::item("item", call.item)?;
    let wanted = call.target.map(target::from_wire).transpose();
    let wanted = wanted.map_err(|refusal| refusal.within("target"))?;
    let reading = Arc::clone(lending);
    on_the_ledger(move || Ok(reading.core.waiting_for_item(item, wanted)?)).await
}

/// Does something that waits for the disk where it delays nobody.
pub(super) async fn on_the_ledger<R: Send + 'static>(
    work: impl FnOnce() -> Result<R, FlowError> + Send + 'static,
) -> Result<R, Refusal> {
    match tasks::aside(work).await {
        Some(Ok(done)) => Ok(done),
        Some(Err(FlowError::Refused(refusal))) => Err(Refusal::Lending(refusal)),
        Some(Err(FlowError::NotKept(error))) => Err(not_kept(&error)),
        None => Err(Refusal::Internal),
    }
}
