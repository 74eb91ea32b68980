//! How many seeds a second does the simulator run on one thread?

use anyhow::{Context, Result, ensure};
use navette_tests::measure::{Report, Target, scaled};
use navette_tests::simulation::run;
use std::time::Instant;

const SEEDS: usize = 20;

/// Runs seeds one after another.
pub(crate) fn measure(report: &mut Report) -> Result<()> {
    let seeds = scaled(SEEDS) as u64;
    let (started, busy) = (Instant::now(), busy_seconds()?);
    let mut steps = 0;
    for seed in 1..=seeds {
        let outcome = run(seed, None, false);
        ensure!(outcome.steps > 0, "seed {seed} did nothing");
        steps += outcome.steps;
    }
    let seconds = started.elapsed().as_secs_f64();
    let busy = busy_seconds()? - busy;
    report.figure(
        "simulation, one thread",
        seeds as f64 / seconds,
        "seeds/s",
        Target::AtLeast(5.0),
    );
    report.figure(
        "the same, by the processor time of that thread",
        seeds as f64 / busy,
        "seeds/s",
        Target::None,
    );
    report.figure(
        "simulation, one thread",
        steps as f64 / seconds,
        "events/s",
        Target::None,
    );
    Ok(())
}

/// Says how long this thread has been on a processor: on a machine that does other things too it waits for one.
fn busy_seconds() -> Result<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = told.split_whitespace().next().context("no time is told")?;
    Ok(nanoseconds.parse::<f64>()? / 1e9)
}
