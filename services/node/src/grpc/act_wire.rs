//! What was done with an item, written for the desk.

use crate::desk_process::Desk;
use crate::flows::desk::{Candidate, CandidateKind, Did, DoNow, ItemShown, ScanDone, Slip};
use crate::ledger::Place;
use crate::node_settings::NodeSettings;
use crate::van::Ride;
use navette_domain::catalogue::LibraryId;
use navette_domain::time::{Day, Timestamp};
use navette_proto::convert::{day, identity, ids};
use navette_proto::wire::desk as wire;
use navette_proto::wire::lending::ScanKind;

/// Writes what a scan did.
pub(super) fn done(desk: &Desk, done: &ScanDone, shown: &ItemShown) -> wire::Act {
    let (due, until) = match &done.do_now {
        DoNow::Give(due) => (Some(*due), None),
        DoNow::HoldShelf { until, .. } => (None, *until),
        DoNow::Shelve | DoNow::Crate(_) | DoNow::SendHome(_) | DoNow::SetAside => (None, None),
    };
    let place = next_place(&done.do_now);
    let written = |paper: &Slip| slip(desk, paper, shown, place, until);
    wire::Act {
        act: done.scan.unwrap_or(0),
        item: Some(identity::item_to_wire(&done.item)),
        title: done.title.clone(),
        kind: kind(done.did) as i32,
        place: place as i32,
        slip: done.slip.as_ref().map(written),
        request: ids::optional_to_wire(shown.request),
        // The federator infers what was forgotten, and tells it with the journey.
        inferred: Vec::new(),
        due: day::to_wire(due),
        again: done.scan.is_none(),
    }
}

/// Writes what the desk said of an item.
pub(super) fn said(act: u64, kind: ScanKind, shown: &ItemShown) -> wire::Act {
    wire::Act {
        act,
        item: Some(identity::item_to_wire(&shown.item)),
        title: shown.title.clone(),
        kind: kind as i32,
        place: whereabouts(shown) as i32,
        request: ids::optional_to_wire(shown.request),
        ..wire::Act::default()
    }
}

/// Writes what a barcode may mean.
pub(super) fn offer(candidate: &Candidate) -> wire::Offer {
    let reason = match candidate.kind {
        CandidateKind::Expected => "expected or held here",
        CandidateKind::Lent => "lent here",
        CandidateKind::Own => "belongs here",
    };
    wire::Offer {
        item: Some(identity::item_to_wire(&candidate.item)),
        title: candidate.title.clone(),
        reason: reason.to_owned(),
    }
}

/// Where an item that is here goes, as it stands now.
pub(super) fn whereabouts(shown: &ItemShown) -> wire::NextPlace {
    match shown.place {
        None if shown.own => wire::NextPlace::Shelf,
        Some(Place::Committed(_) | Place::ToShelve(_)) => wire::NextPlace::Shelf,
        Some(Place::InCrate(_) | Place::ToReturn(_)) => wire::NextPlace::Crate,
        Some(Place::OnHoldShelf(_)) => wire::NextPlace::HoldShelf,
        Some(Place::Lent(_)) => wire::NextPlace::Patron,
        Some(Place::Damaged) => wire::NextPlace::Aside,
        Some(Place::Travelling(_) | Place::ToLookFor | Place::Lost | Place::InHouse) | None => {
            wire::NextPlace::Nowhere
        }
    }
}

/// Gives the last day before a moment; the day on which something is kept for the last time.
pub(super) fn last_day(desk: &Desk, until: Option<Timestamp>) -> Option<Day> {
    until.map(|until| desk.last_day_before(until))
}

fn next_place(do_now: &DoNow) -> wire::NextPlace {
    match do_now {
        DoNow::Shelve => wire::NextPlace::Shelf,
        DoNow::HoldShelf { .. } => wire::NextPlace::HoldShelf,
        DoNow::Crate(_) | DoNow::SendHome(_) => wire::NextPlace::Crate,
        DoNow::Give(_) => wire::NextPlace::Patron,
        DoNow::SetAside => wire::NextPlace::Aside,
    }
}

fn kind(did: Did) -> ScanKind {
    match did {
        Did::Pulled => ScanKind::Pulled,
        Did::Shelved
        | Did::OnHoldShelfAlready
        | Did::InCrateAlready
        | Did::Received
        | Did::ReceivedUnexpected
        | Did::CameHome
        | Did::Found
        | Did::PutBack
        | Did::BelongsOnShelf => ScanKind::Received,
        Did::HandedOver => ScanKind::HandedOver,
        Did::TookBack => ScanKind::Returned,
        Did::DamagedStill => ScanKind::Damaged,
    }
}

/// Finds the run that takes something from here to a library next, by what is known of the van.
pub(super) fn takes(desk: &Desk, to: &LibraryId) -> Option<Ride> {
    let settings = desk.core.settings();
    let now = desk.now().local;
    desk.van
        .takes(&settings.library, &settings.opening, to, now)
}

fn slip(
    desk: &Desk,
    slip: &Slip,
    shown: &ItemShown,
    place: wire::NextPlace,
    until: Option<Timestamp>,
) -> wire::Slip {
    let settings: &NodeSettings = &desk.core.settings();
    let ride = takes(desk, &slip.to);
    let (round, round_day) = ride.map(|ride| (ride.round, ride.day)).unwrap_or_default();
    wire::Slip {
        item: Some(identity::item_to_wire(&slip.item)),
        title: slip.title.clone(),
        shelfmark: shown.shelfmark.clone(),
        place: place as i32,
        from: slip.from.to_string(),
        from_name: settings.name_of(&slip.from).to_owned(),
        to: slip.to.to_string(),
        to_name: slip.to_name.clone(),
        round,
        round_day,
        pickup_code: slip.code.clone().unwrap_or_default(),
        kept_until: day::to_wire(last_day(desk, until)),
        code: slip.item.to_string(),
    }
}
