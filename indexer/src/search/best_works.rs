//! Which works come first? One entry per work, standing for its best record.

use super::analysis::folded;
use super::directory::{Directory, RowNumber};
use super::evaluate::Matched;
use super::stamps::with_work_slots;
use navette_domain::catalogue::SortOrder;
use std::cmp::Ordering;

/// Picks the best `limit` works, best first: each by the record that stands for it.
///
/// The best K of a union are among the best K of its parts, because a work counts as its best record.
pub fn best_works(
    directory: &Directory,
    matched: &[Matched],
    order: SortOrder,
    limit: usize,
) -> Vec<Matched> {
    let mut works: Vec<Matched> = Vec::new();
    with_work_slots(directory.work_count(), |slots| {
        for candidate in matched {
            if directory.is_sole(candidate.row) {
                works.push(*candidate);
                continue;
            }
            let work = directory.work_of(candidate.row);
            match slots.get(work) {
                Some(place) => {
                    let kept = &mut works[place as usize];
                    if stands_before(directory, candidate, kept, order) {
                        *kept = *candidate;
                    }
                }
                None => {
                    slots.set(work, works.len() as u32);
                    works.push(*candidate);
                }
            }
        }
    });
    if order == SortOrder::Title {
        return best_by_title(directory, works, limit);
    }
    let compare = |a: &Matched, b: &Matched| {
        primary(directory, b, order)
            .cmp(&primary(directory, a, order))
            .then_with(|| work_key(directory, a.row).cmp(&work_key(directory, b.row)))
    };
    if limit > 0 && works.len() > limit {
        works.select_nth_unstable_by(limit - 1, compare);
        works.truncate(limit);
    }
    works.sort_unstable_by(compare);
    works.truncate(limit);
    works
}

/// Says which of two records of one work stands for it.
fn stands_before(directory: &Directory, a: &Matched, b: &Matched, order: SortOrder) -> bool {
    let rank = |matched: &Matched| {
        let row = directory.row(matched.row);
        let by_order = match order {
            SortOrder::Relevance | SortOrder::Title => {
                (i64::from(matched.score), i64::from(row.year))
            }
            SortOrder::Newest => (i64::from(row.year), i64::from(matched.score)),
        };
        (by_order, std::cmp::Reverse((row.member, row.seq)))
    };
    if order == SortOrder::Title {
        let titles = (
            sorting_title(directory, a.row),
            sorting_title(directory, b.row),
        );
        if titles.0 != titles.1 {
            return titles.0 < titles.1;
        }
    }
    rank(a) > rank(b)
}

fn primary(directory: &Directory, matched: &Matched, order: SortOrder) -> i64 {
    match order {
        SortOrder::Relevance | SortOrder::Title => i64::from(matched.score),
        SortOrder::Newest => i64::from(directory.row(matched.row).year),
    }
}

fn best_by_title(directory: &Directory, works: Vec<Matched>, limit: usize) -> Vec<Matched> {
    let mut titled: Vec<(String, Matched)> = works
        .into_iter()
        .map(|matched| (sorting_title(directory, matched.row), matched))
        .collect();
    let compare = |a: &(String, Matched), b: &(String, Matched)| -> Ordering {
        a.0.cmp(&b.0)
            .then_with(|| work_key(directory, a.1.row).cmp(&work_key(directory, b.1.row)))
    };
    titled.sort_unstable_by(compare);
    titled.truncate(limit);
    titled.into_iter().map(|(_, matched)| matched).collect()
}

/// Gives what a record is filed under: its folded title, then its subtitle.
fn sorting_title(directory: &Directory, row: RowNumber) -> String {
    let (title, subtitle) = directory.title(row);
    let mut sorting = folded(&title);
    sorting.push('\u{1}');
    sorting.push_str(&folded(&subtitle));
    sorting
}

fn work_key(directory: &Directory, row: RowNumber) -> u64 {
    directory.work_key(directory.work_of(row)).0
}
