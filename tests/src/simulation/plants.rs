//! Which lines of the product can be taken out? The simulator must find each of them missing, or it watches nothing.

use navette_federator::faults as centre;
use navette_node::faults as node;
use navette_store::faults as store;

/// A planted fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plant {
    /// What it is called on the command line.
    pub name: &'static str,
    /// What is missing, in words.
    pub what: &'static str,
    line: Line,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Node(node::Fault),
    Centre(centre::Fault),
    Store(store::Fault),
}

const fn plant(name: &'static str, what: &'static str, line: Line) -> Plant {
    Plant { name, what, line }
}

/// All faults that can be planted.
pub const PLANTS: &[Plant] = &[
    plant(
        "views-not-compared",
        "a node takes an old view for news",
        Line::Node(node::Fault::ViewsNotCompared),
    ),
    plant(
        "promised-from-index",
        "a node promises what its counter has lent",
        Line::Node(node::Fault::PromisedFromIndex),
    ),
    plant(
        "release-forgotten",
        "a node keeps what is no longer needed",
        Line::Node(node::Fault::ReleaseForgotten),
    ),
    plant(
        "notice-before-scan",
        "a patron is told that it is ready while it travels",
        Line::Node(node::Fault::NoticeBeforeScan),
    ),
    plant(
        "undone-anyway",
        "a node undoes what another library has acted on",
        Line::Node(node::Fault::UndoneAnyway),
    ),
    plant(
        "restored-promises",
        "a restored node promises before it has heard what is open",
        Line::Node(node::Fault::RestoredPromises),
    ),
    plant(
        "reports-twice",
        "the federator applies a repeated report again",
        Line::Centre(centre::Fault::ReportsTwice),
    ),
    plant(
        "undo-after-others",
        "the federator undoes what another library has acted on",
        Line::Centre(centre::Fault::UndoAfterOthers),
    ),
    plant(
        "release-not-sent",
        "the federator does not tell a lender that it moved on",
        Line::Centre(centre::Fault::ReleaseNotSent),
    ),
    plant(
        "deadline-by-the-others-clock",
        "the federator counts from the home library's clock",
        Line::Centre(centre::Fault::DeadlineByOthersClock),
    ),
    plant(
        "skipped-scan-sticks",
        "a receive scan of an item still to be pulled is refused",
        Line::Centre(centre::Fault::SkippedScanSticks),
    ),
    plant(
        "escalation-forgotten",
        "a deadline that passes stops being watched",
        Line::Centre(centre::Fault::EscalationForgotten),
    ),
    plant(
        "late-commit-kept",
        "a commitment is taken although another lender was asked",
        Line::Centre(centre::Fault::LateCommitKept),
    ),
    plant(
        "newer-view-dropped",
        "an acknowledged view takes the newer one with it",
        Line::Centre(centre::Fault::NewerViewDropped),
    ),
    plant(
        "acknowledged-before-sync",
        "a store answers before its journal is safe",
        Line::Store(store::Fault::AcknowledgedBeforeSync),
    ),
];

/// Takes this line out, and puts all others back.
pub(super) fn take_out(plant: Option<&Plant>) {
    node::pull_out_all();
    centre::plant(None);
    store::plant(None);
    match plant.map(|plant| plant.line) {
        None => {}
        Some(Line::Node(fault)) => node::plant(fault),
        Some(Line::Centre(fault)) => centre::plant(Some(fault)),
        Some(Line::Store(fault)) => store::plant(Some(fault)),
    }
}
