//! How are browsers served? HTTP/1.1 with limits on everything, so that a slow or a bad one costs the others nothing.

use crate::clock::pause;
use crate::tasks;
use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

/// Connections at once; a browser opens six.
const CONNECTIONS_MAX: usize = 512;
/// How long a browser may take to ask, and to ask again on the same connection.
const ASK_WITHIN: Duration = Duration::from_secs(20);
/// Longest head of a request.
const HEAD_BYTES_MAX: usize = 16 << 10;
/// Longest life of a connection: a browser that reads a byte a minute keeps none for ever.
const CONNECTION_AGE_MAX: Duration = Duration::from_secs(600);
/// How long pages under way may take when the process stops.
const FINISH_WITHIN: Duration = Duration::from_secs(5);

/// Where a connection comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Serves until `stopping` says true; then what is under way is finished.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    mut stopping: watch::Receiver<bool>,
) {
    let turns = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let stopped = stopping.clone();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = told_to_stop(&mut stopping) => break,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of file handles, most likely: connections that end give some back.
            pause(Duration::from_millis(100)).await;
            continue;
        };
        // A turn that is not there: the connection is closed, and the browser asks again.
        let Ok(turn) = Arc::clone(&turns).try_acquire_owned() else {
            continue;
        };
        let (router, stopped) = (router.clone(), stopped.clone());
        tasks::begin(async move {
            converse(stream, peer, router, stopped).await;
            drop(turn);
        });
    }
    let every = u32::try_from(CONNECTIONS_MAX).unwrap_or(u32::MAX);
    let finished = turns.acquire_many(every);
    if tokio::time::timeout(FINISH_WITHIN, finished).await.is_err() {
        tracing::warn!("some pages were not finished when the portal stopped");
    }
}

async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    mut stopped: watch::Receiver<bool>,
) {
    // Pages are written whole: waiting for more would only delay them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer.ip()));
        router.clone().oneshot(request.map(Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(ASK_WITHIN)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let served = tokio::select! {
        served = connection.as_mut() => served,
        () = told_to_stop(&mut stopped) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
        () = pause(CONNECTION_AGE_MAX) => {
            connection.as_mut().graceful_shutdown();
            match tokio::time::timeout(ASK_WITHIN, connection).await {
                Ok(served) => served,
                Err(_) => return,
            }
        }
    };
    if let Err(error) = served {
        tracing::debug!(%error, "a connection ended early");
    }
}

async fn told_to_stop(stopping: &mut watch::Receiver<bool>) {
    // An ended channel means stop as well.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}
