//! What comes off and goes on at a stop, written for the driver and the desk. For whom is never said.

use crate::convert::limits::{TITLE_CHARS, cut};
use crate::convert::moment::local_to_wire;
use crate::convert::{day, identity};
use crate::wire::courier as wire;
use navette_domain::courier::{Manifest, Parcel, StayReason};
use navette_domain::identity::JourneyId;

/// Writes a manifest; `title` gives the title of what is on a journey, `code` is what the QR code holds.
pub fn to_wire<'titles>(
    manifest: &Manifest,
    title: impl Fn(JourneyId) -> &'titles str,
    code: Vec<u8>,
) -> wire::Manifest {
    let parcel = |parcel: &Parcel| wire::Parcel {
        journey: parcel.journey.to_string(),
        item: Some(identity::item_to_wire(&parcel.item)),
        title: cut(title(parcel.journey), TITLE_CHARS),
        off_at: parcel.off_at.to_string(),
        grams: parcel.grams,
        promised: day::to_wire(Some(parcel.promised)),
    };
    wire::Manifest {
        round: manifest.round.to_string(),
        day: day::to_wire(Some(manifest.day)),
        stop: u32::try_from(manifest.stop).unwrap_or(u32::MAX),
        library: manifest.library.to_string(),
        arrives: local_to_wire(manifest.arrives),
        leaves: local_to_wire(manifest.leaves),
        comes_off: manifest.comes_off.iter().map(parcel).collect(),
        goes_on: manifest.goes_on.iter().map(parcel).collect(),
        stays: manifest
            .stays
            .iter()
            .map(|stay| wire::Stay {
                parcel: Some(parcel(&stay.parcel)),
                because: stay_reason_to_wire(stay.because) as i32,
            })
            .collect(),
        grams_off: manifest.grams_off(),
        grams_on: manifest.grams_on(),
        code,
    }
}

fn stay_reason_to_wire(because: StayReason) -> wire::StayReason {
    match because {
        StayReason::CrateFull => wire::StayReason::CrateFull,
        StayReason::TooHeavy => wire::StayReason::TooHeavy,
        StayReason::NotServed => wire::StayReason::NotServed,
    }
}
