//! Which questions does a node pass on to the federator? Those that anybody may ask of the whole territory, where the caller wants it:
//! a portal or a kiosk then needs to know its node alone, whatever line leads further.
//!
//! It wants the metadata `navette-ask: federator`. What proves who calls stays here: the federator sees the library, nobody else.

use navette_domain::access::{Caller, Place, may};
use navette_proto::{Refusal, rule_of};
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use tonic::Status;
use tonic::body::Body;
use tonic::codegen::http::{HeaderMap, HeaderName, Request, Response};
use tonic::transport::Channel;
use tower::{Layer, Service};

/// Asks for it.
const ASK: &str = "navette-ask";
const FEDERATOR: &str = "federator";
/// What the federator answers to anybody.
const SERVICES: &[&str] = &[
    "/navette.catalogue.v1.CatalogueService/",
    "/navette.courier.v1.CourierService/",
];
/// What goes along with a question; nothing else does.
const CARRIED: &[&str] = &[
    "content-type",
    "te",
    "user-agent",
    "grpc-timeout",
    "grpc-encoding",
    "grpc-accept-encoding",
];

/// The layer; without a federator it says that none answers.
#[derive(Clone)]
pub(crate) struct PassOn(Option<Channel>);

impl PassOn {
    /// Passes questions on over this connection.
    pub(crate) fn to(federator: Option<Channel>) -> Self {
        Self(federator)
    }
}

impl<S> Layer<S> for PassOn {
    type Service = PassingOn<S>;

    fn layer(&self, inner: S) -> PassingOn<S> {
        let federator = self.0.clone();
        PassingOn { federator, inner }
    }
}

/// Services before which questions are passed on.
#[derive(Clone)]
pub(crate) struct PassingOn<S> {
    federator: Option<Channel>,
    inner: S,
}

type Answer = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

impl<S> Service<Request<Body>> for PassingOn<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Answer {
        if !is_for_the_federator(&request) {
            return Box::pin(self.inner.call(request));
        }
        let federator = self.federator.clone();
        Box::pin(async move {
            let answer = passed_on(federator, request).await;
            Ok(answer.unwrap_or_else(|refusal| Status::from(refusal).into_http()))
        })
    }
}

/// Says whether a question is to be passed on: asked for by a reader or somebody who works here, and open to anybody there.
fn is_for_the_federator(request: &Request<Body>) -> bool {
    let wanted = request.headers().get(ASK);
    if wanted.is_none_or(|wanted| wanted.as_bytes() != FEDERATOR.as_bytes()) {
        return false;
    }
    let path = request.uri().path();
    let open =
        rule_of(path).is_some_and(|rule| may(&Caller::Anonymous, &rule, &Place::Territory).is_ok());
    open && SERVICES.iter().any(|service| path.starts_with(service)) && is_no_member(request)
}

/// A member has a line of its own, and the federator would ask itself.
fn is_no_member(request: &Request<Body>) -> bool {
    match request.extensions().get::<Caller>() {
        Some(Caller::Node(_) | Caller::Federator) => false,
        Some(
            Caller::Anonymous
            | Caller::Patron { .. }
            | Caller::Kiosk { .. }
            | Caller::Staff { .. }
            | Caller::Operator(_)
            | Caller::Coordinator
            | Caller::ThisMachine,
        )
        | None => true,
    }
}

async fn passed_on(
    federator: Option<Channel>,
    request: Request<Body>,
) -> Result<Response<Body>, Refusal> {
    let mut federator = federator.ok_or(Refusal::FederatorAway)?;
    let (parts, body) = request.into_parts();
    let mut question = Request::new(body);
    *question.method_mut() = parts.method;
    *question.uri_mut() = parts.uri;
    *question.version_mut() = parts.version;
    *question.headers_mut() = carried(&parts.headers);
    let ready = std::future::poll_fn(|context| federator.poll_ready(context)).await;
    ready.map_err(|_| Refusal::FederatorAway)?;
    federator.call(question).await.map_err(|error| {
        tracing::debug!(%error, "a question could not be passed on");
        Refusal::FederatorAway
    })
}

fn carried(headers: &HeaderMap) -> HeaderMap {
    let names = CARRIED.iter().map(|name| HeaderName::from_static(name));
    names
        .filter_map(|name| Some((name.clone(), headers.get(&name)?.clone())))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::catalogue::LibraryId;

    fn question(path: &str, ask: Option<&str>, caller: Caller) -> Request<Body> {
        let mut request = Request::builder().uri(format!("http://node{path}"));
        if let Some(ask) = ask {
            request = request.header(ASK, ask);
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(caller);
        request
    }

    #[test]
    fn only_open_questions_are_passed_on_and_only_where_it_is_asked_for() {
        let search = "/navette.catalogue.v1.CatalogueService/Search";
        let rounds = "/navette.courier.v1.CourierService/ListRounds";
        let import = "/navette.catalogue.v1.CatalogueService/Import";
        let moving = "/navette.courier.v1.CourierService/MoveRound";
        let patrons = "/navette.patrons.v1.PatronService/Get";
        let member = Caller::Node(LibraryId::parse("aire").unwrap());
        for (path, ask, caller, passed) in [
            (search, Some("federator"), Caller::Anonymous, true),
            (rounds, Some("federator"), Caller::ThisMachine, true),
            (search, None, Caller::Anonymous, false),
            (search, Some("moon"), Caller::Anonymous, false),
            (import, Some("federator"), Caller::ThisMachine, false),
            (moving, Some("federator"), Caller::Coordinator, false),
            (patrons, Some("federator"), Caller::Anonymous, false),
            (search, Some("federator"), member, false),
            (search, Some("federator"), Caller::Federator, false),
        ] {
            let is = is_for_the_federator(&question(path, ask, caller.clone()));
            assert_eq!(is, passed, "{path} of {caller:?}");
        }
    }

    #[test]
    fn what_proves_who_calls_stays_here() {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", "Bearer t".parse().unwrap());
        headers.insert("navette-for-address", "192.0.2.1".parse().unwrap());
        headers.insert("grpc-timeout", "1S".parse().unwrap());
        let carried = carried(&headers);
        assert_eq!(carried.len(), 1);
        assert!(carried.contains_key("grpc-timeout"));
    }
}
