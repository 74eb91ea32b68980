//! Which services does a node offer, on its port and on its lines, and within which limits?
//!
//! They are the same everywhere; who calls is in the extensions of each request, where a certificate was shown.

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
use crate::line::{KEEPALIVE, KEEPALIVE_ANSWER};
use navette_proto::DESCRIPTORS;
use navette_proto::wire::catalogue::catalogue_service_server::CatalogueServiceServer;
use navette_proto::wire::catalogue::member_service_server::MemberServiceServer;
use navette_proto::wire::circulation::circulation_service_server::CirculationServiceServer;
use navette_proto::wire::desk::desk_service_server::DeskServiceServer;
use navette_proto::wire::lending::home_service_server::HomeServiceServer;
use navette_proto::wire::lending::lending_service_server::LendingServiceServer;
use navette_proto::wire::patrons::patron_service_server::PatronServiceServer;
use navette_trust::TrustedStream;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{StreamExt, once, pending};
use tonic::service::Routes;
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

/// Serves callers on this machine until `stopping` says true and the calls under way have ended.
pub(crate) async fn serve(
    routes: Routes,
    listener: TcpListener,
    stopping: watch::Receiver<bool>,
) -> Result<(), NodeError> {
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let served = server().add_routes(routes);
    let served = served.serve_with_incoming_shutdown(incoming, stopped(stopping));
    served.await.map_err(broken)
}

/// Serves on one line until it ends, or as above.
pub(crate) async fn serve_line(
    routes: Routes,
    stream: TrustedStream,
    stopping: watch::Receiver<bool>,
) -> Result<(), NodeError> {
    let line = stream.handle();
    let ended = async move {
        tokio::select! {
            () = line.closed() => {}
            () = stopped(stopping) => {}
        }
    };
    // A stream that came to its end would end the line too.
    let incoming = once(Ok::<_, io::Error>(stream)).chain(pending());
    let served = server().add_routes(routes);
    let served = served.serve_with_incoming_shutdown(incoming, ended);
    served.await.map_err(broken)
}

/// Serves those who have dialled and shown a certificate, as above.
pub(crate) async fn serve_known(
    routes: Routes,
    known: mpsc::Receiver<io::Result<TrustedStream>>,
    stopping: watch::Receiver<bool>,
) -> Result<(), NodeError> {
    let served = server().add_routes(routes);
    let served = served.serve_with_incoming_shutdown(ReceiverStream::new(known), stopped(stopping));
    served.await.map_err(broken)
}

fn server() -> Server {
    Server::builder()
        .max_concurrent_streams(STREAMS_PER_CONNECTION)
        .timeout(ANSWER_WITHIN)
        .http2_keepalive_interval(Some(KEEPALIVE))
        .http2_keepalive_timeout(Some(KEEPALIVE_ANSWER))
        .initial_stream_window_size(1 << 20)
        .initial_connection_window_size(4 << 20)
}

async fn stopped(mut stopping: watch::Receiver<bool>) {
    // An ended channel means stop as well.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}

fn broken(error: tonic::transport::Error) -> NodeError {
    NodeError::Serving(error.to_string())
}

/// Puts the services of a catalogue and a desk together.
pub(crate) async fn offered(
    catalogue: Arc<Catalogue>,
    desk: Arc<Desk>,
    stopping: watch::Receiver<bool>,
) -> Result<Routes, NodeError> {
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
        stopping,
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
    let unsound = |error: tonic_reflection::server::Error| NodeError::Serving(error.to_string());
    let mut routes = Routes::builder();
    routes
        .add_service(health_service)
        .add_service(reflection().build_v1().map_err(unsound)?)
        .add_service(reflection().build_v1alpha().map_err(unsound)?)
        .add_service(catalogue_service)
        .add_service(member_service)
        .add_service(lending_service)
        .add_service(home_service)
        .add_service(desk_service)
        .add_service(circulation_service)
        .add_service(patron_service);
    Ok(routes.routes())
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
}
