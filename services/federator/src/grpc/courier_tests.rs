//! Does the service say what the core knows, page by page, and no by the one table?

#![allow(clippy::unwrap_used)]
use super::*;
use crate::ledger::FederatorState;
use crate::lending::{FederatorCore, MemberFacts, Shelves};
use navette_domain::access::Caller;
use navette_domain::courier::{CRATE_GRAMS, OpeningHours, Span, Stop, Timetable};
use navette_domain::identity::{Barcode, ItemId, PatronReference, RequestId};
use navette_domain::lending::{
    CopyFacts, MemberStanding, Only, Patience, Placement, ProtectionSettings, Report, Target,
};
use navette_domain::time::{LocalMoment, Now, Timestamp, Weekday};
use navette_proto::explain;
use navette_store::disk::SimulatedDisk;
use navette_store::ledger::{Ledger, Options};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use tonic::Code;

/// A Tuesday, at ten.
const NOW: Now = Now {
    at: Timestamp(20_781 * 86_400_000 + 9 * 3_600_000),
    local: LocalMoment {
        day: Day(20_781),
        minute: 600,
    },
};

struct Running {
    core: FederatorCore<Ledger<FederatorState>>,
    woken: AtomicU32,
}

impl RunningLending for Running {
    fn core(&self) -> &FederatorCore<Ledger<FederatorState>> {
        &self.core
    }

    fn now(&self) -> Now {
        NOW
    }

    fn changed(&self) {
        self.woken.fetch_add(1, Ordering::SeqCst);
    }
}

/// One copy of everything, at Aire.
struct OneCopy;

fn the_copy() -> ItemId {
    ItemId {
        library: library("aire"),
        barcode: Barcode::parse("000001").unwrap(),
    }
}

impl Shelves for OneCopy {
    fn copies_of(&self, _: &Target) -> Vec<CopyFacts> {
        vec![CopyFacts {
            item: the_copy(),
            edition: navette_domain::catalogue::EditionKey(1),
            part: None,
            status: navette_domain::lending::CopyStatus::Available,
            acquired: None,
            reference: false,
            latest_issue: false,
        }]
    }

    fn are_complete(&self) -> bool {
        true
    }
}

fn library(id: &str) -> LibraryId {
    LibraryId::parse(id).unwrap()
}

/// Open every day; the van goes from Aire to Lumbres on Wednesdays and back on Fridays.
fn a_territory() -> Territory {
    let span = Span {
        opens: 540,
        closes: 1_080,
    };
    let hours = OpeningHours::new(std::array::from_fn(|_| vec![span]), Vec::new(), true).unwrap();
    let round = |id: &str, weekday, libraries: [&str; 2]| Round {
        id: RoundId::parse(id).unwrap(),
        name: id.to_uppercase(),
        weekday,
        stops: libraries
            .iter()
            .zip([600, 660])
            .map(|(id, arrives)| Stop {
                library: library(id),
                arrives,
                leaves: arrives + 5,
            })
            .collect(),
        cut_off_minutes: 30,
        crate_grams: CRATE_GRAMS,
        first_day: None,
        last_day: None,
    };
    let rounds = vec![
        round("retour", Weekday::Friday, ["lumbres", "aire"]),
        round("lys", Weekday::Wednesday, ["aire", "lumbres"]),
    ];
    let member = |id: &str| {
        let facts = MemberFacts {
            name: format!("Bibliothèque de {id}"),
            place: None,
            standing: MemberStanding::Member,
        };
        (library(id), facts)
    };
    Territory {
        members: ["aire", "arques", "lumbres"].map(member).into(),
        hours: ["aire", "lumbres"]
            .map(|id| (library(id), hours.clone()))
            .into(),
        timetable: Timetable::new(rounds, Vec::new()).unwrap(),
        agreements: Vec::new(),
        patience: Patience::default(),
        protection: ProtectionSettings::default(),
    }
}

/// A service, and a book of Aire that is promised at Lumbres.
fn a_service() -> (Courier, Arc<Running>) {
    let disk = Arc::new(SimulatedDisk::new());
    let (ledger, _) = Ledger::open_simulated(disk, Path::new("/ledger"), Options::new(1)).unwrap();
    let core = FederatorCore::new(ledger, a_territory(), Arc::new(OneCopy));
    let placement = Placement {
        id: RequestId(1),
        home: library("lumbres"),
        reference: PatronReference(2),
        pickup: library("lumbres"),
        target: Target {
            work: navette_domain::catalogue::WorkKey(7),
            part: None,
            only: Only::AnyCopy,
        },
        title: "Germinal".into(),
        need_by: None,
        placed_at: NOW.at,
    };
    let request = core.place(placement, NOW, 1).unwrap();
    let committed = Report::Committed {
        request: RequestId(1),
        journey: request.journey.unwrap(),
        item: the_copy(),
        title: "Germinal".into(),
        shelfmark: "R ZOL".into(),
        grams: 450,
    };
    core.take_reports(&library("aire"), 7, vec![(1, committed)], NOW, 2)
        .unwrap();
    let running = Arc::new(Running {
        core,
        woken: AtomicU32::new(0),
    });
    (Courier::over(Arc::clone(&running) as _), running)
}

fn refused<T: std::fmt::Debug>(answer: Result<Response<T>, Status>) -> (Code, String) {
    let status = answer.unwrap_err();
    let reason = explain(&status).map(|told| told.reason);
    (status.code(), reason.unwrap_or_default())
}

fn a_cancellation(call: u128, timetable_version: u64) -> wire::CancelRoundRequest {
    wire::CancelRoundRequest {
        request_id: format!("{call:032x}"),
        round: "lys".into(),
        day: "2026-11-25".into(),
        timetable_version,
        reason: String::new(),
    }
}

#[tokio::test]
async fn rounds_are_listed_by_weekday_page_by_page() {
    let (service, _) = a_service();
    let mut request = wire::ListRoundsRequest {
        page_size: 1,
        ..wire::ListRoundsRequest::default()
    };
    let mut listed = Vec::new();
    loop {
        let page = service.list_rounds(Request::new(request.clone())).await;
        let page = page.unwrap().into_inner();
        listed.extend(page.rounds.into_iter().map(|round| round.round));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            break;
        }
    }
    assert_eq!(listed, ["lys", "retour"]);
    request.page_token = "nord".into();
    let told = refused(service.list_rounds(Request::new(request.clone())).await);
    assert_eq!(told, (Code::InvalidArgument, "FIELD_REFUSED".into()));
    request.library = "paris".into();
    let told = refused(service.list_rounds(Request::new(request)).await);
    assert_eq!(told, (Code::InvalidArgument, "UNKNOWN_LIBRARY".into()));
}

#[tokio::test]
async fn what_would_change_is_shown_done_once_and_shown_with_the_round() {
    let (service, running) = a_service();
    let preview = wire::PreviewMoveRequest {
        round: "lys".into(),
        day: "2026-11-25".into(),
        ..wire::PreviewMoveRequest::default()
    };
    let shown = service.preview_move(Request::new(preview)).await;
    let shown = shown.unwrap().into_inner();
    assert_eq!((shown.journeys, shown.changed, shown.broken), (1, 1, 1));
    let change = &shown.changes[0];
    assert_eq!(
        (change.before.as_str(), change.after.as_str()),
        ("2026-11-25", "2026-12-02")
    );
    let order = a_cancellation(9, shown.timetable_version);
    for _ in 0..2 {
        let done = service.cancel_round(Request::new(order.clone())).await;
        let done = done.unwrap().into_inner();
        assert_eq!((done.timetable_version, done.changed), (2, 1));
        assert_eq!(done.round.unwrap().exceptions.len(), 1);
    }
    assert!(running.woken.load(Ordering::SeqCst) > 0);
    let late = service
        .cancel_round(Request::new(a_cancellation(10, 1)))
        .await;
    assert_eq!(refused(late), (Code::Aborted, "CHANGED_SINCE".into()));
    let mut other = order;
    other.day = "2026-12-02".into();
    let taken = service.cancel_round(Request::new(other)).await;
    assert_eq!(
        refused(taken),
        (Code::AlreadyExists, "REQUEST_ID_TAKEN".into())
    );
    let request = wire::GetRoundRequest {
        round: "lys".into(),
    };
    let round = service.get_round(Request::new(request)).await.unwrap();
    let round = round.into_inner();
    assert_eq!(round.timetable_version, 2);
    assert_eq!(round.round.unwrap().exceptions.len(), 1);
}

#[tokio::test]
async fn a_run_is_moved_to_another_day() {
    let (service, _) = a_service();
    let order = wire::MoveRoundRequest {
        request_id: format!("{:032x}", 9),
        round: "lys".into(),
        day: "2026-11-25".into(),
        to: Some(wire::RunMoved {
            day: "2026-11-26".into(),
            by_minutes: 60,
        }),
        timetable_version: 0,
        reason: "verglas".into(),
    };
    let moved = service.move_round(Request::new(order.clone())).await;
    assert_eq!(moved.unwrap().into_inner().changed, 1);
    let mut nowhere = order.clone();
    nowhere.to = None;
    let told = service.move_round(Request::new(nowhere)).await.unwrap_err();
    assert_eq!(told.message(), "to: it is missing");
    let mut unknown = order;
    unknown.request_id = format!("{:032x}", 10);
    unknown.round = "nord".into();
    let told = refused(service.move_round(Request::new(unknown)).await);
    assert_eq!(told, (Code::NotFound, "UNKNOWN_ROUND".into()));
}

#[tokio::test]
async fn a_way_is_planned_or_it_is_said_why_there_is_none() {
    let (service, _) = a_service();
    let request = |to: &str| {
        Request::new(wire::PlanArrivalRequest {
            from: "aire".into(),
            to: to.into(),
            ready_at: String::new(),
        })
    };
    let found = service.plan_arrival(request("lumbres")).await.unwrap();
    let found = found.into_inner().arrival.unwrap();
    assert_eq!(found.promised, "2026-11-25");
    let told = refused(service.plan_arrival(request("arques")).await);
    assert_eq!(told, (Code::FailedPrecondition, "HOURS_UNKNOWN".into()));
    let told = refused(service.plan_arrival(request("paris")).await);
    assert_eq!(told, (Code::InvalidArgument, "UNKNOWN_LIBRARY".into()));
}

#[tokio::test]
async fn a_manifest_is_given_for_a_stop_that_exists() {
    let (service, running) = a_service();
    let pulled = Report::Scanned(navette_domain::lending::Scan {
        item: the_copy(),
        at: library("aire"),
        what: navette_domain::lending::ScanKind::Pulled,
        journey: None,
        request: None,
        title: "Germinal".into(),
    });
    running
        .core
        .take_reports(&library("aire"), 7, vec![(2, pulled)], NOW, 3)
        .unwrap();
    let request = |round, stop| asking_for(round, stop, Caller::Coordinator);
    let sheet = service.get_manifest(request("lys", 0)).await.unwrap();
    let sheet = sheet.into_inner().manifest.unwrap();
    assert_eq!(sheet.goes_on[0].title, "Germinal");
    assert_eq!((sheet.grams_on, sheet.comes_off.len()), (450, 0));
    let there = service.get_manifest(request("lys", 1)).await.unwrap();
    assert_eq!(there.into_inner().manifest.unwrap().comes_off.len(), 1);
    let told = refused(service.get_manifest(request("lys", 2)).await);
    assert_eq!(told, (Code::NotFound, "NO_SUCH_STOP".into()));
    let told = refused(service.get_manifest(request("Nord", 0)).await);
    assert_eq!(told, (Code::NotFound, "UNKNOWN_ROUND".into()));
}

/// Asks for the manifest of a stop.
fn asking_for(round: &str, stop: u32, caller: Caller) -> Request<wire::GetManifestRequest> {
    let mut request = Request::new(wire::GetManifestRequest {
        round: round.into(),
        day: "2026-11-25".into(),
        stop,
    });
    request.extensions_mut().insert(caller);
    request
}

#[tokio::test]
async fn a_library_sees_the_manifests_of_its_own_stops_only() {
    let (service, _) = a_service();
    let aire = || Caller::Node(library("aire"));
    let own = service.get_manifest(asking_for("lys", 0, aire())).await;
    assert!(own.is_ok());
    let told = refused(service.get_manifest(asking_for("lys", 1, aire())).await);
    assert_eq!(told, (Code::PermissionDenied, "OTHER_LIBRARY".into()));
}
