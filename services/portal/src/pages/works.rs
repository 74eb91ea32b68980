//! How is a work shown in a list: what it is, where it stands, when it can be here?

use crate::places::Known;
use crate::say::Say;
use navette_domain::catalogue::LibraryId;
use navette_proto::wire::catalogue::{Arrival, ArrivalReason, Holding, Work};

/// Libraries named beside a work before one asks for all of them.
const NAMED_IN_SHORT: usize = 2;

/// One work of a list.
pub(crate) struct ShownWork {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) facts: String,
    pub(crate) arrival: Option<String>,
    /// It is there, or comes by the next van.
    pub(crate) soon: bool,
    pub(crate) where_in_short: String,
    pub(crate) holdings: Vec<ShownHolding>,
    pub(crate) can_be_requested: bool,
}

/// What one library has of a work.
pub(crate) struct ShownHolding {
    pub(crate) library: String,
    pub(crate) part: String,
    pub(crate) distance: Option<String>,
    pub(crate) status: String,
    pub(crate) shelfmark: String,
    pub(crate) arrival: Option<String>,
    pub(crate) available: bool,
    km: u32,
}

impl ShownWork {
    /// Shows a work as seen from where a patron collects.
    pub(crate) fn of(work: Work, say: Say, known: &Known, pickup: Option<&LibraryId>) -> Self {
        let facts = facts(&work, say);
        let arrival = work.arrival.as_ref();
        let soon = arrival.is_some_and(|arrival| {
            matches!(
                arrival.reason(),
                ArrivalReason::OnShelfThere | ArrivalReason::ByVan
            )
        });
        let can_be_requested = arrival.is_none_or(|arrival| can_be_requested(arrival.reason()));
        let holdings = holdings(&work.holdings, say, known, pickup);
        Self {
            arrival: arrival.map(|arrival| said(arrival, say)),
            where_in_short: in_short(&holdings),
            key: work.work,
            title: work.title,
            facts,
            soon,
            holdings,
            can_be_requested,
        }
    }
}

/// Shows what each library has, the nearest first.
pub(crate) fn holdings(
    holdings: &[Holding],
    say: Say,
    known: &Known,
    pickup: Option<&LibraryId>,
) -> Vec<ShownHolding> {
    let mut shown: Vec<ShownHolding> = holdings
        .iter()
        .map(|holding| {
            let km = known.distance_km(pickup, &holding.library);
            ShownHolding {
                library: holding.library_name.clone(),
                part: holding
                    .part
                    .as_ref()
                    .map_or(String::new(), |part| part.label.clone()),
                distance: km.map(|km| say.kilometres(km)),
                status: status(holding, say),
                shelfmark: holding.shelfmark.clone(),
                arrival: holding.arrival.as_ref().map(|arrival| said(arrival, say)),
                available: holding.available > 0,
                km: km.unwrap_or(u32::MAX),
            }
        })
        .collect();
    shown.sort_by(|one, other| (one.km, &one.library).cmp(&(other.km, &other.library)));
    shown
}

/// Says when it can be collected.
pub(crate) fn said(arrival: &Arrival, say: Say) -> String {
    say.arrival(arrival.reason(), &arrival.day, arrival.waiting)
}

/// Says whether asking for it makes sense: a day can be named, or one waits in a queue.
pub(crate) fn can_be_requested(reason: ArrivalReason) -> bool {
    match reason {
        ArrivalReason::ByVan
        | ArrivalReason::WhenReturned
        | ArrivalReason::Queue
        | ArrivalReason::Away
        | ArrivalReason::Unknown
        | ArrivalReason::Unspecified => true,
        ArrivalReason::OnShelfThere | ArrivalReason::NotLent | ArrivalReason::NoVan => false,
    }
}

fn status(holding: &Holding, say: Say) -> String {
    let copies = say.copies(holding.available, holding.copies);
    match holding.available == 0 && !holding.due.is_empty() {
        true => format!("{copies}, {}", say.due_back(&holding.due)),
        false => copies,
    }
}

fn facts(work: &Work, say: Say) -> String {
    let mut facts = Vec::new();
    if !work.authors.is_empty() {
        facts.push(work.authors.join(" ; "));
    }
    if work.year != 0 {
        facts.push(work.year.to_string());
    }
    if !work.medium.is_empty() {
        facts.push(say.medium(&work.medium).to_owned());
    }
    facts.join(" · ")
}

fn in_short(holdings: &[ShownHolding]) -> String {
    let mut names: Vec<&str> = holdings
        .iter()
        .map(|holding| holding.library.as_str())
        .collect();
    names.dedup();
    let more = names.len().saturating_sub(NAMED_IN_SHORT);
    names.truncate(NAMED_IN_SHORT);
    match more {
        0 => names.join(", "),
        more => format!("{} + {more}", names.join(", ")),
    }
}
