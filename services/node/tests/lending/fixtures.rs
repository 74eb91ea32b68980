//! The library of Aire with a few books and patrons, and what a federator would tell it.
#![allow(dead_code)]

use navette_domain::catalogue::{EditionKey, ItemStatus, LibraryId, Medium, WorkKey};
use navette_domain::courier::{OpeningHours, Span};
use navette_domain::fees::Money;
use navette_domain::identity::{
    Barcode, CardNumber, ItemId, JourneyId, PatronNumber, PatronReference, RequestId, StaffId,
};
use navette_domain::lending::{
    JourneyStage, JourneyState, JourneyView, Only, Report, RequestState, RequestView, Scan,
    ScanKind, Served, Target, Telling, View,
};
use navette_domain::notices::ChannelsOffered;
use navette_domain::patrons::{CategoryId, RegistrationForm};
use navette_domain::time::{Day, LocalMoment, Now, Timestamp};
use navette_node::core::{
    Asker, DeskRefusal, NodeCore, NodeSettings, NodeState, PatronForm, PatronKeys, PlaceRequest,
    ReportNumber, ScanDone, ScanOutcome, Scanned, Shelf, ShelfItem,
};
use navette_store::disk::SimulatedDisk;
use navette_store::keyring::{KeyCopy, Keyring};
use navette_store::ledger::{Commit, Cover, InlineLedger, Options, Rows};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

pub type Core = NodeCore<InlineLedger<NodeState>>;

pub const FEDERATOR: u64 = 77;
pub const ZOE: StaffId = StaffId(1);
/// Wednesday, 25 November 2026.
pub const TODAY: Day = Day(20_782);

pub fn at(day: Day) -> Now {
    Now {
        at: Timestamp(i64::from(day.0) * 86_400_000 + 9 * 3_600_000),
        local: LocalMoment { day, minute: 600 },
    }
}

pub fn today() -> Now {
    at(TODAY)
}

pub fn library(id: &str) -> LibraryId {
    LibraryId::parse(id).unwrap()
}

pub fn item(library_id: &str, barcode: &str) -> ItemId {
    ItemId {
        library: library(library_id),
        barcode: Barcode::parse(barcode).unwrap(),
    }
}

pub fn own(barcode: &str) -> ItemId {
    item("aire", barcode)
}

pub fn card(number: &str) -> CardNumber {
    CardNumber::parse(number).unwrap()
}

/// A shelf of books, each a work of its own unless said otherwise.
#[derive(Clone, Default)]
pub struct FakeShelf(BTreeMap<String, ShelfItem>);

impl FakeShelf {
    pub fn with(mut self, barcode: &str, work: u64, title: &str) -> Self {
        let copy = ShelfItem {
            barcode: Barcode::parse(barcode).unwrap(),
            title: title.to_owned(),
            work: WorkKey(work),
            part: None,
            edition: EditionKey(work),
            shelfmark: format!("R {title}"),
            medium: Medium::Book,
            language: "fre".to_owned(),
            status: ItemStatus::Available,
            reference_only: false,
            latest_issue: false,
            acquired: Some(Day(15_000)),
            grams: None,
            price: None,
        };
        self.0.insert(barcode.to_owned(), copy);
        self
    }

    pub fn but(mut self, barcode: &str, change: impl FnOnce(&mut ShelfItem)) -> Self {
        change(self.0.get_mut(barcode).unwrap());
        self
    }
}

impl Shelf for FakeShelf {
    fn item(&self, barcode: &Barcode) -> Option<ShelfItem> {
        self.0.get(barcode.as_str()).cloned()
    }

    fn copies_of(&self, target: &Target) -> Vec<ShelfItem> {
        let copies = self.0.values();
        copies
            .filter(|copy| copy.work == target.work)
            .cloned()
            .collect()
    }
}

/// Germinal twice, Candide once, a dictionary that stays.
pub fn a_shelf() -> FakeShelf {
    FakeShelf::default()
        .with("000001", 1, "Germinal")
        .with("000002", 1, "Germinal")
        .with("000003", 2, "Candide")
        .with("000004", 3, "Le Robert")
        .but("000002", |copy| copy.acquired = Some(Day(18_000)))
        .but("000004", |copy| copy.reference_only = true)
}

pub fn settings() -> NodeSettings {
    let morning = vec![Span {
        opens: 540,
        closes: 720,
    }];
    let week: [Vec<Span>; 7] = std::array::from_fn(|_| morning.clone());
    let mut settings = NodeSettings::new(library("aire"), "Aire");
    settings.opening = OpeningHours::new(week, Vec::new(), true).unwrap();
    settings.names = BTreeMap::from([(library("lumbres"), "Lumbres".to_owned())]);
    settings.channels = ChannelsOffered {
        email: true,
        ..ChannelsOffered::default()
    };
    for category in &mut settings.categories {
        category.policy.fee_per_day_cents = 10;
    }
    settings
}

pub fn options(incarnation: u64) -> Options {
    Options {
        reserve_bytes: 0,
        ..Options::new(incarnation)
    }
}

/// The keys on a disk; what makes new ones repeats itself, as a test should.
pub fn keys_on(disk: &SimulatedDisk) -> Arc<PatronKeys> {
    let mut drawn = 0_u8;
    let chance = Box::new(move |bytes: &mut [u8]| {
        for byte in bytes {
            drawn = drawn.wrapping_mul(5).wrapping_add(3);
            *byte = drawn;
        }
        Ok(())
    });
    let keys = PatronKeys::open(Arc::new(disk.clone()), Path::new("/k"), chance);
    Arc::new(keys.unwrap())
}

pub fn ledger_on(
    disk: &SimulatedDisk,
    incarnation: u64,
) -> (InlineLedger<NodeState>, Arc<PatronKeys>) {
    let (keys, on) = (keys_on(disk), Arc::new(disk.clone()));
    let cover = Arc::clone(&keys) as _;
    let opened = InlineLedger::open_covered(on, Path::new("/l"), options(incarnation), cover);
    (opened.unwrap().0, keys)
}

pub fn core_over(
    (ledger, keys): (InlineLedger<NodeState>, Arc<PatronKeys>),
    shelf: FakeShelf,
    settings: NodeSettings,
) -> Core {
    let incarnation = ledger.incarnation();
    let shelf = Arc::new(shelf);
    NodeCore::open(ledger, settings, shelf, keys, incarnation, 99, today()).unwrap()
}

/// Aire, alone.
pub fn aire() -> Core {
    aire_with(a_shelf(), settings())
}

pub fn aire_with(shelf: FakeShelf, settings: NodeSettings) -> Core {
    core_over(ledger_on(&SimulatedDisk::default(), 5), shelf, settings)
}

/// Aire, in reach of the federator, with nothing open.
pub fn aire_connected() -> Core {
    let core = aire();
    connect(&core);
    core
}

pub fn connect(core: &Core) {
    core.connected(FEDERATOR, 1_000, today()).unwrap();
    core.views_complete(today()).unwrap();
}

/// Everything in the ledger, to see that a refusal changed nothing.
pub fn rows(core: &Core) -> Rows {
    let keys = core.keys();
    let uncovered = stored_rows(core).into_iter().map(|(key, stored)| {
        let value = keys.take_off(&key, &stored).unwrap().unwrap().into_owned();
        (key, value)
    });
    uncovered.collect()
}

/// Everything in the ledger as it is on disk, and in a backup.
pub fn stored_rows(core: &Core) -> Rows {
    core.ledger().export_rows().unwrap()
}

pub fn reports(core: &Core) -> Vec<Report> {
    let next = core.next_reports(1_000).unwrap();
    next.into_iter().map(|(_, report)| report).collect()
}

pub fn last_report(core: &Core) -> Report {
    reports(core).pop().unwrap()
}

/// The federator takes everything that waits.
pub fn acknowledge(core: &Core) {
    let next = core.next_reports(1_000).unwrap();
    if let Some((last, _)) = next.last() {
        core.acknowledged(*last, today()).unwrap();
    }
}

pub fn scan_kinds(core: &Core) -> Vec<ScanKind> {
    let scans = reports(core).into_iter().filter_map(|report| match report {
        Report::Scanned(Scan { what, .. }) => Some(what),
        _ => None,
    });
    scans.collect()
}

pub fn target(work: u64) -> Target {
    Target {
        work: WorkKey(work),
        part: None,
        only: Only::AnyCopy,
    }
}

/// A request of a patron of Lumbres, collected there.
pub fn served(request: u128, state: RequestState) -> Served {
    Served {
        request: RequestId(request),
        reference: PatronReference(request + 500),
        home: library("lumbres"),
        pickup: library("lumbres"),
        state,
        promised: None,
        due: None,
    }
}

pub fn served_here(request: u128, state: RequestState) -> Served {
    Served {
        pickup: library("aire"),
        ..served(request, state)
    }
}

pub fn journey(id: u128, version: u64, stage: JourneyStage, serves: Option<Served>) -> JourneyView {
    JourneyView {
        id: JourneyId(id),
        version,
        stage,
        lender: library("aire"),
        serves,
        deadline: None,
        late: false,
    }
}

pub fn asked(id: u128, version: u64, work: u64) -> JourneyView {
    let serves = Some(served(id, RequestState::Asking));
    journey(id, version, JourneyStage::Asked(target(work)), serves)
}

pub fn under(item: &ItemId, state: JourneyState, at: &str, to: &str) -> JourneyStage {
    JourneyStage::Under {
        item: item.clone(),
        title: "Germinal".to_owned(),
        shelfmark: "R Germinal".to_owned(),
        grams: 450,
        state,
        at: library(at),
        to: library(to),
    }
}

/// A book of Lumbres on its way to a patron who collects it in Aire.
pub fn on_its_way_here(id: u128, version: u64, barcode: &str) -> JourneyView {
    let stage = under(
        &item("lumbres", barcode),
        JourneyState::InTransit,
        "lumbres",
        "aire",
    );
    let mut view = journey(
        id,
        version,
        stage,
        Some(served_here(id, RequestState::BeingSupplied)),
    );
    view.lender = library("lumbres");
    view
}

/// How much of Aire's reports the federator has heard: all of them.
pub fn heard_all(core: &Core) -> ReportNumber {
    let number = core.next_reports(1_000).unwrap().last().map(|next| next.0);
    let newest = core
        .ledger()
        .read(|state| state.meta().last_report)
        .unwrap();
    ReportNumber {
        numbering: core.numbering().unwrap(),
        number: number.unwrap_or(newest),
    }
}

pub fn show(core: &Core, views: Vec<View>) {
    let heard = heard_all(core);
    core.receive_views(FEDERATOR, heard, views, today())
        .unwrap();
}

/// Shows a view that was written before any report was heard.
pub fn show_unheard(core: &Core, views: Vec<View>) {
    let heard = ReportNumber::default();
    core.receive_views(FEDERATOR, heard, views, today())
        .unwrap();
}

pub fn show_journey(core: &Core, view: JourneyView) {
    show(core, vec![View::Journey(view)]);
}

pub fn request_view(id: u128, version: u64, state: RequestState) -> RequestView {
    RequestView {
        id: RequestId(id),
        version,
        home: library("aire"),
        reference: PatronReference(id + 500),
        pickup: library("aire"),
        title: "Germinal".to_owned(),
        state,
        lender: None,
        promised: None,
        position: None,
        due: None,
        deadline: None,
        telling: None,
        reason: String::new(),
    }
}

pub fn telling(view: RequestView, telling: Telling) -> RequestView {
    RequestView {
        telling: Some(telling),
        ..view
    }
}

pub fn scanned(barcode: &str) -> Scanned {
    Scanned {
        barcode: Barcode::parse(barcode).unwrap(),
        library: None,
        card: None,
        overrides: Vec::new(),
        by: ZOE,
    }
}

pub fn of(library_id: &str, scan: Scanned) -> Scanned {
    Scanned {
        library: Some(library(library_id)),
        ..scan
    }
}

pub fn done(outcome: Result<ScanOutcome, DeskRefusal>) -> ScanDone {
    match outcome.unwrap() {
        ScanOutcome::Done(done) => *done,
        other => panic!("nothing was done: {other:?}"),
    }
}

pub fn scan(core: &Core, barcode: &str) -> ScanDone {
    done(core.scan(scanned(barcode), today()))
}

pub fn a_form(given: &str, number: &str) -> PatronForm {
    PatronForm {
        form: RegistrationForm {
            given_name: given.into(),
            family_name: "Leroy".into(),
            birth: Day::from_civil(1980, 5, 17).into(),
            email: "leroy@exemple.fr".into(),
            language: "fr".to_owned(),
            ..RegistrationForm::default()
        },
        category: CategoryId::parse("adult").unwrap(),
        card: card(number),
        address: "".into(),
        preferred: None,
        somebody_else: false,
    }
}

pub fn a_patron(core: &Core, given: &str, number: &str) -> PatronNumber {
    core.register(a_form(given, number), ZOE, today()).unwrap()
}

pub fn a_wish(id: u128, patron: PatronNumber, work: u64) -> PlaceRequest {
    PlaceRequest {
        put_aside: false,
        id: RequestId(id),
        reference: PatronReference(id + 500),
        asker: Asker::Patron(patron),
        target: target(work),
        title: "Germinal".to_owned(),
        pickup: library("aire"),
        need_by: None,
        by: None,
    }
}

pub fn lend(core: &Core, barcode: &str, number: &str) -> u64 {
    let barcode = Barcode::parse(barcode).unwrap();
    let lent = core.check_out(barcode, None, card(number), Vec::new(), ZOE, today());
    lent.unwrap().loan
}

pub fn owed(core: &Core, patron: PatronNumber) -> Money {
    core.account(patron, today()).unwrap().1
}

/// The same ledger from a backup, under another incarnation.
pub fn restored(core: &Core) -> Core {
    let copy = core.keys().keyring().copy();
    restored_from(stored_rows(core), &copy, &BTreeSet::new())
}

/// A ledger from a backup, where these were erased since.
pub fn restored_from(rows: Rows, copy: &KeyCopy, erased: &BTreeSet<u64>) -> Core {
    let disk = SimulatedDisk::default();
    Keyring::restore(&disk, Path::new("/k"), copy, erased).unwrap();
    let (keys, on) = (keys_on(&disk), Arc::new(disk));
    let cover = Arc::clone(&keys) as _;
    let opened = InlineLedger::import_covered(on, Path::new("/r"), options(6), rows, cover);
    core_over((opened.unwrap().0, keys), a_shelf(), settings())
}
