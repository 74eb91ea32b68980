//! How does a federator start, serve and stop?

use crate::clock::{Clock, machine_ms, steady};
use crate::config::FederatorConfig;
use crate::error::FederatorError;
use crate::figures::FederatorFigures;
use crate::flows::SearchFlow;
use crate::folder_lock::lock_folder;
use crate::follow::{self, OpenCopy};
use crate::forgetting_process;
use crate::grpc::{Carrier, Memberships};
use crate::guarding::guard;
use crate::knowledge::Knowledge;
use crate::ledger::FederatorState;
use crate::lending::CataloguedShelves;
use crate::lending_process::{self, Lending};
use crate::line_listener::{self, Incoming, LineHall};
use crate::line_watch::LineWatch;
use crate::member::Member;
use crate::membership::{AuthorityFolder, MembershipOffice, put_out_of};
use crate::serving::{self, Offered, OnLines};
use crate::showing::Showing;
use crate::tasks;
use crate::ways::{self, Ways};
use navette_domain::catalogue::LibraryId;
use navette_indexer::search::Directory;
use navette_operation::{Background, Calls, Observing, ProcessClock};
use navette_proto::DESCRIPTORS;
use navette_store::backup::finish_interrupted;
use std::fs::File;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tonic_health::pb::FILE_DESCRIPTOR_SET as HEALTH_DESCRIPTORS;

/// How long calls in progress may take once the process is told to stop.
const LAST_CALLS: Duration = Duration::from_secs(5);
/// How often it is looked whether the last work on the ledger has ended.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// A member, and what is kept of its catalogue.
type MemberCopy = (Arc<Member>, follow::Copy);

/// A federator that serves.
pub struct RunningFederator {
    address: SocketAddr,
    lines: Option<SocketAddr>,
    stop: watch::Sender<bool>,
    serving: JoinHandle<Result<(), FederatorError>>,
    background: Background,
    open_copies: mpsc::Receiver<()>,
    flow: Arc<SearchFlow>,
    lending: Arc<Lending>,
    showing: Option<Showing>,
    _lock: File,
}

impl RunningFederator {
    /// Serves until `shutdown` completes.
    pub async fn serve_until(
        mut self,
        shutdown: impl Future<Output = ()>,
    ) -> Result<(), FederatorError> {
        tracing::info!(address = %self.address, "federator serves");
        tokio::select! {
            () = shutdown => self.stop().await,
            // A process that serves nobody must not look alive.
            ended = &mut self.serving => ended.map_err(|broken| FederatorError::Server(broken.to_string()))??,
            ended = self.background.first_end() => {
                tracing::error!(%ended, "the federator stops");
                self.stop().await;
                return Err(FederatorError::Work(ended));
            }
        }
        Ok(())
    }

    /// Says where it serves.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Says where it waits for lines, where it does.
    pub fn lines_address(&self) -> Option<SocketAddr> {
        self.lines
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

    /// Says whether the words of all copies are in the sums: until then a search may take a new one for a typing error.
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
        self.stop.send_replace(true);
        self.background.abort();
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
    let authority = ways::authority(&config)?;
    let meter = Arc::clone(&figures.lines);
    let mut ways = Ways::prepare(authority.as_ref(), &clock, meter)?;
    let (open, open_copies) = mpsc::channel(1);
    let (flow, copies) = open_copies_of(&config, &clock, &mut ways, open)?;
    let lending = open_lending(&config, clock.clone(), &flow)?;
    // Nobody is called before it is known whose certificate counts.
    learn_certificates(&ways, &lending)?;
    let mut background = Background::default();
    begin_following(&flow, copies, &mut background);
    begin_lending(&lending, &flow, &mut background);
    figures.opened(&flow, &lending);
    let lines = match authority {
        Some(authority) => {
            let places = (authority, ways, clock);
            Some(begin_lines(&config, places, (&flow, &lending), &mut background).await?)
        }
        None => None,
    };
    let (line_address, incoming, on_lines) = match lines {
        Some((address, incoming, on_lines)) => (Some(address), Some(incoming), Some(on_lines)),
        None => (None, None, None),
    };
    let offered = Offered {
        flow: Arc::clone(&flow),
        lending: Arc::clone(&lending),
        on_lines,
        guard: guard(&config)?,
        observing: observing(calls),
    };
    let (stop, stopping) = watch::channel(false);
    let serving = serving::serve(offered, listener, incoming, stopping);
    Ok(RunningFederator {
        address,
        lines: line_address,
        stop,
        serving: tasks::in_background(serving),
        background,
        open_copies,
        flow,
        lending,
        showing,
        _lock: lock,
    })
}

/// Makes ready what notes every call.
fn observing(calls: Arc<Calls>) -> Observing {
    let clock = ProcessClock {
        steady,
        now_ms: machine_ms,
    };
    Observing { calls, clock }
}

/// Begins to wait for lines.
async fn begin_lines(
    config: &FederatorConfig,
    (authority, ways, clock): (AuthorityFolder, Ways, Clock),
    (flow, lending): (&Arc<SearchFlow>, &Arc<Lending>),
    background: &mut Background,
) -> Result<(SocketAddr, Incoming, OnLines), FederatorError> {
    let refused = |reason: &str| FederatorError::Config {
        path: "(settings)".into(),
        reason: reason.to_owned(),
    };
    let lines = config.lines.as_ref();
    let lines = lines.ok_or_else(|| refused("[lines] is missing"))?;
    let listen = |source| FederatorError::Listen {
        address: lines.listen,
        source,
    };
    let listener = TcpListener::bind(lines.listen).await.map_err(listen)?;
    let bound = listener.local_addr().map_err(listen)?;
    let told = lines.told(bound);
    let told = told.ok_or_else(|| {
        refused(
            "lines.address is missing: join codes say where libraries dial, and 0.0.0.0 is nowhere",
        )
    })?;
    let put_out = lending
        .core
        .read(|state: &FederatorState| put_out_of(state));
    let put_out = put_out.map_err(|error| FederatorError::Server(error.to_string()))?;
    let put_out = authority.keep_put_out(put_out, clock.now())?;
    if let Err(reason) = authority.authority().founds(clock.now()) {
        tracing::warn!(%reason, "the territory's authority comes to its end");
    }
    let known = (Arc::clone(&ways.register), Arc::clone(&ways.open));
    let office = MembershipOffice::over(authority, clock.clone(), known, (put_out, told));
    let office = Arc::new(office);
    let watch = Arc::new(LineWatch::default());
    let meter = Arc::clone(&ways.meter);
    let (turned, diallers) = ways.into_parts();
    let hall = LineHall {
        office: Arc::clone(&office),
        turned,
        diallers,
        meter,
        watch: Arc::clone(&watch),
        lending: Arc::clone(lending),
        members: flow.members.clone(),
        clock,
    };
    let incoming = line_listener::begin(hall, listener, background)?;
    let members = flow.members.clone();
    let on_lines = OnLines {
        carrier: Carrier::between(members.clone(), Arc::clone(&office), Arc::clone(lending)),
        memberships: Memberships::over(office, Arc::clone(lending), members, watch),
    };
    Ok((bound, incoming, on_lines))
}

/// Opens every copy of a member's catalogue.
fn open_copies_of(
    config: &FederatorConfig,
    clock: &Clock,
    ways: &mut Ways,
    open: OpenCopy,
) -> Result<(Arc<SearchFlow>, Vec<MemberCopy>), FederatorError> {
    let mut directory = Directory::default();
    let mut opened = Vec::new();
    for settings in &config.members {
        let refused = |reason: String| FederatorError::Config {
            path: "(settings)".into(),
            reason,
        };
        let library =
            LibraryId::parse(&settings.library).map_err(|refusal| refused(refusal.to_string()))?;
        let way = ways.to(&library, settings)?;
        let number = directory.member(&library);
        let folder = config.data_dir.join("members").join(library.as_str());
        let deadline = Duration::from_millis(config.deadline_ms);
        let member = Member::new(
            number,
            library,
            settings.clone(),
            clock.clone(),
            way,
            deadline,
        );
        let member = Arc::new(member.map_err(|error| refused(error.to_string()))?);
        let copy = follow::open_copy(&folder, &member, &mut directory, open.clone())?;
        opened.push((member, copy));
    }
    let knowledge = Arc::new(Knowledge::new(directory, opened.len()));
    for (member, copy) in &mut opened {
        follow::publish_kept(copy, member, &knowledge)?;
    }
    knowledge.add_up();
    let flow = SearchFlow {
        members: opened
            .iter()
            .map(|(member, _)| Arc::clone(member))
            .collect(),
        knowledge,
        deadline: Duration::from_millis(config.deadline_ms),
        match_limit: config.match_limit,
    };
    Ok((Arc::new(flow), opened))
}

/// Begins to follow, probe and add up.
fn begin_following(flow: &SearchFlow, copies: Vec<MemberCopy>, background: &mut Background) {
    let knowledge = &flow.knowledge;
    let writers = follow::writers();
    let adding = tasks::in_background(follow::keep_sums(Arc::clone(knowledge)));
    background.needs("adding up what the copies hold", adding);
    for (member, copy) in copies {
        let following = follow::follow(
            copy,
            Arc::clone(&member),
            Arc::clone(knowledge),
            Arc::clone(&writers),
        );
        // One copy that cannot be written must not take the whole territory along.
        background.has(tasks::in_background(following));
        let probing = tasks::in_background(follow::probe(member));
        background.needs("asking libraries in doubt", probing);
    }
}

/// Reads from the ledger whose certificates count.
fn learn_certificates(ways: &Ways, lending: &Lending) -> Result<(), FederatorError> {
    let register = Arc::clone(&ways.register);
    let learnt = lending.core.read(move |state| register.learn(state));
    learnt.map_err(|error| FederatorError::Server(error.to_string()))
}

/// Opens the ledger.
fn open_lending(
    config: &FederatorConfig,
    clock: Clock,
    flow: &Arc<SearchFlow>,
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
    Ok(Arc::new(lending))
}

/// Begins to watch deadlines and to tell nodes.
fn begin_lending(lending: &Arc<Lending>, flow: &SearchFlow, background: &mut Background) {
    let watching = lending_process::watch_deadlines(Arc::clone(lending));
    background.needs("watching deadlines", tasks::in_background(watching));
    let forgetting = forgetting_process::forget_the_ended(Arc::clone(lending));
    background.needs("forgetting", tasks::in_background(forgetting));
    for member in &flow.members {
        let telling = lending_process::tell_node(Arc::clone(lending), Arc::clone(member));
        background.needs("telling the nodes", tasks::in_background(telling));
    }
}
