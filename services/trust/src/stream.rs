//! What is spoken on once two ends trust each other? A stream that knows who is there, and that can be cut from outside.

use crate::certificate_facts::{self, CertificateFacts};
use crate::line_meter::{LineKind, LineMeter};
use crate::line_refusal::LineRefusal;
use crate::peer::PeerCertificate;
use navette_domain::membership::Digest;
use parking_lot::Mutex;
use rustls::pki_types::CertificateDer;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::Sleep;
use tokio_rustls::TlsStream;
use tonic::transport::server::Connected;

/// A connection whose other end has shown a certificate that counts.
pub struct TrustedStream {
    tls: TlsStream<TcpStream>,
    handle: LineHandle,
    meter: Metered,
    _open: watch::Sender<()>,
}

/// Where the bytes of a line are counted, where they are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metered(Option<(Arc<LineMeter>, LineKind)>);

impl Metered {
    pub(crate) fn by(meter: Option<&Arc<LineMeter>>, kind: LineKind) -> Self {
        Self(meter.map(|meter| (Arc::clone(meter), kind)))
    }

    fn received(&self, bytes: usize) {
        if let Some((meter, kind)) = &self.0 {
            meter.received(*kind, bytes);
        }
    }

    fn sent(&self, written: &Poll<io::Result<usize>>) {
        if let (Some((meter, kind)), Poll::Ready(Ok(bytes))) = (&self.0, written) {
            meter.sent(*kind, *bytes);
        }
    }
}

/// What stays in the hands of whoever opened a connection, once it was given away to be spoken on.
#[derive(Clone, Debug)]
pub struct LineHandle {
    facts: Arc<CertificateFacts>,
    state: Arc<Mutex<State>>,
    open: watch::Receiver<()>,
}

#[derive(Debug, Default)]
struct State {
    cut: bool,
    heard: bool,
    refusal: Option<LineRefusal>,
    reader: Option<Waker>,
}

impl TrustedStream {
    pub(crate) fn new(tls: TlsStream<TcpStream>, facts: CertificateFacts, meter: Metered) -> Self {
        let (sender, open) = watch::channel(());
        let handle = LineHandle {
            facts: Arc::new(facts),
            state: Arc::default(),
            open,
        };
        Self {
            tls,
            handle,
            meter,
            _open: sender,
        }
    }

    /// Gives a handle on it.
    pub fn handle(&self) -> LineHandle {
        self.handle.clone()
    }

    /// Finds the certificate that the other end showed and whose key has this digest.
    pub(crate) fn shown_with_key(&self, digest: Digest) -> Option<CertificateDer<'static>> {
        let (_, session) = self.tls.get_ref();
        let mut shown = session.peer_certificates()?.iter();
        let found = shown.find(|der| certificate_facts::key_digest(der) == Ok(digest))?;
        Some(found.clone().into_owned())
    }

    fn is_cut(&self) -> bool {
        self.handle.state.lock().cut
    }

    /// Notes what the other end said on hanging up.
    fn heard<T>(&self, outcome: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if let Poll::Ready(Err(error)) = &outcome
            && let Some(refusal) = LineRefusal::of_io(error)
        {
            self.handle.state.lock().refusal.get_or_insert(refusal);
        }
        outcome
    }
}

impl LineHandle {
    /// Says who is at the other end.
    pub fn peer(&self) -> &PeerCertificate {
        &self.facts.peer
    }

    /// Says what the certificate at the other end says.
    pub fn facts(&self) -> &CertificateFacts {
        &self.facts
    }

    /// Cuts the connection: whoever speaks on it meets an error at once.
    pub fn cut(&self) {
        let mut state = self.state.lock();
        state.cut = true;
        if let Some(reader) = state.reader.take() {
            reader.wake();
        }
    }

    /// Says whether anybody may still speak on it.
    pub fn is_open(&self) -> bool {
        self.open.has_changed().is_ok() && !self.state.lock().cut
    }

    /// Says whether the other end ever said anything on it.
    pub fn was_heard(&self) -> bool {
        self.state.lock().heard
    }

    /// Waits until nobody speaks on it any more.
    pub async fn closed(&self) {
        let mut open = self.open.clone();
        while open.changed().await.is_ok() {}
    }

    /// Says why the other end hung up, where it said so.
    pub fn refusal(&self) -> Option<LineRefusal> {
        self.state.lock().refusal.clone()
    }
}

fn cut_off() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionAborted, "the line was cut")
}

impl AsyncRead for TrustedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        {
            let mut state = self.handle.state.lock();
            if state.cut {
                return Poll::Ready(Err(cut_off()));
            }
            match &mut state.reader {
                Some(reader) => reader.clone_from(cx.waker()),
                none => *none = Some(cx.waker().clone()),
            }
        }
        let before = buf.filled().len();
        let read = Pin::new(&mut self.tls).poll_read(cx, buf);
        let more = buf.filled().len().saturating_sub(before);
        if more > 0 {
            self.handle.state.lock().heard = true;
            self.meter.received(more);
        }
        self.heard(read)
    }
}

impl AsyncWrite for TrustedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_cut() {
            return Poll::Ready(Err(cut_off()));
        }
        let written = Pin::new(&mut self.tls).poll_write(cx, buf);
        self.meter.sent(&written);
        self.heard(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_cut() {
            return Poll::Ready(Err(cut_off()));
        }
        Pin::new(&mut self.tls).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tls).poll_shutdown(cx)
    }
}

impl Connected for TrustedStream {
    // It stands in the extensions of every request that comes over this connection.
    type ConnectInfo = PeerCertificate;

    fn connect_info(&self) -> PeerCertificate {
        self.handle.peer().clone()
    }
}

/// Longest connection without a certificate: joining takes a second or two.
const UNNAMED_FOR: Duration = Duration::from_secs(60);

/// A connection whose other end has shown no certificate: whoever wants to join has none. It ends by itself.
pub struct UnnamedStream {
    tls: TlsStream<TcpStream>,
    end: Pin<Box<Sleep>>,
    meter: Metered,
    _turn: OwnedSemaphorePermit,
}

impl UnnamedStream {
    pub(crate) fn new(
        tls: TlsStream<TcpStream>,
        turn: OwnedSemaphorePermit,
        meter: Metered,
    ) -> Self {
        Self {
            tls,
            end: Box::pin(tokio::time::sleep(UNNAMED_FOR)),
            meter,
            _turn: turn,
        }
    }
}

impl AsyncRead for UnnamedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.end.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Err(cut_off()));
        }
        let before = buf.filled().len();
        let read = Pin::new(&mut self.tls).poll_read(cx, buf);
        self.meter
            .received(buf.filled().len().saturating_sub(before));
        read
    }
}

impl AsyncWrite for UnnamedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.tls).poll_write(cx, buf);
        self.meter.sent(&written);
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tls).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tls).poll_shutdown(cx)
    }
}

impl Connected for UnnamedStream {
    type ConnectInfo = ();

    fn connect_info(&self) {}
}
