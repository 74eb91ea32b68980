//! Which requests and journeys do the tests of lending's conversions speak of?

#![allow(clippy::unwrap_used)]
use navette_domain::catalogue::{LibraryId, Part, WorkKey};
use navette_domain::identity::{Barcode, ItemId, JourneyId, PatronReference, RequestId};
use navette_domain::lending::{
    Declined, Journey, JourneyStage, JourneyState, JourneyView, LoanRequest, Only, Placement,
    Report, RequestState, RequestView, Scan, ScanKind, Served, SupplyFailure, Target, Telling,
};
use navette_domain::time::{Day, Timestamp};

pub(crate) fn a_day() -> Day {
    Day::from_civil(2026, 12, 2).unwrap()
}

pub(crate) fn a_library(id: &str) -> LibraryId {
    LibraryId::parse(id).unwrap()
}

pub(crate) fn an_item() -> ItemId {
    ItemId {
        library: a_library("aire"),
        barcode: Barcode::parse("000001").unwrap(),
    }
}

pub(crate) fn a_target() -> Target {
    Target {
        work: WorkKey(0x12ab),
        part: Part::from_label("t. 2"),
        only: Only::AnyCopy,
    }
}

pub(crate) fn a_placement() -> Placement {
    Placement {
        id: RequestId(7),
        home: a_library("lumbres"),
        reference: PatronReference(u128::MAX),
        pickup: a_library("saint-omer"),
        target: a_target(),
        title: "Les Misérables, tome 2".into(),
        need_by: Some(a_day()),
        placed_at: Timestamp(1_795_529_100_000),
    }
}

/// Just placed: everything that can be absent is.
pub(crate) fn a_request() -> LoanRequest {
    LoanRequest {
        placement: a_placement(),
        state: RequestState::Placed,
        since: Timestamp(1),
        queued_at: Timestamp(2),
        deadline: None,
        escalated: None,
        lender: None,
        journey: None,
        promised: None,
        first_promised: None,
        arrived: None,
        told: None,
        due: None,
        suspended_until: None,
        looked_at: Timestamp(3),
        declined: Vec::new(),
        reason: String::new(),
        version: 1,
    }
}

/// Long under way: nothing is absent.
pub(crate) fn a_request_on_loan() -> LoanRequest {
    let declined = |item| Declined {
        library: a_library("arques"),
        item,
        why: SupplyFailure::NotFound,
        at: Timestamp(11),
    };
    LoanRequest {
        state: RequestState::OnLoan,
        deadline: Some(Timestamp(0)),
        escalated: Some(Timestamp(5)),
        lender: Some(a_library("aire")),
        journey: Some(JourneyId(8)),
        promised: Some(a_day()),
        first_promised: Some(a_day()),
        arrived: Some(a_day()),
        told: Some(Timestamp(6)),
        due: Some(a_day()),
        suspended_until: Some(a_day()),
        declined: vec![declined(Some(an_item())), declined(None)],
        reason: "handed over".into(),
        version: u64::MAX,
        ..a_request()
    }
}

pub(crate) fn a_journey() -> Journey {
    Journey {
        id: JourneyId(8),
        item: an_item(),
        work: WorkKey(0x12ab),
        part: Part::from_label("t. 2"),
        title: "Les Misérables".into(),
        shelfmark: "R HUG".into(),
        grams: 450,
        serves: Some(RequestId(7)),
        state: JourneyState::InTransit,
        at: a_library("aire"),
        to: a_library("saint-omer"),
        since: Timestamp(1),
        deadline: Some(Timestamp(2)),
        escalated: Some(Timestamp(3)),
        version: 4,
    }
}

/// Every kind of scan there is.
pub(crate) fn scan_kinds() -> [ScanKind; 13] {
    [
        ScanKind::Pulled,
        ScanKind::NotFound,
        ScanKind::Refused(SupplyFailure::LibraryRefused),
        ScanKind::Shipped,
        ScanKind::LeftBehind,
        ScanKind::Received,
        ScanKind::HandedOver(a_day()),
        ScanKind::Returned,
        ScanKind::NotCollected,
        ScanKind::MissingFromShelf,
        ScanKind::ClaimedReturned,
        ScanKind::Damaged,
        ScanKind::Lost,
    ]
}

pub(crate) fn a_scan(what: ScanKind) -> Scan {
    Scan {
        item: an_item(),
        at: a_library("saint-omer"),
        what,
        journey: Some(JourneyId(8)),
        request: None,
        title: "Les Misérables".into(),
    }
}

/// Every kind of report there is.
pub(crate) fn reports() -> Vec<Report> {
    let (request, journey) = (RequestId(7), JourneyId(8));
    vec![
        Report::Placed(a_placement()),
        Report::Cancelled(request),
        Report::Suspended(request, Some(a_day())),
        Report::Suspended(request, None),
        Report::Resumed(request),
        Report::Committed {
            request,
            journey,
            item: an_item(),
            title: "Les Misérables".into(),
            shelfmark: "R HUG".into(),
            grams: 450,
        },
        Report::Declined {
            request,
            journey,
            why: SupplyFailure::NoCopy,
        },
        Report::Scanned(a_scan(ScanKind::Received)),
        Report::Undone {
            item: an_item(),
            report: 41,
        },
        Report::Told(request),
        Report::DueChanged(request, a_day()),
        Report::Settled(request),
        Report::HomeRefused(request),
        Report::Available(an_item()),
        Report::CaughtUp,
    ]
}

pub(crate) fn a_request_view() -> RequestView {
    RequestView {
        id: RequestId(7),
        version: 3,
        home: a_library("lumbres"),
        reference: PatronReference(9),
        pickup: a_library("saint-omer"),
        title: "Les Misérables, tome 2".into(),
        state: RequestState::Waiting,
        lender: Some(a_library("aire")),
        promised: Some(a_day()),
        position: Some(2),
        due: Some(a_day()),
        deadline: Some(Timestamp(0)),
        telling: Some(Telling::Waiting),
        reason: "all copies are out".into(),
    }
}

pub(crate) fn journey_stages() -> Vec<JourneyStage> {
    let mut stages = vec![JourneyStage::Asked(a_target()), JourneyStage::Void];
    for state in JourneyState::ALL {
        stages.push(JourneyStage::Under {
            item: an_item(),
            title: "Les Misérables".into(),
            shelfmark: "R HUG".into(),
            grams: 450,
            state: *state,
            at: a_library("aire"),
            to: a_library("saint-omer"),
        });
    }
    stages
}

pub(crate) fn a_journey_view() -> JourneyView {
    JourneyView {
        id: JourneyId(8),
        version: 6,
        stage: JourneyStage::Asked(a_target()),
        lender: a_library("aire"),
        serves: Some(Served {
            request: RequestId(7),
            reference: PatronReference(9),
            home: a_library("lumbres"),
            pickup: a_library("saint-omer"),
            state: RequestState::Asking,
            promised: Some(a_day()),
            due: None,
        }),
        deadline: Some(Timestamp(5)),
        late: false,
    }
}
