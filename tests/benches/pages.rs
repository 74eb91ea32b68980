//! What does a page cost beyond the search it contains, how many are there in a second, and how much memory does a portal hold at rest?

use anyhow::Result;
use navette_tests::browser_like::{BrowserLike, search_address};
use navette_tests::consortium::{Consortium, different_queries};
use navette_tests::corpus::TerritoryPlan;
use navette_tests::measure::{Latencies, Report, Target, busy_runtime, quiet_runtime, scaled};
use navette_tests::navette::Navette;
use navette_tests::patron::Patron;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const CALLERS: usize = 8;
const QUERIES: usize = 1_000;
/// As many works as a search page shows.
const WORKS_OF_A_PAGE: u32 = 12;
const REST: Duration = Duration::from_secs(5);

fn main() -> Result<()> {
    let navette = Navette::find()?;
    let quiet = quiet_runtime()?;
    let plan = TerritoryPlan::new(5, scaled(20_000), 1);
    let consortium = quiet.block_on(Consortium::start(&navette, plan))?;
    let directory = tempfile::tempdir()?;
    let portal =
        quiet.block_on(navette.start_portal(&consortium.federator.address, directory.path()))?;
    std::thread::sleep(REST);
    let at_rest = portal.process.resident_mib()?;
    let queries = different_queries(&consortium.territory, QUERIES);

    let (search, page) = quiet.block_on(side_by_side(&consortium, &portal.address, &queries))?;
    let per_second = busy_runtime()?.block_on(together(&portal.address, &queries))?;
    let after = portal.process.resident_mib()?;

    let mut report = Report::new("pages", "Search pages of a portal over 5 × 20,000 records");
    report.figure(
        "federated search alone, p50",
        search.at_ms(0.5),
        "ms",
        Target::None,
    );
    report.figure("search page, p50", page.at_ms(0.5), "ms", Target::None);
    let ratio = page.at_ms(0.5) / search.at_ms(0.5);
    report.figure("page / search, p50", ratio, "×", Target::AtMost(1.5));
    report.figure("search page, p95", page.at_ms(0.95), "ms", Target::None);
    report.figure(
        "pages a second, 8 browsers, no cookies",
        per_second,
        "/s",
        Target::AtLeast(200.0),
    );
    report.figure("resident, at rest", at_rest, "MiB", Target::AtMost(30.0));
    report.figure("resident, after all pages", after, "MiB", Target::None);
    report.note("Portal, federator and nodes share the machine's cores with the callers.");
    report.finish()
}

/// Asks each query both ways in turn, so that what the machine does meanwhile meets both.
async fn side_by_side(
    consortium: &Consortium,
    portal: &str,
    queries: &[String],
) -> Result<(Latencies, Latencies)> {
    let patron = Patron::connect(&consortium.federator.address).await?;
    let mut browser = BrowserLike::connect(portal).await?;
    let (mut searches, mut pages) = (Vec::new(), Vec::new());
    for warm in [true, false] {
        for query in queries {
            let begun = Instant::now();
            patron.best(query, WORKS_OF_A_PAGE).await?;
            let searched = begun.elapsed();
            let begun = Instant::now();
            browser.page(&search_address(query)).await?;
            if !warm {
                searches.push(searched);
                pages.push(begun.elapsed());
            }
        }
    }
    Ok((Latencies::new(searches), Latencies::new(pages)))
}

/// Shares the queries out among browsers; gives pages a second.
async fn together(portal: &str, queries: &[String]) -> Result<f64> {
    let next = Arc::new(AtomicUsize::new(0));
    let queries: Arc<[String]> = queries.into();
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..CALLERS {
        let (next, queries) = (Arc::clone(&next), Arc::clone(&queries));
        let mut browser = BrowserLike::connect(portal).await?;
        tasks.push(tokio::spawn(async move {
            while let Some(query) = queries.get(next.fetch_add(1, Ordering::Relaxed)) {
                browser.page(&search_address(query)).await?;
            }
            anyhow::Ok(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(queries.len() as f64 / begun.elapsed().as_secs_f64())
}
