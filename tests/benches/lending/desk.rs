//! How long does a node's core take for the lists of work, where 10,000 requests are open at its desk?

use super::busy_desk::{LIBRARIES, OPEN, views};
use anyhow::{Result, ensure};
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::Barcode;
use navette_domain::lending::Target as Wanted;
use navette_domain::time::{Day, LocalMoment, Now, Timestamp};
use navette_node::core::{
    DeskRefusal, NodeCore, NodeSettings, NodeState, PatronKeys, ReportNumber, Shelf, ShelfItem,
};
use navette_store::disk::RealDisk;
use navette_store::ledger::{Ledger, Options};
use navette_tests::measure::{Latencies, Report, Target, scaled};
use std::sync::Arc;
use std::time::Instant;

const LOOKS: usize = 200;
const FEDERATOR: u64 = 77;

type Core = NodeCore<Ledger<NodeState>>;

/// Tells a node of 10,000 journeys and asks for its lists.
pub(crate) fn measure(report: &mut Report) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let now = today();
    let (ledger, _) = Ledger::open(&folder.path().join("ledger"), Options::new(1))?;
    let nobody = Box::new(|_: &mut [u8]| Err(std::io::Error::other("there is no patron here")));
    let keys = PatronKeys::open(Arc::new(RealDisk), &folder.path().join("keys"), nobody)?;
    let keys = Arc::new(keys);
    let here = LibraryId::parse(LIBRARIES[0])?;
    let settings = NodeSettings::new(here, LIBRARIES[0]);
    let core: Core = NodeCore::open(ledger, settings, Arc::new(Elsewhere), keys, 1, 99, now)?;
    core.connected(FEDERATOR, 1_000, now)?;
    core.views_complete(now)?;
    let open = scaled(OPEN);
    for call in views(open, now.local.day)? {
        core.receive_views(FEDERATOR, ReportNumber::default(), call, now)?;
    }
    let listed = everything(&core, now)?;
    ensure!(listed == open, "{listed} of {open} journeys are listed");
    let mut times = Vec::with_capacity(LOOKS);
    for _ in 0..LOOKS {
        let started = Instant::now();
        core.work_lists(now)?;
        times.push(started.elapsed());
    }
    let latencies = Latencies::new(times);
    for (name, share) in [("p50", 0.50), ("p95", 0.95)] {
        let what = format!("all lists of a desk, {open} open, every line, in process, {name}");
        report.figure(&what, latencies.at_ms(share), "ms", Target::None);
    }
    Ok(())
}

fn everything(core: &Core, now: Now) -> Result<usize, DeskRefusal> {
    let lists = core.work_lists(now)?;
    let all = [
        &lists.to_pull,
        &lists.to_ship,
        &lists.to_receive,
        &lists.on_hold_shelf,
        &lists.to_return,
        &lists.late,
        &lists.to_look_for,
    ];
    Ok(all.into_iter().map(Vec::len).sum())
}

fn today() -> Now {
    let day = Day(20_782);
    Now {
        at: Timestamp(i64::from(day.0) * 86_400_000 + 9 * 3_600_000),
        local: LocalMoment { day, minute: 600 },
    }
}

/// A catalogue that is never asked: what is on its way is known by its journey.
struct Elsewhere;

impl Shelf for Elsewhere {
    fn item(&self, _barcode: &Barcode) -> Option<ShelfItem> {
        None
    }

    fn copies_of(&self, _target: &Wanted) -> Vec<ShelfItem> {
        Vec::new()
    }
}
