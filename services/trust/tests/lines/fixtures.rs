//! A territory's authority, a federator that waits for lines, and libraries that dial: everything that a line needs.

use navette_domain::catalogue::LibraryId;
use navette_domain::membership::{
    CertificateRefusal, IssuedCertificate, Serial, Subject, valid_until,
};
use navette_domain::time::{Day, Timestamp};
use navette_trust::{
    Arrival, Authority, CertificateFacts, Credential, Dialler, Doorkeeper, Expected,
    FoundedAuthority, LineHandle, LineMeter, MemberKey, OpenLines, PeerCertificate, Purpose,
    SigningRequest, Standing, TimeOfDay, TrustedStream, TurnedConnector, TurnedLines, kept_alive,
    limited_server,
};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_stream::StreamExt;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Response, Status};
use tonic_health::pb::health_client::HealthClient;
use tonic_health::pb::health_server::{Health, HealthServer};
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};

/// 2026-11-29.
pub(crate) const TODAY: Timestamp = Timestamp(1_795_910_400_000);
pub(crate) const DAY_MS: i64 = 86_400_000;
const PATIENCE: Duration = Duration::from_secs(15);

/// A clock that tests set.
#[derive(Clone)]
pub(crate) struct TestClock(Arc<AtomicI64>);

impl TestClock {
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicI64::new(TODAY.0)))
    }

    pub(crate) fn set_days_ahead(&self, days: i64) {
        self.0.store(TODAY.0 + days * DAY_MS, Ordering::SeqCst);
    }

    pub(crate) fn time(&self) -> TimeOfDay {
        let now = Arc::clone(&self.0);
        TimeOfDay::by(move || Timestamp(now.load(Ordering::SeqCst)))
    }
}

/// An authority that issues what tests ask for.
pub(crate) struct TestAuthority {
    authority: Authority,
    next: AtomicU64,
}

impl TestAuthority {
    pub(crate) fn found() -> Self {
        let founded = FoundedAuthority::make(Serial(1), TODAY).unwrap();
        let authority = Authority::from_pem(&founded.certificate_pem, &founded.key_pem).unwrap();
        Self {
            authority,
            next: AtomicU64::new(2),
        }
    }

    pub(crate) fn authority(&self) -> &Authority {
        &self.authority
    }

    pub(crate) fn credential(&self, subject: &str) -> Credential {
        let key = MemberKey::generate().unwrap();
        let request = SigningRequest::read(&key.signing_request().unwrap()).unwrap();
        let number = self.next.fetch_add(1, Ordering::SeqCst);
        let issued = IssuedCertificate {
            // The highest bit set: DER writes such a number with a byte more.
            serial: Serial(1 << 127 | u128::from(number)),
            subject: Subject::parse(subject).unwrap(),
            from: TODAY,
            until: valid_until(TODAY),
            revoked: None,
        };
        let certificate = self.authority.issue(request, &issued).unwrap();
        Credential::new(key, certificate, self.authority.certificate().clone()).unwrap()
    }

    pub(crate) fn expects(&self, subject: &str) -> Expected {
        Expected::Signed {
            authority: self.authority.certificate().clone(),
            subject: Subject::parse(subject).unwrap(),
        }
    }
}

/// What a federator would know of certificates: which were revoked, and which it has never heard of.
#[derive(Debug, Default)]
pub(crate) struct FakeStanding {
    pub(crate) revoked: Mutex<BTreeSet<String>>,
    pub(crate) unknown: Mutex<BTreeSet<String>>,
}

impl Standing for FakeStanding {
    fn counts(&self, certificate: &CertificateFacts) -> Result<(), CertificateRefusal> {
        let peer = &certificate.peer;
        let serial = Serial::parse(&peer.serial).unwrap();
        if self.revoked.lock().unwrap().contains(&peer.serial) {
            let (subject, day) = (peer.subject.clone(), Day(0));
            return Err(CertificateRefusal::Revoked {
                serial,
                subject,
                day,
            });
        }
        if self.unknown.lock().unwrap().contains(&peer.serial) {
            return Err(CertificateRefusal::Unknown(serial));
        }
        Ok(())
    }
}

/// The end that waits.
pub(crate) struct Centre {
    pub(crate) address: SocketAddr,
    pub(crate) clock: TestClock,
    pub(crate) standing: Arc<FakeStanding>,
    pub(crate) open: Arc<OpenLines>,
    pub(crate) lines: Arc<TurnedLines>,
    pub(crate) refusals: Arc<Mutex<Vec<String>>>,
    pub(crate) meter: Arc<LineMeter>,
}

impl Centre {
    /// Waits for lines, and serves ordinary calls.
    pub(crate) async fn start(credential: Credential) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let clock = TestClock::new();
        let standing = Arc::new(FakeStanding::default());
        let centre = Self {
            address: listener.local_addr().unwrap(),
            clock: clock.clone(),
            standing: Arc::clone(&standing),
            open: Arc::default(),
            lines: Arc::default(),
            refusals: Arc::default(),
            meter: Arc::default(),
        };
        let door = Doorkeeper::new(&credential, standing, clock.time()).unwrap();
        let door = door.metered(Arc::clone(&centre.meter));
        let (open, lines) = (Arc::clone(&centre.open), Arc::clone(&centre.lines));
        let refusals = Arc::clone(&centre.refusals);
        tokio::spawn(async move {
            loop {
                let (connection, _) = listener.accept().await.unwrap();
                match door.receive(connection).await {
                    Ok(Arrival::Turned(library, stream)) => {
                        open.opened(stream.handle());
                        lines.arrived(library, stream);
                    }
                    Ok(Arrival::Calls(stream)) => {
                        open.opened(stream.handle());
                        tokio::spawn(SlowHealth::default().serve_on(stream));
                    }
                    Ok(Arrival::Unnamed(_)) => refusals.lock().unwrap().push("unnamed".into()),
                    Err(refusal) => refusals.lock().unwrap().push(refusal.to_string()),
                }
            }
        });
        centre
    }

    /// Makes the channel by which a library is called.
    pub(crate) fn channel_to(&self, library: &str) -> Channel {
        let library = LibraryId::parse(library).unwrap();
        let connector = TurnedConnector::to(library, Arc::clone(&self.lines));
        let endpoint = Endpoint::from_static("http://turned.invalid");
        kept_alive(endpoint).connect_with_connector_lazy(connector)
    }

    /// Asks a library whether it is well.
    pub(crate) async fn ask(&self, channel: &Channel) -> Result<(), Status> {
        let asked = HealthCheckRequest::default();
        HealthClient::new(channel.clone()).check(asked).await?;
        Ok(())
    }
}

/// Dials a centre as somebody.
pub(crate) fn dialler(
    centre: &Centre,
    credential: Option<&Credential>,
    expected: Expected,
) -> Dialler {
    dialler_at(centre.address, &centre.clock, credential, expected)
}

/// Dials a centre by another address.
pub(crate) fn dialler_at(
    address: SocketAddr,
    clock: &TestClock,
    credential: Option<&Credential>,
    expected: Expected,
) -> Dialler {
    Dialler::new(&address.to_string(), credential, expected, clock.time()).unwrap()
}

/// Answers at once, or never: whoever asks for "never" waits until they give up.
#[derive(Clone, Default)]
pub(crate) struct SlowHealth {
    pub(crate) asked_by: Arc<Mutex<Vec<PeerCertificate>>>,
    pub(crate) waiting: Arc<AtomicUsize>,
}

/// Counts who waits, also when they stop.
struct Waiting(Arc<AtomicUsize>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl SlowHealth {
    /// Serves on one line until it ends.
    pub(crate) async fn serve_on(self, stream: TrustedStream) {
        let ended = stream.handle();
        let first = tokio_stream::once(Ok::<_, std::io::Error>(stream));
        let incoming = first.chain(tokio_stream::pending());
        limited_server()
            .add_service(HealthServer::new(self))
            .serve_with_incoming_shutdown(incoming, async move { ended.closed().await })
            .await
            .unwrap();
    }
}

#[tonic::async_trait]
impl Health for SlowHealth {
    async fn check(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<HealthCheckResponse>, Status> {
        let peer = request.extensions().get::<PeerCertificate>().cloned();
        self.asked_by.lock().unwrap().push(peer.unwrap());
        if request.get_ref().service == "never" {
            self.waiting.fetch_add(1, Ordering::SeqCst);
            let _waiting = Waiting(Arc::clone(&self.waiting));
            std::future::pending::<()>().await;
        }
        Ok(Response::new(HealthCheckResponse::default()))
    }

    type WatchStream = tokio_stream::Pending<Result<HealthCheckResponse, Status>>;

    async fn watch(
        &self,
        _: Request<HealthCheckRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        Ok(Response::new(tokio_stream::pending()))
    }
}

/// A library that has dialled in and is served.
pub(crate) struct DialledIn {
    pub(crate) health: SlowHealth,
    pub(crate) line: LineHandle,
}

/// Dials a line, and answers on it.
pub(crate) async fn dial_in(dialler: &Dialler) -> DialledIn {
    let stream = dialler.dial(Purpose::Serve).await.unwrap();
    let (health, line) = (SlowHealth::default(), stream.handle());
    tokio::spawn(health.clone().serve_on(stream));
    DialledIn { health, line }
}

/// Waits until something is true.
pub(crate) async fn eventually(what: &str, is_true: impl Fn() -> bool) {
    let waited = tokio::time::timeout(PATIENCE, async {
        while !is_true() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    assert!(waited.await.is_ok(), "not true in time: {what}");
}
