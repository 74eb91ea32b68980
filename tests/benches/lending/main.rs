//! How fast is lending: requests placed in one federator, lists of work at a busy desk, seeds simulated?
//!
//! What is placed is on the disk when it is acknowledged, and a lender has been chosen for it.

mod busy_desk;
mod centre;
mod desk;
mod over_grpc;
mod seeds;

use anyhow::Result;
use navette_tests::measure::Report;

/// As in the simulator and in the executable.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> Result<()> {
    let mut report = Report::new("lending", "Lending: requests, lists of work, simulation");
    let outcome = measure(&mut report);
    // What was measured before something failed is still worth knowing.
    report.finish()?;
    outcome
}

fn measure(report: &mut Report) -> Result<()> {
    centre::measure(report)?;
    desk::measure(report)?;
    over_grpc::measure(report)?;
    seeds::measure(report)
}
