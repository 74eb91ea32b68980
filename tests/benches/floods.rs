//! How much longer does another caller wait while somebody opens calls and takes them back without end?

use anyhow::{Context, Result};
use navette_tests::consortium::{different_queries, start_filled_node};
use navette_tests::corpus::{Territory, TerritoryPlan};
use navette_tests::flood::reset_until_refused;
use navette_tests::measure::{Latencies, Report, Target, quiet_runtime, scaled};
use navette_tests::navette::Navette;
use navette_tests::patron::Patron;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Calls of one connection of the flood, if it lasts that long.
const RESETS_OF_A_CONNECTION: usize = 10_000;

/// Begins the process that floods.
const FLOOD: &str = "--flood";

/// What one run gave.
struct Measured {
    calm: Latencies,
    flooded: Latencies,
    resets: usize,
}

fn main() -> Result<()> {
    let mut told = std::env::args().skip(1);
    if told.next().as_deref() == Some(FLOOD) {
        return flood_until_told(&told.next().context("say which host to flood")?);
    }
    let records = scaled(20_000);
    let territory = Territory::new(TerritoryPlan::new(1, records, 1));
    let queries = different_queries(&territory, 2_000);
    let measured = measure(&territory, &queries)?;
    let title = format!(
        "One node, {records} records, {} queries of one caller while another resets calls",
        queries.len()
    );
    let mut report = Report::new("floods", &title);
    for share in [0.50, 0.99] {
        let (calm, flooded) = (measured.calm.at_ms(share), measured.flooded.at_ms(share));
        let target = match share {
            0.99 => Target::AtMost(2.0 * calm),
            _ => Target::None,
        };
        let what = format!("p{:.0} while calls are reset", share * 100.0);
        report.compared(&what, flooded, "ms", target, ("without the flood", calm));
    }
    report.figure("calls reset", measured.resets as f64, "", Target::None);
    report.finish()
}

fn measure(territory: &Territory, queries: &[String]) -> Result<Measured> {
    let navette = Navette::find()?;
    let directory = tempfile::tempdir()?;
    let quiet = quiet_runtime()?;
    let node = quiet.block_on(start_filled_node(&navette, territory, 0, directory.path()))?;
    let patron = quiet.block_on(Patron::connect(&node.address))?;
    // Once without a clock: what the first searches take is nobody's flood.
    quiet.block_on(patron.measure(queries))?;
    let calm = quiet.block_on(patron.measure(queries))?;
    let flooding = Flooding::at(&node.address)?;
    let flooded = quiet.block_on(patron.measure(queries));
    let resets = flooding.end()?;
    Ok(Measured {
        calm,
        flooded: flooded?,
        resets,
    })
}

/// A process that floods: as from another machine, it takes from the node only what is to spare of this one.
struct Flooding(Child);

impl Flooding {
    fn at(host: &str) -> Result<Self> {
        let begun = Command::new("nice")
            .args(["-n", "19"])
            .arg(std::env::current_exe()?)
            .args([FLOOD, host])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        Ok(Self(begun.context("`nice` cannot be started")?))
    }

    /// Ends it; says how many calls it has taken back.
    fn end(mut self) -> Result<usize> {
        drop(self.0.stdin.take());
        let said = self.0.wait_with_output()?;
        let said = String::from_utf8(said.stdout)?;
        said.trim().parse().context("the flood broke")
    }
}

/// Floods until nobody listens any more, and says how often.
fn flood_until_told(host: &str) -> Result<()> {
    let (over, resets) = (Arc::new(AtomicBool::new(false)), AtomicUsize::new(0));
    let told = Arc::clone(&over);
    std::thread::spawn(move || {
        // It ends, whether well or not.
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        told.store(true, Ordering::Relaxed);
    });
    flood(host, &over, &resets)?;
    writeln!(std::io::stdout(), "{}", resets.load(Ordering::Relaxed))?;
    Ok(())
}

/// Resets calls on one connection after the other: whoever is shown the door comes again.
fn flood(host: &str, over: &AtomicBool, resets: &AtomicUsize) -> Result<()> {
    quiet_runtime()?.block_on(async {
        while !over.load(Ordering::Relaxed) {
            let opened = reset_until_refused(host, RESETS_OF_A_CONNECTION).await;
            resets.fetch_add(opened.unwrap_or_default(), Ordering::Relaxed);
        }
    });
    Ok(())
}
