//! How is a library with an address of its own dialled? With TLS, by the federator and other members: everybody shows a certificate.

use super::identity::NodeLine;
use crate::clock::pause;
use crate::error::NodeError;
use crate::grpc::{self, Offer};
use crate::tasks;
use navette_trust::{Arrival, Doorkeeper, Porch, Standing, TrustedStream};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

/// Handshakes at once, and connections that are known and not yet served.
const WAITING_MAX: usize = 32;
/// A listener that fails is out of something; it is tried again after a while.
const FAILED_PAUSE: Duration = Duration::from_millis(200);
/// How often connections are looked at whose certificates have expired.
const LOOK_EVERY: Duration = Duration::from_secs(20);

/// Serves those who dial, until `stopping` says true.
pub(crate) async fn serve_direct(
    line: Arc<NodeLine>,
    offer: Offer,
    listener: TcpListener,
    stopping: watch::Receiver<bool>,
) {
    let (known, waiting) = mpsc::channel(WAITING_MAX);
    let serving = grpc::serve_known(offer, waiting, stopping);
    tokio::pin!(serving);
    let served = tokio::select! {
        served = &mut serving => served,
        () = cut_expired(&line) => serving.await,
        accepted = accept(&line, listener, known) => {
            if let Err(error) = accepted {
                tracing::error!(%error, "lines to this library are not accepted any more");
            }
            serving.await
        }
    };
    if let Err(error) = served {
        tracing::error!(%error, "lines to this library are not served any more");
    }
}

/// Cuts connections whose certificates have expired, for as long as the process runs: a handshake looks at it only once. Those that
/// were revoked are cut as soon as that is heard.
async fn cut_expired(line: &NodeLine) {
    let mut moves = line.clock.moves();
    loop {
        moves.mark_unchanged();
        let cut = line.cut_what_counts_no_more();
        if cut > 0 {
            tracing::info!(cut, "lines were cut whose certificates count no more");
        }
        tokio::select! {
            _ = moves.changed() => {}
            () = pause(LOOK_EVERY) => {}
        }
    }
}

async fn accept(
    line: &Arc<NodeLine>,
    listener: TcpListener,
    known: mpsc::Sender<io::Result<TrustedStream>>,
) -> Result<(), NodeError> {
    let porch = Porch::before(WAITING_MAX);
    let unusable = |error: navette_trust::CredentialError| NodeError::Serving(error.to_string());
    let mut shown = line.credential();
    let standing = Arc::clone(&line.standing) as Arc<dyn Standing>;
    let door = Doorkeeper::new(&shown, standing, line.time());
    let door = door.map_err(unusable)?;
    let door = Arc::new(door.metered(Arc::clone(&line.meter)));
    loop {
        let (connection, from) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a line could not be accepted");
                pause(FAILED_PAUSE).await;
                continue;
            }
        };
        let Some(mut place) = porch.take_in(from.ip()) else {
            continue;
        };
        let newest = line.credential();
        if !Arc::ptr_eq(&newest, &shown) {
            door.renew(&newest).map_err(unusable)?;
            shown = newest;
        }
        let (door, known, line) = (Arc::clone(&door), known.clone(), Arc::clone(line));
        tasks::spawn(async move {
            let Some(_turn) = place.turn(&connection).await else {
                return;
            };
            receive(&door, connection, &known, &line).await;
        });
    }
}

/// Lets in whoever shows a certificate, to call.
async fn receive(
    door: &Doorkeeper,
    connection: TcpStream,
    known: &mpsc::Sender<io::Result<TrustedStream>>,
    line: &NodeLine,
) {
    match door.receive(connection).await {
        // An end that is closed means that the process stops.
        Ok(Arrival::Calls(stream)) => {
            let opened = stream.handle();
            line.open.opened(opened.clone());
            // It may have been put out while it shook hands.
            if !line.counts(opened.facts()) {
                opened.cut();
            }
            let _ = known.send(Ok(stream)).await;
        }
        Ok(Arrival::Turned(library, _)) => {
            tracing::info!(%library, "a library dials in at a library: only a federator takes such lines");
        }
        Ok(Arrival::Unnamed(_)) => tracing::info!("a line without a certificate was refused"),
        Err(refusal) => tracing::info!(%refusal, "a line was refused"),
    }
}
