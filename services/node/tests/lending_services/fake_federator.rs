//! A federator that takes reports and remembers them, and can forget.

use crate::fixtures::until;
use navette_proto::Refusal;
use navette_proto::convert::incarnation;
use navette_proto::wire::courier::Round;
use navette_proto::wire::courier::courier_service_server::CourierServiceServer;
use navette_proto::wire::lending::ledger_service_server::{LedgerService, LedgerServiceServer};
use navette_proto::wire::lending::loan_request_service_server::LoanRequestServiceServer;
use navette_proto::wire::lending::report::What;
use navette_proto::wire::lending::{
    CountWaitingRequest, CountWaitingResponse, FindNodeRequest, FindNodeResponse, ReportRequest,
    ReportResponse,
};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status};

/// What it knows.
#[derive(Default)]
pub(crate) struct Memory {
    /// Which life this is.
    pub(crate) incarnation: u64,
    /// Under which name the node numbers its reports.
    pub(crate) numbering: String,
    /// Everything up to here is saved.
    pub(crate) applied: u64,
    /// Everything told, in order.
    pub(crate) told: Vec<What>,
    /// How often everything open was asked for.
    pub(crate) asked_for_all: usize,
    /// How many more calls find nobody.
    pub(crate) away_for: usize,
    /// The van's rounds.
    pub(crate) rounds: Vec<Round>,
    /// How many wait for whatever is asked about.
    pub(crate) waiting: u32,
    /// Where other libraries are.
    pub(crate) homes: BTreeMap<String, String>,
    /// Nobody speaks of the van.
    pub(crate) van_away: bool,
    /// It has too much to do to count anything.
    pub(crate) counts_refused: bool,
}

#[derive(Clone)]
pub(crate) struct FakeFederator {
    pub(crate) memory: Arc<Mutex<Memory>>,
    pub(crate) address: SocketAddr,
}

impl FakeFederator {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let federator = Self {
            address: listener.local_addr().unwrap(),
            memory: Arc::new(Mutex::new(Memory {
                incarnation: 77,
                ..Memory::default()
            })),
        };
        let service = LedgerServiceServer::new(federator.clone());
        let serving = Server::builder()
            .add_service(service)
            .add_service(CourierServiceServer::new(federator.clone()))
            .add_service(LoanRequestServiceServer::new(federator.clone()))
            .serve_with_incoming(TcpIncoming::from(listener));
        tokio::spawn(serving);
        federator
    }

    pub(crate) fn uri(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits for a report, and gives it.
    pub(crate) async fn hears<T>(&self, what: &str, wanted: impl Fn(&What) -> Option<T>) -> T {
        until(what, || {
            let found = self.memory.lock().told.iter().find_map(&wanted);
            std::future::ready(found)
        })
        .await
    }
}

#[tonic::async_trait]
impl LedgerService for FakeFederator {
    async fn report(
        &self,
        request: Request<ReportRequest>,
    ) -> Result<Response<ReportResponse>, Status> {
        let call = request.into_inner();
        let mut memory = self.memory.lock();
        if let Some(fewer) = memory.away_for.checked_sub(1) {
            memory.away_for = fewer;
            return Err(Status::unavailable("nobody is here"));
        }
        assert_eq!(call.library, "aire");
        if memory.numbering != call.incarnation {
            memory.numbering = call.incarnation;
            memory.applied = 0;
        }
        memory.asked_for_all += usize::from(call.deliver_all);
        let expected = memory.applied + 1;
        if let Some(sent) = call.reports.first().map(|report| report.number)
            && sent > expected
        {
            return Err(Refusal::ReportsMissing { expected, sent }.into());
        }
        for report in call.reports {
            if report.number > memory.applied {
                memory.applied = report.number;
                memory
                    .told
                    .extend(report.report.and_then(|report| report.what));
            }
        }
        Ok(Response::new(ReportResponse {
            incarnation: incarnation::to_wire(Some(memory.incarnation)),
            applied_through: memory.applied,
            refused: Vec::new(),
        }))
    }

    async fn find_node(
        &self,
        request: Request<FindNodeRequest>,
    ) -> Result<Response<FindNodeResponse>, Status> {
        let library = request.into_inner().library;
        let address = self.memory.lock().homes.get(&library).cloned();
        let address = address.ok_or_else(|| Status::from(Refusal::UnknownLibrary(library)))?;
        Ok(Response::new(FindNodeResponse {
            address,
            sealing_key: None,
        }))
    }

    async fn count_waiting(
        &self,
        request: Request<CountWaitingRequest>,
    ) -> Result<Response<CountWaitingResponse>, Status> {
        let asked = request.into_inner();
        assert!(asked.target.is_some(), "the catalogue knows own items");
        let waiting = self.memory.lock().waiting;
        Ok(Response::new(CountWaitingResponse { waiting }))
    }
}
