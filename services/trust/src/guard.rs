//! May this call pass? A layer before every service: it finds out who calls, and refuses what no rule allows.

use crate::operator_token::OperatorToken;
use crate::peer::{PeerAddress, PeerCertificate};
use crate::secret::fingerprint;
use navette_domain::access::{AccessRefusal, Caller, Place, Rule, may};
use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tonic::Status;
use tonic::body::Body;
use tonic::codegen::http::header::AUTHORIZATION;
use tonic::codegen::http::{Extensions, HeaderMap, Request, Response};
use tonic::transport::server::{TcpConnectInfo, TlsConnectInfo};
use tower::{Layer, Service};

/// By which metadata a portal says for which browser's address it calls.
pub const FOR_ADDRESS: &str = "navette-for-address";
/// Longest token that is looked at, in bytes.
const TOKEN_BYTES_MAX: usize = 200;

type Answer<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Who has signed in, as a process remembers it.
pub trait Sessions: Send + Sync + 'static {
    /// Says whose session a token is; nothing where there is none, or it is over.
    fn caller(&self, token: String) -> Answer<Result<Option<Caller>, Status>>;
}

/// Of a process where nobody signs in.
pub struct NoSessions;

impl Sessions for NoSessions {
    fn caller(&self, _token: String) -> Answer<Result<Option<Caller>, Status>> {
        Box::pin(std::future::ready(Ok(None)))
    }
}

/// What a guard goes by.
pub struct Keeping {
    /// Whose process it is.
    pub here: Place,
    /// Finds the rule of a call by its path; without one nobody may.
    pub rule_of: fn(&str) -> Option<Rule>,
    /// Says no as the one table of refusals has it.
    pub refused: fn(AccessRefusal) -> Status,
    /// Who has signed in.
    pub sessions: Arc<dyn Sessions>,
    /// The token of whoever may read this machine's file.
    pub operator: Option<OperatorToken>,
    /// Nothing is asked of calls from this machine. Only where nobody else can reach the listener.
    pub trusts_this_machine: bool,
}

/// The layer.
#[derive(Clone)]
pub struct Guard(Arc<Keeping>);

impl Guard {
    /// Makes a guard that goes by this.
    pub fn by(keeping: Keeping) -> Self {
        Self(Arc::new(keeping))
    }
}

impl<S> Layer<S> for Guard {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        let keeping = Arc::clone(&self.0);
        Guarded { keeping, inner }
    }
}

/// Services behind a guard.
#[derive(Clone)]
pub struct Guarded<S> {
    keeping: Arc<Keeping>,
    inner: S,
}

impl<S> Service<Request<Body>> for Guarded<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Answer<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let keeping = Arc::clone(&self.keeping);
        // The clone is new; the one that was found ready is used.
        let fresh = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, fresh);
        Box::pin(async move {
            let shown = Shown::by(&request);
            let address = shown.calls_from();
            match keeping.admitted(shown).await {
                Ok(caller) => {
                    let beside = request.extensions_mut();
                    beside.insert(caller);
                    if let Some(address) = address {
                        beside.insert(PeerAddress(address));
                    }
                    inner.call(request).await
                }
                Err(status) => Ok(status.into_http()),
            }
        })
    }
}

/// What a call shows of itself, before anybody looks it up.
struct Shown {
    path: String,
    /// A token was sent; nothing inside where it is none that could be looked up.
    token: Option<Option<String>>,
    certified: Option<Caller>,
    address: Option<IpAddr>,
    /// For whose address a portal on this machine calls.
    browser: Option<Browser>,
}

/// What is said of the browser for which a call is made.
#[derive(Clone, Copy)]
enum Browser {
    At(IpAddr),
    /// Something that is no address.
    Nowhere,
}

impl Shown {
    fn by(request: &Request<Body>) -> Self {
        let beside = request.extensions();
        let sent = request.headers().get(AUTHORIZATION);
        let token = sent.map(|sent| sent.to_str().ok().and_then(bearer).map(str::to_owned));
        let peer = beside.get::<PeerCertificate>();
        let address = address_of(beside);
        let from_here = address.is_some_and(|address| address.is_loopback());
        Self {
            path: request.uri().path().to_owned(),
            token,
            certified: peer.map(|peer| Caller::certified(&peer.subject)),
            address,
            // Anybody could say it: from elsewhere it is not even read.
            browser: from_here.then(|| browser(request.headers())).flatten(),
        }
    }

    /// Says from where somebody calls: a portal speaks for its readers, and each of them counts as themselves.
    fn calls_from(&self) -> Option<IpAddr> {
        match self.browser {
            Some(Browser::At(address)) => Some(address),
            Some(Browser::Nowhere) | None => self.address,
        }
    }

    fn is_from_here(&self) -> bool {
        self.address.is_some_and(|address| address.is_loopback())
    }
}

impl Keeping {
    /// Says who makes a call, or why it does not pass.
    async fn admitted(&self, shown: Shown) -> Result<Caller, Status> {
        let Some(rule) = (self.rule_of)(&shown.path) else {
            let path = shown.path.chars().take(100).collect();
            return Err((self.refused)(AccessRefusal::UnknownCall(path)));
        };
        if matches!(shown.browser, Some(Browser::Nowhere)) {
            return Err((self.refused)(AccessRefusal::NotAnAddress));
        }
        let caller = self.caller(shown).await?;
        may(&caller, &rule, &self.here).map_err(self.refused)?;
        Ok(caller)
    }

    async fn caller(&self, shown: Shown) -> Result<Caller, Status> {
        let from_here = shown.is_from_here();
        // Whoever sits at a browser is not this machine, however they come to it.
        let trusted = self.trusts_this_machine && from_here && shown.browser.is_none();
        if let Some(sent) = shown.token {
            return self.bearer_of(sent, from_here, trusted).await;
        }
        if let Some(certified) = shown.certified {
            return Ok(certified);
        }
        if trusted {
            return Ok(Caller::ThisMachine);
        }
        Ok(Caller::Anonymous)
    }

    async fn bearer_of(
        &self,
        token: Option<String>,
        from_here: bool,
        trusted: bool,
    ) -> Result<Caller, Status> {
        let over = || (self.refused)(AccessRefusal::SessionOver);
        let operators = |token: &str| self.operator.is_some_and(|operator| operator.is(token));
        match token {
            Some(token) if from_here && operators(&token) => return Ok(self.operators()),
            Some(token) => {
                if let Some(known) = self.sessions.caller(token).await? {
                    return Ok(known);
                }
            }
            None => {}
        }
        if trusted {
            // Of another process that was here before: where nothing is asked, it is no news.
            return Ok(Caller::ThisMachine);
        }
        Err(over())
    }

    fn operators(&self) -> Caller {
        match &self.here {
            Place::Library(library) => Caller::Operator(library.clone()),
            Place::Territory => Caller::Coordinator,
        }
    }
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    let sound = scheme.eq_ignore_ascii_case("bearer") && token.len() <= TOKEN_BYTES_MAX;
    sound.then(|| token.trim())
}

/// Reads for which address a portal calls; nothing where it says nothing.
fn browser(headers: &HeaderMap) -> Option<Browser> {
    let mut said = headers.get_all(FOR_ADDRESS).iter();
    let (one, more) = (said.next()?, said.next());
    let read = one.to_str().ok().and_then(|text| text.parse().ok());
    let read: Option<IpAddr> = read.filter(|_| more.is_none());
    Some(read.map_or(Browser::Nowhere, |address| {
        Browser::At(address.to_canonical())
    }))
}

fn address_of(beside: &Extensions) -> Option<IpAddr> {
    if let Some(PeerAddress(address)) = beside.get() {
        return Some(*address);
    }
    let plain = beside.get::<TcpConnectInfo>();
    let sealed = beside.get::<TlsConnectInfo<TcpConnectInfo>>();
    let line = plain.or_else(|| sealed.map(TlsConnectInfo::get_ref))?;
    let address = line.remote_addr()?.ip();
    Some(address.to_canonical())
}

/// Gives who makes a call, as the guard has found it. A call that no guard has seen is nobody's.
pub fn caller_of<T>(request: &tonic::Request<T>) -> Caller {
    let known = request.extensions().get::<Caller>();
    known.cloned().unwrap_or(Caller::Anonymous)
}

/// Gives what the session is known by that a call is made with; nothing where it is made with none.
pub fn session_key<T>(request: &tonic::Request<T>) -> Option<u128> {
    let sent = request.metadata().get(AUTHORIZATION.as_str())?;
    sent.to_str().ok().and_then(bearer).map(fingerprint)
}

/// Gives from which machine a call came, where that is known; of a call that a portal makes for a browser, the browser's.
pub fn peer_address<T>(request: &tonic::Request<T>) -> Option<IpAddr> {
    let known = request.extensions().get::<PeerAddress>();
    known.map(|PeerAddress(address)| *address)
}

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;
