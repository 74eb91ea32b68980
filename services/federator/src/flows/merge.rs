//! How do many libraries' answers become one list? Works are counted and ordered over the union.

use crate::ask::{Asked, MemberAnswer, PartLive, read_live, read_unknown};
use crate::knowledge::{Knowledge, Known};
use crate::member::Member;
use navette_domain::catalogue::{Question, SortOrder};
use navette_indexer::search::{
    Counts, Directory, Found, Live, Matched, RowNumber, best_works, count_works, evaluate,
};
use navette_proto::convert::matches;
use navette_proto::wire::catalogue as wire;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The union of all answers.
#[derive(Clone, Default)]
pub(crate) struct Merged {
    /// Best works of the whole, best first, as deep as was asked.
    pub(crate) best: Vec<Matched>,
    /// Works and facets.
    pub(crate) counts: Counts,
    /// False where a library's matches are a sample, or a library is missing altogether.
    pub(crate) exact: bool,
    /// What can be lent, where its library said so just now.
    pub(crate) live: FxHashMap<(RowNumber, usize), Live>,
}

/// One library's matches and best works, as rows.
#[derive(Default)]
struct Part {
    best: Vec<Matched>,
    found: Vec<Found>,
    sample_shift: u32,
    /// False where it names records that are not listed yet.
    complete: bool,
}

/// Lists the records that answers brought before the change stream did, so that the rest can be read by number.
pub(crate) fn list_unknown(
    members: &[Arc<Member>],
    knowledge: &Knowledge,
    answers: &mut [MemberAnswer],
) {
    for answer in answers {
        let Some(response) = &mut answer.response else {
            continue;
        };
        if response.unknown.is_empty() {
            continue;
        }
        let unknown: Vec<_> = std::mem::take(&mut response.unknown)
            .into_iter()
            .filter_map(read_unknown)
            .collect();
        let member = members[answer.place].number;
        knowledge.list_ahead(member, &response.incarnation, &unknown);
    }
}

/// Merges. A library that did not answer is answered for by its copy; one that need not be asked adds nothing.
pub(crate) fn merge(
    members: &[Arc<Member>],
    known: &Known,
    question: &Question,
    answers: &[MemberAnswer],
    depth: usize,
    with_facets: bool,
) -> Merged {
    let mut merged = Merged {
        exact: true,
        ..Merged::default()
    };
    let mut best = Vec::new();
    let mut found = Vec::new();
    let mut sample_shift = 0;
    for answer in answers {
        let member = &members[answer.place];
        let part = match (&answer.asked, &answer.response) {
            (Asked::NotNeeded, _) => continue,
            (Asked::Answered, Some(response))
                if known
                    .position_in(member.number, &response.incarnation)
                    .is_some() =>
            {
                read_answer(member, known, response, &mut merged.live)
            }
            (Asked::Answered | Asked::Slow | Asked::Late | Asked::Away, _) => {
                merged.exact &= member.has_whole_copy();
                answer_from_copy(member, known, question, depth)
            }
        };
        let Some(part) = part else {
            merged.exact = false;
            continue;
        };
        merged.exact &= part.complete;
        best.extend(part.best);
        found.extend(part.found);
        sample_shift = sample_shift.max(part.sample_shift);
    }
    if sample_shift > 0 {
        merged.exact = false;
        found.retain(|record| {
            let work = known.directory.work_of(record.row);
            matches::is_in_sample(known.directory.work_key(work).0, sample_shift)
        });
    }
    merged.best = best_works(&known.directory, &best, question.order, depth);
    merged.counts = count_works(&known.directory, &found, sample_shift, with_facets);
    merged
}

/// Reads an answer by number; nothing where it cannot be read.
fn read_answer(
    member: &Member,
    known: &Known,
    response: &wire::MatchResponse,
    live: &mut FxHashMap<(RowNumber, usize), Live>,
) -> Option<Part> {
    let directory = &known.directory;
    let row_of = |seq: u64| directory.row_of(member.number, seq);
    // A record that has changed since the answer was given is in no work's list any more.
    let living = |row: &RowNumber| directory.is_alive(*row);
    let mut part = Part {
        sample_shift: response.sample_shift.min(matches::MOST_SHIFT),
        complete: true,
        ..Part::default()
    };
    for (seq, score) in response.top.iter().zip(&response.scores) {
        let row = row_of(*seq).filter(living);
        part.best
            .extend(row.map(|row| Matched { row, score: *score }));
    }
    for (seq, available) in matches::unpack(&response.matches, &response.available).ok()? {
        let row = row_of(seq);
        part.complete &= row.is_some();
        part.found
            .extend(row.filter(living).map(|row| Found { row, available }));
    }
    for status in &response.live {
        let PartLive {
            seq,
            group,
            live: status,
        } = read_live(*status);
        if let Some(row) = row_of(seq) {
            live.insert((row, group), status);
        }
    }
    Some(part)
}

/// Answers for a library by its copy; nothing where there is none.
fn answer_from_copy(
    member: &Member,
    known: &Known,
    question: &Question,
    depth: usize,
) -> Option<Part> {
    let view = known.views[usize::from(member.number)].as_deref()?;
    match evaluate(view, &known.directory, question) {
        Ok(matched) => Some(Part {
            found: matched
                .iter()
                .map(|m| found(&known.directory, m.row))
                .collect(),
            best: best_works(&known.directory, &matched, question.order, depth),
            sample_shift: 0,
            complete: true,
        }),
        Err(error) => {
            tracing::error!(library = %member.library, %error, "the copy cannot be searched");
            None
        }
    }
}

fn found(directory: &Directory, row: RowNumber) -> Found {
    Found {
        row,
        available: directory.is_available(row),
    }
}

/// Cuts the page out of the best works.
pub(crate) fn cut(merged: &Merged, offset: usize) -> &[Matched] {
    merged.best.get(offset..).unwrap_or_default()
}

/// Says in which order works are wanted where nothing was typed: by relevance nothing is better than anything else.
pub(crate) fn order_for(text_is_empty: bool, order: SortOrder) -> SortOrder {
    match order {
        SortOrder::Relevance if text_is_empty => SortOrder::Newest,
        SortOrder::Relevance | SortOrder::Newest | SortOrder::Title => order,
    }
}
