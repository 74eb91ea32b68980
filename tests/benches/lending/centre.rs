//! How many requests a second does one federator's ledger take on, each with the choice of its lender, on the real disk?

use anyhow::{Context, Result, ensure};
use navette_domain::catalogue::{EditionKey, LibraryId, WorkKey};
use navette_domain::courier::{OpeningHours, Round, RoundId, Span, Stop, Timetable};
use navette_domain::identity::{Barcode, ItemId, PatronReference, RequestId};
use navette_domain::lending::{
    CopyFacts, CopyStatus, MemberStanding, Only, Patience, Placement, ProtectionSettings,
    RequestState, Target as Wanted,
};
use navette_domain::time::{Day, LocalMoment, Now, Timestamp, Weekday};
use navette_federator::ledger::FederatorState;
use navette_federator::lending::{FederatorCore, MemberFacts, Shelves, Territory};
use navette_store::ledger::{Ledger, Options};
use navette_tests::measure::{Latencies, Report, Target, scaled};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const LIBRARIES: usize = 20;
/// Each work has one copy in so many libraries.
const COPIES: usize = 5;
const CALLERS: usize = 64;
const REQUESTS: usize = 32_000;
/// Bytes of a bare record that is synced alone, about as many as a placement writes.
const RECORD_BYTES: usize = 1_500;
const SYNCS: usize = 1_000;

type Core = FederatorCore<Ledger<FederatorState>>;

/// Places requests from many threads, and syncs bare records one by one for comparison.
pub(crate) fn measure(report: &mut Report) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (ledger, _) = Ledger::open(&folder.path().join("ledger"), Options::new(1))?;
    let core = FederatorCore::new(ledger, a_territory()?, Arc::new(Copies));
    let requests = scaled(REQUESTS);
    let started = Instant::now();
    let latencies = place_all(&core, requests)?;
    let per_second = requests as f64 / started.elapsed().as_secs_f64();
    let asked = core.read(|state| {
        let asking = |request: &&_| is_asking(request);
        state.requests().filter(asking).count()
    })?;
    ensure!(asked == requests, "{asked} of {requests} have a lender");
    let syncs = bare_syncs(folder.path())?;
    report.compared(
        "requests placed, 64 callers, in process",
        per_second,
        "/s",
        Target::AtLeast(2_000.0),
        ("a record and a sync, one by one", syncs),
    );
    for (name, share) in [("p50", 0.50), ("p95", 0.95)] {
        let what = format!("the same, {name}");
        report.figure(&what, latencies.at_ms(share), "ms", Target::None);
    }
    Ok(())
}

fn is_asking(request: &navette_domain::lending::LoanRequest) -> bool {
    request.state == RequestState::Asking && request.lender.is_some()
}

fn place_all(core: &Core, requests: usize) -> Result<Latencies> {
    let mut times = Vec::with_capacity(requests);
    std::thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS)
            .map(|caller| scope.spawn(move || place_some(core, caller, requests)))
            .collect();
        for caller in callers {
            let placed = caller.join().ok().context("a caller broke down")?;
            times.extend(placed?);
        }
        Ok::<_, anyhow::Error>(())
    })?;
    Ok(Latencies::new(times))
}

/// Places every so manieth request.
fn place_some(core: &Core, caller: usize, requests: usize) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    for number in (caller..requests).step_by(CALLERS) {
        let number = number as u128;
        let placement = a_placement(number)?;
        let started = Instant::now();
        core.place(placement, monday(), (number + 1) << 32)?;
        times.push(started.elapsed());
    }
    Ok(times)
}

/// Says how many records a second the disk takes, each synced before the next.
fn bare_syncs(folder: &Path) -> Result<f64> {
    let mut file = File::create(folder.join("bare"))?;
    let record = [7; RECORD_BYTES];
    let started = Instant::now();
    for _ in 0..SYNCS {
        file.write_all(&record)?;
        file.sync_data()?;
    }
    Ok(SYNCS as f64 / started.elapsed().as_secs_f64())
}

fn library(number: usize) -> Result<LibraryId> {
    let id = format!("lib{:02}", number % LIBRARIES);
    Ok(LibraryId::parse(&id)?)
}

/// Every request is of another patron and another work.
fn a_placement(number: u128) -> Result<Placement> {
    let home = number as usize;
    Ok(Placement {
        id: RequestId(number + 1),
        home: library(home)?,
        reference: PatronReference(number + 1),
        pickup: library(home)?,
        target: Wanted {
            work: WorkKey(number as u64),
            part: None,
            only: Only::AnyCopy,
        },
        title: "Le Grand Meaulnes".to_owned(),
        need_by: None,
        placed_at: monday().at,
    })
}

/// A Monday, at eight.
fn monday() -> Now {
    let day = Day::from_civil(2026, 3, 2).unwrap_or(Day(0));
    Now {
        at: Timestamp(i64::from(day.0) * 86_400_000 + 7 * 3_600_000),
        local: LocalMoment { day, minute: 480 },
    }
}

/// A copy of every work in five libraries, never that of the patron.
struct Copies;

impl Shelves for Copies {
    fn copies_of(&self, target: &Wanted) -> Vec<CopyFacts> {
        let work = target.work.0;
        let copies = (1..=COPIES).filter_map(|copy| {
            Some(CopyFacts {
                item: ItemId {
                    library: library(work as usize + 3 * copy).ok()?,
                    barcode: Barcode::parse(&format!("{work:010}")).ok()?,
                },
                edition: EditionKey(work),
                part: target.part.clone(),
                status: CopyStatus::Available,
                acquired: None,
                reference: false,
                latest_issue: false,
            })
        });
        copies.collect()
    }

    fn are_complete(&self) -> bool {
        true
    }
}

/// Open every day from 9 to 18; the van passes everywhere twice on every weekday.
fn a_territory() -> Result<Territory> {
    let span = Span {
        opens: 540,
        closes: 1_080,
    };
    let open = OpeningHours::new(std::array::from_fn(|_| vec![span]), Vec::new(), true)?;
    let mut territory = Territory {
        members: Default::default(),
        hours: Default::default(),
        timetable: Timetable::new(rounds()?, Vec::new())?,
        agreements: Vec::new(),
        patience: Patience::default(),
        protection: ProtectionSettings::default(),
    };
    for number in 0..LIBRARIES {
        let id = library(number)?;
        let facts = MemberFacts {
            name: id.to_string(),
            place: None,
            standing: MemberStanding::Member,
        };
        territory.members.insert(id.clone(), facts);
        territory.hours.insert(id, open.clone());
    }
    Ok(territory)
}

fn rounds() -> Result<Vec<Round>> {
    let stops: Result<Vec<Stop>> = (0..2 * LIBRARIES)
        .zip(0_u16..)
        .map(|(stop, place)| {
            Ok(Stop {
                library: library(stop)?,
                arrives: 540 + 10 * place,
                leaves: 545 + 10 * place,
            })
        })
        .collect();
    let stops = stops?;
    let rounds = Weekday::ALL.iter().map(|weekday| {
        let name = format!("{weekday:?}").to_lowercase();
        Ok(Round {
            id: RoundId::parse(&name)?,
            name,
            weekday: *weekday,
            stops: stops.clone(),
            cut_off_minutes: 15,
            crate_grams: 15_000,
            first_day: None,
            last_day: None,
        })
    });
    rounds.collect()
}
