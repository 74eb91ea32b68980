//! The list for one stop of one run, wire and domain.

use super::code;
use super::exception::needed_day;
use super::round;
use super::weekday::stay_reason;
use crate::Refusal;
use crate::convert::limits::{TITLE_CHARS, at_most, cut, each, grams, needed};
use crate::convert::moment::{local_from_wire, local_to_wire};
use crate::convert::{day, identity, ids};
use crate::wire::courier as wire;
use navette_domain::courier::{Manifest, Parcel, Stay};
use navette_domain::identity::JourneyId;

/// Items in one list of a manifest, at most.
const PARCELS_MAX: usize = 10_000;

/// Writes a manifest; `title` gives the title of a journey.
pub fn to_wire<'titles>(
    manifest: &Manifest,
    title: impl Fn(JourneyId) -> &'titles str,
) -> wire::Manifest {
    let parcels = |parcels: &[Parcel]| {
        let parcels = parcels.iter().take(PARCELS_MAX);
        parcels
            .map(|parcel| parcel_to_wire(parcel, title(parcel.journey)))
            .collect()
    };
    wire::Manifest {
        round: manifest.round.to_string(),
        day: manifest.day.to_string(),
        stop: u32::try_from(manifest.stop).unwrap_or(u32::MAX),
        library: manifest.library.to_string(),
        arrives: local_to_wire(manifest.arrives),
        leaves: local_to_wire(manifest.leaves),
        comes_off: parcels(&manifest.comes_off),
        goes_on: parcels(&manifest.goes_on),
        stays: manifest
            .stays
            .iter()
            .take(PARCELS_MAX)
            .map(|stay| wire::Stay {
                parcel: Some(parcel_to_wire(&stay.parcel, title(stay.parcel.journey))),
                because: stay_reason::to_wire(stay.because),
            })
            .collect(),
        grams_off: manifest.grams_off(),
        grams_on: manifest.grams_on(),
        code: code::to_wire(manifest),
    }
}

/// Reads a manifest. Titles and sums stay on the wire, and what rides on is not said there.
pub fn from_wire(manifest: wire::Manifest) -> Result<Manifest, Refusal> {
    for (field, count) in [
        ("comes_off", manifest.comes_off.len()),
        ("goes_on", manifest.goes_on.len()),
        ("stays", manifest.stays.len()),
    ] {
        at_most(field, count, PARCELS_MAX, "items")?;
    }
    Ok(Manifest {
        round: round::id("round", &manifest.round)?,
        day: needed_day("day", &manifest.day)?,
        stop: manifest.stop as usize,
        library: identity::library("library", &manifest.library)?,
        arrives: local_from_wire("arrives", &manifest.arrives)?,
        leaves: local_from_wire("leaves", &manifest.leaves)?,
        comes_off: each("comes_off", manifest.comes_off, parcel)?,
        goes_on: each("goes_on", manifest.goes_on, parcel)?,
        stays: each("stays", manifest.stays, stay)?,
        rides_on: Vec::new(),
    })
}

fn parcel_to_wire(parcel: &Parcel, title: &str) -> wire::Parcel {
    wire::Parcel {
        journey: parcel.journey.to_string(),
        item: Some(identity::item_to_wire(&parcel.item)),
        title: cut(title, TITLE_CHARS),
        off_at: parcel.off_at.to_string(),
        grams: parcel.grams,
        promised: day::to_wire(parcel.promised),
    }
}

fn parcel(parcel: wire::Parcel) -> Result<Parcel, Refusal> {
    Ok(Parcel {
        journey: ids::journey("journey", &parcel.journey)?,
        item: identity::item("item", parcel.item)?,
        off_at: identity::library("off_at", &parcel.off_at)?,
        grams: grams("grams", parcel.grams)?,
        promised: day::from_wire("promised", &parcel.promised)?,
    })
}

fn stay(stay: wire::Stay) -> Result<Stay, Refusal> {
    let sent = needed("parcel", stay.parcel)?;
    Ok(Stay {
        parcel: parcel(sent).map_err(|refusal| refusal.within("parcel"))?,
        because: stay_reason::from_wire("because", stay.because)?,
    })
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::fixtures::{a_day, a_library, a_round, an_item};
    use super::*;
    use navette_domain::courier::StayReason;
    use navette_domain::time::LocalMoment;

    pub(in crate::convert::courier) fn a_manifest() -> Manifest {
        let at = |minute| LocalMoment {
            day: a_day(),
            minute,
        };
        let parcel = Parcel {
            journey: JourneyId(8),
            item: an_item(),
            off_at: a_library("saint-omer"),
            grams: 450,
            promised: Some(a_day()),
        };
        let homeward = Parcel {
            journey: JourneyId(9),
            promised: None,
            ..parcel.clone()
        };
        let stay = Stay {
            parcel: homeward.clone(),
            because: StayReason::CrateFull,
        };
        Manifest {
            round: a_round().id,
            day: a_day(),
            stop: 1,
            library: a_library("aire"),
            arrives: at(600),
            leaves: at(615),
            comes_off: vec![homeward],
            goes_on: vec![parcel],
            stays: vec![stay],
            rides_on: Vec::new(),
        }
    }

    #[test]
    fn a_manifest_survives_the_wire_and_gains_titles_and_sums() {
        let sent = to_wire(&a_manifest(), |_| "Germinal");
        assert_eq!(sent.goes_on[0].title, "Germinal");
        assert_eq!((sent.grams_off, sent.grams_on), (450, 450));
        assert_eq!(sent.comes_off[0].promised, "");
        assert_eq!(from_wire(sent), Ok(a_manifest()));
    }

    #[test]
    fn what_stays_without_a_reason_is_refused_by_its_place() {
        let mut sent = to_wire(&a_manifest(), |_| "");
        sent.stays[0].because = 0;
        let told = from_wire(sent).unwrap_err().to_string();
        assert_eq!(told, "stays[0].because: STAY_REASON_UNSPECIFIED is none");
    }
}
