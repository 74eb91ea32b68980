//! May this library lend to that one? What was agreed between them; it must not know the copy or the patron.

use crate::catalogue::{Audience, LibraryId, Medium};
use std::collections::BTreeSet;

/// As much lent as borrowed: the ratio where nothing else was agreed.
pub const RATIO_PERCENT: u16 = 100;

/// What a library has agreed to lend. Where there is none, everybody lends everything to everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Who lends.
    pub lender: LibraryId,
    /// To whom; nothing means to every library that has no agreement of its own with this lender.
    pub borrower: Option<LibraryId>,
    /// Which media; nothing means all.
    pub media: Option<BTreeSet<Medium>>,
    /// For which audiences; nothing means all.
    pub audiences: Option<BTreeSet<Audience>>,
    /// How many items one borrower may have at a time; nothing means any number.
    pub open_max: Option<u32>,
    /// Items the lender is ready to lend for 100 it borrows.
    pub ratio_percent: u16,
}

/// One lending that an agreement is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Lending<'a> {
    /// Who would lend.
    pub lender: &'a LibraryId,
    /// The home library of the patron.
    pub borrower: &'a LibraryId,
    /// What kind of thing it is.
    pub medium: Medium,
    /// For whom it is meant.
    pub audience: Audience,
    /// Items this borrower has from this lender now, promised ones included.
    pub open: u32,
}

/// Says why an agreement forbids a lending.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AgreementRefusal {
    /// This kind of thing does not travel.
    #[error("{lender} lends no item of medium \"{}\" to {borrower}", .medium.code())]
    Medium {
        /// Who would lend.
        lender: LibraryId,
        /// To whom.
        borrower: LibraryId,
        /// The medium.
        medium: Medium,
    },
    /// What is meant for these readers does not travel.
    #[error("{lender} lends no item for audience \"{}\" to {borrower}", .audience.code())]
    Audience {
        /// Who would lend.
        lender: LibraryId,
        /// To whom.
        borrower: LibraryId,
        /// The audience.
        audience: Audience,
    },
    /// The borrower has as many as it may have.
    #[error("{borrower} has {open} items of {lender}, and {open_max} are allowed at a time")]
    TooManyOpen {
        /// Who would lend.
        lender: LibraryId,
        /// To whom.
        borrower: LibraryId,
        /// Items it has now.
        open: u32,
        /// Items it may have.
        open_max: u32,
    },
}

/// Says whether the agreements allow a lending; a library always lends to its own patrons.
///
/// An agreement with this borrower counts instead of the lender's agreement with everybody. Should two be equally near,
/// both must allow it.
pub fn permits(agreements: &[Agreement], lending: &Lending<'_>) -> Result<(), AgreementRefusal> {
    if lending.lender == lending.borrower {
        return Ok(());
    }
    for agreement in nearest(agreements, lending.lender, lending.borrower) {
        allows(agreement, lending)?;
    }
    Ok(())
}

/// Gives how many items the lender is ready to lend for 100 it borrows; the lowest, should two agreements be equally near.
pub fn ratio_percent(agreements: &[Agreement], lender: &LibraryId, borrower: &LibraryId) -> u16 {
    let ratios = nearest(agreements, lender, borrower).map(|agreement| agreement.ratio_percent);
    ratios.min().unwrap_or(RATIO_PERCENT)
}

fn nearest<'a>(
    agreements: &'a [Agreement],
    lender: &'a LibraryId,
    borrower: &'a LibraryId,
) -> impl Iterator<Item = &'a Agreement> {
    let of_lender = move || agreements.iter().filter(move |one| one.lender == *lender);
    let named = of_lender().any(|one| one.borrower.as_ref() == Some(borrower));
    let wanted = named.then_some(borrower);
    of_lender().filter(move |one| one.borrower.as_ref() == wanted)
}

fn allows(agreement: &Agreement, lending: &Lending<'_>) -> Result<(), AgreementRefusal> {
    let (lender, borrower) = (lending.lender.clone(), lending.borrower.clone());
    let Lending {
        medium,
        audience,
        open,
        ..
    } = *lending;
    let no_medium = |media: &BTreeSet<Medium>| !media.contains(&medium);
    if agreement.media.as_ref().is_some_and(no_medium) {
        return Err(AgreementRefusal::Medium {
            lender,
            borrower,
            medium,
        });
    }
    let no_audience = |audiences: &BTreeSet<Audience>| !audiences.contains(&audience);
    if agreement.audiences.as_ref().is_some_and(no_audience) {
        return Err(AgreementRefusal::Audience {
            lender,
            borrower,
            audience,
        });
    }
    match agreement.open_max {
        Some(open_max) if open >= open_max => Err(AgreementRefusal::TooManyOpen {
            lender,
            borrower,
            open,
            open_max,
        }),
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::lending::lender_fixtures::library;

    fn saint_omer_lends_to(borrower: Option<&str>) -> Agreement {
        Agreement {
            lender: library("saint-omer"),
            borrower: borrower.map(library),
            media: None,
            audiences: None,
            open_max: None,
            ratio_percent: 200,
        }
    }

    fn answer(agreements: &[Agreement], lender: &str, borrower: &str, open: u32) -> String {
        let lending = Lending {
            lender: &library(lender),
            borrower: &library(borrower),
            medium: Medium::Film,
            audience: Audience::Adults,
            open,
        };
        match permits(agreements, &lending) {
            Ok(()) => "yes".to_owned(),
            Err(refusal) => refusal.to_string(),
        }
    }

    #[test]
    fn without_agreements_everybody_lends_everything_to_everybody() {
        assert_eq!(answer(&[], "aire", "lumbres", u32::MAX), "yes");
        assert_eq!(
            ratio_percent(&[], &library("aire"), &library("lumbres")),
            100
        );
    }

    #[test]
    fn an_agreement_limits_media_audiences_and_numbers() {
        let books_only = Agreement {
            media: Some(BTreeSet::from([Medium::Book])),
            ..saint_omer_lends_to(None)
        };
        let children_only = Agreement {
            audiences: Some(BTreeSet::from([Audience::Children])),
            ..saint_omer_lends_to(None)
        };
        let two_at_a_time = Agreement {
            open_max: Some(2),
            ..saint_omer_lends_to(None)
        };
        for (agreement, open, said) in [
            (
                &books_only,
                0,
                "saint-omer lends no item of medium \"film\" to aire",
            ),
            (
                &children_only,
                0,
                "saint-omer lends no item for audience \"adults\" to aire",
            ),
            (&two_at_a_time, 1, "yes"),
            (
                &two_at_a_time,
                2,
                "aire has 2 items of saint-omer, and 2 are allowed at a time",
            ),
        ] {
            let agreements = std::slice::from_ref(agreement);
            assert_eq!(answer(agreements, "saint-omer", "aire", open), said);
            assert_eq!(answer(agreements, "lumbres", "aire", open), "yes");
            assert_eq!(answer(agreements, "saint-omer", "saint-omer", open), "yes");
        }
    }

    #[test]
    fn an_agreement_with_this_borrower_counts_instead_of_the_general_one() {
        let nothing_to_anybody = Agreement {
            open_max: Some(0),
            ratio_percent: 50,
            ..saint_omer_lends_to(None)
        };
        let agreements = [nothing_to_anybody, saint_omer_lends_to(Some("aire"))];
        let saint_omer = library("saint-omer");
        assert_eq!(answer(&agreements, "saint-omer", "aire", 9), "yes");
        assert_ne!(answer(&agreements, "saint-omer", "lumbres", 0), "yes");
        assert_eq!(
            ratio_percent(&agreements, &saint_omer, &library("aire")),
            200
        );
        assert_eq!(
            ratio_percent(&agreements, &saint_omer, &library("lumbres")),
            50
        );
    }

    #[test]
    fn of_two_equally_near_agreements_both_must_allow() {
        let open = saint_omer_lends_to(Some("aire"));
        let shut = Agreement {
            open_max: Some(0),
            ..open.clone()
        };
        for agreements in [[open.clone(), shut.clone()], [shut, open]] {
            assert_ne!(answer(&agreements, "saint-omer", "aire", 0), "yes");
        }
    }
}
