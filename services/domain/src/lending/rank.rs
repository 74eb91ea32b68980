//! Which of two libraries that may lend comes first? It must not know why others may not.

use crate::identity::ItemId;
use crate::time::Day;
use std::cmp::Ordering;
use std::fmt;

/// What is compared, in this order; the first difference wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criterion {
    /// A library that answers before one that is away. The pick-up library never counts as away: cut off, it captures its
    /// own copies by the dated head of the queue.
    Reachable,
    /// The earlier day at the pick-up library.
    Arrival,
    /// The pick-up library itself: no van is needed.
    OwnLibrary,
    /// The library that has lent less, measured against what was agreed.
    Fairness,
    /// The library that keeps more copies on its shelf.
    CopiesLeft,
    /// The shorter way; an unknown distance is the longest.
    Distance,
    /// The library's id in alphabetical order, so that the choice is the same each time.
    LibraryId,
}

impl Criterion {
    /// Every criterion, the weightiest first.
    pub const ALL: [Self; 7] = [
        Self::Reachable,
        Self::Arrival,
        Self::OwnLibrary,
        Self::Fairness,
        Self::CopiesLeft,
        Self::Distance,
        Self::LibraryId,
    ];
}

/// What a library that may lend brings to the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankFacts {
    /// Since when it does not answer.
    pub away_since: Option<Day>,
    /// The day it can be collected.
    pub arrival: Day,
    /// Whether it is the pick-up library.
    pub own: bool,
    /// How far it has lent beyond its share, in hundredths of an item; negative where it owes.
    pub surplus_hundredths: i64,
    /// Free copies that stay on its shelf.
    pub copies_left: u32,
    /// Metres the item travels, where known.
    pub distance_metres: Option<u32>,
}

impl RankFacts {
    fn compare_by(&self, other: &Self, criterion: Criterion) -> Ordering {
        let away = |facts: &Self| facts.away_since.is_some() && !facts.own;
        let metres = |facts: &Self| facts.distance_metres.unwrap_or(u32::MAX);
        match criterion {
            Criterion::Reachable => away(self).cmp(&away(other)),
            Criterion::Arrival => self.arrival.cmp(&other.arrival),
            Criterion::OwnLibrary => other.own.cmp(&self.own),
            Criterion::Fairness => self.surplus_hundredths.cmp(&other.surplus_hundredths),
            Criterion::CopiesLeft => other.copies_left.cmp(&self.copies_left),
            Criterion::Distance => metres(self).cmp(&metres(other)),
            // The id is the last word and is compared by the caller, which knows it.
            Criterion::LibraryId => Ordering::Equal,
        }
    }
}

/// Compares two libraries and names the criterion that made the difference.
pub(super) fn compare(
    one: (&RankFacts, &ItemId),
    other: (&RankFacts, &ItemId),
) -> (Ordering, Criterion) {
    for criterion in Criterion::ALL {
        let order = one.0.compare_by(other.0, criterion);
        if order != Ordering::Equal {
            return (order, criterion);
        }
    }
    // An item's id begins with its library's; the barcode only matters should a library be given twice.
    (one.1.cmp(other.1), Criterion::LibraryId)
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reachable => "it does not answer at the moment",
            Self::Arrival => "it arrives later",
            Self::OwnLibrary => "the pick-up library can hand over its own copy no later",
            Self::Fairness => "it has lent more, measured against what was agreed",
            Self::CopiesLeft => "fewer copies would stay on its shelf",
            Self::Distance => "it comes from further away",
            Self::LibraryId => "all else is equal, and the alphabet decides",
        })
    }
}

impl fmt::Display for RankFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(day) = self.away_since {
            write!(f, "away since {day}; ")?;
        }
        if self.own {
            write!(f, "own copy, ready on {}", self.arrival)?;
        } else {
            write!(f, "arrives on {}", self.arrival)?;
        }
        let hundredths = self.surplus_hundredths.unsigned_abs();
        let (items, rest) = (hundredths / 100, hundredths % 100);
        match self.surplus_hundredths.cmp(&0) {
            Ordering::Less => write!(f, "; has lent {items}.{rest:02} items less than agreed")?,
            Ordering::Equal => f.write_str("; has lent as much as agreed")?,
            Ordering::Greater => write!(f, "; has lent {items}.{rest:02} items more than agreed")?,
        }
        write!(f, "; copies that stay on its shelf: {}", self.copies_left)?;
        match self.distance_metres {
            Some(metres) => write!(f, "; {}.{} km", metres / 1_000, metres % 1_000 / 100),
            None => f.write_str("; distance unknown"),
        }
    }
}
