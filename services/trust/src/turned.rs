//! How is a library called that cannot be dialled? On the line that it has dialled itself, with the roles turned round.
//!
//! One channel of tonic stands for each library all the time. Whenever it needs a connection it is handed the line that the
//! library dialled last; where there is none it fails at once, which says that the library is away.

use crate::stream::{LineHandle, TrustedStream};
use hyper_util::rt::TokioIo;
use navette_domain::catalogue::LibraryId;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::future::{Ready, ready};
use std::sync::Arc;
use tonic::transport::Uri;
use tower::Service;

/// The lines that libraries have dialled to be called on.
#[derive(Default)]
pub struct TurnedLines(Mutex<BTreeMap<LibraryId, Slot>>);

/// One library's place.
struct Slot {
    /// The line that was dialled last.
    line: LineHandle,
    /// The same, until it is handed out.
    waiting: Option<TrustedStream>,
}

/// A library has no line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("library \"{0}\" is away: it has not dialled in")]
pub struct LibraryAway(pub LibraryId);

impl TurnedLines {
    /// Takes a line that a library dialled. It takes the place of an older one, which is cut: the library knows best which of
    /// its lines it listens on.
    pub fn arrived(&self, library: LibraryId, stream: TrustedStream) {
        let slot = Slot {
            line: stream.handle(),
            waiting: Some(stream),
        };
        if let Some(older) = self.0.lock().insert(library, slot) {
            older.line.cut();
        }
    }

    /// Says whether a library has a line.
    pub fn is_up(&self, library: &LibraryId) -> bool {
        self.0
            .lock()
            .get(library)
            .is_some_and(|slot| slot.line.is_open())
    }

    /// Hands out the line of a library, once.
    fn hand_out(&self, library: &LibraryId) -> Result<TrustedStream, LibraryAway> {
        let mut slots = self.0.lock();
        slots
            .get_mut(library)
            .filter(|slot| slot.line.is_open())
            .and_then(|slot| slot.waiting.take())
            .ok_or_else(|| LibraryAway(library.clone()))
    }
}

/// Hands the line of one library to a channel of tonic.
#[derive(Clone)]
pub struct TurnedConnector {
    lines: Arc<TurnedLines>,
    library: LibraryId,
}

impl TurnedConnector {
    /// Stands for the lines of a library.
    pub fn to(library: LibraryId, lines: Arc<TurnedLines>) -> Self {
        Self { lines, library }
    }
}

impl Service<Uri> for TurnedConnector {
    type Response = TokioIo<TrustedStream>;
    type Error = LibraryAway;
    type Future = Ready<Result<Self::Response, LibraryAway>>;

    fn poll_ready(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), LibraryAway>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        ready(self.lines.hand_out(&self.library).map(TokioIo::new))
    }
}
