//! Which services does a node offer on its port, and within which limits?

use super::catalogue_service::OwnCatalogue;
use super::circulation_service::OwnCirculation;
use super::desk_door::DeskDoor;
use super::desk_service::OwnDesk;
use super::home_service::OwnHome;
use super::import_wire::MESSAGE_BYTES_MAX;
use super::lending_service::OwnLending;
use super::member_service::OwnMember;
use super::patron_service::OwnPatrons;
use super::turns::Turns;
use crate::catalogue::Catalogue;
use crate::desk_process::Desk;
use crate::error::NodeError;
use navette_operation::{Backups, Observing};
use navette_proto::DESCRIPTORS;
use navette_proto::wire::catalogue::catalogue_service_server::CatalogueServiceServer;
use navette_proto::wire::catalogue::member_service_server::MemberServiceServer;
use navette_proto::wire::circulation::circulation_service_server::CirculationServiceServer;
use navette_proto::wire::desk::desk_service_server::DeskServiceServer;
use navette_proto::wire::lending::home_service_server::HomeServiceServer;
use navette_proto::wire::lending::lending_service_server::LendingServiceServer;
use navette_proto::wire::operation::operation_service_server::OperationServiceServer;
use navette_proto::wire::patrons::patron_service_server::PatronServiceServer;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic_health::server::HealthReporter;

/// Largest message taken by the others.
const REQUEST_BYTES_MAX: usize = 1 << 20;
/// Largest message sent.
const ANSWER_BYTES_MAX: usize = 8 << 20;
/// Calls at once on one connection.
const STREAMS_PER_CONNECTION: u32 = 200;
/// Longest time until an answer begins; streams go on after that.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// A silent connection is asked this often whether anybody is there.
const KEEPALIVE: Duration = Duration::from_secs(30);

/// What the node offers whoever operates it.
pub(crate) struct Operation {
    pub(crate) backups: Backups,
    pub(crate) observing: Observing,
}

/// Serves a catalogue and a desk until `stopping` says true and the calls under way have ended.
pub(crate) async fn serve(
    catalogue: Arc<Catalogue>,
    desk: Arc<Desk>,
    operation: Operation,
    listener: TcpListener,
    mut stopping: watch::Receiver<bool>,
) -> Result<(), NodeError> {
    let here = catalogue.identity.library.clone();
    let door = |desk: &Arc<Desk>| Arc::new(DeskDoor::to(Arc::clone(desk), here.clone()));
    // The federator has turns of its own: a busy desk does not keep it waiting, nor the other way round.
    let (desk_door, federators_door, others_door) = (door(&desk), door(&desk), door(&desk));
    drop(desk);
    let turns = Arc::new(Turns::default());
    let catalogue_service = CatalogueServiceServer::new(OwnCatalogue {
        catalogue: Arc::clone(&catalogue),
        turns: Arc::clone(&turns),
        stopping: stopping.clone(),
    })
    .max_decoding_message_size(MESSAGE_BYTES_MAX)
    .max_encoding_message_size(ANSWER_BYTES_MAX);
    let member_service = MemberServiceServer::new(OwnMember {
        catalogue,
        turns,
        stopping: stopping.clone(),
    })
    .max_decoding_message_size(REQUEST_BYTES_MAX)
    .max_encoding_message_size(ANSWER_BYTES_MAX);
    let lending_service = LendingServiceServer::new(OwnLending {
        door: federators_door,
    })
    .max_decoding_message_size(MESSAGE_BYTES_MAX);
    let home_service = HomeServiceServer::new(OwnHome { door: others_door })
        .max_decoding_message_size(REQUEST_BYTES_MAX);
    let desk_service = DeskServiceServer::new(OwnDesk {
        door: Arc::clone(&desk_door),
    })
    .max_decoding_message_size(REQUEST_BYTES_MAX);
    let circulation_service = CirculationServiceServer::new(OwnCirculation {
        door: Arc::clone(&desk_door),
    })
    .max_decoding_message_size(REQUEST_BYTES_MAX);
    let patron_service = PatronServiceServer::new(OwnPatrons { door: desk_door })
        .max_decoding_message_size(REQUEST_BYTES_MAX);
    let (health, health_service) = tonic_health::server::health_reporter();
    report_serving(&health).await;
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let unsound = |error: tonic_reflection::server::Error| NodeError::Serving(error.to_string());
    server()
        .layer(operation.observing)
        .add_service(health_service)
        .add_service(reflection().build_v1().map_err(unsound)?)
        .add_service(reflection().build_v1alpha().map_err(unsound)?)
        .add_service(catalogue_service)
        .add_service(member_service)
        .add_service(lending_service)
        .add_service(home_service)
        .add_service(desk_service)
        .add_service(circulation_service)
        .add_service(patron_service)
        .add_service(OperationServiceServer::new(operation.backups))
        .serve_with_incoming_shutdown(incoming, async move {
            // An ended channel means stop as well.
            let _ = stopping.wait_for(|stopping| *stopping).await;
        })
        .await
        .map_err(|error| NodeError::Serving(error.to_string()))
}

/// Sets the limits of the port.
fn server() -> Server {
    Server::builder()
        .max_concurrent_streams(STREAMS_PER_CONNECTION)
        .timeout(ANSWER_WITHIN)
        .http2_keepalive_interval(Some(KEEPALIVE))
        .initial_stream_window_size(1 << 20)
        .initial_connection_window_size(4 << 20)
}

/// Describes every service to whoever asks.
fn reflection() -> tonic_reflection::server::Builder<'static> {
    tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(DESCRIPTORS)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
}

/// Says of each service that it serves.
async fn report_serving(health: &HealthReporter) {
    health
        .set_serving::<CatalogueServiceServer<OwnCatalogue>>()
        .await;
    health.set_serving::<MemberServiceServer<OwnMember>>().await;
    health
        .set_serving::<LendingServiceServer<OwnLending>>()
        .await;
    health.set_serving::<HomeServiceServer<OwnHome>>().await;
    health.set_serving::<DeskServiceServer<OwnDesk>>().await;
    health
        .set_serving::<CirculationServiceServer<OwnCirculation>>()
        .await;
    health
        .set_serving::<PatronServiceServer<OwnPatrons>>()
        .await;
    health
        .set_serving::<OperationServiceServer<Backups>>()
        .await;
}
