//! How fast does one node answer over gRPC: the best twenty works, eight facets and the exact count?

use anyhow::{Result, ensure};
use navette_tests::consortium::{different_queries, start_filled_node};
use navette_tests::corpus::{Territory, TerritoryPlan};
use navette_tests::measure::{
    Latencies, Load, Report, Target, busy_runtime, quiet_runtime, scaled,
};
use navette_tests::navette::Navette;
use navette_tests::patron::{Patron, measure_patrons};
use navette_tests::yardsticks::{BareIndex, measure_empty_calls};

const CALLERS: usize = 8;
const FACETS: usize = 8;

/// What one run gave.
struct Measured {
    searches: Latencies,
    empty: Latencies,
    load: Load,
    bare: Latencies,
    resident_mib: f64,
}

fn main() -> Result<()> {
    let records = scaled(200_000);
    let territory = Territory::new(TerritoryPlan::new(1, records, 1));
    let queries = different_queries(&territory, 2_000);
    let measured = measure(&territory, &queries)?;
    let title = format!(
        "One node, {records} records, over gRPC, {} queries",
        queries.len()
    );
    let mut report = Report::new("node_search", &title);
    tell(&mut report, &measured);
    report.finish()
}

fn measure(territory: &Territory, queries: &[String]) -> Result<Measured> {
    let navette = Navette::find()?;
    let directory = tempfile::tempdir()?;
    let quiet = quiet_runtime()?;
    let node = quiet.block_on(start_filled_node(&navette, territory, 0, directory.path()))?;
    let (searches, empty) = quiet.block_on(async {
        let patron = Patron::connect(&node.address).await?;
        warm_up(&patron, queries).await?;
        let searches = patron.measure(queries).await?;
        Ok::<_, anyhow::Error>((searches, measure_empty_calls(&node.address, 2_000).await?))
    })?;
    let load = busy_runtime()?.block_on(measure_patrons(&node.address, CALLERS, queries))?;
    let resident_mib = node.process.resident_mib()?;
    let bare_directory = tempfile::tempdir()?;
    let bare = BareIndex::build(territory.entries(0), bare_directory.path())?;
    bare.measure_searches(queries)?;
    let bare = bare.measure_searches(queries)?;
    Ok(Measured {
        searches,
        empty,
        load,
        bare,
        resident_mib,
    })
}

fn tell(report: &mut Report, measured: &Measured) {
    let Measured {
        searches,
        empty,
        load,
        bare,
        ..
    } = measured;
    let yardstick = |share| ("bare tantivy in process, top 20 + count", bare.at_ms(share));
    report.compared(
        "p50",
        searches.at_ms(0.50),
        "ms",
        Target::AtMost(0.7),
        yardstick(0.50),
    );
    report.compared(
        "p95",
        searches.at_ms(0.95),
        "ms",
        Target::None,
        yardstick(0.95),
    );
    report.compared(
        "p99",
        searches.at_ms(0.99),
        "ms",
        Target::None,
        yardstick(0.99),
    );
    let floor = (
        "bare tantivy + an empty call",
        bare.at_ms(0.50) + empty.at_ms(0.50),
    );
    report.compared("p50", searches.at_ms(0.50), "ms", Target::None, floor);
    report.figure(
        "8 callers",
        load.per_second,
        "q/s",
        Target::AtLeast(2_000.0),
    );
    report.figure(
        "8 callers, p95",
        load.latencies.at_ms(0.95),
        "ms",
        Target::None,
    );
    report.figure("node's memory", measured.resident_mib, "MiB", Target::None);
}

/// Asks everything once, and checks that whole answers are what is measured.
async fn warm_up(patron: &Patron, queries: &[String]) -> Result<()> {
    for query in queries {
        let answer = patron.search(query).await?;
        ensure!(
            answer.total > 0 && !answer.works.is_empty(),
            "\"{query}\" finds nothing"
        );
        ensure!(answer.total_exact, "\"{query}\" is not counted exactly");
        ensure!(
            answer.facets.len() == FACETS,
            "\"{query}\" has {} facets",
            answer.facets.len()
        );
        ensure!(
            answer.works.iter().all(|work| !work.holdings.is_empty()),
            "\"{query}\" has a work nobody holds"
        );
    }
    Ok(())
}
