//! What does the van bring to this library, and does its crate hold that? From what the federator said last.

use super::desk_door::DeskDoor;
use crate::van::{self, Loads};
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::RoundId;
use navette_domain::identity::ItemId;
use navette_domain::time::Day;
use navette_proto::convert::courier::code;
use navette_proto::convert::limits::{CALL_ITEMS, at_most};
use navette_proto::convert::{courier, identity};
use navette_proto::wire::desk as wire;
use navette_proto::{DeskObstacle, Refusal};
use std::collections::BTreeSet;

/// Gives the manifests of this library's stops on a run.
pub(super) async fn manifest(
    door: &DeskDoor,
    round: &RoundId,
    day: Day,
) -> Result<wire::GetManifestResponse, Refusal> {
    let _turn = door.turn()?;
    let known = van::sheet(&door.desk, &door.here, round, day).await;
    let known = known.filter(|(manifests, _)| !manifests.is_empty());
    let (manifests, as_of_ms) = known.ok_or_else(|| DeskObstacle::NoManifest(round.to_string()))?;
    Ok(wire::GetManifestResponse {
        manifests,
        as_of_ms,
    })
}

/// Says what a run takes from here, by library; nothing where the timetable is not known, and it is trusted to take all.
pub(super) fn bound_for(
    door: &DeskDoor,
    round: &RoundId,
    day: Day,
) -> Result<Option<BTreeSet<LibraryId>>, Refusal> {
    let desk = &door.desk;
    let settings = desk.core.settings();
    match desk.van.loads(&door.here, &settings.opening, round, day) {
        Loads::Unknown => Ok(None),
        Loads::For(libraries) => Ok(Some(libraries)),
        Loads::DoesNotStop => {
            let reason = format!("the round {round} does not stop here on {day}");
            Err(Refusal::field("round", reason))
        }
    }
}

/// Compares what lies in a crate with the code of its manifest. Needs no line.
pub(super) fn check_crate(
    door: &DeskDoor,
    asked: wire::CheckCrateRequest,
) -> Result<wire::CheckCrateResponse, Refusal> {
    at_most("found", asked.found.len(), CALL_ITEMS, "items")?;
    let found: Result<BTreeSet<ItemId>, Refusal> = asked
        .found
        .into_iter()
        .map(|item| identity::item("found", Some(item)))
        .collect();
    let found = found?;
    let list = code::from_wire(&asked.code)
        .ok_or_else(|| Refusal::field("code", "it is not the code of a manifest"))?;
    let stops_at = door.desk.van.library_of(&list.round, list.stop);
    if let Some(other) = stops_at.filter(|library| *library != door.here) {
        let reason = format!("it is the code of the crate for {other}");
        return Err(Refusal::field("code", reason));
    }
    let listed: BTreeSet<ItemId> = match list.items {
        Some(items) => items.into_iter().collect(),
        None => on_the_manifest(door, &list.round, list.day, list.stop)?,
    };
    let written = |items: Vec<&ItemId>| items.into_iter().map(identity::item_to_wire).collect();
    Ok(wire::CheckCrateResponse {
        round: list.round.to_string(),
        day: list.day.to_string(),
        missing: written(listed.difference(&found).collect()),
        unexpected: written(found.difference(&listed).collect()),
        matched: u32::try_from(listed.intersection(&found).count()).unwrap_or(u32::MAX),
    })
}

/// A code too dense to scan names no items: they stand on the manifest that the code is of.
fn on_the_manifest(
    door: &DeskDoor,
    round: &RoundId,
    day: Day,
    stop: usize,
) -> Result<BTreeSet<ItemId>, Refusal> {
    let stop = u32::try_from(stop).unwrap_or(u32::MAX);
    let known = door.desk.van.manifest(round, day, stop);
    let known = known.ok_or_else(|| DeskObstacle::NoManifest(round.to_string()))?;
    let read = courier::manifest::from_wire(known)?;
    Ok(read
        .comes_off
        .into_iter()
        .map(|parcel| parcel.item)
        .collect())
}
