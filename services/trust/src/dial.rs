//! How is a line dialled, and why did it not come about? The end that calls out: no library needs an address of its own.

use crate::certificate_facts::CertificateFacts;
use crate::credential::{Credential, CredentialError};
use crate::expected::Expected;
use crate::line_meter::{LineKind, LineMeter};
use crate::line_refusal::LineRefusal;
use crate::open_lines::OpenLines;
use crate::standing::Standing;
use crate::stream::{Metered, TrustedStream};
use crate::tls::{self, CALLS, SERVE, TimeOfDay};
use hyper_util::rt::TokioIo;
use parking_lot::Mutex;
use rustls::ClientConfig;
use rustls::pki_types::{CertificateDer, ServerName};
use std::future::{Ready, ready};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, TlsStream};
use tonic::transport::Uri;
use tower::Service;

/// Longest wait for a connection and its handshake.
const DIAL_WITHIN: Duration = Duration::from_secs(10);

/// What a line is dialled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be called on it.
    Serve,
    /// To call.
    Call,
}

/// Why a line did not come about.
#[derive(Debug, thiserror::Error)]
pub enum DialError {
    /// Nothing answers there.
    #[error("nothing answers at {address}: {source}")]
    Unreachable {
        /// Where.
        address: String,
        /// What the system says.
        source: io::Error,
    },
    /// It takes too long.
    #[error("{address} did not answer within {DIAL_WITHIN:?}")]
    Late {
        /// Where.
        address: String,
    },
    /// The two ends do not trust each other.
    #[error("{address}: {refusal}")]
    Refused {
        /// Where.
        address: String,
        /// Why.
        refusal: LineRefusal,
    },
}

/// Dials one other end, always under the newest certificate.
#[derive(Clone, Debug)]
pub struct Dialler {
    address: Arc<str>,
    expected: Expected,
    time: TimeOfDay,
    configs: Arc<Mutex<Configs>>,
    watch: Option<Watch>,
    meter: Option<Arc<LineMeter>>,
}

/// Who says whether the other end still counts, and holds the lines that were dialled.
#[derive(Clone, Debug)]
struct Watch {
    standing: Arc<dyn Standing>,
    open: Arc<OpenLines>,
}

#[derive(Clone, Debug)]
struct Configs {
    serve: Arc<ClientConfig>,
    call: Arc<ClientConfig>,
}

impl Dialler {
    /// Dials `host:port`, where whoever is expected must be; without a credential one can only join.
    pub fn new(
        address: &str,
        credential: Option<&Credential>,
        expected: Expected,
        time: TimeOfDay,
    ) -> Result<Self, CredentialError> {
        let configs = Configs::new(credential, &expected, &time)?;
        Ok(Self {
            address: address.into(),
            expected,
            time,
            configs: Arc::new(Mutex::new(configs)),
            watch: None,
            meter: None,
        })
    }

    /// Dials only those whose certificates count, and notes each line among those that are open, so that it can be cut.
    pub fn watched_by(self, standing: Arc<dyn Standing>, open: Arc<OpenLines>) -> Self {
        let watch = Some(Watch { standing, open });
        Self { watch, ..self }
    }

    /// Counts what is said on the lines that it dials.
    pub fn metered(self, meter: Arc<LineMeter>) -> Self {
        Self {
            meter: Some(meter),
            ..self
        }
    }

    /// Dials under another certificate from now on; lines that are open stay.
    pub fn renew(&self, credential: &Credential) -> Result<(), CredentialError> {
        *self.configs.lock() = Configs::new(Some(credential), &self.expected, &self.time)?;
        Ok(())
    }

    /// Dials a line.
    pub async fn dial(&self, purpose: Purpose) -> Result<TrustedStream, DialError> {
        let dialled = tokio::time::timeout(DIAL_WITHIN, self.dial_unhurried(purpose)).await;
        let address = || self.address.to_string();
        dialled.unwrap_or_else(|_| Err(DialError::Late { address: address() }))
    }

    async fn dial_unhurried(&self, purpose: Purpose) -> Result<TrustedStream, DialError> {
        let address = || self.address.to_string();
        let failed = |error: io::Error| match LineRefusal::of_io(&error) {
            Some(refusal) => DialError::Refused {
                address: address(),
                refusal,
            },
            None => DialError::Unreachable {
                address: address(),
                source: error,
            },
        };
        let connection = TcpStream::connect(&*self.address).await.map_err(failed)?;
        connection.set_nodelay(true).map_err(failed)?;
        let config = self.configs.lock().of(purpose);
        let named = server_name(&self.address);
        let tls = TlsConnector::from(config).connect(named, connection).await;
        let tls = tls.map_err(failed)?;
        let (_, session) = tls.get_ref();
        let shown = session.peer_certificates().and_then(|chain| chain.first());
        let facts = shown.and_then(|der| CertificateFacts::read(der).ok());
        let refused = |refusal| DialError::Refused {
            address: address(),
            refusal,
        };
        if session.alpn_protocol().is_none() {
            return Err(refused(LineRefusal::NoLine));
        }
        let facts = facts.ok_or_else(|| refused(LineRefusal::TheirName))?;
        let kind = match purpose {
            Purpose::Serve => LineKind::Turned,
            Purpose::Call => LineKind::Dialled,
        };
        let meter = Metered::by(self.meter.as_ref(), kind);
        let stream = TrustedStream::new(TlsStream::from(tls), facts, meter);
        if let Some(watch) = &self.watch {
            watch.admit(&stream).map_err(refused)?;
        }
        Ok(stream)
    }

    /// Dials for a channel of tonic, whenever that needs a connection.
    pub fn connector(
        &self,
    ) -> impl Service<
        Uri,
        Response = TokioIo<TrustedStream>,
        Error = DialError,
        Future = impl Future<Output = Result<TokioIo<TrustedStream>, DialError>> + Send + use<>,
    > + Clone
    + Send
    + use<> {
        let dialler = self.clone();
        tower::service_fn(move |_: Uri| {
            let dialler = dialler.clone();
            async move { Ok(TokioIo::new(dialler.dial(Purpose::Call).await?)) }
        })
    }

    /// Gives the authority's certificate that the other end shows: whoever joins knows but the digest of its key.
    pub async fn authority_shown(&self) -> Result<CertificateDer<'static>, DialError> {
        let stream = self.dial(Purpose::Call).await?;
        let found = match &self.expected {
            Expected::Signed { authority, .. } => Some(authority.clone()),
            Expected::FederatorOf(digest) => stream.shown_with_key(*digest),
        };
        found.ok_or_else(|| DialError::Refused {
            address: self.address.to_string(),
            refusal: LineRefusal::TheirAuthority,
        })
    }
}

impl Watch {
    /// Notes a line, and only then looks whether it may be: whoever is revoked meanwhile is found by one or the other.
    fn admit(&self, stream: &TrustedStream) -> Result<(), LineRefusal> {
        let line = stream.handle();
        self.open.opened(line.clone());
        if self.standing.counts(line.facts()).is_err() {
            line.cut();
            return Err(LineRefusal::TheirsRevoked);
        }
        Ok(())
    }
}

/// Hands one line that is up to a channel of tonic, and no other after it: whoever holds its handle then learns how it ended.
pub fn on_one_line(
    line: TrustedStream,
) -> impl Service<
    Uri,
    Response = TokioIo<TrustedStream>,
    Error = io::Error,
    Future = Ready<io::Result<TokioIo<TrustedStream>>>,
> + Send {
    let mut line = Some(line);
    tower::service_fn(move |_: Uri| {
        let over = || io::Error::new(io::ErrorKind::NotConnected, "the line is over");
        ready(line.take().map(TokioIo::new).ok_or_else(over))
    })
}

impl Configs {
    fn new(
        credential: Option<&Credential>,
        expected: &Expected,
        time: &TimeOfDay,
    ) -> Result<Self, CredentialError> {
        let config = |protocol| {
            tls::dialling(credential, expected.clone(), protocol, time.clone()).map(Arc::new)
        };
        Ok(Self {
            serve: config(SERVE)?,
            call: config(CALLS)?,
        })
    }

    fn of(&self, purpose: Purpose) -> Arc<ClientConfig> {
        match purpose {
            Purpose::Serve => Arc::clone(&self.serve),
            Purpose::Call => Arc::clone(&self.call),
        }
    }
}

/// TLS wants a name to call; the certificate is not held against it.
fn server_name(address: &str) -> ServerName<'static> {
    let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
    let host = host.trim_start_matches('[').trim_end_matches(']');
    ServerName::try_from(host.to_owned()).unwrap_or_else(|_| {
        let here = std::net::IpAddr::from([127, 0, 0, 1]);
        ServerName::from(here)
    })
}
