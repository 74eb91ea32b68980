//! Who has dialled in, and what for? The end of a line that waits: TLS first, then the protocol that was asked for.

use crate::certificate_facts::{CertificateFacts, CertificateFlaw};
use crate::credential::{Credential, CredentialError};
use crate::line_meter::{LineKind, LineMeter};
use crate::line_refusal::LineRefusal;
use crate::standing::Standing;
use crate::stream::{Metered, TrustedStream, UnnamedStream};
use crate::tls::{self, SERVE, TimeOfDay};
use navette_domain::catalogue::LibraryId;
use navette_domain::membership::Subject;
use parking_lot::Mutex;
use rustls::ServerConfig;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::TlsStream;

/// Longest handshake: whoever is slower than this is no line worth having.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// How long somebody who is refused may take to read why.
const READ_WITHIN: Duration = Duration::from_millis(500);
/// Most connections without a certificate at once: joining is rare.
const UNNAMED_MAX: usize = 50;

/// What somebody dialled in for.
pub enum Arrival {
    /// A library that is to be called on this line.
    Turned(LibraryId, TrustedStream),
    /// Somebody with a certificate, to make calls.
    Calls(TrustedStream),
    /// Somebody without one, to join.
    Unnamed(UnnamedStream),
}

/// Why nobody was let in.
#[derive(Debug, thiserror::Error)]
pub enum ArrivalError {
    /// The handshake took too long.
    #[error("the handshake did not end within {HANDSHAKE_WITHIN:?}")]
    Late,
    /// The two ends do not trust each other.
    #[error("{0}")]
    Refused(LineRefusal),
    /// The certificate is none of a territory's.
    #[error("the certificate cannot be used: {0}")]
    Certificate(#[from] CertificateFlaw),
    /// Only libraries are called on turned lines.
    #[error("{0} wants to be called on a turned line: only libraries are")]
    NotALibrary(String),
    /// Too many want to join at once.
    #[error("{UNNAMED_MAX} lines without a certificate are open, no more may be")]
    TooMany,
    /// The network failed.
    #[error("{0}")]
    Network(io::Error),
}

/// Lets in who may come in.
#[derive(Debug)]
pub struct Doorkeeper {
    config: Mutex<Arc<ServerConfig>>,
    standing: Arc<dyn Standing>,
    time: TimeOfDay,
    unnamed: Arc<Semaphore>,
    meter: Option<Arc<LineMeter>>,
}

/// Waits a moment until the other end has hung up. Closed at once, with words of theirs unread, the connection would be reset, and
/// they would not hear why they are refused.
async fn let_it_be_read(mut connection: TcpStream) {
    let reading = async {
        let _ = connection.shutdown().await;
        let mut unread = [0; 1_024];
        while matches!(connection.read(&mut unread).await, Ok(read) if read > 0) {}
    };
    let _ = tokio::time::timeout(READ_WITHIN, reading).await;
}

impl Doorkeeper {
    /// Waits for lines under this credential.
    pub fn new(
        credential: &Credential,
        standing: Arc<dyn Standing>,
        time: TimeOfDay,
    ) -> Result<Self, CredentialError> {
        let config = tls::accepting(credential, Arc::clone(&standing), time.clone())?;
        Ok(Self {
            config: Mutex::new(Arc::new(config)),
            standing,
            time,
            unnamed: Arc::new(Semaphore::new(UNNAMED_MAX)),
            meter: None,
        })
    }

    /// Counts what is said on the lines that it lets in.
    pub fn metered(self, meter: Arc<LineMeter>) -> Self {
        Self {
            meter: Some(meter),
            ..self
        }
    }

    /// Shows another certificate from now on; lines that are open stay.
    pub fn renew(&self, credential: &Credential) -> Result<(), CredentialError> {
        let config = tls::accepting(credential, Arc::clone(&self.standing), self.time.clone())?;
        *self.config.lock() = Arc::new(config);
        Ok(())
    }

    /// Shakes hands with who has connected.
    pub async fn receive(&self, connection: TcpStream) -> Result<Arrival, ArrivalError> {
        // A page in two packets would wait for the patron's machine.
        connection
            .set_nodelay(true)
            .map_err(ArrivalError::Network)?;
        let acceptor = TlsAcceptor::from(Arc::clone(&*self.config.lock()));
        let accepting = acceptor.accept(connection).into_fallible();
        let shaken = tokio::time::timeout(HANDSHAKE_WITHIN, accepting).await;
        let tls = match shaken.map_err(|_| ArrivalError::Late)? {
            Ok(tls) => tls,
            Err((error, connection)) => {
                let Some(refusal) = LineRefusal::of_io(&error) else {
                    return Err(ArrivalError::Network(error));
                };
                let_it_be_read(connection).await;
                return Err(ArrivalError::Refused(refusal));
            }
        };
        let (_, session) = tls.get_ref();
        let turned = session.alpn_protocol() == Some(SERVE);
        let shown = session.peer_certificates().and_then(|chain| chain.first());
        let facts = shown.map(|der| CertificateFacts::read(der)).transpose()?;
        let tls = TlsStream::from(tls);
        let metered = |kind| Metered::by(self.meter.as_ref(), kind);
        match (facts, turned) {
            (None, true) => Err(ArrivalError::Refused(LineRefusal::OursMissing)),
            (None, false) => {
                let turn = Arc::clone(&self.unnamed).try_acquire_owned();
                let turn = turn.map_err(|_| ArrivalError::TooMany)?;
                Ok(Arrival::Unnamed(UnnamedStream::new(
                    tls,
                    turn,
                    metered(LineKind::Accepted),
                )))
            }
            (Some(facts), false) => {
                let meter = metered(LineKind::Accepted);
                Ok(Arrival::Calls(TrustedStream::new(tls, facts, meter)))
            }
            (Some(facts), true) => match facts.peer.subject.clone() {
                Subject::Library(library) => {
                    let meter = metered(LineKind::Turned);
                    Ok(Arrival::Turned(
                        library,
                        TrustedStream::new(tls, facts, meter),
                    ))
                }
                other @ (Subject::Kiosk(..) | Subject::Administrator(_) | Subject::Federator) => {
                    Err(ArrivalError::NotALibrary(other.to_string()))
                }
            },
        }
    }
}
