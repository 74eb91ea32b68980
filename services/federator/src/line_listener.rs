//! How do the lines of libraries and administrators come in? Accepted, known by their certificates, and handed on: to be called on,
//! to be served, or to join.

use crate::clock::Clock;
use crate::error::FederatorError;
use crate::lending_process::Lending;
use crate::line_watch::LineWatch;
use crate::member::Member;
use crate::membership::MembershipOffice;
use crate::tasks;
use crate::ways::Diallers;
use navette_domain::catalogue::LibraryId;
use navette_operation::Background;
use navette_trust::{
    Arrival, Doorkeeper, LineMeter, Porch, Standing, TimeOfDay, TrustedStream, TurnedLines,
    UnnamedStream,
};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// Handshakes at once; whoever speaks beyond waits for a turn.
const HANDSHAKES_MAX: usize = 64;
/// Connections that are known and not yet served.
const WAITING_MAX: usize = 64;
/// How often lines are looked at whose certificates count no more; a revocation cuts at once, this finds what expired.
const LOOK_EVERY: Duration = Duration::from_secs(20);
/// A listener that fails is out of something; it is tried again after a while.
const FAILED_PAUSE: Duration = Duration::from_millis(200);

/// What lines need besides a listener.
pub(crate) struct LineHall {
    pub(crate) office: Arc<MembershipOffice>,
    pub(crate) turned: Arc<TurnedLines>,
    pub(crate) diallers: Diallers,
    pub(crate) meter: Arc<LineMeter>,
    pub(crate) watch: Arc<LineWatch>,
    pub(crate) lending: Arc<Lending>,
    pub(crate) members: Vec<Arc<Member>>,
    pub(crate) clock: Clock,
}

/// Connections to be served, as they come.
pub(crate) struct Incoming {
    /// Of those who have shown a certificate that counts.
    pub(crate) trusted: mpsc::Receiver<io::Result<TrustedStream>>,
    /// Of those who have shown none.
    pub(crate) unnamed: mpsc::Receiver<io::Result<UnnamedStream>>,
}

/// Where known connections go.
struct Ways {
    trusted: mpsc::Sender<io::Result<TrustedStream>>,
    unnamed: mpsc::Sender<io::Result<UnnamedStream>>,
}

/// Begins to accept lines; gives those to be served.
pub(crate) fn begin(
    hall: LineHall,
    listener: TcpListener,
    background: &mut Background,
) -> Result<Incoming, FederatorError> {
    let (credential, _) = hall.office.own_credential()?;
    let standing = Arc::clone(&hall.office.register) as Arc<dyn Standing>;
    let clock = hall.clock.clone();
    let time = TimeOfDay::by(move || clock.now());
    let door = Doorkeeper::new(&credential, standing, time);
    let door = door.map_err(|error| FederatorError::Authority(error.to_string()))?;
    let door = Arc::new(door.metered(Arc::clone(&hall.meter)));
    let (trusted, trusted_waiting) = mpsc::channel(WAITING_MAX);
    let (unnamed, unnamed_waiting) = mpsc::channel(WAITING_MAX);
    let hall = Arc::new(hall);
    let keeping = keep_order(Arc::clone(&hall), Arc::clone(&door));
    background.needs("cutting lines", tasks::in_background(keeping));
    let accepting = accept(hall, door, listener, Ways { trusted, unnamed });
    background.needs("accepting lines", tasks::in_background(accepting));
    Ok(Incoming {
        trusted: trusted_waiting,
        unnamed: unnamed_waiting,
    })
}

/// Accepts connections for as long as the process runs; each shakes hands on its own, so that a slow one keeps nobody waiting.
async fn accept(hall: Arc<LineHall>, door: Arc<Doorkeeper>, listener: TcpListener, ways: Ways) {
    let (porch, ways) = (Porch::before(HANDSHAKES_MAX), Arc::new(ways));
    loop {
        let (connection, from) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a line could not be accepted");
                tokio::time::sleep(FAILED_PAUSE).await;
                continue;
            }
        };
        let Some(mut place) = porch.take_in(from.ip()) else {
            continue;
        };
        let (hall, door, ways) = (Arc::clone(&hall), Arc::clone(&door), Arc::clone(&ways));
        tasks::in_background(async move {
            let Some(_turn) = place.turn(&connection).await else {
                return;
            };
            receive(&hall, &door, connection, &ways).await;
        });
    }
}

/// Finds out who has connected, and hands the connection on.
async fn receive(hall: &Arc<LineHall>, door: &Doorkeeper, connection: TcpStream, ways: &Ways) {
    // An end that is closed means that the process stops.
    match door.receive(connection).await {
        Ok(Arrival::Turned(library, stream)) => hall.turned_line(library, stream),
        Ok(Arrival::Calls(stream)) => {
            hall.note_open(&stream);
            let _ = ways.trusted.send(Ok(stream)).await;
        }
        Ok(Arrival::Unnamed(stream)) => {
            let _ = ways.unnamed.send(Ok(stream)).await;
        }
        Err(refusal) => tracing::info!(%refusal, "a line was refused"),
    }
}

/// Cuts what counts no more, and renews the federator's own certificate, for as long as the process runs.
async fn keep_order(hall: Arc<LineHall>, door: Arc<Doorkeeper>) {
    let mut moves = hall.clock.moves();
    loop {
        moves.mark_unchanged();
        let cut = hall.office.cut_what_counts_no_more();
        if cut > 0 {
            tracing::info!(cut, "lines were cut whose certificates count no more");
        }
        let office = Arc::clone(&hall.office);
        match tasks::aside(move || office.own_credential()).await {
            Some(Ok((credential, true))) => match door
                .renew(&credential)
                .and_then(|()| hall.diallers.renew(&credential))
            {
                Ok(()) => tracing::info!("the federator's own certificate was renewed"),
                Err(error) => tracing::error!(%error, "the renewed certificate cannot be shown"),
            },
            Some(Ok((_, false))) | None => {}
            Some(Err(error)) => {
                tracing::error!(%error, "the federator's own certificate could not be renewed");
            }
        }
        tokio::select! {
            _ = moves.changed() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

impl LineHall {
    /// Notes a line, and looks once more whether it may be: it may have been revoked while it shook hands.
    fn note_open(&self, stream: &TrustedStream) {
        let line = stream.handle();
        self.office.open.opened(line.clone());
        if self.office.register.counts(line.facts()).is_err() {
            line.cut();
        }
    }

    /// Takes a line on which a library is to be called.
    fn turned_line(&self, library: LibraryId, stream: TrustedStream) {
        let member = self.members.iter().find(|one| one.library == library);
        let Some(member) = member.map(Arc::clone) else {
            tracing::warn!(%library, "a library dials in that the settings do not list");
            return;
        };
        if member.config.address.is_some() {
            // It is called at its address: a line that nobody calls on would only be taken for a dead one.
            tracing::debug!(%library, "a library dials in that is called at its address");
            return;
        }
        self.note_open(&stream);
        let line = stream.handle();
        self.turned.arrived(library.clone(), stream);
        self.watch.note(&library, true, self.clock.now());
        tracing::info!(%library, "a line came up");
        // Whoever waits for this library need not wait any longer.
        member.line_came_up();
        self.lending.changed.notify_waiters();
        // No more than it needs: what held the members would keep their lines open.
        let (turned, watch) = (Arc::clone(&self.turned), Arc::clone(&self.watch));
        let clock = self.clock.clone();
        tasks::in_background(async move {
            line.closed().await;
            if !turned.is_up(&library) {
                watch.note(&library, false, clock.now());
                tracing::info!(%library, "a line went away");
            }
        });
    }
}
