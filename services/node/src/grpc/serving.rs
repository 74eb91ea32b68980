//! Which services does a node offer, on its port and on its lines, and within which limits?
//!
//! They are the same everywhere, behind the same guard; who calls is in the extensions of each request.

use super::access_service::OwnAccess;
use super::catalogue_service::OwnCatalogue;
use super::circulation_service::OwnCirculation;
use super::desk_door::DeskDoor;
use super::desk_service::OwnDesk;
use super::home_service::OwnHome;
use super::import_wire::MESSAGE_BYTES_MAX;
use super::lending_service::OwnLending;
use super::member_service::OwnMember;
use super::pacing::Pace;
use super::passing_on::PassOn;
use super::patron_service::OwnPatrons;
use super::turns::Turns;
use super::web::WebDoor;
use crate::catalogue::Catalogue;
use crate::desk_process::Desk;
use crate::error::NodeError;
use crate::guarding::guard;
use crate::web_config::WebConfig;
use navette_operation::{Backups, Observing};
use navette_proto::DESCRIPTORS;
use navette_proto::wire::access::access_service_server::AccessServiceServer;
use navette_proto::wire::catalogue::catalogue_service_server::CatalogueServiceServer;
use navette_proto::wire::catalogue::member_service_server::MemberServiceServer;
use navette_proto::wire::circulation::circulation_service_server::CirculationServiceServer;
use navette_proto::wire::desk::desk_service_server::DeskServiceServer;
use navette_proto::wire::lending::home_service_server::HomeServiceServer;
use navette_proto::wire::lending::lending_service_server::LendingServiceServer;
use navette_proto::wire::operation::operation_service_server::OperationServiceServer;
use navette_proto::wire::patrons::patron_service_server::PatronServiceServer;
use navette_trust::{Crowd, Guard, TrustedStream, limited_server, open_server};
use std::io;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{StreamExt, once, pending};
use tonic::service::Routes;
use tonic_health::server::HealthReporter;
use tonic_web::GrpcWebLayer;

/// Largest message taken by the others.
const REQUEST_BYTES_MAX: usize = 1 << 20;
/// Largest message sent.
const ANSWER_BYTES_MAX: usize = 8 << 20;

/// What a node offers, wherever it is called.
#[derive(Clone)]
pub(crate) struct Offer {
    routes: Routes,
    guard: Guard,
    observing: Observing,
    pass_on: PassOn,
}

/// What the node offers whoever operates it.
pub(crate) struct Operation {
    pub(crate) backups: Backups,
    pub(crate) observing: Observing,
}

/// Serves callers on this machine until `stopping` says true and the calls under way have ended.
pub(crate) async fn serve(
    offer: Offer,
    listener: TcpListener,
    web: WebConfig,
    stopping: watch::Receiver<bool>,
) -> Result<(), NodeError> {
    let (crowd, stopped) = (Crowd::at(listener), stopped(stopping));
    if web.origins.is_empty() {
        let served = open_server()
            .layer(offer.observing)
            .layer(offer.guard)
            .layer(offer.pass_on)
            .add_routes(offer.routes);
        return served
            .serve_with_incoming_shutdown(crowd, stopped)
            .await
            .map_err(broken);
    }
    // The same services behind the same guard; what browsers speak is turned into gRPC before it.
    let served = open_server()
        .accept_http1(true)
        .layer(WebDoor::for_pages_of(&web.origins))
        .layer(GrpcWebLayer::new())
        .layer(offer.observing)
        .layer(offer.guard)
        .layer(offer.pass_on)
        .add_routes(offer.routes);
    let served = served.serve_with_incoming_shutdown(crowd, stopped);
    served.await.map_err(broken)
}

/// Serves on one line until it ends, or as above.
pub(crate) async fn serve_line(
    offer: Offer,
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
    let served = limited_server()
        .layer(offer.observing)
        .layer(offer.guard)
        .add_routes(offer.routes);
    let served = served.serve_with_incoming_shutdown(incoming, ended);
    served.await.map_err(broken)
}

/// Serves those who have dialled and shown a certificate, as above.
pub(crate) async fn serve_known(
    offer: Offer,
    known: mpsc::Receiver<io::Result<TrustedStream>>,
    stopping: watch::Receiver<bool>,
) -> Result<(), NodeError> {
    let served = limited_server()
        .layer(offer.observing)
        .layer(offer.guard)
        .layer(offer.pass_on)
        .add_routes(offer.routes);
    let served = served.serve_with_incoming_shutdown(ReceiverStream::new(known), stopped(stopping));
    served.await.map_err(broken)
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
    operation: Operation,
    max_kbps: Option<u32>,
    stopping: watch::Receiver<bool>,
) -> Result<Offer, NodeError> {
    let here = catalogue.identity.library.clone();
    let door = |desk: &Arc<Desk>| Arc::new(DeskDoor::to(Arc::clone(desk), here.clone()));
    // The federator has turns of its own: a busy desk does not keep it waiting, nor the other way round.
    let (desk_door, federators_door, others_door) = (door(&desk), door(&desk), door(&desk));
    let guard = guard(&desk, here.clone());
    let pass_on = PassOn::to(desk.federator.clone());
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
        pace: Pace::of(max_kbps),
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
    let (desk_service, circulation_service, patron_service, access_service) =
        at_the_desk(desk_door);
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
        .add_service(patron_service)
        .add_service(access_service)
        .add_service(OperationServiceServer::new(operation.backups));
    let routes = routes.routes();
    Ok(Offer {
        routes,
        guard,
        observing: operation.observing,
        pass_on,
    })
}

/// Makes the services of the library's own people.
fn at_the_desk(
    door: Arc<DeskDoor>,
) -> (
    DeskServiceServer<OwnDesk>,
    CirculationServiceServer<OwnCirculation>,
    PatronServiceServer<OwnPatrons>,
    AccessServiceServer<OwnAccess>,
) {
    let desk = OwnDesk {
        door: Arc::clone(&door),
    };
    let circulation = OwnCirculation {
        door: Arc::clone(&door),
    };
    let patrons = OwnPatrons {
        door: Arc::clone(&door),
    };
    let access = OwnAccess { door };
    (
        DeskServiceServer::new(desk).max_decoding_message_size(REQUEST_BYTES_MAX),
        CirculationServiceServer::new(circulation).max_decoding_message_size(REQUEST_BYTES_MAX),
        PatronServiceServer::new(patrons).max_decoding_message_size(REQUEST_BYTES_MAX),
        AccessServiceServer::new(access).max_decoding_message_size(REQUEST_BYTES_MAX),
    )
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
    health.set_serving::<AccessServiceServer<OwnAccess>>().await;
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
