//! Which rounds and items do the tests of the van's conversions speak of?

#![allow(clippy::unwrap_used)]
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::{CRATE_GRAMS, Round, RoundId, Stop};
use navette_domain::identity::{Barcode, ItemId};
use navette_domain::time::{Day, Weekday};

/// A Wednesday.
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

pub(crate) fn a_round() -> Round {
    let stop = |library, arrives, leaves| Stop {
        library: a_library(library),
        arrives,
        leaves,
    };
    Round {
        id: RoundId::parse("lys").unwrap(),
        name: "Tournée de la Lys".into(),
        weekday: Weekday::Wednesday,
        stops: vec![
            stop("saint-omer", 540, 555),
            stop("aire", 600, 615),
            stop("saint-omer", 660, 660),
        ],
        cut_off_minutes: 30,
        crate_grams: CRATE_GRAMS,
        first_day: None,
        last_day: None,
    }
}
