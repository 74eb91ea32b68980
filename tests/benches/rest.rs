//! How much memory does a small library's node hold when nothing happens?

use anyhow::Result;
use navette_tests::consortium::start_filled_node;
use navette_tests::corpus::{Territory, TerritoryPlan};
use navette_tests::measure::{Report, Target, quiet_runtime, scaled};
use navette_tests::navette::{LibraryPlace, Navette};
use std::time::Duration;

const REST: Duration = Duration::from_secs(20);

fn main() -> Result<()> {
    let records = scaled(20_000);
    let navette = Navette::find()?;
    let directory = tempfile::tempdir()?;
    let territory = Territory::new(TerritoryPlan::new(1, records, 1));
    let runtime = quiet_runtime()?;

    let node = runtime.block_on(start_filled_node(&navette, &territory, 0, directory.path()))?;
    std::thread::sleep(REST);
    let after_import = node.process.resident_mib()?;
    node.process.stop()?;
    // Its directory is as before, with another port.
    let own = directory.path().join(&node.library.id);
    let node = runtime.block_on(navette.start_node(&LibraryPlace::numbered(0), &own))?;
    std::thread::sleep(REST);
    let after_start = node.process.resident_mib()?;

    let mut report = Report::new(
        "rest",
        &format!("A node at rest, {records} records, after 20 s"),
    );
    report.figure(
        "resident, after a start",
        after_start,
        "MiB",
        Target::AtMost(50.0),
    );
    report.figure(
        "resident, after an import",
        after_import,
        "MiB",
        Target::AtMost(50.0),
    );
    report.finish()
}
