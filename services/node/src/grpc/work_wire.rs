//! The lists of work at a desk, written line by line.

use super::act_wire::{last_day, takes};
use crate::desk_process::Desk;
use crate::flows::desk::{ListedItem, WorkLine, WorkList, WorkPage};
use crate::flows::notices::ToTell;
use crate::ledger::{ConflictKind, ConflictRow, VisitOverRow};
use crate::van::Ride;
use navette_domain::catalogue::LibraryId;
use navette_domain::lending::RequestState;
use navette_domain::notices::NoticeKind;
use navette_proto::Refusal;
use navette_proto::convert::{day, identity, ids, moment};
use navette_proto::wire::desk as wire;
use navette_proto::wire::lending::Telling;
use std::collections::BTreeMap;

/// Reads which list is meant.
pub(super) fn list(number: i32) -> Result<WorkList, Refusal> {
    Ok(match wire::WorkKind::try_from(number) {
        Ok(wire::WorkKind::ToPull) => WorkList::ToPull,
        Ok(wire::WorkKind::ToShip) => WorkList::ToShip,
        Ok(wire::WorkKind::ToReceive) => WorkList::ToReceive,
        Ok(wire::WorkKind::HoldShelf) => WorkList::OnHoldShelf,
        Ok(wire::WorkKind::ToReturn) => WorkList::ToReturn,
        Ok(wire::WorkKind::Late) => WorkList::Late,
        Ok(wire::WorkKind::ToLookFor) => WorkList::ToLookFor,
        Ok(wire::WorkKind::ToTell) => WorkList::ToTell,
        Ok(wire::WorkKind::Conflicts) => WorkList::Conflicts,
        Ok(wire::WorkKind::Unspecified) => {
            return Err(Refusal::field("kind", "WORK_KIND_UNSPECIFIED is none"));
        }
        Err(_) => return Err(Refusal::field("kind", format!("unknown value {number}"))),
    })
}

fn kind(list: WorkList) -> wire::WorkKind {
    match list {
        WorkList::ToPull => wire::WorkKind::ToPull,
        WorkList::ToShip => wire::WorkKind::ToShip,
        WorkList::ToReceive => wire::WorkKind::ToReceive,
        WorkList::OnHoldShelf => wire::WorkKind::HoldShelf,
        WorkList::ToReturn => wire::WorkKind::ToReturn,
        WorkList::Late => wire::WorkKind::Late,
        WorkList::ToLookFor => wire::WorkKind::ToLookFor,
        WorkList::ToTell => wire::WorkKind::ToTell,
        WorkList::Conflicts => wire::WorkKind::Conflicts,
    }
}

/// Counts every list that is not empty, in the order in which a day at a desk goes.
pub(super) fn counts(page: &WorkPage) -> Vec<wire::WorkCount> {
    let counts = page.counts.iter().map(|(list, count)| wire::WorkCount {
        kind: kind(*list) as i32,
        count: u32::try_from(count.lines).unwrap_or(u32::MAX),
        late: u32::try_from(count.late).unwrap_or(u32::MAX),
    });
    counts.collect()
}

/// Writes the lines of one list.
pub(super) fn lines(desk: &Desk, page: &WorkPage, list: WorkList) -> Vec<wire::WorkItem> {
    let mut rides = BTreeMap::new();
    let lines = page.lines.iter().map(|one| match one {
        WorkLine::Item(item) => line(desk, item, kind(list), &mut rides),
        WorkLine::ToTell(one) => to_tell(one),
        WorkLine::Conflict(number, row) => conflict(*number, row),
        WorkLine::VisitOver(number, row) => visit_over(*number, row),
    });
    lines.collect()
}

/// The runs to other libraries that were looked up for this page: it has many lines and few libraries.
type Rides<'p> = BTreeMap<&'p LibraryId, Option<Ride>>;

fn line<'p>(
    desk: &Desk,
    item: &'p ListedItem,
    kind: wire::WorkKind,
    rides: &mut Rides<'p>,
) -> wire::WorkItem {
    let settings = desk.core.settings();
    let other = item.other.as_ref();
    let kept = item.deadline.filter(|_| kind == wire::WorkKind::HoldShelf);
    let passed = item
        .deadline
        .is_some_and(|deadline| deadline < desk.now().at);
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
        late: passed || kind == wire::WorkKind::Late,
        promised: day::to_wire(item.promised),
        grams: item.grams,
        pickup_code: item.code.clone().unwrap_or_default(),
        kept_until: day::to_wire(last_day(desk, kept)),
        ..wire::WorkItem::default()
    }
}

/// Finds the run that takes or brings the item of a line.
fn ride<'p>(
    desk: &Desk,
    item: &'p ListedItem,
    kind: wire::WorkKind,
    rides: &mut Rides<'p>,
) -> Option<Ride> {
    match kind {
        wire::WorkKind::ToPull | wire::WorkKind::ToShip | wire::WorkKind::ToReturn => {
            let to = item.other.as_ref()?;
            let ride = rides.entry(to).or_insert_with(|| takes(desk, to));
            ride.clone()
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
    let name = format!(
        "{} {}",
        one.to.given_name.expose(),
        one.to.family_name.expose()
    );
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
        | NoticeKind::CardExpires
        | NoticeKind::SignInCode
        | NoticeKind::PasswordChanged => Telling::Unspecified,
    }
}

fn visit_over(number: u64, row: &VisitOverRow) -> wire::WorkItem {
    let kind = if row.state == RequestState::Expired {
        wire::ConflictKind::VisitExpired
    } else {
        wire::ConflictKind::VisitRefused
    };
    wire::WorkItem {
        kind: wire::WorkKind::Conflicts as i32,
        title: row.title.clone(),
        request: ids::optional_to_wire(Some(row.request)),
        since_ms: row.since.0,
        conflict: number,
        conflict_kind: kind as i32,
        ..wire::WorkItem::default()
    }
}

fn conflict(number: u64, row: &ConflictRow) -> wire::WorkItem {
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
        conflict: number,
        conflict_kind: kind as i32,
        ..wire::WorkItem::default()
    }
}
