//! Beside which node does this kiosk stand, and who is in front of it? What every handler has at hand.

use super::seat::Seat;
use crate::clock::{pause, steady};
use crate::places::{Known, Places};
use crate::session::Session;
use crate::territory::{InTheNameOf, Territory};
use crate::trouble::Trouble;
use crate::visit::Visit;
use navette_domain::catalogue::LibraryId;
use navette_proto::wire::access::SignOutRequest;
use navette_proto::wire::access::access_service_client::AccessServiceClient;
use navette_proto::wire::catalogue::ListLibrariesRequest;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use parking_lot::Mutex;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;

/// How often it is looked whether somebody has gone.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The library that a kiosk stands in.
pub(super) struct Here {
    pub(super) territory: Territory,
    pub(super) library: LibraryId,
    pub(super) name: String,
}

/// One kiosk.
pub(super) struct Kiosk {
    node: Channel,
    here: Mutex<Option<Arc<Here>>>,
    places: Places,
    pub(super) seat: Seat,
}

impl Kiosk {
    pub(super) fn asking(node: Channel) -> Self {
        Self {
            node,
            here: Mutex::new(None),
            places: Places::default(),
            seat: Seat::default(),
        }
    }

    /// Gives the library, which its node names; a kiosk may be switched on before its node.
    pub(super) async fn here(&self) -> Result<Arc<Here>, Trouble> {
        if let Some(here) = self.known_here() {
            return Ok(here);
        }
        let line = InterceptedService::new(self.node.clone(), InTheNameOf::default());
        let question = ListLibrariesRequest {
            page_size: 1,
            page_token: String::new(),
        };
        let mut catalogue = CatalogueServiceClient::new(line);
        let answer = catalogue.list_libraries(question);
        let first = answer.await?.into_inner().libraries.into_iter().next();
        let own = first.ok_or(Trouble::Broken)?;
        let library = LibraryId::parse(&own.library).map_err(|_| Trouble::Broken)?;
        let here = Arc::new(Here {
            territory: Territory::beside(library.clone(), self.node.clone()),
            library,
            name: own.name,
        });
        *self.here.lock() = Some(Arc::clone(&here));
        Ok(here)
    }

    /// Gives the library where it is known already.
    pub(super) fn known_here(&self) -> Option<Arc<Here>> {
        self.here.lock().clone()
    }

    /// Gives the libraries there are, and whether the line to them is cut.
    pub(super) async fn known(&self, here: &Here, visit: &Visit) -> Arc<Known> {
        self.places.known(&here.territory, visit).await
    }

    /// Gives the patron in front of this browser.
    pub(super) fn patron(&self, visit: &Visit) -> Result<Session, Trouble> {
        self.seat.patron(&visit.secret).ok_or(Trouble::SignIn)
    }

    /// Ends a session at the node as well. What does not reach it ends there by itself within three minutes.
    pub(super) async fn sign_out(&self, session: Option<Session>) {
        let Some(session) = session else {
            return;
        };
        let name = InTheNameOf::bearer(session.token);
        let line = InterceptedService::new(self.node.clone(), name);
        let mut access = AccessServiceClient::new(line);
        if let Err(status) = access.sign_out(SignOutRequest {}).await {
            tracing::info!(code = ?status.code(), "a session could not be ended at the node");
        }
    }
}

/// Wipes whoever has gone without a word, until `stopping` says true.
pub(super) async fn watch_the_seat(kiosk: Arc<Kiosk>, mut stopping: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = pause(LOOK_EVERY) => {}
            // An ended channel means stop as well.
            _ = stopping.wait_for(|stopping| *stopping) => break,
        }
        kiosk.sign_out(kiosk.seat.end_idle(steady())).await;
    }
    kiosk.sign_out(kiosk.seat.end_any()).await;
}
