//! What does a federator show to whoever operates it? Figures, and which part of it is not ready. No person; libraries are
//! the only names, and there are few.

use crate::flows::SearchFlow;
use crate::ledger::FederatorState;
use crate::lending_process::Lending;
use crate::line::Line;
use crate::tasks;
use navette_operation::{Calls, Figures, Observed, Part};
use navette_trust::LineMeter;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, Weak};

/// What is shown of a federator, from before its stores are open until it has stopped.
pub(crate) struct FederatorFigures {
    pub(crate) calls: Arc<Calls>,
    /// Counts what is said on lines.
    pub(crate) lines: Arc<LineMeter>,
    open: OnceLock<Open>,
    /// The words of all copies were added up once since the start; while copies change the sums run after them.
    words_known: AtomicBool,
}

/// A federator that is open. It is not held: one that stops closes what it has.
struct Open {
    flow: Weak<SearchFlow>,
    lending: Weak<Lending>,
}

impl FederatorFigures {
    pub(crate) fn new(calls: Arc<Calls>) -> Self {
        Self {
            calls,
            lines: Arc::default(),
            open: OnceLock::new(),
            words_known: AtomicBool::new(false),
        }
    }

    /// Takes note that copies and ledger are open.
    pub(crate) fn opened(&self, flow: &Arc<SearchFlow>, lending: &Arc<Lending>) {
        let open = Open {
            flow: Arc::downgrade(flow),
            lending: Arc::downgrade(lending),
        };
        // A federator is opened once.
        let _ = self.open.set(open);
    }

    fn parts(&self) -> Result<(Arc<SearchFlow>, Arc<Lending>), &'static str> {
        let open = self.open.get().ok_or("being opened")?;
        let both = open.flow.upgrade().zip(open.lending.upgrade());
        both.ok_or("being closed")
    }
}

#[tonic::async_trait]
impl Observed for FederatorFigures {
    async fn figures(&self) -> Figures {
        let mut page = Figures::default();
        let version = [(env!("CARGO_PKG_VERSION"), 1.0)];
        page.gauges(("navette_version", "version"), "The program.", version);
        self.calls.write(&mut page);
        let Ok((flow, lending)) = self.parts() else {
            return page;
        };
        write_members(&flow, &lending, &mut page);
        write_lines(&self.lines, &mut page);
        let syncs = lending.core.ledger().sync_times();
        let syncs = [("ledger", syncs.count(), syncs.together())];
        let help = "Syncs of the journal, and how long the disk took: nobody is answered before.";
        page.durations(("navette_journal_sync_seconds", "store"), help, syncs);
        drop(flow);
        let counted = tasks::aside(move || lending.core.read(Counted::of)).await;
        if let Some(Ok(counted)) = counted {
            counted.write(&mut page);
        }
        page
    }

    async fn readiness(&self) -> Vec<Part> {
        let (flow, lending) = match self.parts() {
            Ok(both) => both,
            Err(lacks) => return vec![Part::new("ledger", Some(lacks.to_owned()))],
        };
        // A ledger that has stopped refuses to be read as well.
        let read = tasks::aside(move || lending.core.read(|state| state.mark())).await;
        let ledger = match read {
            Some(Ok(_)) => None,
            Some(Err(refusal)) => Some(refusal.to_string()),
            None => Some("it cannot be read: the log says why".to_owned()),
        };
        if flow.knowledge.sums_are_current() {
            self.words_known.store(true, Ordering::Relaxed);
        }
        let unknown = !self.words_known.load(Ordering::Relaxed);
        let words = unknown.then(|| "words of the copies are still being added up".to_owned());
        vec![Part::new("ledger", ledger), Part::new("words", words)]
    }
}

fn write_lines(lines: &LineMeter, page: &mut Figures) {
    let bytes = lines.counted().into_iter();
    let bytes = bytes
        .map(|(line, direction, bytes)| ([("line", line), ("direction", direction)], bytes as f64));
    let help = "Bytes on lines, before TLS covers them: turned, dialled by us to call, accepted from others.";
    page.counters("navette_line_bytes_total", help, bytes);
}

fn write_members(flow: &SearchFlow, lending: &Lending, page: &mut Figures) {
    let members = &flow.members;
    page.gauge("navette_members", "Libraries.", members.len() as f64);
    let lines = members.iter().map(|member| {
        let answering = match member.line() {
            Line::Answering => 1.0,
            Line::Slow | Line::Late | Line::Away => 0.0,
        };
        (member.library.as_str(), answering)
    });
    let help = "Whether a library's node answers in time.";
    page.gauges(("navette_member_answers", "library"), help, lines);
    let now = lending.now().at;
    let ages = members.iter().filter_map(|member| {
        let as_of = member.copy().as_of?;
        let age = now.0.saturating_sub(as_of.0).max(0);
        Some((member.library.as_str(), age as f64 / 1_000.0))
    });
    let help = "Seconds since the copy of a library's catalogue was last whole; no line where it never was.";
    page.gauges(("navette_copy_age_seconds", "library"), help, ages);
    let records = members.iter().map(|member| {
        let records = flow.knowledge.records_of(&member.library);
        (member.library.as_str(), records as f64)
    });
    let help = "Records in the copy of a library's catalogue.";
    page.gauges(("navette_copy_records", "library"), help, records);
}

/// What is counted in the ledger at one moment.
#[derive(Default)]
struct Counted {
    requests: BTreeMap<&'static str, u64>,
    journeys: BTreeMap<&'static str, u64>,
    late: u64,
    views: usize,
    keys_changed: u64,
}

impl Counted {
    fn of(state: &FederatorState) -> Self {
        let keys = state.sealing_keys.values();
        let mut counted = Self {
            views: state.views.len(),
            keys_changed: keys.map(|row| u64::from(row.changes)).sum(),
            ..Self::default()
        };
        for request in state.requests().filter(|request| !request.state.is_ended()) {
            *counted.requests.entry(request.state.code()).or_default() += 1;
            counted.late += u64::from(request.escalated.is_some());
        }
        for journey in state.open_journeys() {
            *counted.journeys.entry(journey.state.code()).or_default() += 1;
            counted.late += u64::from(journey.escalated.is_some());
        }
        counted
    }

    fn write(self, page: &mut Figures) {
        let help = "Requests that have not ended, by state.";
        page.gauges(
            ("navette_requests_open", "state"),
            help,
            floats(&self.requests),
        );
        let help = "Journeys under way, by state.";
        page.gauges(
            ("navette_journeys_open", "state"),
            help,
            floats(&self.journeys),
        );
        let help = "Requests and journeys whose deadline has passed without anything following.";
        page.gauge("navette_stuck", help, self.late as f64);
        let help = "What libraries have not been told yet of requests and journeys.";
        page.gauge("navette_views_waiting", help, self.views as f64);
        let help = "How often a library published another sealing key in the place of one.";
        page.counter(
            "navette_sealing_keys_changed_total",
            help,
            self.keys_changed as f64,
        );
    }
}

fn floats(counts: &BTreeMap<&'static str, u64>) -> impl Iterator<Item = (&'static str, f64)> {
    counts.iter().map(|(state, count)| (*state, *count as f64))
}
