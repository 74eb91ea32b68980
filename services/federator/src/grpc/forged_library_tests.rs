//! May a node speak for another library than its own? In each call that names one, over a real ledger.

#![allow(clippy::unwrap_used)]
use super::ledger_service::{LedgerCalls, on_the_ledger};
use super::loan_requests::LoanRequests;
use crate::clock::Clock;
use crate::config::FederatorConfig;
use crate::knowledge::Knowledge;
use crate::ledger::LedgerChange;
use crate::lending::CataloguedShelves;
use crate::lending_process::Lending;
use navette_domain::access::Caller;
use navette_domain::catalogue::{LibraryId, WorkKey};
use navette_domain::identity::{PatronReference, RequestId};
use navette_domain::lending::{LoanRequest, Only, Placement, RequestState, Target};
use navette_domain::time::Now;
use navette_indexer::search::Directory;
use navette_proto::explain;
use navette_proto::wire::identity::ItemId;
use navette_proto::wire::lending as wire;
use navette_proto::wire::lending::ledger_service_server::LedgerService;
use navette_proto::wire::lending::loan_request_service_server::LoanRequestService;
use navette_store::committer::CommitError;
use navette_store::ledger::{Commit, Decision};
use std::collections::BTreeMap;
use std::sync::Arc;
use tonic::{Request, Status};

const TERRITORY: &str = "listen = \"127.0.0.1:0\"\ndata_dir = \"unused\"\n\
    [[members]]\nlibrary = \"aire\"\nname = \"Aire\"\naddress = \"http://127.0.0.1:1\"\n\
    [[members]]\nlibrary = \"arques\"\nname = \"Arques\"\naddress = \"http://127.0.0.1:1\"\n\
    [[members]]\nlibrary = \"lumbres\"\nname = \"Lumbres\"\naddress = \"http://127.0.0.1:1\"\n";

/// Opens an empty ledger over three libraries.
fn lending(folder: &tempfile::TempDir) -> Arc<Lending> {
    let config = FederatorConfig::from_toml(TERRITORY).unwrap();
    let knowledge = Arc::new(Knowledge::new(Directory::default(), 0));
    let shelves = CataloguedShelves::over(knowledge, Vec::new());
    let (territory, zone) = (config.territory().unwrap(), config.zone().unwrap());
    let clock = Clock::default();
    Arc::new(Lending::open(folder.path(), territory, clock, zone, shelves).unwrap())
}

/// A call of the node of Aire.
fn by_aire<T>(message: T) -> Request<T> {
    let mut request = Request::new(message);
    let aire = LibraryId::parse("aire").unwrap();
    request.extensions_mut().insert(Caller::Node(aire));
    request
}

fn told<T>(answer: Result<T, Status>) -> String {
    match answer {
        Ok(_) => "done".into(),
        Err(status) => explain(&status).unwrap().reason,
    }
}

fn report_of(library: &str) -> wire::ReportRequest {
    wire::ReportRequest {
        library: library.into(),
        incarnation: "00000000000000a1".into(),
        ..wire::ReportRequest::default()
    }
}

fn waiting_of(library: &str) -> wire::CountWaitingRequest {
    wire::CountWaitingRequest {
        library: library.into(),
        item: Some(ItemId {
            library: library.into(),
            barcode: "B1".into(),
        }),
        target: None,
    }
}

fn filter_of(library: &str) -> Option<wire::RequestFilter> {
    Some(wire::RequestFilter {
        library: library.into(),
        ..wire::RequestFilter::default()
    })
}

/// What Lumbres has lent to Arques, and stands there on the hold shelf since now.
fn between_two_others(now: Now) -> LoanRequest {
    let [lumbres, arques] = ["lumbres", "arques"].map(|id| LibraryId::parse(id).unwrap());
    LoanRequest {
        placement: Placement {
            id: RequestId(1),
            home: arques.clone(),
            reference: PatronReference(31),
            pickup: arques,
            target: Target {
                work: WorkKey(7),
                part: None,
                only: Only::AnyCopy,
            },
            title: String::new(),
            need_by: None,
            placed_at: now.at,
        },
        state: RequestState::OnHoldShelf,
        since: now.at,
        queued_at: now.at,
        deadline: None,
        escalated: None,
        lender: Some(lumbres),
        journey: None,
        promised: None,
        first_promised: None,
        arrived: Some(now.local.day),
        told: None,
        due: None,
        suspended_until: None,
        looked_at: now.at,
        declined: Vec::new(),
        reason: String::new(),
        version: 1,
    }
}

/// Puts a request into the ledger as it is.
async fn keep(lending: &Arc<Lending>, request: LoanRequest) {
    let keeping = Arc::clone(lending);
    let kept = on_the_ledger(move || {
        let change = LedgerChange::Request(Box::new(request));
        Ok(keeping.core.ledger().commit(move |_| {
            Ok::<_, CommitError>(Decision {
                changes: vec![change],
                reply: (),
            })
        })?)
    });
    kept.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_reports_and_counts_for_its_own_library_only() {
    let folder = tempfile::tempdir().unwrap();
    let calls = LedgerCalls::over(lending(&folder), BTreeMap::new());
    for (library, expected) in [("aire", "done"), ("lumbres", "OTHER_LIBRARY")] {
        let reported = calls.report(by_aire(report_of(library))).await;
        assert_eq!(told(reported), expected);
        let counted = calls.count_waiting(by_aire(waiting_of(library))).await;
        assert_eq!(told(counted), expected);
    }
    // Without a guard before it, nobody calls.
    let nobody = calls.report(Request::new(report_of("aire"))).await;
    assert_eq!(told(nobody), "SIGN_IN_NEEDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_lists_and_watches_what_concerns_its_own_library_only() {
    let folder = tempfile::tempdir().unwrap();
    let calls = LoanRequests::over(lending(&folder));
    for (library, expected) in [("aire", "done"), ("", "done"), ("lumbres", "OTHER_LIBRARY")] {
        let list = wire::ListRequest {
            filter: filter_of(library),
            ..wire::ListRequest::default()
        };
        assert_eq!(told(calls.list(by_aire(list)).await), expected);
        let watch = wire::WatchRequest {
            filter: filter_of(library),
        };
        assert_eq!(told(calls.watch(by_aire(watch)).await), expected);
        let stuck = wire::ListStuckRequest {
            owner: library.into(),
            ..wire::ListStuckRequest::default()
        };
        assert_eq!(told(calls.list_stuck(by_aire(stuck)).await), expected);
    }
    let stuck = wire::ListStuckRequest {
        coordinator_only: true,
        ..wire::ListStuckRequest::default()
    };
    assert_eq!(
        told(calls.list_stuck(by_aire(stuck)).await),
        "FIELD_REFUSED"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_has_what_was_lent_counted_for_its_own_library_only_and_the_coordinator_for_all() {
    let folder = tempfile::tempdir().unwrap();
    let lending = lending(&folder);
    keep(&lending, between_two_others(lending.now())).await;
    let calls = LoanRequests::over(lending);
    let count_of = |library: &str| wire::CountExchangeRequest {
        library: library.into(),
        ..wire::CountExchangeRequest::default()
    };
    for (library, expected) in [("aire", "done"), ("", "done"), ("lumbres", "OTHER_LIBRARY")] {
        let counted = calls.count_exchange(by_aire(count_of(library))).await;
        assert_eq!(told(counted), expected, "{library}");
    }
    let own = calls.count_exchange(by_aire(count_of(""))).await.unwrap();
    let own = own.into_inner();
    let rows: Vec<&str> = own.libraries.iter().map(|row| &*row.library).collect();
    assert_eq!(rows, ["aire"], "no other row, though none is named");
    assert_eq!(own.with, [], "nor what others have lent each other");
    let days = own.days.unwrap();
    assert!(days.from.ends_with("-01") && days.until == days.today);
    let by_coordinator = |message| {
        let mut request = Request::new(message);
        request.extensions_mut().insert(Caller::Coordinator);
        request
    };
    let all = calls.count_exchange(by_coordinator(count_of(""))).await;
    let all = all.unwrap().into_inner();
    let rows: Vec<_> = all
        .libraries
        .iter()
        .map(|row| (&*row.library, row.lent))
        .collect();
    assert_eq!(rows, [("arques", 0), ("lumbres", 1)]);
    for (library, expected) in [
        ("lumbres", "done"),
        ("", "done"),
        ("paris", "UNKNOWN_LIBRARY"),
        ("Pa ris", "FIELD_REFUSED"),
    ] {
        let counted = calls.count_exchange(by_coordinator(count_of(library)));
        assert_eq!(told(counted.await), expected, "{library}");
    }
    let backwards = wire::CountExchangeRequest {
        from: "2026-12-02".into(),
        until: "2026-12-01".into(),
        library: String::new(),
    };
    let counted = calls.count_exchange(by_coordinator(backwards)).await;
    assert_eq!(told(counted), "FIELD_REFUSED");
}
