//! How many connections are open at once, and for how long may one say nothing? Beyond, it is closed, before it has cost anything.

use crate::limits::{CONNECTION_AGE_MAX, CONNECTION_GRACE};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};
use tokio_stream::Stream;
use tonic::transport::server::{Connected, TcpConnectInfo};

/// Connections open at once at one listener.
pub const CONNECTIONS_MAX: usize = 1_024;
/// A caller that has said nothing at all by then is not waited for.
pub const FIRST_WORD_WITHIN: Duration = Duration::from_secs(10);
/// A connection on which nothing comes for so long, or for up to twice that, is closed: whoever is there answers keep-alives.
pub const QUIET_MAX: Duration = Duration::from_secs(90);
/// A listener that fails is out of something; it is tried again after a while.
const FAILED_PAUSE: Duration = Duration::from_millis(200);

/// Takes connections, as many as there is room for.
pub struct Crowd {
    listener: TcpListener,
    setback: Setback,
    room: Arc<Semaphore>,
}

/// Lets a while pass after a failure. Where a process is out of files the listener stays ready: asked again at once, it would
/// fail again at once, for ever.
#[derive(Default)]
struct Setback(Option<Pin<Box<Sleep>>>);

impl Crowd {
    /// Takes connections from this listener.
    pub fn at(listener: TcpListener) -> Self {
        Self {
            listener,
            setback: Setback::default(),
            room: Arc::new(Semaphore::new(CONNECTIONS_MAX)),
        }
    }
}

impl Stream for Crowd {
    type Item = io::Result<Admitted>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let crowd = self.get_mut();
        loop {
            let listener = &crowd.listener;
            let accept = |context: &mut Context<'_>| listener.poll_accept(context);
            let (stream, _) = ready!(crowd.setback.poll(context, accept));
            // Where there is no room the caller sees the connection closed at once, and costs nothing more.
            let Ok(room) = Arc::clone(&crowd.room).try_acquire_owned() else {
                continue;
            };
            // Without it a page in two packets would wait for the patron's machine.
            if stream.set_nodelay(true).is_err() {
                continue;
            }
            return Poll::Ready(Some(Ok(Admitted::new(stream, room))));
        }
    }
}

impl Setback {
    /// Asks for the next one, unless that has failed a moment ago.
    fn poll<T>(
        &mut self,
        context: &mut Context<'_>,
        mut ask: impl FnMut(&mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<T> {
        loop {
            if let Some(pause) = &mut self.0 {
                ready!(pause.as_mut().poll(context));
                self.0 = None;
            }
            match ready!(ask(context)) {
                Ok(taken) => return Poll::Ready(taken),
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    self.0 = Some(Box::pin(sleep(FAILED_PAUSE)));
                }
            }
        }
    }
}

/// A connection that was let in, and is closed when it has been quiet for too long, or has lasted for too long.
pub struct Admitted {
    stream: TcpStream,
    /// When it is closed, whatever is still open on it: the server has long asked its caller to make another.
    leaves: Pin<Box<Sleep>>,
    quiet: Pin<Box<Sleep>>,
    /// Something came since it was looked last.
    heard: bool,
    _room: OwnedSemaphorePermit,
}

impl Admitted {
    fn new(stream: TcpStream, room: OwnedSemaphorePermit) -> Self {
        Self {
            stream,
            leaves: Box::pin(sleep(CONNECTION_AGE_MAX + CONNECTION_GRACE)),
            quiet: Box::pin(sleep(FIRST_WORD_WITHIN)),
            heard: false,
            _room: room,
        }
    }

    /// Says who calls.
    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

impl Connected for Admitted {
    type ConnectInfo = TcpConnectInfo;

    fn connect_info(&self) -> Self::ConnectInfo {
        self.stream.connect_info()
    }
}

impl AsyncRead for Admitted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(context, into);
        if read.is_ready() {
            self.heard = true;
            return read;
        }
        if self.leaves.as_mut().poll(context).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        // It is looked now and then, not at every word: what was quiet for so long is found before twice that has passed.
        while self.quiet.as_mut().poll(context).is_ready() {
            if !std::mem::take(&mut self.heard) {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.quiet = Box::pin(sleep(QUIET_MAX));
        }
        Poll::Pending
    }
}

impl AsyncWrite for Admitted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::time::Instant;
    use tokio_stream::StreamExt;

    async fn a_crowd(room: usize) -> (Crowd, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut crowd = Crowd::at(listener);
        crowd.room = Arc::new(Semaphore::new(room));
        (crowd, address)
    }

    #[tokio::test]
    async fn where_there_is_no_room_a_caller_is_turned_away_until_another_goes() {
        let (mut crowd, address) = a_crowd(1).await;
        let _first = TcpStream::connect(address).await.unwrap();
        let inside = crowd.next().await.unwrap().unwrap();
        let mut second = TcpStream::connect(address).await.unwrap();
        let third = async {
            let closed = second.read(&mut [0; 1]).await;
            assert!(matches!(closed, Ok(0) | Err(_)));
            drop(inside);
            TcpStream::connect(address).await.unwrap()
        };
        let (taken, _third) = tokio::join!(crowd.next(), third);
        assert!(taken.unwrap().is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_says_nothing_is_not_waited_for_and_whoever_speaks_may_pause_longer() {
        let (mut crowd, address) = a_crowd(2).await;
        let mut caller = TcpStream::connect(address).await.unwrap();
        let mut inside = crowd.next().await.unwrap().unwrap();
        caller.write_all(b"PRI").await.unwrap();
        let mut bytes = [0; 3];
        inside.read_exact(&mut bytes).await.unwrap();
        let spoke = Instant::now();
        let quiet = inside.read(&mut bytes).await.unwrap_err();
        assert_eq!(quiet.kind(), io::ErrorKind::TimedOut);
        assert!(Instant::now() - spoke >= QUIET_MAX);
        let _silent = TcpStream::connect(address).await.unwrap();
        let mut inside = crowd.next().await.unwrap().unwrap();
        let came = Instant::now();
        inside.read(&mut bytes).await.unwrap_err();
        let waited = Instant::now() - came;
        assert!(waited < QUIET_MAX, "{waited:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_never_stops_talking_leaves_when_the_grace_is_over() {
        let (mut crowd, address) = a_crowd(1).await;
        let mut caller = TcpStream::connect(address).await.unwrap();
        let mut inside = crowd.next().await.unwrap().unwrap();
        let came = Instant::now();
        let talking = async {
            while caller.write_all(b"PRI").await.is_ok() {
                sleep(Duration::from_secs(60)).await;
            }
        };
        let listening = async {
            let mut bytes = [0; 3];
            while inside.read_exact(&mut bytes).await.is_ok() {}
            Instant::now() - came
        };
        let stayed = tokio::select! {
            () = talking => unreachable!("the caller talks for as long as it is heard"),
            stayed = listening => stayed,
        };
        let due = CONNECTION_AGE_MAX + CONNECTION_GRACE;
        assert!(
            (due..due + Duration::from_secs(60)).contains(&stayed),
            "{stayed:?}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_listener_that_fails_is_not_asked_again_at_once() {
        let (mut setback, mut asked) = (Setback::default(), 0);
        let mut never = std::future::poll_fn(|context| {
            setback.poll(context, |_| {
                asked += 1;
                // What accept says where a process has no files left.
                Poll::Ready(Err::<(), _>(io::Error::from_raw_os_error(24)))
            })
        });
        let waited = tokio::time::timeout(Duration::from_secs(1), &mut never).await;
        assert!(waited.is_err());
        assert!((2..=6).contains(&asked), "{asked}");
    }
}
