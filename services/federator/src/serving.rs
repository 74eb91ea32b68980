//! Which services does the federator offer, to whom, and within which limits?
//!
//! Everything is offered to callers on this machine and to those who have shown a certificate; whoever has shown none can join,
//! and no more.

use crate::backup::RunningLedger;
use crate::error::FederatorError;
use crate::flows::SearchFlow;
use crate::grpc::{Carrier, Catalogue, Courier, LedgerCalls, LoanRequests, Memberships};
use crate::lending::RunningLending;
use crate::lending_process::Lending;
use crate::line_listener::Incoming;
use crate::tasks;
use navette_operation::{Backups, Observing};
use navette_proto::wire::catalogue::catalogue_service_server::CatalogueServiceServer;
use navette_proto::wire::courier::courier_service_server::CourierServiceServer;
use navette_proto::wire::lending::carrier_service_server::CarrierServiceServer;
use navette_proto::wire::lending::ledger_service_server::LedgerServiceServer;
use navette_proto::wire::lending::loan_request_service_server::LoanRequestServiceServer;
use navette_proto::wire::membership::membership_service_server::MembershipServiceServer;
use navette_proto::wire::operation::operation_service_server::OperationServiceServer;
use navette_trust::{Crowd, Guard, SEALED_BYTES_MAX, limited_server, open_server};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_stream::wrappers::ReceiverStream;
use tonic::service::Routes;

/// Largest request taken.
const REQUEST_BYTES_MAX: usize = 1 << 20;

/// Largest request that is carried: what is sealed, and what stands around it.
const SEALED_REQUEST_BYTES_MAX: usize = SEALED_BYTES_MAX + 8_192;

/// What is offered.
pub(crate) struct Offered {
    pub(crate) flow: Arc<SearchFlow>,
    pub(crate) lending: Arc<Lending>,
    /// Nothing where no lines are waited for.
    pub(crate) on_lines: Option<OnLines>,
    /// Finds out who calls, and refuses what they may not.
    pub(crate) guard: Guard,
    /// Notes every call.
    pub(crate) observing: Observing,
}

/// What is offered only where lines are waited for.
pub(crate) struct OnLines {
    /// Also to whoever has shown no certificate yet.
    pub(crate) memberships: Memberships,
    /// To libraries that ask each other.
    pub(crate) carrier: Carrier,
}

/// Serves on this machine, and on the lines that come in, until `stopping` says true and the calls under way have ended.
pub(crate) async fn serve(
    offered: Offered,
    listener: TcpListener,
    lines: Option<Incoming>,
    stopping: watch::Receiver<bool>,
) -> Result<(), FederatorError> {
    let on_lines = offered.on_lines.map(|services| {
        let memberships = MembershipServiceServer::new(services.memberships)
            .max_decoding_message_size(REQUEST_BYTES_MAX);
        let carrier = CarrierServiceServer::new(services.carrier)
            .max_decoding_message_size(SEALED_REQUEST_BYTES_MAX);
        (memberships, carrier)
    });
    let joining = on_lines.as_ref();
    let joining = joining.map(|(memberships, _)| Routes::new(memberships.clone()));
    let everything = everything(offered.flow, offered.lending, on_lines).await?;
    let (guard, observing) = (offered.guard, offered.observing);
    let here = open_server()
        .layer(observing.clone())
        .layer(guard.clone())
        .add_routes(everything.clone())
        .serve_with_incoming_shutdown(Crowd::at(listener), stopped(stopping.clone()));
    let on_lines = async {
        let (Some(lines), Some(joining)) = (lines, joining) else {
            return Ok(());
        };
        let known = limited_server()
            .layer(observing.clone())
            .layer(guard.clone())
            .add_routes(everything)
            .serve_with_incoming_shutdown(
                ReceiverStream::new(lines.trusted),
                stopped(stopping.clone()),
            );
        let unnamed = open_server()
            .layer(observing)
            .layer(guard)
            .add_routes(joining)
            .serve_with_incoming_shutdown(ReceiverStream::new(lines.unnamed), stopped(stopping));
        tokio::try_join!(known, unnamed).map(|_| ())
    };
    let served = tokio::try_join!(here, on_lines);
    served.map_err(|error| FederatorError::Server(error.to_string()))?;
    Ok(())
}

async fn stopped(mut stopping: watch::Receiver<bool>) {
    // An ended channel means stop as well.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

/// Puts all services together.
async fn everything(
    flow: Arc<SearchFlow>,
    lending: Arc<Lending>,
    on_lines: Option<(
        MembershipServiceServer<Memberships>,
        CarrierServiceServer<Carrier>,
    )>,
) -> Result<Routes, FederatorError> {
    let (health, health_service) = tonic_health::server::health_reporter();
    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(navette_proto::DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let unsound =
        |error: tonic_reflection::server::Error| FederatorError::Server(error.to_string());
    let members = flow.members.iter();
    let addresses = members
        .map(|member| (member.library.clone(), member.config.address.clone()))
        .collect();
    let catalogue = CatalogueServiceServer::new(
        Catalogue::over(flow).with_arrivals(Arc::clone(&lending) as Arc<dyn RunningLending>),
    )
    .max_decoding_message_size(REQUEST_BYTES_MAX);
    let requests = LoanRequestServiceServer::new(LoanRequests::over(Arc::clone(&lending)))
        .max_decoding_message_size(REQUEST_BYTES_MAX);
    let courier = CourierServiceServer::new(Courier::over(Arc::clone(&lending) as _))
        .max_decoding_message_size(REQUEST_BYTES_MAX);
    let backups = OperationServiceServer::new(Backups::of(
        Arc::new(RunningLedger::of(&lending)),
        tasks::begin_aside,
    ));
    let reports = LedgerServiceServer::new(LedgerCalls::over(lending, addresses))
        .max_decoding_message_size(REQUEST_BYTES_MAX);
    health
        .set_serving::<CatalogueServiceServer<Catalogue>>()
        .await;
    health
        .set_serving::<LoanRequestServiceServer<LoanRequests>>()
        .await;
    health.set_serving::<CourierServiceServer<Courier>>().await;
    health
        .set_serving::<LedgerServiceServer<LedgerCalls>>()
        .await;
    health
        .set_serving::<OperationServiceServer<Backups>>()
        .await;
    let mut routes = Routes::builder();
    routes
        .add_service(catalogue)
        .add_service(requests)
        .add_service(reports)
        .add_service(courier)
        .add_service(backups)
        .add_service(health_service)
        .add_service(reflection().build_v1().map_err(unsound)?)
        .add_service(reflection().build_v1alpha().map_err(unsound)?);
    if let Some((memberships, carrier)) = on_lines {
        health
            .set_serving::<MembershipServiceServer<Memberships>>()
            .await;
        health.set_serving::<CarrierServiceServer<Carrier>>().await;
        routes.add_service(memberships).add_service(carrier);
    }
    Ok(routes.routes())
}
