//! A small territory with one daily round, and the hands that scan.

use navette_domain::catalogue::{EditionKey, LibraryId, WorkKey};
use navette_domain::courier::{OpeningHours, Round, RoundId, Span, Stop, Timetable};
use navette_domain::identity::{Barcode, ItemId, JourneyId, PatronReference, RequestId};
use navette_domain::lending::{
    CopyFacts, CopyStatus, JourneyStage, JourneyView, LoanRequest, MemberStanding, Only, Patience,
    Placement, ProtectionSettings, Report, RequestView, Scan, ScanKind, Target, View,
};
use navette_domain::time::{Day, LocalMoment, Now, Timestamp, Weekday};
use navette_federator::ledger::FederatorState;
use navette_federator::lending::{
    FederatorCore, FlowError, MemberFacts, ReportsTaken, Shelves, Territory,
};
use navette_store::disk::SimulatedDisk;
use navette_store::ledger::{InlineLedger, Options};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

pub const LIBRARIES: [&str; 4] = ["aire", "arques", "lumbres", "fauquembergues"];

pub fn library(id: &str) -> LibraryId {
    LibraryId::parse(id).unwrap()
}

pub fn item(owner: &str, barcode: &str) -> ItemId {
    ItemId {
        library: library(owner),
        barcode: Barcode::parse(barcode).unwrap(),
    }
}

/// Copies of one work, as the directory lists them.
pub struct Copies(pub Vec<ItemId>);

impl Shelves for Copies {
    fn copies_of(&self, target: &Target) -> Vec<CopyFacts> {
        let of = |item: &ItemId| CopyFacts {
            item: item.clone(),
            edition: EditionKey(1),
            part: target.part.clone(),
            status: CopyStatus::Available,
            acquired: None,
            reference: false,
            latest_issue: false,
        };
        self.0.iter().map(of).collect()
    }

    fn are_complete(&self) -> bool {
        true
    }
}

/// Open every day from 9 to 18; the van passes everywhere every weekday morning and again at noon.
pub fn a_territory() -> Territory {
    let span = Span {
        opens: 540,
        closes: 1_080,
    };
    let hours = OpeningHours::new(std::array::from_fn(|_| vec![span]), Vec::new(), true).unwrap();
    let stops = LIBRARIES
        .iter()
        .chain(&LIBRARIES)
        .zip(0..)
        .map(|(id, place)| Stop {
            library: library(id),
            arrives: 540 + 30 * place,
            leaves: 545 + 30 * place,
        })
        .collect::<Vec<_>>();
    let rounds = Weekday::ALL
        .iter()
        .map(|weekday| Round {
            id: RoundId::parse(&format!("{weekday:?}").to_lowercase()).unwrap(),
            name: format!("{weekday:?}"),
            weekday: *weekday,
            stops: stops.clone(),
            cut_off_minutes: 15,
            crate_grams: 15_000,
            first_day: None,
            last_day: None,
        })
        .collect();
    let member = |id: &&str| {
        let facts = MemberFacts {
            name: (*id).to_owned(),
            place: None,
            standing: MemberStanding::Member,
        };
        (library(id), facts)
    };
    Territory {
        members: LIBRARIES.iter().map(member).collect(),
        hours: LIBRARIES
            .iter()
            .map(|id| (library(id), hours.clone()))
            .collect(),
        timetable: Timetable::new(rounds, Vec::new()).unwrap(),
        agreements: Vec::new(),
        patience: Patience::default(),
        protection: ProtectionSettings::default(),
    }
}

pub type Core = FederatorCore<InlineLedger<FederatorState>>;

/// A federator, a clock, and nodes that are nothing but their reports.
pub struct Story {
    pub core: Core,
    pub now: Now,
    numbers: BTreeMap<&'static str, u64>,
    fresh: u128,
    /// Under which numbering the nodes report.
    life: u64,
}

impl Story {
    pub fn with_copies(items: Vec<ItemId>) -> Self {
        Self::over(Arc::new(Copies(items)), a_territory())
    }

    pub fn over(shelves: Arc<dyn Shelves>, territory: Territory) -> Self {
        let disk = Arc::new(SimulatedDisk::new());
        let (ledger, _) =
            InlineLedger::open_simulated(disk, Path::new("/ledger"), Options::new(1)).unwrap();
        let core = FederatorCore::new(ledger, territory, shelves);
        // A Monday.
        let day = Day::from_civil(2026, 3, 2).unwrap();
        Self {
            core,
            now: Now {
                at: Timestamp(i64::from(day.0) * 86_400_000 + 8 * 3_600_000),
                local: LocalMoment { day, minute: 480 },
            },
            numbers: BTreeMap::new(),
            fresh: 1_000,
            life: 7,
        }
    }

    pub fn draw(&mut self) -> u128 {
        self.fresh += 1_000;
        self.fresh
    }

    pub fn days_pass(&mut self, days: i32) {
        for _ in 0..days {
            self.now.at = self.now.at.plus_ms(86_400_000);
            self.now.local.day = self.now.local.day.plus(1);
            self.time_passes();
        }
    }

    pub fn seconds_pass(&mut self, seconds: i64) {
        self.now.at = self.now.at.plus_ms(seconds * 1_000);
        self.time_passes();
    }

    pub fn time_passes(&mut self) {
        let first = self.draw();
        let mut next = first;
        self.core
            .time_passes(self.now, || {
                next += 1;
                next
            })
            .unwrap();
    }

    pub fn place(&mut self, id: u128, pickup: &str) -> Result<LoanRequest, FlowError> {
        let fresh = self.draw();
        let placement = a_placement(id, pickup, self.now.at);
        self.core.place(placement, self.now, fresh)
    }

    pub fn request(&self, id: u128) -> LoanRequest {
        let read = move |state: &FederatorState| state.request(RequestId(id)).cloned();
        self.core.read(read).unwrap().unwrap()
    }

    pub fn report(&mut self, from: &'static str, report: Report) -> ReportsTaken {
        let number = self.numbers.entry(from).or_default();
        *number += 1;
        let number = *number;
        self.report_as(from, number, report)
    }

    /// A node was restored: it counts its reports anew.
    pub fn begin_new_life(&mut self, of: &'static str) {
        self.life += 1;
        self.numbers.remove(of);
    }

    pub fn report_as(&mut self, from: &str, number: u64, report: Report) -> ReportsTaken {
        let fresh = self.draw();
        let reports = vec![(number, report)];
        self.core
            .take_reports(&library(from), self.life, reports, self.now, fresh)
            .unwrap()
    }

    pub fn scan(&mut self, from: &'static str, item: &ItemId, what: ScanKind) -> ReportsTaken {
        let scanned = item.clone();
        let known = self
            .core
            .read(move |state| state.open_journey_of(&scanned).map(|journey| journey.id));
        let journey = known.unwrap();
        let scan = Scan {
            item: item.clone(),
            at: library(from),
            what,
            journey,
            request: None,
            title: "Germinal".into(),
        };
        self.report(from, Report::Scanned(scan))
    }

    /// A scan of what a visitor fetched from the shelf, under the request that this loan is.
    pub fn scan_of_visit(
        &mut self,
        from: &'static str,
        item: &ItemId,
        id: u128,
        what: ScanKind,
    ) -> ReportsTaken {
        let scan = Scan {
            item: item.clone(),
            at: library(from),
            what,
            journey: None,
            request: Some(RequestId(id)),
            title: "Germinal".into(),
        };
        self.report(from, Report::Scanned(scan))
    }

    /// A library takes back the scan that it reported last.
    pub fn undo_last(&mut self, from: &'static str, item: &ItemId) -> ReportsTaken {
        let report = self.numbers.get(from).copied().unwrap();
        let item = item.clone();
        self.report(from, Report::Undone { item, report })
    }

    /// The lender asked for a request commits this copy.
    pub fn commit(&mut self, from: &'static str, id: u128, item: &ItemId) -> ReportsTaken {
        let journey = self.request(id).journey.unwrap();
        self.commit_as(from, id, journey, item)
    }

    pub fn commit_as(
        &mut self,
        from: &'static str,
        id: u128,
        journey: JourneyId,
        item: &ItemId,
    ) -> ReportsTaken {
        let report = Report::Committed {
            request: RequestId(id),
            journey,
            item: item.clone(),
            title: "Germinal".into(),
            shelfmark: "R ZOL".into(),
            grams: 450,
        };
        self.report(from, report)
    }

    /// What a library is told of requests now, by their ids; telling takes it.
    pub fn told_of_requests(&mut self, to: &str) -> Vec<RequestView> {
        let due = self.core.views_for(&library(to)).unwrap();
        let taken = self.core.views_taken(&library(to), &due.views, due.all);
        taken.unwrap();
        let requests = due.views.into_iter().filter_map(|view| match view {
            View::Request(request) => Some(request),
            View::Journey(_) => None,
        });
        let mut told: Vec<_> = requests.collect();
        told.sort_by_key(|view| view.id);
        told
    }

    /// What a library is told of journeys now; telling takes it.
    pub fn told(&mut self, to: &str) -> Vec<JourneyView> {
        let due = self.core.views_for(&library(to)).unwrap();
        let taken = self.core.views_taken(&library(to), &due.views, due.all);
        taken.unwrap();
        let journeys = due.views.into_iter().filter_map(|view| match view {
            View::Journey(journey) => Some(journey),
            View::Request(_) => None,
        });
        journeys.collect()
    }
}

pub fn a_placement(id: u128, pickup: &str, placed_at: Timestamp) -> Placement {
    Placement {
        id: RequestId(id),
        home: library("fauquembergues"),
        reference: PatronReference(id * 31),
        pickup: library(pickup),
        target: Target {
            work: WorkKey(7),
            part: None,
            only: Only::AnyCopy,
        },
        title: "Germinal".into(),
        need_by: None,
        placed_at,
    }
}

pub fn is_void(view: &JourneyView) -> bool {
    view.stage == JourneyStage::Void
}
