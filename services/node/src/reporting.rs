//! Who tells the federator what happened here? One task: reports in order, again and again until each is heard.

use crate::clock::{Stopwatch, pause};
use crate::desk_process::{Desk, beside};
use crate::errands::Errands;
use crate::randomness;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::lending::Report;
use navette_proto::convert::incarnation;
use navette_proto::convert::lending::delivery::numbered_to_wire;
use navette_proto::explain;
use navette_proto::wire::lending as wire;
use navette_proto::wire::lending::ledger_service_client::LedgerServiceClient;
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
    /// Says to whoever waits for it that the federator has been told everything once.
    reached: watch::Sender<bool>,
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
    let (reached, is_reached) = watch::channel(false);
    // Beside the reports, which must not wait for a long timetable on a poor line.
    let errands = Errands {
        desk: Arc::clone(&desk),
        library: library.clone(),
        federator: channel.clone(),
    };
    let mut line = Line {
        desk,
        library,
        channel,
        asked_for_all: None,
        reached,
        greeted: false,
        lost: false,
    };
    tokio::select! {
        () = line.keep_telling() => {}
        () = errands.run(is_reached) => {}
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
                    self.reached.send_replace(true);
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
