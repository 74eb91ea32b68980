//! How fast does a federator answer over many libraries, is the answer right, and what does a library that stalls cost?

use anyhow::{Context, Result, ensure};
use navette_domain::catalogue::{Filters, SortOrder};
use navette_proto::wire::catalogue::{LibraryState, LibraryStatus, SearchResponse};
use navette_tests::brute_force::{BruteForce, differences};
use navette_tests::consortium::{Consortium, different_queries, read_everything};
use navette_tests::corpus::TerritoryPlan;
use navette_tests::measure::{
    Latencies, Load, Report, Target, busy_runtime, quiet_runtime, scaled,
};
use navette_tests::navette::Navette;
use navette_tests::patron::{PAGE, Patron, measure_patrons};
use navette_tests::yardsticks::CannedFanOut;
use std::path::Path;
use std::time::{Duration, Instant};

const CALLERS: usize = 8;
const CANNED: &str = env!("CARGO_BIN_EXE_canned");
/// Of the queries, every so manieth is compared with brute force.
const COMPARED_EVERY: usize = 20;
/// The federator's own deadline, and what an answer at it may take beside.
const DEADLINE_MS: f64 = 1_000.0;
const DEADLINE_ALLOWED_MS: f64 = 1_250.0;
/// An answer that waits for nobody takes less.
const NOT_WAITING_MS: f64 = 250.0;
const AFTER_STALL: usize = 20;
const BACK_LIMIT: Duration = Duration::from_secs(30);

/// A territory's size, with what its answers should reach.
struct Shape {
    name: &'static str,
    plan: TerritoryPlan,
    p50_ms: Target,
    p95_ms: Target,
    per_second: Target,
}

/// What was measured of one shape.
struct Measured {
    whole: Latencies,
    load: Load,
    canned: Latencies,
}

/// How many answers were compared with brute force, and how many of them without counts because they say "about".
struct Compared {
    answers: usize,
    inexact: usize,
}

fn main() -> Result<()> {
    let navette = Navette::find()?;
    let mut report = Report::new(
        "federated",
        "Federated search with live holdings, nodes and federator in their own processes",
    );
    let mut outcome = Ok(());
    for shape in shapes() {
        outcome = run(&navette, &shape, &mut report);
        if outcome.is_err() {
            break;
        }
    }
    // Figures of answers that turn out wrong are still worth knowing.
    report.finish()?;
    outcome
}

fn run(navette: &Navette, shape: &Shape, report: &mut Report) -> Result<()> {
    let quiet = quiet_runtime()?;
    let consortium = quiet.block_on(Consortium::start(navette, shape.plan))?;
    let queries = different_queries(&consortium.territory, 2_000);
    let measured = measure(&consortium, shape.plan, &queries)?;
    tell(report, shape, &measured);
    let compared = quiet.block_on(compare(&consortium, &queries))?;
    tell_compared(report, shape, &compared);
    if shape.plan.libraries <= 5 {
        tell_stall(report, &quiet.block_on(stall(&consortium))?);
    }
    Ok(())
}

fn shapes() -> [Shape; 2] {
    [
        Shape {
            name: "5 × 20,000",
            plan: TerritoryPlan::new(5, scaled(20_000), 1),
            p50_ms: Target::AtMost(2.5),
            p95_ms: Target::AtMost(12.0),
            per_second: Target::AtLeast(350.0),
        },
        Shape {
            name: "50 × 5,000",
            plan: TerritoryPlan::new(50, scaled(5_000), 1),
            p50_ms: Target::None,
            p95_ms: Target::AtMost(60.0),
            per_second: Target::AtLeast(80.0),
        },
    ]
}

fn measure(consortium: &Consortium, plan: TerritoryPlan, queries: &[String]) -> Result<Measured> {
    let address = &consortium.federator.address;
    let quiet = quiet_runtime()?;
    let whole = quiet.block_on(async {
        let patron = Patron::connect(address).await?;
        patron.measure(queries).await?;
        patron.measure(queries).await
    })?;
    let load = busy_runtime()?.block_on(measure_patrons(address, CALLERS, queries))?;
    let directory = tempfile::tempdir()?;
    let canned = quiet.block_on(async {
        let fan_out =
            CannedFanOut::start(Path::new(CANNED), plan.libraries, directory.path()).await?;
        fan_out.measure(200).await?;
        fan_out.measure(1_000).await
    })?;
    Ok(Measured {
        whole,
        load,
        canned,
    })
}

/// Compares some answers with brute force: total, works in order, scores, facets, all holdings.
async fn compare(consortium: &Consortium, queries: &[String]) -> Result<Compared> {
    let right = BruteForce::new(read_everything(
        &consortium.territory,
        consortium.nodes.len(),
    )?);
    let patron = Patron::connect(&consortium.federator.address).await?;
    let mut compared = Compared {
        answers: 0,
        inexact: 0,
    };
    for query in queries.iter().step_by(COMPARED_EVERY) {
        let given = patron.search(query).await?;
        let expected = right.answer(query, &Filters::new(), SortOrder::Relevance, PAGE as usize);
        let wrong = differences(&expected, &given)?;
        ensure!(
            wrong.is_empty(),
            "\"{query}\" is answered wrongly:\n{}",
            wrong.join("\n")
        );
        compared.answers += 1;
        compared.inexact += usize::from(!given.total_exact);
    }
    Ok(compared)
}

fn tell(report: &mut Report, shape: &Shape, measured: &Measured) {
    let what = |figure: &str| format!("{}, {figure}", shape.name);
    let yardstick = |share| ("canned fan-out", measured.canned.at_ms(share));
    report.compared(
        &what("p50"),
        measured.whole.at_ms(0.50),
        "ms",
        shape.p50_ms,
        yardstick(0.50),
    );
    report.compared(
        &what("p95"),
        measured.whole.at_ms(0.95),
        "ms",
        shape.p95_ms,
        yardstick(0.95),
    );
    report.compared(
        &what("p99"),
        measured.whole.at_ms(0.99),
        "ms",
        Target::None,
        yardstick(0.99),
    );
    report.figure(
        &what("8 callers"),
        measured.load.per_second,
        "q/s",
        shape.per_second,
    );
    report.figure(
        &what("8 callers, p95"),
        measured.load.latencies.at_ms(0.95),
        "ms",
        Target::None,
    );
}

fn tell_compared(report: &mut Report, shape: &Shape, compared: &Compared) {
    report.note(&format!(
        "{}: {} answers equal brute force ({} of them say \"about\" and were compared without counts).",
        shape.name, compared.answers, compared.inexact
    ));
}

/// What a library that hangs did to the answers.
struct Stall {
    first_ms: f64,
    after: Latencies,
    back: Duration,
}

/// Holds one node's process: the first answer comes at the deadline and names the library, the next ones do not wait.
async fn stall(consortium: &Consortium) -> Result<Stall> {
    let node = consortium.nodes.last().context("there is no node")?;
    let library = node.library.id.as_str();
    let patron = Patron::connect(&consortium.federator.address).await?;
    let queries = queries_that_need(&patron, consortium, library).await?;
    let (first, rest) = queries
        .split_first()
        .context("no query needs the library")?;
    node.process.pause()?;
    let started = Instant::now();
    let answer = patron.search(first).await?;
    let first_ms = started.elapsed().as_secs_f64() * 1_000.0;
    ensure!(
        first_ms <= DEADLINE_ALLOWED_MS,
        "the first answer took {first_ms:.0} ms; the deadline is {DEADLINE_MS} ms"
    );
    let state = status_of(&answer, library)?.state();
    ensure!(
        state == LibraryState::Late || state == LibraryState::Away,
        "{library} hangs but is said to be {state:?}"
    );
    ensure!(answer.total > 0, "the last known copy does not answer");
    let after = patron.measure(rest).await?;
    node.process.resume()?;
    let started = Instant::now();
    while status_of(&patron.search(first).await?, library)?.state() != LibraryState::Answered {
        ensure!(
            started.elapsed() < BACK_LIMIT,
            "{library} is still not asked {BACK_LIMIT:?} after it went on"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(Stall {
        first_ms,
        after,
        back: started.elapsed(),
    })
}

/// Finds queries for which this library has to be asked.
async fn queries_that_need(
    patron: &Patron,
    consortium: &Consortium,
    library: &str,
) -> Result<Vec<String>> {
    let mut needing = Vec::new();
    for query in different_queries(&consortium.territory, 2_000) {
        let answer = patron.search(&query).await?;
        if status_of(&answer, library)?.state() == LibraryState::Answered {
            needing.push(query);
        }
        if needing.len() > AFTER_STALL {
            break;
        }
    }
    Ok(needing)
}

fn status_of<'a>(answer: &'a SearchResponse, library: &str) -> Result<&'a LibraryStatus> {
    let found = answer
        .libraries
        .iter()
        .find(|status| status.library == library);
    found.with_context(|| format!("the answer does not name {library}"))
}

fn tell_stall(report: &mut Report, stall: &Stall) {
    report.compared(
        "one library hangs: first answer",
        stall.first_ms,
        "ms",
        Target::AtMost(DEADLINE_ALLOWED_MS),
        ("the deadline", DEADLINE_MS),
    );
    report.figure(
        "then, longest",
        stall.after.longest_ms(),
        "ms",
        Target::AtMost(NOT_WAITING_MS),
    );
    report.figure(
        "live again after",
        stall.back.as_secs_f64(),
        "s",
        Target::None,
    );
}
