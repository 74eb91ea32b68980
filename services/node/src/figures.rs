//! What does a node show to whoever operates it? Figures, and which part of it is not ready. No person, and no open list of
//! labels.

use crate::catalogue::Catalogue;
use crate::desk_process::{Desk, beside};
use crate::ledger::NodeState;
use navette_domain::lending::{JourneyStage, JourneyState};
use navette_domain::time::Timestamp;
use navette_operation::{Calls, Figures, Observed, Part};
use navette_store::catalogue::CatalogueStore;
use navette_store::ledger::Commit;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, Weak};

/// What is shown of a node, from before its stores are open until it has stopped.
pub(crate) struct NodeFigures {
    pub(crate) calls: Arc<Calls>,
    open: OnceLock<Open>,
}

/// A node that is open. It is not held: a node that stops closes what it has.
struct Open {
    catalogue: Weak<Catalogue>,
    desk: Weak<Desk>,
}

impl NodeFigures {
    pub(crate) fn new(calls: Arc<Calls>) -> Self {
        Self {
            calls,
            open: OnceLock::new(),
        }
    }

    /// Takes note that the stores are open.
    pub(crate) fn opened(&self, catalogue: &Arc<Catalogue>, desk: &Arc<Desk>) {
        let open = Open {
            catalogue: Arc::downgrade(catalogue),
            desk: Arc::downgrade(desk),
        };
        // A node is opened once.
        let _ = self.open.set(open);
    }

    fn parts(&self) -> Result<(Arc<Catalogue>, Arc<Desk>), &'static str> {
        let open = self.open.get().ok_or("being opened")?;
        let both = open.catalogue.upgrade().zip(open.desk.upgrade());
        both.ok_or("being closed")
    }
}

#[tonic::async_trait]
impl Observed for NodeFigures {
    async fn figures(&self) -> Figures {
        let mut page = Figures::default();
        let version = [(env!("CARGO_PKG_VERSION"), 1.0)];
        page.gauges(("navette_version", "version"), "The program.", version);
        self.calls.write(&mut page);
        let Ok((catalogue, desk)) = self.parts() else {
            return page;
        };
        write_catalogue(&catalogue, &mut page);
        write_syncs(&catalogue, &desk, &mut page);
        drop(catalogue);
        if let Some(line) = &desk.line {
            let bytes = line.meter.counted().into_iter();
            let bytes = bytes.map(|(line, direction, bytes)| {
                ([("line", line), ("direction", direction)], bytes as f64)
            });
            let help = "Bytes on lines, before TLS covers them: turned, dialled by us to call, accepted from others.";
            page.counters("navette_line_bytes_total", help, bytes);
        }
        let help =
            "How often another library came with another sealing key than before, since the start.";
        let changed = desk.homes.ways.keys_changed();
        page.counter("navette_sealing_keys_changed_total", help, changed as f64);
        let counted = beside(&desk, |desk| {
            let now = desk.now().at;
            Ok(desk
                .core
                .ledger()
                .read(move |state| Counted::of(state, now))?)
        });
        if let Ok(Ok(counted)) = counted.await {
            counted.write(&mut page);
        }
        page
    }

    async fn readiness(&self) -> Vec<Part> {
        let (catalogue, desk) = match self.parts() {
            Ok(both) => both,
            Err(lacks) => {
                let lacks = Some(lacks.to_owned());
                return vec![
                    Part::new("catalogue", lacks.clone()),
                    Part::new("ledger", lacks),
                ];
            }
        };
        drop(catalogue);
        // A ledger that has stopped refuses to be read as well.
        let read = beside(&desk, |desk| desk.core.waiting_reports()).await;
        let ledger = match read {
            Ok(Ok(_)) => None,
            Ok(Err(refusal)) => Some(refusal.to_string()),
            Err(_) => Some("it cannot be read: the log says why".to_owned()),
        };
        let barcodes = (!desk.knows_shelves()).then(|| "still being read".to_owned());
        vec![
            Part::ready("catalogue"),
            Part::new("ledger", ledger),
            Part::new("barcodes", barcodes),
        ]
    }
}

fn write_syncs(catalogue: &Catalogue, desk: &Desk, page: &mut Figures) {
    let (catalogue, ledger) = (
        catalogue.store.sync_times(),
        desk.core.ledger().sync_times(),
    );
    let syncs = [("catalogue", catalogue), ("ledger", ledger)];
    let syncs = syncs.map(|(store, times)| (store, times.count(), times.together()));
    let help = "Syncs of the journals, and how long the disk took: nobody is answered before.";
    page.durations(("navette_journal_sync_seconds", "store"), help, syncs);
}

fn write_catalogue(catalogue: &Catalogue, page: &mut Figures) {
    let store = &catalogue.store;
    page.gauge(
        "navette_records",
        "Records offered.",
        store.live_count() as f64,
    );
    let help = "Newest change of the catalogue.";
    page.gauge("navette_store_generation", help, store.last_seq() as f64);
    let help = "Newest change that can be searched.";
    let searchable = *catalogue.published.borrow();
    page.gauge("navette_index_generation", help, searchable as f64);
}

/// What is counted in the ledger at one moment.
#[derive(Default)]
struct Counted {
    reports: usize,
    oldest_report_ms: i64,
    requests: BTreeMap<&'static str, u64>,
    journeys: BTreeMap<&'static str, u64>,
    late: u64,
    loans: u64,
    notices: usize,
}

impl Counted {
    fn of(state: &NodeState, now: Timestamp) -> Self {
        let tables = state.tables();
        let mut counted = Self {
            reports: tables.outbox.len(),
            oldest_report_ms: tables
                .outbox
                .values()
                .next()
                .map_or(0, |row| now.0.saturating_sub(row.since.0).max(0)),
            loans: tables.loans.values().filter(|row| row.is_open()).count() as u64,
            notices: state.indexes().undelivered.len(),
            ..Self::default()
        };
        for row in tables.requests.values().filter(|row| row.ended.is_none()) {
            *counted.requests.entry(row.view.state.code()).or_default() += 1;
        }
        for row in tables.journeys.values().filter(|row| row.ended.is_none()) {
            let state = match &row.view.stage {
                JourneyStage::Under { state, .. } => JourneyState::code(*state),
                JourneyStage::Asked(_) | JourneyStage::Void => "asked",
            };
            *counted.journeys.entry(state).or_default() += 1;
            counted.late += u64::from(row.view.late);
        }
        counted
    }

    fn write(self, page: &mut Figures) {
        let help = "Reports that the federator has not acknowledged.";
        page.gauge("navette_reports_waiting", help, self.reports as f64);
        let help = "Age of the oldest report that waits, in seconds.";
        let age = self.oldest_report_ms as f64 / 1_000.0;
        page.gauge("navette_report_age_seconds", help, age);
        let help = "Requests that concern this library and have not ended, by state.";
        page.gauges(
            ("navette_requests_open", "state"),
            help,
            floats(&self.requests),
        );
        let help = "Journeys that concern this library and have not ended, by state.";
        page.gauges(
            ("navette_journeys_open", "state"),
            help,
            floats(&self.journeys),
        );
        let help = "Journeys whose deadline has passed.";
        page.gauge("navette_journeys_late", help, self.late as f64);
        let help = "Items in people's hands by a loan of this library.";
        page.gauge("navette_loans_open", help, self.loans as f64);
        let help = "Notices that nobody has delivered yet.";
        page.gauge("navette_notices_waiting", help, self.notices as f64);
    }
}

fn floats(counts: &BTreeMap<&'static str, u64>) -> impl Iterator<Item = (&'static str, f64)> {
    counts.iter().map(|(state, count)| (*state, *count as f64))
}
