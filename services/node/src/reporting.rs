//! Who tells the federator what happened here? One task: reports in order, again and again until each is heard.

use crate::clock::{Stopwatch, pause};
use crate::desk_process::{Desk, beside};
use crate::node_settings::NodeSettings;
use crate::randomness;
use crate::refusal::DeskRefusal;
use crate::van;
use navette_domain::catalogue::LibraryId;
use navette_domain::lending::Report;
use navette_proto::convert::incarnation;
use navette_proto::convert::lending::delivery::numbered_to_wire;
use navette_proto::convert::lending::vouched_key;
use navette_proto::explain;
use navette_proto::wire::catalogue as catalogue_wire;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::lending as wire;
use navette_proto::wire::lending::carrier_service_client::CarrierServiceClient;
use navette_proto::wire::lending::ledger_service_client::LedgerServiceClient;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tonic::Status;
use tonic::transport::Channel;

/// Reports of one call: the longest titles together stay well below the largest message.
const REPORTS_AT_ONCE: usize = 200;
/// The first pause after a call that failed; it doubles with each.
const PAUSE: Duration = Duration::from_millis(500);
/// Longest pause before the federator is tried again.
const PAUSE_MAX: Duration = Duration::from_secs(30);
/// After so long without news the federator is greeted: it may be another one than before.
const QUIET_MAX: Duration = Duration::from_secs(60);
/// Views of everything open are asked for again after this long without having come.
const ASK_AGAIN: Duration = Duration::from_secs(120);
/// How often the libraries' names are asked for.
const NAMES_EVERY: Duration = Duration::from_secs(3_600);

/// How often the sealing key is published again.
const PUBLISH_EVERY: Duration = Duration::from_secs(600);

/// How often the van's timetable and the next manifests are asked for.
const VAN_EVERY: Duration = Duration::from_secs(300);

/// What one call to the federator came to.
enum Told {
    /// Everything is told.
    All,
    /// More waits.
    More,
}

/// What the ledger makes of an answer.
struct Noted {
    waiting: bool,
    renumbered: bool,
}

/// The line to one federator.
struct Line {
    desk: Arc<Desk>,
    library: LibraryId,
    channel: Channel,
    /// Since when views of everything open have been asked for.
    asked_for_all: Option<Stopwatch>,
    named: Option<Stopwatch>,
    van_asked: Option<Stopwatch>,
    /// When the sealing key was published last, and under which certificate.
    published: Option<(Stopwatch, String)>,
    /// The federator has answered since this process began.
    greeted: bool,
    /// It lacks reports that it had acknowledged.
    lost: bool,
}

/// Tells the federator everything, for as long as the process runs.
pub(crate) async fn report(
    desk: Arc<Desk>,
    library: LibraryId,
    channel: Channel,
    mut stopping: watch::Receiver<bool>,
) {
    let mut line = Line {
        desk,
        library,
        channel,
        asked_for_all: None,
        named: None,
        van_asked: None,
        published: None,
        greeted: false,
        lost: false,
    };
    tokio::select! {
        () = line.keep_telling() => {}
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
}

impl Line {
    async fn keep_telling(&mut self) {
        let mut wait = PAUSE;
        loop {
            let desk = Arc::clone(&self.desk);
            let changed = desk.changed.notified();
            let next = match self.tell_once().await {
                Ok(Told::More) => {
                    wait = PAUSE;
                    continue;
                }
                Ok(Told::All) => {
                    wait = PAUSE;
                    self.publish_sealing_key().await;
                    self.learn_names().await;
                    self.learn_of_the_van().await;
                    QUIET_MAX
                }
                Err(reason) => {
                    tracing::debug!(reason, "the federator could not be told");
                    // A change does not make a dead line live: it waits with the others.
                    pause(wait).await;
                    wait = (wait * 2).min(PAUSE_MAX);
                    continue;
                }
            };
            tokio::select! {
                () = changed => {}
                () = pause(next) => {}
            }
        }
    }

    /// Makes one call: the oldest reports, or a greeting where there are none.
    async fn tell_once(&mut self) -> Result<Told, String> {
        let numbering = self.on_the_ledger(|desk| desk.core.numbering()).await?;
        let reconciling = self
            .on_the_ledger(|desk| desk.core.is_reconciling())
            .await?;
        if !reconciling {
            self.asked_for_all = None;
        }
        let waits = |asked: Stopwatch| asked.elapsed() < ASK_AGAIN;
        let deliver_all = reconciling && !self.asked_for_all.is_some_and(waits);
        // The first words of a process say who it is: perhaps a restored store, which must not report before it is known.
        let limit = if self.greeted { REPORTS_AT_ONCE } else { 0 };
        let reports = self
            .on_the_ledger(move |desk| desk.core.next_reports(limit))
            .await?;
        let call = wire::ReportRequest {
            library: self.library.to_string(),
            incarnation: incarnation::to_wire(Some(numbering)),
            reports: reports
                .iter()
                .map(|(number, report)| numbered_to_wire(*number, report))
                .collect(),
            deliver_all,
        };
        let mut client = LedgerServiceClient::new(self.channel.clone());
        match client.report(call).await {
            Ok(answer) => {
                if deliver_all {
                    self.asked_for_all = Some(Stopwatch::start());
                }
                self.heard(numbering, &reports, answer.into_inner()).await
            }
            Err(status) => self.refused(&status),
        }
    }

    /// Notes what the federator has saved, and whether it is another one than before.
    async fn heard(
        &mut self,
        numbering: u64,
        reports: &[(u64, Report)],
        answer: wire::ReportResponse,
    ) -> Result<Told, String> {
        for refused in &answer.refused {
            let told = refused.refusal.clone().unwrap_or_default();
            let (number, reason, message) = (refused.number, told.reason, told.message);
            tracing::warn!(number, reason, message, "the federator refused a report");
        }
        let federator = incarnation::needed("incarnation", &answer.incarnation)
            .map_err(|refusal| refusal.to_string())?;
        let through = answer.applied_through;
        let lost = std::mem::take(&mut self.lost);
        let noted = self
            .on_the_ledger(move |desk| {
                let now = desk.now();
                let fresh = randomness::incarnation;
                desk.core.connected(federator, fresh(), now)?;
                // Under another numbering the number means another report.
                if desk.core.numbering()? == numbering {
                    if lost {
                        desk.core.report_anew(fresh(), now)?;
                    } else {
                        desk.core.acknowledged(through, now)?;
                    }
                }
                Ok(Noted {
                    waiting: desk.core.waiting_reports()? > 0,
                    renumbered: desk.core.numbering()? != numbering,
                })
            })
            .await?;
        let first = !std::mem::replace(&mut self.greeted, true);
        let mut sent = reports.iter().map(|(number, _)| *number);
        let in_vain = sent.next().is_some_and(|first| through < first);
        if in_vain && !noted.renumbered {
            return Err("the federator saved none of the reports".to_owned());
        }
        if first || noted.waiting || noted.renumbered {
            return Ok(Told::More);
        }
        Ok(Told::All)
    }

    /// A federator that lacks what it had acknowledged is greeted again: perhaps it is another one by now.
    fn refused(&mut self, status: &Status) -> Result<Told, String> {
        let missing = explain(status).is_some_and(|told| told.reason == "REPORTS_MISSING");
        if missing {
            self.greeted = false;
            self.lost = true;
        }
        Err(status.to_string())
    }

    /// Says to what others seal their questions: now and then, since the federator may have been restored from before, and anew
    /// with each certificate, which vouches for the key.
    async fn publish_sealing_key(&mut self) {
        let Some(line) = self.desk.line.clone() else {
            return;
        };
        let credential = line.credential();
        let serial = credential.facts().peer.serial.clone();
        let known = |(when, under): &(Stopwatch, String)| {
            when.elapsed() < PUBLISH_EVERY && *under == serial
        };
        if self.published.as_ref().is_some_and(known) {
            return;
        }
        let key = match line.vouch(&credential) {
            Ok(vouched) => vouched_key::to_wire(&vouched, None),
            Err(error) => {
                tracing::error!(%error, "the sealing key cannot be vouched for");
                return;
            }
        };
        let call = wire::PublishKeyRequest {
            library: self.library.to_string(),
            key: Some(key),
        };
        match CarrierServiceClient::new(self.channel.clone())
            .publish_key(call)
            .await
        {
            Ok(_) => self.published = Some((Stopwatch::start(), serial)),
            Err(status) => tracing::debug!(%status, "the sealing key could not be published"),
        }
    }

    /// Learns how other libraries are called, for slips and lists; ids stand in until then.
    async fn learn_names(&mut self) {
        let known = |named: Stopwatch| named.elapsed() < NAMES_EVERY;
        if self.named.is_some_and(known) {
            return;
        }
        self.named = Some(Stopwatch::start());
        let mut client = CatalogueServiceClient::new(self.channel.clone());
        let asked = catalogue_wire::ListLibrariesRequest {
            page_size: 500,
            page_token: String::new(),
        };
        let Ok(answer) = client.list_libraries(asked).await else {
            return;
        };
        let libraries = answer.into_inner().libraries.into_iter();
        let names: BTreeMap<LibraryId, String> = libraries
            .filter_map(|one| Some((LibraryId::parse(&one.library).ok()?, one.name)))
            .collect();
        let settings = NodeSettings {
            names,
            ..(*self.desk.core.settings()).clone()
        };
        self.desk.core.settle(settings);
    }

    /// Learns when the van runs and what it brings; what is known stands in until then.
    async fn learn_of_the_van(&mut self) {
        let known = |asked: Stopwatch| asked.elapsed() < VAN_EVERY;
        if self.van_asked.is_some_and(known) {
            return;
        }
        self.van_asked = Some(Stopwatch::start());
        if let Err(reason) = van::learn(&self.desk, &self.library, &self.channel).await {
            tracing::debug!(reason, "the federator says nothing of the van");
        }
    }

    async fn on_the_ledger<R: Send + 'static>(
        &self,
        work: impl FnOnce(&Desk) -> Result<R, DeskRefusal> + Send + 'static,
    ) -> Result<R, String> {
        beside(&self.desk, work)
            .await
            .map_err(|refusal| refusal.to_string())?
            .map_err(|refusal| refusal.to_string())
    }
}
