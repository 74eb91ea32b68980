//! Who may report what? A member changes what it has a part in: requests of its patrons or for its hold shelf, items that are
//! its own or at hand. That an item was scanned in, or brought back, any member may say: it can turn up anywhere.

use super::journey::Journey;
use super::report::{Report, ScanKind};
use super::request::Placement;
use crate::catalogue::LibraryId;
use crate::identity::ItemId;

/// What a library is to a request, or to an item on its journey. Without any part it is a stranger, and hears nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LibraryPart {
    /// The home library of whoever asked.
    Home,
    /// The item is collected there.
    Pickup,
    /// The item is its own.
    Owner,
    /// The item is there, or left it last.
    Holder,
    /// The item must go there.
    Destination,
}

use LibraryPart as P;

/// Says whether a library with these parts in what a report is about may report it.
pub fn may_report(report: &Report, parts: &[LibraryPart]) -> bool {
    parts_that_may(report).is_none_or(|those| those.iter().any(|part| parts.contains(part)))
}

/// Lists what a library is to a request.
pub fn parts_in_request(placement: &Placement, library: &LibraryId) -> Vec<LibraryPart> {
    let parts = [(P::Home, &placement.home), (P::Pickup, &placement.pickup)];
    those_of(library, &parts)
}

/// Lists what a library is to a journey; `serves` is what was placed by whoever its item is for.
pub fn parts_in_journey(
    journey: &Journey,
    serves: Option<&Placement>,
    library: &LibraryId,
) -> Vec<LibraryPart> {
    let mut parts = vec![
        (P::Owner, journey.home()),
        (P::Holder, &journey.at),
        (P::Destination, &journey.to),
    ];
    parts.extend(serves.map(|placement| (P::Pickup, &placement.pickup)));
    those_of(library, &parts)
}

/// Lists what a library is to an item that is on no journey.
pub fn parts_in_item(item: &ItemId, library: &LibraryId) -> Vec<LibraryPart> {
    those_of(library, &[(P::Owner, &item.library)])
}

fn those_of(library: &LibraryId, parts: &[(LibraryPart, &LibraryId)]) -> Vec<LibraryPart> {
    let own = parts.iter().filter(|(_, whose)| *whose == library);
    own.map(|(part, _)| *part).collect()
}

/// Gives the parts of which one is enough to report something; nothing where every member may.
fn parts_that_may(report: &Report) -> Option<&'static [LibraryPart]> {
    match report {
        Report::Placed(_)
        | Report::HomeRefused(_)
        | Report::Cancelled(_)
        | Report::Suspended(..)
        | Report::Resumed(_)
        | Report::Told(_)
        | Report::DueChanged(..)
        | Report::Settled(_) => Some(&[P::Home, P::Pickup]),
        Report::Scanned(scan) => parts_that_may_scan(scan.what),
        Report::Available(_) => Some(&[P::Owner]),
        // An answer is held against who was asked, and what is taken back against who said it.
        Report::Committed { .. }
        | Report::Declined { .. }
        | Report::Undone { .. }
        | Report::CaughtUp => None,
    }
}

fn parts_that_may_scan(what: ScanKind) -> Option<&'static [LibraryPart]> {
    match what {
        ScanKind::Pulled | ScanKind::NotFound | ScanKind::Refused(_) => Some(&[P::Owner]),
        ScanKind::Shipped
        | ScanKind::LeftBehind
        | ScanKind::NotCollected
        | ScanKind::MissingFromShelf => Some(&[P::Holder]),
        // The scan that brought it there may have been forgotten.
        ScanKind::HandedOver(_) | ScanKind::ClaimedReturned => Some(&[P::Pickup, P::Holder]),
        ScanKind::Damaged | ScanKind::Lost => Some(&[P::Owner, P::Pickup, P::Holder]),
        ScanKind::Received | ScanKind::Returned => None,
    }
}
