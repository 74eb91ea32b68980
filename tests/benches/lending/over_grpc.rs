//! The same as a caller sees it: a federator and nodes as processes, asked over gRPC on loopback.

use super::busy_desk::{self, LIBRARIES};
use anyhow::{Context, Result, ensure};
use navette_domain::lending::View;
use navette_domain::time::{Day, Timestamp};
use navette_proto::convert::lending::delivery::{Views, views_to_wire};
use navette_proto::wire::desk::desk_service_client::DeskServiceClient;
use navette_proto::wire::desk::{ListWorkRequest, ListWorkResponse, WorkKind};
use navette_proto::wire::lending as wire;
use navette_proto::wire::lending::lending_service_client::LendingServiceClient;
use navette_proto::wire::lending::loan_request_service_client::LoanRequestServiceClient;
use navette_tests::consortium::different_queries;
use navette_tests::corpus::{Territory, TerritoryPlan};
use navette_tests::lending_territory::{LIBRARIES as NODES, LendingTerritory};
use navette_tests::measure::{
    Latencies, Load, Report, Target, busy_runtime, measure_callers, measure_one_by_one,
    quiet_runtime, scaled,
};
use navette_tests::navette::Navette;
use navette_tests::patron::Patron;
use navette_tests::processes::connect;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tonic::transport::Channel;

const CALLERS: usize = 64;
/// Requests placed while the nodes answer, and again while they are away.
const REQUESTS: usize = 12_000;
const RECORDS: usize = 4_000;
const LOOKS: usize = 200;
/// How far apart the versions of a view are that changes again and again: farther than those of all views before.
const VERSIONS_APART: u64 = 1_000_000;
/// The lines of a page that a caller gets who does not say how many.
const PAGE: usize = 50;

type Requests = LoanRequestServiceClient<Channel>;

/// Places requests, lists them, and lists the work of a desk.
pub(crate) fn measure(report: &mut Report) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let quiet = quiet_runtime()?;
    let started = LendingTerritory::start_with(Navette::find()?, folder.path(), scaled(RECORDS));
    let mut territory = quiet.block_on(started)?;
    let works: Arc<[String]> = quiet.block_on(shared_works(&territory))?.into();
    place(report, &territory, &works, "nodes answering", 0)?;
    for node in 1..=NODES {
        territory.kill(node)?;
    }
    place(report, &territory, &works, "nodes away", REQUESTS)?;
    quiet.block_on(list_requests(report, &territory))?;
    territory.kill(0)?;
    quiet.block_on(async {
        territory.restart(1).await?;
        list_work(report, territory.address(1)).await
    })
}

/// Finds works that several libraries have.
async fn shared_works(territory: &LendingTerritory) -> Result<Vec<String>> {
    let patron = Patron::connect(territory.address(0)).await?;
    let corpus = Territory::new(TerritoryPlan::new(NODES, scaled(RECORDS), 41));
    let mut works = BTreeSet::new();
    for query in different_queries(&corpus, 1_000) {
        let found = patron.search(&query).await?.works;
        works.extend(found.into_iter().filter_map(|work| {
            let holders: BTreeSet<_> = work.holdings.iter().map(|one| &one.library).collect();
            (holders.len() > 1).then_some(work.work)
        }));
    }
    ensure!(!works.is_empty(), "no work is in several libraries");
    Ok(works.into_iter().collect())
}

fn place(
    report: &mut Report,
    territory: &LendingTerritory,
    works: &Arc<[String]>,
    when: &str,
    first: usize,
) -> Result<()> {
    let requests = scaled(REQUESTS);
    let load: Load = busy_runtime()?.block_on(async {
        let mut callers = Vec::with_capacity(CALLERS);
        for _ in 0..CALLERS {
            let channel = connect(territory.address(0)).await?;
            callers.push((Requests::new(channel), Arc::clone(works), first));
        }
        measure_callers(callers, requests, place_one).await
    })?;
    let what = format!("requests placed, 64 connections, {when}");
    report.figure(&what, load.per_second, "/s", Target::AtLeast(2_000.0));
    for (name, share) in [("p50", 0.50), ("p95", 0.95)] {
        let what = format!("the same, {name}");
        report.figure(&what, load.latencies.at_ms(share), "ms", Target::None);
    }
    Ok(())
}

async fn place_one(
    (mut requests, works, first): (Requests, Arc<[String]>, usize),
    number: usize,
) -> Result<()> {
    let number = first + number;
    let work = works.get(number % works.len()).context("no works")?;
    let home = LIBRARIES[number % LIBRARIES.len()].to_owned();
    let placement = wire::Placement {
        request: format!("{:032x}", number + 1),
        home: home.clone(),
        reference: format!("{:032x}", number + 1),
        pickup: home,
        target: Some(wire::Target {
            work: work.clone(),
            ..wire::Target::default()
        }),
        title: "Le Grand Meaulnes".to_owned(),
        need_by: String::new(),
        placed_at_ms: 0,
    };
    let placement = Some(placement);
    let placed = requests.place(wire::PlaceRequest { placement }).await?;
    let state = placed.into_inner().request.unwrap_or_default().state();
    ensure!(
        matches!(
            state,
            wire::RequestState::Asking | wire::RequestState::Waiting
        ),
        "a request is {state:?}"
    );
    Ok(())
}

/// Lists one library's open requests, and what is stuck with it.
async fn list_requests(report: &mut Report, territory: &LendingTerritory) -> Result<()> {
    let requests = Requests::new(connect(territory.address(0)).await?);
    let looks = vec![(); LOOKS];
    let listed = measure_one_by_one(&looks, |()| {
        let mut requests = requests.clone();
        async move {
            let filter = wire::RequestFilter {
                library: LIBRARIES[0].to_owned(),
                open_only: true,
                ..wire::RequestFilter::default()
            };
            let call = wire::ListRequest {
                filter: Some(filter),
                ..wire::ListRequest::default()
            };
            let page = requests.list(call).await?.into_inner().requests;
            ensure!(
                page.len() == PAGE.min(scaled(REQUESTS)),
                "{} requests",
                page.len()
            );
            Ok(())
        }
    })
    .await?;
    let stuck = measure_one_by_one(&looks, |()| {
        let mut requests = requests.clone();
        async move {
            let call = wire::ListStuckRequest {
                owner: LIBRARIES[0].to_owned(),
                ..wire::ListStuckRequest::default()
            };
            requests.list_stuck(call).await?;
            Ok(())
        }
    })
    .await?;
    let open = 2 * scaled(REQUESTS);
    for (list, latencies) in [
        ("a library's requests", listed),
        ("what is stuck with it", stuck),
    ] {
        let what = format!("federator with {open} requests, a page of {list}, p50");
        a_page_in_time(report, &what, &latencies);
    }
    Ok(())
}

/// A desk must not wait for a page of a list.
fn a_page_in_time(report: &mut Report, what: &str, latencies: &Latencies) {
    let target = || Target::AtMost(5.0);
    report.figure(what, latencies.at_ms(0.50), "ms", target());
    report.figure("the same, p95", latencies.at_ms(0.95), "ms", target());
}

/// Speaks to a node as another federator would, and lists the work of its desk.
async fn list_work(report: &mut Report, address: &str) -> Result<()> {
    let open = scaled(busy_desk::OPEN);
    let mut desk = DeskServiceClient::new(connect(address).await?);
    // What was placed before is open here too, as far as this library was asked for it.
    let placed = lines_listed(&mut desk).await?;
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let today = Day(i32::try_from(since.as_secs() / 86_400)?);
    ensure!(placed < open, "{placed} lines are listed before");
    // A few of those had not been heard of yet, and are off after this.
    let calls = busy_desk::views(open - placed + open / 50, today)?;
    let mut lending = LendingServiceClient::new(connect(address).await?);
    let last = calls.len() - 1;
    for (number, views) in calls.into_iter().enumerate() {
        let call = call_of(views, number == 0, number == last);
        lending.deliver_views(call).await?;
    }
    let mut changed = busy_desk::views(1, today)?.concat();
    for kind in [WorkKind::ToPull, WorkKind::ToReceive] {
        let mut times = [const { Vec::new() }; 2];
        for look in 0..LOOKS as u64 {
            for view in &mut changed {
                if let View::Journey(view) = view {
                    view.version += VERSIONS_APART;
                    view.deadline = view.deadline.map(|at| Timestamp(at.0 + look as i64));
                }
            }
            lending
                .deliver_views(call_of(changed.clone(), false, false))
                .await?;
            for times in &mut times {
                let started = Instant::now();
                let page = desk.list_work(call_for(kind)).await?.into_inner();
                times.push(started.elapsed());
                is_a_page(&page, open)?;
            }
        }
        for (look, times) in ["first", "second"].into_iter().zip(times) {
            let what = format!(
                "list of work ({kind:?}), {open} open, {look} look after a change, over gRPC, p50"
            );
            a_page_in_time(report, &what, &Latencies::new(times));
        }
        let looks = vec![(); LOOKS];
        let latencies = measure_one_by_one(&looks, |()| {
            let mut desk = desk.clone();
            async move { is_a_page(&desk.list_work(call_for(kind)).await?.into_inner(), open) }
        })
        .await?;
        let what = format!("list of work ({kind:?}), {open} open, a page again, over gRPC, p50");
        a_page_in_time(report, &what, &latencies);
    }
    Ok(())
}

fn call_of(views: Vec<View>, first: bool, complete: bool) -> wire::DeliverViewsRequest {
    views_to_wire(&Views {
        incarnation: 77,
        views: views.into_iter().map(Ok).collect(),
        first,
        complete,
        heard: 0,
        heard_incarnation: None,
    })
}

/// Counts the lines of all lists.
async fn lines_listed(desk: &mut DeskServiceClient<Channel>) -> Result<usize> {
    let listed = desk.list_work(call_for(WorkKind::ToPull)).await?;
    Ok(counted(&listed.into_inner()))
}

fn counted(listed: &ListWorkResponse) -> usize {
    let counts = listed.counts.iter();
    counts.map(|count| count.count as usize).sum()
}

/// Says that a page is full, and that no fewer requests are open than are said to be.
fn is_a_page(page: &ListWorkResponse, open: usize) -> Result<()> {
    let counted = counted(page);
    ensure!(counted >= open, "{counted} lines are counted");
    ensure!(page.work.len() == PAGE, "{} lines", page.work.len());
    Ok(())
}

fn call_for(kind: WorkKind) -> ListWorkRequest {
    ListWorkRequest {
        kind: kind as i32,
        ..ListWorkRequest::default()
    }
}
