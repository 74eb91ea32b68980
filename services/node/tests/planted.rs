//! Is each line that can be left out one that matters? Without it, what is claimed elsewhere is no longer true.

#![cfg(feature = "plants")]
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

#[path = "lending/fixtures.rs"]
mod fixtures;

use fixtures::*;
use navette_domain::lending::{JourneyStage, JourneyState, Report, RequestState, Telling, View};
use navette_domain::notices::NoticeKind;
use navette_node::faults::{Fault, plant, pull_out_all};

fn commitments(core: &Core) -> usize {
    let reports = reports(core);
    let committed = reports
        .iter()
        .filter(|report| matches!(report, Report::Committed { .. }));
    committed.count()
}

/// One test, because a planted fault is planted in the whole process.
#[test]
fn each_planted_fault_shows() {
    plant(Fault::ViewsNotCompared);
    let core = aire_connected();
    show_journey(&core, asked(7, 1, 1));
    show_journey(&core, journey(7, 2, JourneyStage::Void, None));
    show_journey(&core, asked(7, 1, 1));
    assert_eq!(core.work_lists(today()).unwrap().to_pull.len(), 1);
    pull_out_all();

    plant(Fault::PromisedFromIndex);
    let core = aire_connected();
    show_journey(&core, asked(7, 1, 2));
    show_journey(&core, asked(8, 1, 2));
    assert_eq!(commitments(&core), 2, "of one copy");
    pull_out_all();

    plant(Fault::ReleaseForgotten);
    let core = aire_connected();
    show_journey(&core, asked(7, 1, 1));
    show_journey(&core, journey(7, 2, JourneyStage::Void, None));
    assert_eq!(core.work_lists(today()).unwrap().to_pull.len(), 1);
    pull_out_all();

    plant(Fault::NoticeBeforeScan);
    let core = aire_connected();
    let anne = a_patron(&core, "Anne", "42");
    core.place(a_wish(1, anne, 1), today()).unwrap();
    let view = request_view(1, 2, RequestState::BeingSupplied);
    show(&core, vec![View::Request(telling(view, Telling::OnItsWay))]);
    let due = core.due_notices(today()).unwrap();
    assert_eq!(due[0].kind, NoticeKind::Ready);
    pull_out_all();

    plant(Fault::UndoneAnyway);
    let core = aire_connected();
    show_journey(&core, on_its_way_here(7, 2, "900001"));
    let scanned = scan(&core, "900001");
    acknowledge(&core);
    let stage = under(
        &item("lumbres", "900001"),
        JourneyState::ToReturn,
        "aire",
        "lumbres",
    );
    show_journey(&core, journey(7, 4, stage, None));
    core.undo(scanned.scan.unwrap(), ZOE, today()).unwrap();
    pull_out_all();

    plant(Fault::RestoredPromises);
    let core = restored(&aire_connected());
    core.connected(FEDERATOR, 1_001, today()).unwrap();
    show_journey(&core, asked(7, 1, 1));
    assert_eq!(commitments(&core), 1);
    pull_out_all();
}
