//! How soon after `navette demo` can somebody search, once it is built?

use anyhow::Result;
use navette_tests::measure::{Report, Target};
use navette_tests::navette::Navette;
use navette_tests::processes::{Process, free_address};
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(60);

fn main() -> Result<()> {
    let navette = Navette::find()?;
    let directory = tempfile::tempdir()?;
    let address = free_address()?;
    let started = Instant::now();
    let log = directory.path().join("log.txt");
    let mut demo = Process::start(
        "demo",
        navette.program(),
        &["demo", "--listen", &address],
        &log,
    )?;
    demo.wait_for_line("ready", LIMIT)?;
    let ready = started.elapsed();

    let mut report = Report::new("demo", "`navette demo`");
    report.figure(
        "time to ready",
        ready.as_secs_f64(),
        "s",
        Target::AtMost(5.0),
    );
    report.figure("resident", demo.resident_mib()?, "MiB", Target::None);
    report.finish()
}
