//! The lists of work at a desk, written line by line.

use super::act_wire::{last_day, takes};
use super::pages::Page;
use crate::desk_process::Desk;
use crate::flows::desk::{ListedItem, WorkLists};
use crate::flows::notices::ToTell;
use crate::ledger::{ConflictKind, ConflictRow};
use crate::van::Ride;
use navette_domain::catalogue::LibraryId;
use navette_domain::notices::NoticeKind;
use navette_domain::time::Timestamp;
use navette_proto::Refusal;
use navette_proto::convert::{day, identity, ids, moment};
use navette_proto::wire::desk as wire;
use navette_proto::wire::lending::Telling;
use std::collections::BTreeMap;

/// All lists, in the order in which a day at a desk goes.
const KINDS: [wire::WorkKind; 9] = [
    wire::WorkKind::ToPull,
    wire::WorkKind::ToShip,
    wire::WorkKind::ToReceive,
    wire::WorkKind::HoldShelf,
    wire::WorkKind::ToReturn,
    wire::WorkKind::Late,
    wire::WorkKind::ToLookFor,
    wire::WorkKind::ToTell,
    wire::WorkKind::Conflicts,
];

/// Reads which list is meant.
pub(super) fn kind(number: i32) -> Result<wire::WorkKind, Refusal> {
    match wire::WorkKind::try_from(number) {
        Ok(wire::WorkKind::Unspecified) => {
            Err(Refusal::field("kind", "WORK_KIND_UNSPECIFIED is none"))
        }
        Ok(kind) => Ok(kind),
        Err(_) => Err(Refusal::field("kind", format!("unknown value {number}"))),
    }
}

/// Counts every list that is not empty.
pub(super) fn counts(desk: &Desk, lists: &WorkLists) -> Vec<wire::WorkCount> {
    let now = desk.now().at;
    let count = |kind: wire::WorkKind| {
        let (count, late) = match kind {
            wire::WorkKind::ToTell => {
                let escalated = lists.to_tell.iter().filter(|one| one.escalated);
                (lists.to_tell.len(), escalated.count())
            }
            wire::WorkKind::Conflicts => (lists.conflicts.len(), 0),
            _ => {
                let items = items_of(lists, kind);
                let late = items.iter().filter(|item| is_late(item, kind, now));
                (items.len(), late.count())
            }
        };
        wire::WorkCount {
            kind: kind as i32,
            count: u32::try_from(count).unwrap_or(u32::MAX),
            late: u32::try_from(late).unwrap_or(u32::MAX),
        }
    };
    let counts = KINDS.into_iter().map(count);
    counts.filter(|count| count.count > 0).collect()
}

/// Writes one page of a list, with the name of the next.
pub(super) fn lines(
    desk: &Desk,
    lists: &WorkLists,
    kind: wire::WorkKind,
    page: &Page,
) -> (Vec<wire::WorkItem>, String) {
    match kind {
        wire::WorkKind::ToTell => {
            let (some, next) = page.of(lists.to_tell.iter().collect());
            (some.into_iter().map(to_tell).collect(), next)
        }
        wire::WorkKind::Conflicts => {
            let (some, next) = page.of(lists.conflicts.iter().collect());
            (some.into_iter().map(conflict).collect(), next)
        }
        _ => {
            let (some, next) = page.of(items_of(lists, kind).iter().collect());
            let mut rides = BTreeMap::new();
            let lines = some
                .into_iter()
                .map(|item| line(desk, item, kind, &mut rides));
            (lines.collect(), next)
        }
    }
}

/// Gives the items of a list; none where a list has no items.
fn items_of(lists: &WorkLists, kind: wire::WorkKind) -> &[ListedItem] {
    match kind {
        wire::WorkKind::ToPull => &lists.to_pull,
        wire::WorkKind::ToShip => &lists.to_ship,
        wire::WorkKind::ToReceive => &lists.to_receive,
        wire::WorkKind::HoldShelf => &lists.on_hold_shelf,
        wire::WorkKind::ToReturn => &lists.to_return,
        wire::WorkKind::Late => &lists.late,
        wire::WorkKind::ToLookFor => &lists.to_look_for,
        wire::WorkKind::ToTell | wire::WorkKind::Conflicts | wire::WorkKind::Unspecified => &[],
    }
}

fn is_late(item: &ListedItem, kind: wire::WorkKind, now: Timestamp) -> bool {
    let passed = item.deadline.is_some_and(|deadline| deadline < now);
    passed || kind == wire::WorkKind::Late
}

/// The rides of one page: what goes to one library goes by one van.
type Rides = BTreeMap<LibraryId, Option<Ride>>;

fn line(desk: &Desk, item: &ListedItem, kind: wire::WorkKind, rides: &mut Rides) -> wire::WorkItem {
    let settings = desk.core.settings();
    let other = item.other.as_ref();
    let kept = item.deadline.filter(|_| kind == wire::WorkKind::HoldShelf);
    let ride = ride(desk, item, kind, rides);
    let (round, round_day) = ride.map(|ride| (ride.round, ride.day)).unwrap_or_default();
    wire::WorkItem {
        kind: kind as i32,
        round,
        round_day,
        item: Some(identity::item_to_wire(&item.item)),
        title: item.title.clone(),
        shelfmark: item.shelfmark.clone(),
        journey: ids::optional_to_wire(item.journey),
        request: ids::optional_to_wire(item.request),
        other: identity::optional_library_to_wire(other),
        other_name: other
            .map(|id| settings.name_of(id).to_owned())
            .unwrap_or_default(),
        since_ms: item.since.map_or(0, |since| since.0),
        deadline_ms: moment::optional_to_wire(item.deadline),
        late: is_late(item, kind, desk.now().at),
        promised: day::to_wire(item.promised),
        grams: item.grams,
        pickup_code: item.code.clone().unwrap_or_default(),
        kept_until: day::to_wire(last_day(desk, kept)),
        ..wire::WorkItem::default()
    }
}

/// Finds the run that takes or brings the item of a line.
fn ride(desk: &Desk, item: &ListedItem, kind: wire::WorkKind, rides: &mut Rides) -> Option<Ride> {
    match kind {
        wire::WorkKind::ToPull | wire::WorkKind::ToShip | wire::WorkKind::ToReturn => {
            let to = item.other.as_ref()?;
            let known = rides.entry(to.clone());
            known.or_insert_with(|| takes(desk, to)).clone()
        }
        wire::WorkKind::ToReceive => {
            let journey = item.journey?.to_string();
            desk.van.brings(&journey, desk.now().local.day)
        }
        wire::WorkKind::HoldShelf
        | wire::WorkKind::Late
        | wire::WorkKind::ToLookFor
        | wire::WorkKind::ToTell
        | wire::WorkKind::Conflicts
        | wire::WorkKind::Unspecified => None,
    }
}

fn to_tell(one: &ToTell) -> wire::WorkItem {
    let since_ms = i64::from(one.since.0) * 86_400_000;
    let name = format!("{} {}", one.to.given_name, one.to.family_name);
    let phone = one.to.phone.as_ref().map(|phone| phone.expose().to_owned());
    wire::WorkItem {
        kind: wire::WorkKind::ToTell as i32,
        title: one.title.clone(),
        request: ids::optional_to_wire(one.request),
        since_ms,
        late: one.escalated,
        promised: day::to_wire(one.day),
        tell: Some(wire::PersonToTell {
            name: name.trim().to_owned(),
            telephone: phone.unwrap_or_default(),
            telling: telling(one.kind) as i32,
            tried: String::new(),
            since_ms,
            kind: one.kind.code().to_owned(),
        }),
        notice: one.notice,
        ..wire::WorkItem::default()
    }
}

fn telling(kind: NoticeKind) -> Telling {
    match kind {
        NoticeKind::Placed => Telling::Placed,
        NoticeKind::Waiting => Telling::Waiting,
        NoticeKind::OnItsWay => Telling::OnItsWay,
        NoticeKind::Ready | NoticeKind::ReadyReminder => Telling::Ready,
        NoticeKind::DateChanged => Telling::DateChanged,
        NoticeKind::NotCollected => Telling::NotCollected,
        NoticeKind::Refused => Telling::Refused,
        NoticeKind::Unfilled => Telling::Unfilled,
        NoticeKind::Cancelled => Telling::Cancelled,
        NoticeKind::Returned => Telling::Returned,
        NoticeKind::DueSoon
        | NoticeKind::Overdue(_)
        | NoticeKind::PresumedLost
        | NoticeKind::Recalled
        | NoticeKind::CardExpires => Telling::Unspecified,
    }
}

fn conflict((number, row): &(u64, ConflictRow)) -> wire::WorkItem {
    let kind = match row.kind {
        ConflictKind::PromisedAndKept => wire::ConflictKind::PromisedAndKept,
        ConflictKind::UnknownJourney => wire::ConflictKind::UnknownJourney,
        ConflictKind::ScanLost => wire::ConflictKind::ScanLost,
        ConflictKind::ReturnedElsewhere => wire::ConflictKind::ReturnedElsewhere,
        ConflictKind::RefusedByHome => wire::ConflictKind::RefusedByHome,
        ConflictKind::UnheardByHome => wire::ConflictKind::UnheardByHome,
    };
    wire::WorkItem {
        kind: wire::WorkKind::Conflicts as i32,
        item: Some(identity::item_to_wire(&row.item)),
        title: row.title.clone(),
        journey: ids::optional_to_wire(row.journey),
        since_ms: row.since.0,
        conflict: *number,
        conflict_kind: kind as i32,
        ..wire::WorkItem::default()
    }
}
