//! Is every kind of report taken from those who have a part in it, and from nobody else?
#![allow(clippy::unwrap_used)]

use super::lender_fixtures::{a_journey, a_placement, item, library};
use super::who_may_report::{
    LibraryPart, may_report, parts_in_item, parts_in_journey, parts_in_request,
};
use super::{Report, Scan, ScanKind, SupplyFailure};
use crate::identity::{JourneyId, RequestId};
use crate::time::Day;

const PARTS: [(char, LibraryPart); 5] = [
    ('H', LibraryPart::Home),
    ('P', LibraryPart::Pickup),
    ('O', LibraryPart::Owner),
    ('h', LibraryPart::Holder),
    ('D', LibraryPart::Destination),
];

fn scan(what: ScanKind) -> Report {
    Report::Scanned(Scan {
        item: item("aire", "000123"),
        at: library("arques"),
        what,
        journey: None,
        request: None,
        title: String::new(),
    })
}

/// Every kind of report, and the parts from which it is taken; `*` is everybody, a stranger too.
fn table() -> Vec<(Report, &'static str)> {
    let id = RequestId(1);
    let declined = Report::Declined {
        request: id,
        journey: JourneyId(1),
        why: SupplyFailure::NoCopy,
    };
    vec![
        (Report::Placed(a_placement()), "HP"),
        (Report::HomeRefused(id), "HP"),
        (Report::Cancelled(id), "HP"),
        (Report::Suspended(id, None), "HP"),
        (Report::Resumed(id), "HP"),
        (Report::Told(id), "HP"),
        (Report::DueChanged(id, Day(9)), "HP"),
        (Report::Settled(id), "HP"),
        (Report::Available(item("aire", "000123")), "O"),
        (scan(ScanKind::Pulled), "O"),
        (scan(ScanKind::NotFound), "O"),
        (scan(ScanKind::Refused(SupplyFailure::CopyRefused)), "O"),
        (scan(ScanKind::Shipped), "h"),
        (scan(ScanKind::LeftBehind), "h"),
        (scan(ScanKind::NotCollected), "h"),
        (scan(ScanKind::MissingFromShelf), "h"),
        (scan(ScanKind::HandedOver(Day(9))), "Ph"),
        (scan(ScanKind::ClaimedReturned), "Ph"),
        (scan(ScanKind::Damaged), "POh"),
        (scan(ScanKind::Lost), "POh"),
        (scan(ScanKind::Received), "*"),
        (scan(ScanKind::Returned), "*"),
        (declined, "*"),
        (Report::CaughtUp, "*"),
    ]
}

#[test]
fn every_report_is_taken_from_those_who_have_a_part_in_it_and_from_nobody_else() {
    for (report, from) in table() {
        assert_eq!(may_report(&report, &[]), from == "*", "{report:?}");
        for (letter, part) in PARTS {
            let may = from == "*" || from.contains(letter);
            assert_eq!(
                may_report(&report, &[part]),
                may,
                "{report:?} from {part:?}"
            );
        }
    }
}

#[test]
fn what_a_library_is_to_a_request_and_to_a_journey_is_read_from_them() {
    let placement = a_placement();
    let journey = a_journey();
    let parts = |id: &str| {
        let library = library(id);
        (
            parts_in_request(&placement, &library),
            parts_in_journey(&journey, Some(&placement), &library),
        )
    };
    assert_eq!(parts("fauquembergues"), (vec![LibraryPart::Home], vec![]));
    let collects = vec![LibraryPart::Destination, LibraryPart::Pickup];
    assert_eq!(parts("lumbres"), (vec![LibraryPart::Pickup], collects));
    assert_eq!(parts("aire"), (vec![], vec![LibraryPart::Owner]));
    assert_eq!(parts("arques"), (vec![], vec![LibraryPart::Holder]));
    assert_eq!(parts("wizernes"), (vec![], vec![]));
    let own = parts_in_item(&journey.item, &library("aire"));
    assert_eq!(own, vec![LibraryPart::Owner]);
}
