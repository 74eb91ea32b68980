//! How is a work shown in a list: what it is, where it stands, when it can be here?

use crate::pages::wanted::Volumes;
use crate::places::Known;
use crate::say::Say;
use navette_domain::catalogue::LibraryId;
use navette_domain::time::{Day, Weekday};
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
    /// It comes in volumes: which one has to be said first.
    pub(crate) in_volumes: bool,
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
        let in_volumes = !Volumes::of(&work.holdings).whole;
        let holdings = holdings(&work.holdings, say, known, pickup);
        Self {
            arrival: arrival.map(|arrival| said(arrival, say, known)),
            where_in_short: in_short(&holdings),
            key: work.work,
            title: work.title,
            facts,
            soon,
            holdings,
            can_be_requested,
            in_volumes,
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
                arrival: holding
                    .arrival
                    .as_ref()
                    .map(|arrival| said(arrival, say, known)),
                available: holding.available > 0,
                km: km.unwrap_or(u32::MAX),
            }
        })
        .collect();
    shown.sort_by(|one, other| (one.km, &one.library).cmp(&(other.km, &other.library)));
    shown
}

/// Says when it can be collected.
pub(crate) fn said(arrival: &Arrival, say: Say, known: &Known) -> String {
    let opens = opens(known, &arrival.lender, &arrival.day);
    let day = (arrival.day.as_str(), opens);
    say.arrival(arrival.reason(), day, arrival.waiting)
}

/// Finds when a library opens on a day: `09:00`; empty where its door does not say.
fn opens<'k>(known: &'k Known, library: &str, day: &str) -> &'k str {
    let place = known.place(library);
    let found = place.zip(Day::parse(day)).and_then(|(place, day)| {
        let named = door_name(day.weekday());
        let mut lines = place.hours.iter();
        let spans = lines.find_map(|line| line.strip_prefix(named))?;
        spans.trim_start().split('-').next()
    });
    found.unwrap_or_default()
}

/// Names a day as opening hours are written.
fn door_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    }
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
        // A line that breaks must not leave the number alone.
        more => format!("{}\u{a0}+\u{a0}{more}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::places::Place;
    use crate::say::Language;
    use navette_proto::wire::catalogue::LibraryState;

    fn known() -> Known {
        let place = Place {
            id: LibraryId::parse("saint-omer").unwrap(),
            name: "Saint-Omer".to_owned(),
            commune: "Saint-Omer".to_owned(),
            at: None,
            state: LibraryState::Answered,
            as_of_ms: 0,
            titles: 0,
            hours: vec!["tuesday 09:00-12:00 14:00-18:00".to_owned()],
        };
        Known {
            places: vec![place],
            cut_off: false,
        }
    }

    #[test]
    fn what_stands_on_the_shelf_is_promised_for_when_the_library_opens() {
        let told = |day: &str, language| {
            let arrival = Arrival {
                day: day.to_owned(),
                reason: ArrivalReason::OnShelfThere.into(),
                lender: "saint-omer".to_owned(),
                ..Arrival::default()
            };
            said(&arrival, Say(language), &known())
        };
        assert_eq!(
            told("2026-12-01", Language::French),
            "En rayon : dès mardi 1er décembre, 9\u{a0}h\u{a0}00"
        );
        let easy = told("2026-12-01", Language::Easy);
        assert!(easy.contains("à partir de 9"), "{easy}");
        assert_eq!(
            told("2026-12-02", Language::English),
            "On the shelf: from Wednesday 2 December"
        );
        assert_eq!(told("", Language::English), "On the shelf there");
    }
}
