//! What becomes of a connection that has lasted for long? It takes no new calls, and what is open on it goes on.

use navette_trust::{CONNECTION_AGE_MAX, Crowd, open_server};
use std::io;
use std::time::Duration;
use tokio::io::DuplexStream;
use tokio::net::TcpListener;
use tokio_stream::StreamExt;
use tonic::transport::{Channel, Endpoint};
use tonic_health::ServingStatus;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus as Told;
use tonic_health::pb::health_client::HealthClient;

/// A channel over this connection; it cannot make another.
async fn over(connection: DuplexStream) -> Channel {
    let mut connection = Some(hyper_util::rt::TokioIo::new(connection));
    let endpoint = Endpoint::from_static("http://aire.invalid");
    let connect = tower::service_fn(move |_| {
        let taken = connection.take();
        async move { taken.ok_or(io::Error::from(io::ErrorKind::ConnectionRefused)) }
    });
    endpoint.connect_with_connector(connect).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_old_takes_no_new_calls_and_those_that_are_open_go_on() {
    let (reporter, service) = tonic_health::server::health_reporter();
    let (near, far) = tokio::io::duplex(64 << 10);
    let incoming = tokio_stream::once(Ok::<_, io::Error>(far)).chain(tokio_stream::pending());
    tokio::spawn(
        open_server()
            .add_service(service)
            .serve_with_incoming(incoming),
    );
    let mut client = HealthClient::new(over(near).await);
    let asked = HealthCheckRequest::default();
    let mut watching = client.watch(asked.clone()).await.unwrap().into_inner();
    let told = watching.message().await.unwrap().unwrap();
    assert_eq!(told.status(), Told::Serving);

    tokio::time::sleep(CONNECTION_AGE_MAX - Duration::from_secs(5)).await;
    client.check(asked.clone()).await.unwrap();
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert!(client.check(asked).await.is_err());
    reporter
        .set_service_status("", ServingStatus::NotServing)
        .await;
    let told = watching.message().await.unwrap().unwrap();
    assert_eq!(told.status(), Told::NotServing);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_let_in_from_the_crowd_is_served_and_may_go() {
    let (_reporter, service) = tonic_health::server::health_reporter();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let serving = open_server()
        .add_service(service)
        .serve_with_incoming(Crowd::at(listener));
    tokio::spawn(serving);
    for _ in 0..20 {
        let endpoint = Endpoint::from_shared(address.clone()).unwrap();
        let mut client = HealthClient::new(endpoint.connect().await.unwrap());
        client.check(HealthCheckRequest::default()).await.unwrap();
    }
}
