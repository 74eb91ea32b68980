//! Addresses by which programs read a patron's days: that part of `PatronService`.

use super::desk_door::DeskDoor;
use crate::desk_process::Desk;
use crate::flows::patrons::{PrivateDay, PrivateDayOf};
use crate::ledger::PrivateLinkKind;
use crate::sign_in::{TriedFrom, drawn};
use navette_domain::identity::PatronNumber;
use navette_proto::convert::day;
use navette_proto::wire::patrons as wire;
use navette_proto::{Refusal, SignInObstacle};
use navette_trust::fingerprint;

/// Makes an address; gives its token.
pub(super) async fn make(
    door: &DeskDoor,
    number: PatronNumber,
    kind: i32,
) -> Result<String, Refusal> {
    let kind = match wire::PrivateLinkKind::try_from(kind) {
        Ok(wire::PrivateLinkKind::Calendar) => PrivateLinkKind::Calendar,
        Ok(wire::PrivateLinkKind::Feed) => PrivateLinkKind::Feed,
        Ok(wire::PrivateLinkKind::Unspecified) | Err(_) => {
            return Err(Refusal::field("kind", format!("unknown value {kind}")));
        }
    };
    let (token, key) = drawn::<32>()?;
    door.command(move |desk| desk.core.private_link_made(number, kind, key, desk.now()))
        .await?;
    Ok(token)
}

/// Ends all addresses of a patron.
pub(super) async fn revoke(door: &DeskDoor, number: PatronNumber) -> Result<u32, Refusal> {
    let ended = door.command(move |desk| desk.core.private_links_revoked(number, desk.now()));
    Ok(u32::try_from(ended.await?).unwrap_or(u32::MAX))
}

/// Reads what an address gives. Guessing counts as it does at the door.
pub(super) async fn read(
    door: &DeskDoor,
    from: TriedFrom,
    token: &str,
) -> Result<wire::ReadPrivateLinkResponse, Refusal> {
    let now = door.desk.now();
    let proof = door.desk.sign_in.try_code(from, now.at)?;
    let link = fingerprint(token.trim());
    let read = door.read(move |desk| {
        let found = desk.core.private_days(link, now)?;
        Ok(found.map(|(kind, days)| {
            let entries = days.into_iter().map(|day| entry(desk, day));
            (kind, entries.collect::<Vec<_>>())
        }))
    });
    let (kind, entries) = read.await?.ok_or(SignInObstacle::WrongSignIn)?;
    proof.accept();
    let kind = match kind {
        PrivateLinkKind::Calendar => wire::PrivateLinkKind::Calendar,
        PrivateLinkKind::Feed => wire::PrivateLinkKind::Feed,
    };
    Ok(wire::ReadPrivateLinkResponse {
        kind: kind as i32,
        entries,
        today: now.local.day.to_string(),
    })
}

fn entry(desk: &Desk, shown: PrivateDay) -> wire::PrivateLinkEntry {
    let (day, ready) = match shown.day {
        PrivateDayOf::Due(due) => (due, false),
        PrivateDayOf::Kept(until) => (until.map(|until| desk.last_day_before(until)), true),
    };
    wire::PrivateLinkEntry {
        id: shown.id,
        title: shown.title,
        day: day::to_wire(day),
        ready,
    }
}
