//! One scan as a node reports it, wire and domain.

use super::states::supply_failure;
use crate::Refusal;
use crate::convert::limits::{TITLE_CHARS, cut, text};
use crate::convert::{day, identity, ids};
use crate::wire::lending as wire;
use navette_domain::lending::{Scan, ScanKind};

/// Writes a scan.
pub fn to_wire(scan: &Scan) -> wire::Scan {
    let (why, due) = match scan.what {
        ScanKind::Refused(why) => (supply_failure::to_wire(why), None),
        ScanKind::HandedOver(due) => (0, Some(due)),
        ScanKind::Pulled
        | ScanKind::NotFound
        | ScanKind::Shipped
        | ScanKind::LeftBehind
        | ScanKind::Received
        | ScanKind::Returned
        | ScanKind::NotCollected
        | ScanKind::MissingFromShelf
        | ScanKind::ClaimedReturned
        | ScanKind::Damaged
        | ScanKind::Lost => (0, None),
    };
    wire::Scan {
        item: Some(identity::item_to_wire(&scan.item)),
        at: scan.at.to_string(),
        kind: kind_to_wire(scan.what) as i32,
        why,
        due: day::to_wire(due),
        journey: ids::optional_to_wire(scan.journey),
        title: cut(&scan.title, TITLE_CHARS),
        request: ids::optional_to_wire(scan.request),
    }
}

/// Reads a scan, refusing one whose kind and facts do not fit.
pub fn from_wire(scan: wire::Scan) -> Result<Scan, Refusal> {
    Ok(Scan {
        what: what(&scan)?,
        item: identity::item("item", scan.item)?,
        at: identity::library("at", &scan.at)?,
        journey: ids::optional_journey("journey", &scan.journey)?,
        request: ids::optional_request("request", &scan.request)?,
        title: text("title", scan.title, TITLE_CHARS)?,
    })
}

/// Writes what a scan means, without why or until when.
pub fn kind_to_wire(kind: ScanKind) -> wire::ScanKind {
    match kind {
        ScanKind::Pulled => wire::ScanKind::Pulled,
        ScanKind::NotFound => wire::ScanKind::NotFound,
        ScanKind::Refused(_) => wire::ScanKind::Refused,
        ScanKind::Shipped => wire::ScanKind::Shipped,
        ScanKind::LeftBehind => wire::ScanKind::LeftBehind,
        ScanKind::Received => wire::ScanKind::Received,
        ScanKind::HandedOver(_) => wire::ScanKind::HandedOver,
        ScanKind::Returned => wire::ScanKind::Returned,
        ScanKind::NotCollected => wire::ScanKind::NotCollected,
        ScanKind::MissingFromShelf => wire::ScanKind::MissingFromShelf,
        ScanKind::ClaimedReturned => wire::ScanKind::ClaimedReturned,
        ScanKind::Damaged => wire::ScanKind::Damaged,
        ScanKind::Lost => wire::ScanKind::Lost,
    }
}

fn what(scan: &wire::Scan) -> Result<ScanKind, Refusal> {
    match wire::ScanKind::try_from(scan.kind) {
        Ok(wire::ScanKind::Pulled) => Ok(ScanKind::Pulled),
        Ok(wire::ScanKind::NotFound) => Ok(ScanKind::NotFound),
        Ok(wire::ScanKind::Refused) => {
            supply_failure::from_wire("why", scan.why).map(ScanKind::Refused)
        }
        Ok(wire::ScanKind::Shipped) => Ok(ScanKind::Shipped),
        Ok(wire::ScanKind::LeftBehind) => Ok(ScanKind::LeftBehind),
        Ok(wire::ScanKind::Received) => Ok(ScanKind::Received),
        Ok(wire::ScanKind::HandedOver) => day::needed("due", &scan.due).map(ScanKind::HandedOver),
        Ok(wire::ScanKind::Returned) => Ok(ScanKind::Returned),
        Ok(wire::ScanKind::NotCollected) => Ok(ScanKind::NotCollected),
        Ok(wire::ScanKind::MissingFromShelf) => Ok(ScanKind::MissingFromShelf),
        Ok(wire::ScanKind::ClaimedReturned) => Ok(ScanKind::ClaimedReturned),
        Ok(wire::ScanKind::Damaged) => Ok(ScanKind::Damaged),
        Ok(wire::ScanKind::Lost) => Ok(ScanKind::Lost),
        Ok(wire::ScanKind::Unspecified) => {
            Err(Refusal::field("kind", "SCAN_KIND_UNSPECIFIED is none"))
        }
        Err(_) => Err(Refusal::field(
            "kind",
            format!("unknown value {}", scan.kind),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{a_scan, scan_kinds};
    use super::*;
    use navette_domain::identity::RequestId;

    #[test]
    fn every_scan_survives_the_wire_with_and_without_a_journey() {
        for what in scan_kinds() {
            let mut scan = a_scan(what);
            assert_eq!(from_wire(to_wire(&scan)), Ok(scan.clone()));
            scan.journey = None;
            scan.request = Some(RequestId(9));
            assert_eq!(from_wire(to_wire(&scan)), Ok(scan));
        }
    }

    #[test]
    fn a_hand_over_without_a_day_and_a_refusal_without_a_reason_are_refused() {
        for (kind, told) in [
            (wire::ScanKind::HandedOver, "due: it is empty"),
            (
                wire::ScanKind::Refused,
                "why: SUPPLY_FAILURE_UNSPECIFIED is none",
            ),
            (
                wire::ScanKind::Unspecified,
                "kind: SCAN_KIND_UNSPECIFIED is none",
            ),
        ] {
            let mut sent = to_wire(&a_scan(ScanKind::Received));
            sent.kind = kind as i32;
            let refused = from_wire(sent).map_err(|refusal| refusal.to_string());
            assert_eq!(refused, Err(told.to_owned()));
        }
    }
}
