//! How does a federator start, serve and stop?

use crate::backup::RunningLedger;
use crate::clock::{Clock, machine_ms, steady};
use crate::config::FederatorConfig;
use crate::error::FederatorError;
use crate::figures::FederatorFigures;
use crate::flows::SearchFlow;
use crate::follow::{self, OpenCopy};
use crate::forgetting_process;
use crate::grpc::{Catalogue, Courier, LedgerCalls, LoanRequests};
use crate::knowledge::Knowledge;
use crate::lending::{CataloguedShelves, RunningLending};
use crate::lending_process::{self, Lending};
use crate::member::Member;
use crate::showing::Showing;
use crate::tasks;
use navette_domain::catalogue::LibraryId;
use navette_indexer::search::Directory;
use navette_operation::{Backups, Calls, Observing, ProcessClock};
use navette_proto::DESCRIPTORS;
use navette_proto::wire::catalogue::catalogue_service_server::CatalogueServiceServer;
use navette_proto::wire::courier::courier_service_server::CourierServiceServer;
use navette_proto::wire::lending::ledger_service_server::LedgerServiceServer;
use navette_proto::wire::lending::loan_request_service_server::LoanRequestServiceServer;
use navette_proto::wire::operation::operation_service_server::OperationServiceServer;
use navette_store::backup::finish_interrupted;
use navette_store::disk::private;
use std::fs::{File, TryLockError};
use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Endpoint, Server};
use tonic_health::pb::FILE_DESCRIPTOR_SET as HEALTH_DESCRIPTORS;

/// Largest request taken.
const REQUEST_BYTES_MAX: usize = 1 << 20;
/// Calls open at once on one connection.
const STREAMS_MAX: u32 = 200;
/// How long calls in progress may take once the process is told to stop.
const LAST_CALLS: Duration = Duration::from_secs(5);
/// How often it is looked whether the last work on the ledger has ended.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// A federator that serves.
pub struct RunningFederator {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<Result<(), FederatorError>>,
    background: Vec<JoinHandle<()>>,
    open_copies: mpsc::Receiver<()>,
    flow: Arc<SearchFlow>,
    lending: Arc<Lending>,
    showing: Option<Showing>,
    _lock: File,
}

impl RunningFederator {
    /// Says where it serves.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Says where figures and readiness are shown, with the port it really has.
    pub fn shown_at(&self) -> Option<SocketAddr> {
        self.showing.as_ref().map(|showing| showing.address)
    }

    /// Says which life of the ledger this is.
    pub fn lending_incarnation(&self) -> u64 {
        self.lending.incarnation
    }

    /// Says how many members' copies are complete.
    pub fn copies_complete(&self) -> usize {
        self.flow
            .members
            .iter()
            .filter(|member| member.has_whole_copy())
            .count()
    }

    /// Says whether the words of all copies are in the sums: until then a search takes a new one for a typing error.
    pub fn words_are_known(&self) -> bool {
        self.flow.knowledge.sums_are_current()
    }

    /// Counts what libraries have not been told yet of requests and journeys, as far as the ledger can be read.
    pub fn views_waiting(&self) -> usize {
        let waiting = self.lending.core.read(|state| state.views.len());
        waiting.unwrap_or_default()
    }

    /// Lets calls in progress end, then stops.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        for task in &self.background {
            task.abort();
        }
        if tokio::time::timeout(LAST_CALLS, &mut self.serving)
            .await
            .is_err()
        {
            self.serving.abort();
        }
        // Nobody sends: it ends when the last copy is closed. Another federator may use the folder only then.
        let closed = self.open_copies.recv();
        if tokio::time::timeout(LAST_CALLS, closed).await.is_err() {
            tracing::warn!("a copy was still being written");
        }
        close_ledger(self.lending).await;
    }
}

/// Closes the ledger once nobody works on it any more: another process may open it only then.
async fn close_ledger(lending: Arc<Lending>) {
    let mut lending = lending;
    let alone = async {
        loop {
            match Arc::try_unwrap(lending) {
                Ok(alone) => break alone,
                Err(shared) => lending = shared,
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    match tokio::time::timeout(LAST_CALLS, alone).await {
        Ok(alone) => {
            tasks::aside(move || drop(alone)).await;
        }
        Err(_) => tracing::warn!("work on the ledger did not end in time"),
    }
}

/// Serves until `shutdown` completes.
pub async fn run(
    config: FederatorConfig,
    shutdown: impl Future<Output = ()>,
) -> Result<(), FederatorError> {
    let mut running = start(config).await?;
    tracing::info!(address = %running.address, "federator serves");
    tokio::select! {
        () = shutdown => running.stop().await,
        // A process that serves nobody must not look alive.
        ended = &mut running.serving => ended.map_err(|broken| FederatorError::Server(broken.to_string()))??,
    }
    Ok(())
}

/// Starts serving and following all members.
pub async fn start(config: FederatorConfig) -> Result<RunningFederator, FederatorError> {
    config.checked()?;
    let listen = |source| FederatorError::Listen {
        address: config.listen,
        source,
    };
    let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
    start_on(listener, Clock::default(), config).await
}

/// Starts a federator where its caller listens already, telling the time by this clock, which its caller may move.
pub async fn start_on(
    listener: TcpListener,
    clock: Clock,
    config: FederatorConfig,
) -> Result<RunningFederator, FederatorError> {
    config.checked()?;
    if finish_interrupted(&config.data_dir)? {
        tracing::warn!("a restore that was interrupted has been brought to its end");
    }
    let lock = lock_folder(&config.data_dir)?;
    let calls = Arc::new(Calls::of(&[DESCRIPTORS, HEALTH_DESCRIPTORS]));
    let figures = Arc::new(FederatorFigures::new(Arc::clone(&calls)));
    let showing = Showing::begin(config.observe, Arc::clone(&figures)).await?;
    let listen = |source| FederatorError::Listen {
        address: config.listen,
        source,
    };
    let address = listener.local_addr().map_err(listen)?;
    let (open, open_copies) = mpsc::channel(1);
    let (flow, mut background) = begin_following(&config, &clock, open)?;
    let lending = begin_lending(&config, clock, &flow, &mut background)?;
    figures.opened(&flow, &lending);
    let (stop, stopped) = oneshot::channel();
    let serving = tasks::in_background(serve(
        listener,
        Arc::clone(&flow),
        Arc::clone(&lending),
        calls,
        stopped,
    ));
    Ok(RunningFederator {
        address,
        stop: Some(stop),
        serving,
        background,
        open_copies,
        flow,
        lending,
        showing,
        _lock: lock,
    })
}

/// Opens every copy and begins to follow, probe and add up.
fn begin_following(
    config: &FederatorConfig,
    clock: &Clock,
    open: OpenCopy,
) -> Result<(Arc<SearchFlow>, Vec<JoinHandle<()>>), FederatorError> {
    let mut directory = Directory::default();
    let mut opened = Vec::new();
    for settings in &config.members {
        let refused = |reason: String| FederatorError::Config {
            path: "(settings)".into(),
            reason,
        };
        let library =
            LibraryId::parse(&settings.library).map_err(|refusal| refused(refusal.to_string()))?;
        let endpoint = Endpoint::from_shared(settings.address.clone())
            .map_err(|error| refused(error.to_string()))?;
        let number = directory.member(&library);
        let folder = config.data_dir.join("members").join(library.as_str());
        let member = Arc::new(Member::new(
            number,
            library,
            settings.clone(),
            clock.clone(),
            endpoint,
        ));
        let copy = follow::open_copy(&folder, &member, &mut directory, open.clone())?;
        opened.push((member, copy));
    }
    let knowledge = Arc::new(Knowledge::new(directory, opened.len()));
    for (member, copy) in &mut opened {
        follow::publish_kept(copy, member, &knowledge)?;
    }
    knowledge.add_up();
    let deadline = Duration::from_millis(config.deadline_ms);
    let writers = follow::writers();
    let mut background = vec![tasks::in_background(follow::keep_sums(Arc::clone(
        &knowledge,
    )))];
    let mut members = Vec::new();
    for (member, copy) in opened {
        let following = follow::follow(
            copy,
            Arc::clone(&member),
            Arc::clone(&knowledge),
            Arc::clone(&writers),
        );
        background.push(tasks::in_background(following));
        background.push(tasks::in_background(follow::probe(
            Arc::clone(&member),
            deadline,
        )));
        members.push(member);
    }
    let flow = SearchFlow {
        members,
        knowledge,
        deadline,
        match_limit: config.match_limit,
    };
    Ok((Arc::new(flow), background))
}

/// Opens the ledger, and begins to watch deadlines and to tell nodes.
fn begin_lending(
    config: &FederatorConfig,
    clock: Clock,
    flow: &Arc<SearchFlow>,
    background: &mut Vec<JoinHandle<()>>,
) -> Result<Arc<Lending>, FederatorError> {
    let refused = |reason: String| FederatorError::Config {
        path: "(settings)".into(),
        reason,
    };
    let shelves = CataloguedShelves::over(Arc::clone(&flow.knowledge), flow.members.clone());
    let folder = config.data_dir.join("ledger");
    let territory = config.territory().map_err(refused)?;
    let zone = config.zone().map_err(refused)?;
    let lending =
        Lending::open(&folder, territory, clock, zone, shelves).map_err(FederatorError::Ledger)?;
    let lending = Arc::new(lending);
    background.push(tasks::in_background(lending_process::watch_deadlines(
        Arc::clone(&lending),
    )));
    background.push(tasks::in_background(forgetting_process::forget_the_ended(
        Arc::clone(&lending),
    )));
    for member in &flow.members {
        background.push(tasks::in_background(lending_process::tell_node(
            Arc::clone(&lending),
            Arc::clone(member),
        )));
    }
    Ok(lending)
}

async fn serve(
    listener: TcpListener,
    flow: Arc<SearchFlow>,
    lending: Arc<Lending>,
    calls: Arc<Calls>,
    stopped: oneshot::Receiver<()>,
) -> Result<(), FederatorError> {
    let (health, health_service) = tonic_health::server::health_reporter();
    health
        .set_serving::<CatalogueServiceServer<Catalogue>>()
        .await;
    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(DESCRIPTORS)
            .register_encoded_file_descriptor_set(HEALTH_DESCRIPTORS)
    };
    let unsound =
        |error: tonic_reflection::server::Error| FederatorError::Server(error.to_string());
    let members = flow.members.iter();
    let addresses = members
        .map(|member| (member.library.clone(), member.config.address.clone()))
        .collect();
    let catalogue = CatalogueServiceServer::new(
        Catalogue::over(flow).with_arrivals(Arc::clone(&lending) as Arc<dyn RunningLending>),
    )
    .max_decoding_message_size(REQUEST_BYTES_MAX);
    let requests = LoanRequestServiceServer::new(LoanRequests::over(Arc::clone(&lending)))
        .max_decoding_message_size(REQUEST_BYTES_MAX);
    let courier = CourierServiceServer::new(Courier::over(Arc::clone(&lending) as _))
        .max_decoding_message_size(REQUEST_BYTES_MAX);
    let backups = OperationServiceServer::new(Backups::of(
        Arc::new(RunningLedger::of(&lending)),
        tasks::begin_aside,
    ));
    let reports = LedgerServiceServer::new(LedgerCalls::over(lending, addresses))
        .max_decoding_message_size(REQUEST_BYTES_MAX);
    health
        .set_serving::<LoanRequestServiceServer<LoanRequests>>()
        .await;
    health.set_serving::<CourierServiceServer<Courier>>().await;
    health
        .set_serving::<LedgerServiceServer<LedgerCalls>>()
        .await;
    health
        .set_serving::<OperationServiceServer<Backups>>()
        .await;
    // Of a listener brought along, the server does not set it: a page in two packets would wait for the patron's machine.
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let clock = ProcessClock {
        steady,
        now_ms: machine_ms,
    };
    Server::builder()
        .layer(Observing { calls, clock })
        .max_concurrent_streams(STREAMS_MAX)
        .http2_keepalive_interval(Some(Duration::from_secs(20)))
        .add_service(catalogue)
        .add_service(requests)
        .add_service(reports)
        .add_service(courier)
        .add_service(backups)
        .add_service(health_service)
        .add_service(reflection().build_v1().map_err(unsound)?)
        .add_service(reflection().build_v1alpha().map_err(unsound)?)
        .serve_with_incoming_shutdown(incoming, async {
            let _ = stopped.await;
        })
        .await
        .map_err(|error| FederatorError::Server(error.to_string()))
}

/// Takes the data folder for this process alone.
pub(crate) fn lock_folder(folder: &Path) -> Result<File, FederatorError> {
    let failed = |source| FederatorError::Folder {
        path: folder.to_owned(),
        source,
    };
    private::create_dir(folder).map_err(failed)?;
    let mut options = private::file_options();
    let file = options.write(true).create(true).truncate(true);
    let file = file.open(folder.join("lock")).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(FederatorError::FolderInUse(folder.to_owned())),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}
