//! Where does whoever operates a process look? `/metrics`, `/healthz`, `/readyz` over plain HTTP, on a port of its own.

use super::figures::Figures;
use super::readiness::{Part, told};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// Connections at once: one or two collectors, and a person.
const CONNECTIONS_MAX: usize = 16;
/// How long a connection may take to ask.
const ASK_WITHIN: Duration = Duration::from_secs(5);

/// A process that shows itself.
#[tonic::async_trait]
pub trait Observed: Send + Sync + 'static {
    /// Writes its figures: no person, and no label whose values are not few and known.
    async fn figures(&self) -> Figures;
    /// Says which of its parts are ready.
    async fn readiness(&self) -> Vec<Part>;
}

/// Work that goes on by itself.
pub type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Answers until it is dropped; `begin` starts a task for each connection.
pub async fn serve_figures(listener: TcpListener, observed: Arc<dyn Observed>, begin: fn(Task)) {
    let turns = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, most likely: calls that end give some back.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let Ok(turn) = Arc::clone(&turns).try_acquire_owned() else {
            continue;
        };
        let observed = Arc::clone(&observed);
        begin(Box::pin(async move {
            converse(stream, observed).await;
            drop(turn);
        }));
    }
}

async fn converse(stream: TcpStream, observed: Arc<dyn Observed>) {
    let service = service_fn(move |request| {
        let observed = Arc::clone(&observed);
        async move { Ok::<_, Infallible>(answer(&request, &*observed).await) }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(ASK_WITHIN)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(error) = served {
        tracing::debug!(%error, "a connection for figures ended early");
    }
}

async fn answer(request: &Request<Incoming>, observed: &dyn Observed) -> Response<Full<Bytes>> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return page(StatusCode::METHOD_NOT_ALLOWED, "GET only\n");
    }
    match request.uri().path() {
        "/healthz" => page(StatusCode::OK, "alive\n"),
        "/readyz" => {
            let (ready, text) = told(&observed.readiness().await);
            match ready {
                true => page(StatusCode::OK, text),
                false => page(StatusCode::SERVICE_UNAVAILABLE, text),
            }
        }
        "/metrics" => page(StatusCode::OK, observed.figures().await.into_text()),
        _ => page(
            StatusCode::NOT_FOUND,
            "/metrics, /healthz and /readyz are here\n",
        ),
    }
}

fn page(status: StatusCode, text: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::new(text.into()));
    *answer.status_mut() = status;
    // What Prometheus asks for; a browser shows it as text.
    let plain = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    answer.headers_mut().insert(CONTENT_TYPE, plain);
    answer
}
