//! What is noted of every call, whichever service answers it? Its name, how it ended and how long it took; and its answer is
//! marked. Nothing of what was said.

use super::answer_marks::mark;
use super::calls::Calls;
use http::{Request, Response};
use http_body_util::BodyExt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tonic::body::Body;
use tonic::{Code, Status};
use tower::{Layer, Service};

/// The clock of a process, as far as whoever operates it needs one.
#[derive(Clone, Copy)]
pub struct ProcessClock {
    /// A time that only goes forward, from any beginning.
    pub steady: fn() -> Duration,
    /// The time of day: milliseconds since 1970, UTC.
    pub now_ms: fn() -> i64,
}

/// Notes every call of a server.
#[derive(Clone)]
pub struct Observing {
    /// Where they are counted.
    pub calls: Arc<Calls>,
    /// The clock of the process.
    pub clock: ProcessClock,
}

impl<S> Layer<S> for Observing {
    type Service = ObservedService<S>;

    fn layer(&self, inner: S) -> ObservedService<S> {
        ObservedService {
            inner,
            observing: self.clone(),
        }
    }
}

/// A service whose calls are noted.
#[derive(Clone)]
pub struct ObservedService<S> {
    inner: S,
    observing: Observing,
}

impl<S> Service<Request<Body>> for ObservedService<S>
where
    S: Service<Request<Body>, Response = Response<Body>>,
    S::Future: Send + 'static,
    S::Error: 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let begun = Begun::of(&self.observing, request.uri().path());
        let clock = self.observing.clock;
        let answering = self.inner.call(request);
        Box::pin(async move {
            let mut answer = answering.await?;
            mark(answer.headers_mut(), &clock);
            Ok(noted(answer, begun))
        })
    }
}

/// Notes how a call ends: with its first words where these say it, otherwise with its last.
fn noted(answer: Response<Body>, mut begun: Begun) -> Response<Body> {
    if let Some(status) = Status::from_header_map(answer.headers()) {
        begun.ends_with(status.code());
        return answer;
    }
    answer.map(|body| {
        Body::new(body.map_frame(move |frame| {
            if let Some(last_words) = frame.trailers_ref() {
                let status = Status::from_header_map(last_words);
                begun.ends_with(status.map_or(Code::Unknown, |status| status.code()));
            }
            frame
        }))
    })
}

/// A call under way; it is counted when this is let go of.
struct Begun {
    calls: Arc<Calls>,
    clock: ProcessClock,
    name: String,
    at: Duration,
    /// Whoever leaves before the end has cancelled.
    code: Code,
}

impl Begun {
    fn of(observing: &Observing, path: &str) -> Self {
        Self {
            calls: Arc::clone(&observing.calls),
            clock: observing.clock,
            name: observing.calls.name_of(path),
            at: (observing.clock.steady)(),
            code: Code::Cancelled,
        }
    }

    fn ends_with(&mut self, code: Code) {
        self.code = code;
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        let took = (self.clock.steady)().saturating_sub(self.at);
        self.calls.count(&self.name, self.code, took);
    }
}
