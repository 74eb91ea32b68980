//! How does a node start, and how does it stop without losing anything?

use crate::backup::NodeStores;
use crate::catalogue::Catalogue;
use crate::catalogued_shelf::learn_barcodes;
use crate::clock::{Clock, machine_ms, pause, steady};
use crate::config::{NodeConfig, value};
use crate::desk_process::Desk;
use crate::error::NodeError;
use crate::figures::NodeFigures;
use crate::grpc::Offer;
use crate::line::{LineConfig, NodeLine, hear_revocations, keep_line, keep_renewed, serve_direct};
use crate::mailed_codes::MailedCodes;
use crate::notice_post::Post;
use crate::showing::Showing;
use crate::{grpc, passing_time, reporting, tasks, visiting};
use navette_operation::{Background, Backups, Calls, Observing, ProcessClock};
use navette_proto::DESCRIPTORS;
use navette_standards::Gateway;
use navette_standards::email::EmailGateway;
use navette_store::backup::finish_interrupted;
use std::future::Future;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tonic::transport::Channel;
use tonic_health::pb::FILE_DESCRIPTOR_SET as HEALTH_DESCRIPTORS;

/// Calls under way may take this long after a stop was asked.
const GRACE: Duration = Duration::from_secs(5);
/// How often it is looked whether the last call has left the desk.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// A node that is answering.
pub struct RunningNode {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<Result<(), NodeError>>,
    catalogue: Arc<Catalogue>,
    desk: Arc<Desk>,
    background: Background,
    /// Says to whoever reads the catalogue through that it need not go on.
    stop_reading: Arc<AtomicBool>,
    showing: Option<Showing>,
}

/// Starts a node; it answers when this returns. Wants a tokio runtime with several threads.
pub async fn start(config: NodeConfig) -> Result<RunningNode, NodeError> {
    start_by(Clock::default(), config).await
}

/// Starts a node that tells the time by this clock, which its caller may move.
pub async fn start_by(clock: Clock, config: NodeConfig) -> Result<RunningNode, NodeError> {
    config.check_access()?;
    // First the port: it is the quickest thing to fail.
    let listener = listen(config.listen).await?;
    let address = listener.local_addr().map_err(|source| NodeError::Listen {
        address: config.listen,
        source,
    })?;
    let post = post(&config)?;
    let line_settings = config.line.clone();
    let direct = listen_directly(line_settings.as_ref()).await?;
    let (told_by, max_kbps) = (clock.clone(), config.max_kbps);
    let web = config.web.clone().checked()?;
    let calls = Arc::new(Calls::of(&[DESCRIPTORS, HEALTH_DESCRIPTORS]));
    let figures = Arc::new(NodeFigures::new(Arc::clone(&calls)));
    let showing = Showing::begin(config.observe, Arc::clone(&figures)).await?;
    let opening = tasks::blocking(move || open(&config, clock)).await;
    let opened = opening.map_err(|error| NodeError::Serving(error.to_string()))??;
    let (catalogue, desk) = opened;
    figures.opened(&catalogue, &desk);
    let (stop, stopping) = watch::channel(false);
    let offering = grpc::offered(
        Arc::clone(&catalogue),
        Arc::clone(&desk),
        operation(&catalogue, &desk, calls),
        max_kbps,
        stopping.clone(),
    );
    let offer = offering.await?;
    let serving = grpc::serve(offer.clone(), listener, web, stopping.clone());
    let stop_reading = Arc::new(AtomicBool::new(false));
    let mut background = Background::default();
    background.has(begin_reading(&catalogue, &stop_reading));
    let passing = passing_time::let_time_pass(Arc::clone(&desk), post, stopping.clone());
    background.needs("what time brings", tasks::spawn(passing));
    let library = catalogue.identity.library.clone();
    if let Some(federator) = desk.federator.clone() {
        let telling = visiting::tell_homes(Arc::clone(&desk), stopping.clone());
        background.needs("asking other libraries", tasks::spawn(telling));
        if let Some(line) = desk.line.clone() {
            let lines = (line, federator.clone(), told_by);
            begin_lines(lines, offer, direct, &stopping, &mut background);
        }
        let reporting = reporting::report(Arc::clone(&desk), library, federator, stopping);
        background.needs("telling the federator", tasks::spawn(reporting));
    }
    if desk.trusts_this_machine {
        tracing::info!("nothing is asked of calls from this machine");
    }
    tracing::info!(library = %catalogue.identity.library, %address, "the node answers");
    Ok(RunningNode {
        address,
        stop,
        serving: tasks::spawn(serving),
        catalogue,
        desk,
        background,
        stop_reading,
        showing,
    })
}

fn open(config: &NodeConfig, clock: Clock) -> Result<(Arc<Catalogue>, Arc<Desk>), NodeError> {
    if finish_interrupted(&config.data_dir)? {
        tracing::warn!("a restore that was interrupted has been brought to its end");
    }
    let catalogue = Arc::new(Catalogue::open(config)?);
    let line = config.line.as_ref();
    let line = line.map(|line| NodeLine::open(line, &config.library, &clock));
    let line = line.transpose()?.map(Arc::new);
    let desk = Desk::open(config, clock, &catalogue, line)?;
    Ok((catalogue, Arc::new(desk)))
}

/// Keeps the lines of a library up, and its certificate renewed.
fn begin_lines(
    (line, federator, clock): (Arc<NodeLine>, Channel, Clock),
    offer: Offer,
    direct: Option<TcpListener>,
    stopping: &watch::Receiver<bool>,
    background: &mut Background,
) {
    let keeping = keep_line(Arc::clone(&line), offer.clone(), stopping.clone());
    background.needs("the line to the federator", tasks::spawn(keeping));
    let renewing = keep_renewed(
        Arc::clone(&line),
        federator.clone(),
        clock.clone(),
        stopping.clone(),
    );
    background.needs("renewing the certificate", tasks::spawn(renewing));
    if let Some(listener) = direct {
        let hearing = hear_revocations(Arc::clone(&line), federator, clock, stopping.clone());
        background.needs("hearing who was put out", tasks::spawn(hearing));
        let serving = serve_direct(line, offer, listener, stopping.clone());
        background.needs("serving at the own address", tasks::spawn(serving));
    }
}

/// Listens for members that dial this library, where it has an address.
async fn listen_directly(line: Option<&LineConfig>) -> Result<Option<TcpListener>, NodeError> {
    match line.and_then(|line| line.listen) {
        Some(address) => Ok(Some(listen(address).await?)),
        None => Ok(None),
    }
}

/// Makes ready what whoever operates the node may ask for.
fn operation(catalogue: &Arc<Catalogue>, desk: &Arc<Desk>, calls: Arc<Calls>) -> grpc::Operation {
    let stores = NodeStores {
        library: catalogue.identity.library.clone(),
        catalogue: Arc::downgrade(&catalogue.store),
        desk: Arc::downgrade(desk),
        sealing: desk.line.as_ref().map(|line| line.seed().secret().clone()),
    };
    let clock = ProcessClock {
        steady,
        now_ms: machine_ms,
    };
    grpc::Operation {
        backups: Backups::of(Arc::new(stores), |work| {
            tasks::blocking(work);
        }),
        observing: Observing { calls, clock },
    }
}

/// Makes the ways ready by which notices leave.
fn post(config: &NodeConfig) -> Result<Post, NodeError> {
    let email = match &config.email {
        Some(settings) => {
            let gateway = EmailGateway::new(settings.clone()).map_err(|refusal| {
                let reason = format!("{refusal}: {}", refusal.hint());
                value("email", &settings.relay_host, reason)
            })?;
            let gateway: Box<dyn Gateway> = Box::new(gateway);
            Some(gateway)
        }
        None => None,
    };
    Ok(Post {
        email,
        portal: config.portal.clone(),
        codes: MailedCodes::default(),
    })
}

/// Begins to read the catalogue through for its barcodes.
fn begin_reading(catalogue: &Arc<Catalogue>, stop: &Arc<AtomicBool>) -> JoinHandle<()> {
    let (catalogue, stop) = (Arc::clone(catalogue), Arc::clone(stop));
    tasks::blocking(move || learn_barcodes(&catalogue, &stop))
}

impl RunningNode {
    /// Serves until `shutdown` says so; gives back when it has stopped in order.
    pub async fn serve_until(
        mut self,
        shutdown: impl Future<Output = ()>,
    ) -> Result<(), NodeError> {
        tokio::select! {
            () = shutdown => self.stop().await,
            served = &mut self.serving => {
                self.close().await;
                served.map_err(|error| NodeError::Serving(error.to_string()))?
            }
            ended = self.background.first_end() => {
                tracing::error!(%ended, "the node stops");
                self.stop().await?;
                Err(NodeError::Work(ended))
            }
        }
    }

    /// Gives the address it answers at, with the port it really has.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Gives the address at which figures and readiness are shown, with the port it really has.
    pub fn shown_at(&self) -> Option<SocketAddr> {
        self.showing.as_ref().map(|showing| showing.address)
    }

    /// Counts the reports that the federator has not acknowledged, as far as the ledger can be read.
    pub fn reports_waiting(&self) -> usize {
        self.desk.core.waiting_reports().unwrap_or_default()
    }

    /// Stops: takes no new calls, ends streams, lets calls end, writes the index, closes the store.
    pub async fn stop(mut self) -> Result<(), NodeError> {
        self.stop.send_replace(true);
        let served = tokio::select! {
            served = &mut self.serving => served.map_err(|error| NodeError::Serving(error.to_string())),
            () = pause(GRACE) => {
                tracing::warn!("calls that did not end in time were cut off");
                self.serving.abort();
                Ok(Ok(()))
            }
        };
        self.close().await;
        served?
    }

    /// Waits for an import under way to put down what it has, and closes the catalogue.
    async fn close(self) {
        self.stop.send_replace(true);
        self.stop_reading.store(true, Ordering::Relaxed);
        close_desk(self.desk, self.background).await;
        tokio::select! {
            _ = self.catalogue.import_turn.acquire() => {}
            () = pause(GRACE) => tracing::warn!("an import did not end in time"),
        }
        let closing = tasks::blocking(move || self.catalogue.keeper.stop()).await;
        if closing.is_err() {
            tracing::error!("the catalogue could not be closed in order");
        }
        tracing::info!("the node has stopped");
    }
}

/// Lets what runs at the desk come to its end, and closes the ledger: another process may open it only then.
async fn close_desk(desk: Arc<Desk>, background: Background) {
    let ended = async {
        background.all_ended().await;
        let mut desk = desk;
        let alone = loop {
            // A call that nobody waits for any more may still be at the desk.
            match Arc::try_unwrap(desk) {
                Ok(alone) => break alone,
                Err(shared) => desk = shared,
            }
            pause(LOOK_AGAIN).await;
        };
        if tasks::blocking(move || drop(alone)).await.is_err() {
            tracing::error!("the ledger could not be closed in order");
        }
    };
    tokio::select! {
        () = ended => {}
        () = pause(GRACE) => tracing::warn!("a command at the desk did not end in time"),
    }
}

pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, NodeError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| match source.kind() {
            ErrorKind::AddrInUse => NodeError::PortInUse(address),
            _ => NodeError::Listen { address, source },
        })
}
