//! How are the words between node and federator stored, and what both keep of requests and journeys?
//!
//! Field by field, as the domain has them; the order of fields and the numbers of variants must not change.

use super::stored::Stored;
use crate::codec::Source;
use crate::{stored_enum, stored_struct};
use navette_domain::lending::{
    Declined, Journey, JourneyStage, JourneyState, JourneyView, LoanRequest, Only, Placement,
    Report, RequestState, RequestView, Scan, ScanKind, Served, SupplyFailure, Target, Telling,
    View,
};

macro_rules! stored_as_code {
    ($($name:ident),+) => {
        $(
            impl Stored for $name {
                fn put(&self, out: &mut Vec<u8>) {
                    crate::codec::put_bytes(out, self.code().as_bytes());
                }

                fn take(source: &mut Source<'_>) -> Option<Self> {
                    Self::from_code(source.text()?)
                }
            }
        )+
    };
}

stored_as_code!(RequestState, JourneyState, SupplyFailure, Telling);

stored_enum!(Only {
    0 => AnyCopy,
    1 => Edition(edition),
    2 => Copy { item, edition },
});
stored_struct!(Target { work, part, only });
stored_struct!(Placement {
    id,
    home,
    reference,
    pickup,
    target,
    title,
    need_by,
    placed_at
});
stored_struct!(Declined {
    library,
    item,
    why,
    at
});
stored_struct!(LoanRequest {
    placement,
    state,
    since,
    queued_at,
    deadline,
    escalated,
    lender,
    journey,
    promised,
    first_promised,
    arrived,
    told,
    due,
    suspended_until,
    looked_at,
    declined,
    reason,
    version
});
stored_struct!(Journey {
    id,
    item,
    work,
    part,
    title,
    shelfmark,
    grams,
    serves,
    state,
    at,
    to,
    since,
    deadline,
    escalated,
    version
});

stored_enum!(ScanKind {
    0 => Pulled,
    1 => NotFound,
    2 => Refused(why),
    3 => Shipped,
    4 => LeftBehind,
    5 => Received,
    6 => HandedOver(due),
    7 => Returned,
    8 => NotCollected,
    9 => MissingFromShelf,
    10 => ClaimedReturned,
    11 => Damaged,
    12 => Lost,
});
/// Stands where what a scan means would stand, if the visitor's loan is named first: scans were without, once.
const OF_A_VISIT: u8 = 255;

impl Stored for Scan {
    fn put(&self, out: &mut Vec<u8>) {
        self.item.put(out);
        self.at.put(out);
        if let Some(request) = &self.request {
            out.push(OF_A_VISIT);
            request.put(out);
        }
        self.what.put(out);
        self.journey.put(out);
        self.title.put(out);
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        let (item, at) = Stored::take(source)?;
        let mut ahead = *source;
        let request = if ahead.byte()? == OF_A_VISIT {
            *source = ahead;
            Some(Stored::take(source)?)
        } else {
            None
        };
        Some(Self {
            item,
            at,
            what: Stored::take(source)?,
            journey: Stored::take(source)?,
            request,
            title: Stored::take(source)?,
        })
    }
}
stored_enum!(Report {
    0 => Placed(placement),
    1 => Cancelled(request),
    2 => Suspended(request, until),
    3 => Resumed(request),
    4 => Committed { request, journey, item, title, shelfmark, grams },
    5 => Declined { request, journey, why },
    6 => Scanned(scan),
    7 => Undone { item, report },
    8 => Told(request),
    9 => DueChanged(request, due),
    10 => Settled(request),
    11 => Available(item),
    12 => CaughtUp,
    13 => HomeRefused(request),
});

stored_struct!(RequestView {
    id,
    version,
    home,
    reference,
    pickup,
    title,
    state,
    lender,
    promised,
    position,
    due,
    deadline,
    telling,
    reason
});
stored_enum!(JourneyStage {
    0 => Asked(target),
    1 => Under { item, title, shelfmark, grams, state, at, to },
    2 => Void,
});
stored_struct!(Served {
    request,
    reference,
    home,
    pickup,
    state,
    promised,
    due
});
stored_struct!(JourneyView {
    id,
    version,
    stage,
    lender,
    serves,
    deadline,
    late
});
stored_enum!(View {
    0 => Request(request),
    1 => Journey(journey),
});

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::ledger::{stored_bytes, taken_whole};
    use navette_domain::catalogue::{EditionKey, LibraryId, Part, WorkKey};
    use navette_domain::identity::{Barcode, ItemId, JourneyId, PatronReference, RequestId};
    use navette_domain::time::{Day, Timestamp};
    use proptest::prelude::*;

    fn aire() -> LibraryId {
        LibraryId::parse("aire").unwrap()
    }

    fn an_item() -> ItemId {
        ItemId {
            library: aire(),
            barcode: Barcode::parse("000001").unwrap(),
        }
    }

    fn a_placement() -> Placement {
        Placement {
            id: RequestId(1),
            home: aire(),
            reference: PatronReference(2),
            pickup: aire(),
            target: Target {
                work: WorkKey(3),
                part: Part::from_label("t. 3"),
                only: Only::Copy {
                    item: an_item(),
                    edition: EditionKey(4),
                },
            },
            title: "Germinal".into(),
            need_by: Some(Day(5)),
            placed_at: Timestamp(6),
        }
    }

    fn every_report() -> Vec<Report> {
        let (request, journey, item) = (RequestId(1), JourneyId(2), an_item());
        let mut reports = vec![
            Report::Placed(a_placement()),
            Report::Cancelled(request),
            Report::Suspended(request, Some(Day(9))),
            Report::Resumed(request),
            Report::Committed {
                request,
                journey,
                item: item.clone(),
                title: "Germinal".into(),
                shelfmark: "R ZOL".into(),
                grams: 450,
            },
            Report::Undone { item, report: 7 },
            Report::Told(request),
            Report::DueChanged(request, Day(28)),
            Report::Settled(request),
            Report::Available(an_item()),
            Report::CaughtUp,
            Report::HomeRefused(request),
        ];
        for why in SupplyFailure::ALL.iter().copied() {
            reports.push(Report::Declined {
                request,
                journey,
                why,
            });
            for of_a_visit in [None, Some(request)] {
                reports.push(Report::Scanned(Scan {
                    item: an_item(),
                    at: aire(),
                    what: ScanKind::Refused(why),
                    journey: Some(journey),
                    request: of_a_visit,
                    title: String::new(),
                }));
            }
        }
        reports
    }

    #[test]
    fn every_report_is_read_as_it_was_written() {
        for report in every_report() {
            let bytes = stored_bytes(&report);
            assert_eq!(taken_whole::<Report>(&bytes).as_ref(), Some(&report));
        }
    }

    #[test]
    fn every_view_is_read_as_it_was_written() {
        let stages = [
            JourneyStage::Asked(a_placement().target),
            JourneyStage::Void,
            JourneyStage::Under {
                item: an_item(),
                title: "Germinal".into(),
                shelfmark: "R ZOL".into(),
                grams: 450,
                state: JourneyState::InTransit,
                at: aire(),
                to: aire(),
            },
        ];
        for stage in stages {
            let view = View::Journey(JourneyView {
                id: JourneyId(1),
                version: 2,
                stage,
                lender: aire(),
                serves: None,
                deadline: Some(Timestamp(3)),
                late: true,
            });
            assert_eq!(taken_whole::<View>(&stored_bytes(&view)), Some(view));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in any::<Vec<u8>>()) {
            let _ = taken_whole::<Report>(&bytes);
            let _ = taken_whole::<View>(&bytes);
            let _ = taken_whole::<(LoanRequest, Journey)>(&bytes);
        }
    }
}
