//! May this page call from a browser? Only one whose origin the settings name; others learn nothing, and change nothing.
//!
//! A browser says of each call from where its page comes. That is looked at before the call is read, so that a page that reaches the
//! node by a trick (DNS rebinding: its own name, leading to this machine) is refused like any other stranger.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tonic::body::Body;
use tonic::codegen::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, CONTENT_TYPE, ORIGIN, VARY,
};
use tonic::codegen::http::{HeaderValue, Method, Request, Response, StatusCode, Version};
use tower::{Layer, Service};

/// What a page may send beside a call.
const SENT: &str = "authorization, content-type, grpc-timeout, x-grpc-web, x-user-agent";
/// What a page may read beside an answer.
const READ: &str = "grpc-status, grpc-message, grpc-status-details-bin";
/// How long a browser need not ask again, in seconds.
const ASKED_FOR_S: &str = "7200";

/// The layer.
#[derive(Clone)]
pub(super) struct WebDoor(Arc<[String]>);

impl WebDoor {
    /// Lets pages from these origins call.
    pub(super) fn for_pages_of(origins: &[String]) -> Self {
        Self(origins.into())
    }

    /// Gives the origin of a page that may call.
    fn known<B>(&self, request: &Request<B>) -> Option<HeaderValue> {
        let origin = request.headers().get(ORIGIN)?;
        let named = origin.to_str().ok()?;
        self.0
            .iter()
            .any(|known| known == named)
            .then(|| origin.clone())
    }
}

impl<S> Layer<S> for WebDoor {
    type Service = BehindWebDoor<S>;

    fn layer(&self, inner: S) -> BehindWebDoor<S> {
        let door = self.clone();
        BehindWebDoor { door, inner }
    }
}

/// Services behind the door.
#[derive(Clone)]
pub(super) struct BehindWebDoor<S> {
    door: WebDoor,
    inner: S,
}

impl<S> Service<Request<Body>> for BehindWebDoor<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        if is_plain_grpc(&request) {
            return Box::pin(self.inner.call(request));
        }
        let Some(origin) = self.door.known(&request) else {
            return Box::pin(std::future::ready(Ok(empty(StatusCode::FORBIDDEN))));
        };
        if request.method() == Method::OPTIONS {
            let answer = told_to_browser(empty(StatusCode::NO_CONTENT), origin);
            return Box::pin(std::future::ready(Ok(answer)));
        }
        let answered = self.inner.call(request);
        Box::pin(async move { Ok(told_to_browser(answered.await?, origin)) })
    }
}

/// What no browser sends: HTTP/2 without TLS, and no page behind it.
fn is_plain_grpc(request: &Request<Body>) -> bool {
    let kind = request.headers().get(CONTENT_TYPE);
    let web = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/grpc-web"));
    request.version() == Version::HTTP_2 && !web && !request.headers().contains_key(ORIGIN)
}

fn empty(status: StatusCode) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = status;
    answer
}

fn told_to_browser(mut answer: Response<Body>, origin: HeaderValue) -> Response<Body> {
    let headers = answer.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.append(VARY, HeaderValue::from_static("origin"));
    for (name, value) in [
        (ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (ACCESS_CONTROL_ALLOW_HEADERS, SENT),
        (ACCESS_CONTROL_EXPOSE_HEADERS, READ),
        (ACCESS_CONTROL_MAX_AGE, ASKED_FOR_S),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tower::ServiceExt;

    const OURS: &str = "http://127.0.0.1:7950";

    async fn answered(method: Method, version: Version, origin: Option<&str>) -> Response<Body> {
        let inner = tower::service_fn(|_: Request<Body>| {
            std::future::ready(Ok::<_, Infallible>(empty(StatusCode::OK)))
        });
        let door = WebDoor::for_pages_of(&[OURS.to_owned()]).layer(inner);
        let mut request = Request::builder().method(method).version(version);
        if let Some(origin) = origin {
            request = request.header(ORIGIN, origin);
        }
        door.oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_page_calls_only_from_an_origin_that_is_named() {
        for (version, origin, status) in [
            (Version::HTTP_2, None, StatusCode::OK),
            (Version::HTTP_11, Some(OURS), StatusCode::OK),
            (Version::HTTP_11, None, StatusCode::FORBIDDEN),
            (
                Version::HTTP_11,
                Some("http://127.0.0.1:7951"),
                StatusCode::FORBIDDEN,
            ),
            (Version::HTTP_11, Some("null"), StatusCode::FORBIDDEN),
            (
                Version::HTTP_2,
                Some("http://evil.example"),
                StatusCode::FORBIDDEN,
            ),
        ] {
            let answer = answered(Method::POST, version, origin).await;
            assert_eq!(answer.status(), status, "{version:?} {origin:?}");
        }
    }

    #[tokio::test]
    async fn a_browser_that_asks_first_is_told_what_may_be_sent() {
        let answer = answered(Method::OPTIONS, Version::HTTP_11, Some(OURS)).await;
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
        let headers = answer.headers();
        assert_eq!(headers.get(ACCESS_CONTROL_ALLOW_ORIGIN).unwrap(), OURS);
        assert_eq!(headers.get(ACCESS_CONTROL_ALLOW_HEADERS).unwrap(), SENT);
        let refused = answered(Method::OPTIONS, Version::HTTP_11, Some("https://a.example"));
        let refused = refused.await;
        assert!(!refused.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN));
    }
}
