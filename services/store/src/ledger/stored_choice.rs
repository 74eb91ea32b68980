//! How is the choice of a lender stored, with every reason? So that a librarian can read later why it was this one.

use super::stored::Stored;
use crate::codec::Source;
use crate::{stored_enum, stored_struct};
use navette_domain::catalogue::Audience;
use navette_domain::lending::{
    AgreementRefusal, Choice, CopyReason, Criterion, DropReason, Dropped, Protection, RankFacts,
    Ranked,
};

stored_struct!(Choice { ranked, dropped });
stored_struct!(Ranked {
    library,
    item,
    item_because,
    facts,
    decided_by
});
stored_struct!(Dropped { library, reason });
stored_struct!(RankFacts {
    away_since,
    arrival,
    own,
    surplus_hundredths,
    copies_left,
    distance_metres
});
stored_enum!(CopyReason { 0 => OnlyOne, 1 => LongestHeld, 2 => LowestBarcode });
stored_enum!(Criterion {
    0 => Reachable,
    1 => Arrival,
    2 => OwnLibrary,
    3 => Fairness,
    4 => CopiesLeft,
    5 => Distance,
    6 => LibraryId,
});
stored_enum!(DropReason {
    0 => NoCopyFits,
    1 => AllOnLoan { next_due },
    2 => NoneUsable,
    3 => Protected(protection),
    4 => Closed { until },
    5 => SuspendedMember,
    6 => LeavingMember,
    7 => RefusedAlready(because),
    8 => AgreementSaysNo(refusal),
    9 => NoVan,
    10 => TwiceLapsed { lapses },
});
stored_enum!(Protection {
    0 => New { until },
    1 => Reference,
    2 => LatestIssue,
    3 => LocalQueue { waiting, free },
});
stored_enum!(AgreementRefusal {
    0 => Medium { lender, borrower, medium },
    1 => Audience { lender, borrower, audience },
    2 => TooManyOpen { lender, borrower, open, open_max },
});

impl Stored for Audience {
    fn put(&self, out: &mut Vec<u8>) {
        crate::codec::put_bytes(out, self.code().as_bytes());
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        Self::from_code(source.text()?)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::ledger::{stored_bytes, taken_whole};
    use navette_domain::catalogue::{LibraryId, Medium};
    use navette_domain::identity::{Barcode, ItemId};
    use navette_domain::time::Day;
    use proptest::prelude::*;

    #[test]
    fn a_choice_is_read_as_it_was_written() {
        let aire = LibraryId::parse("aire").unwrap();
        let refusal = AgreementRefusal::Medium {
            lender: aire.clone(),
            borrower: aire.clone(),
            medium: Medium::Film,
        };
        let choice = Choice {
            ranked: vec![Ranked {
                library: aire.clone(),
                item: ItemId {
                    library: aire.clone(),
                    barcode: Barcode::parse("000001").unwrap(),
                },
                item_because: CopyReason::LongestHeld,
                facts: RankFacts {
                    away_since: None,
                    arrival: Day(20_000),
                    own: true,
                    surplus_hundredths: -5,
                    copies_left: 2,
                    distance_metres: Some(15_600),
                },
                decided_by: Some(Criterion::Fairness),
            }],
            dropped: vec![Dropped {
                library: aire,
                reason: DropReason::AgreementSaysNo(refusal),
            }],
        };
        assert_eq!(taken_whole(&stored_bytes(&choice)), Some(choice));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in any::<Vec<u8>>()) {
            let _ = taken_whole::<Choice>(&bytes);
        }
    }
}
