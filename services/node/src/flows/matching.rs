//! Which of this library's records answer the federator's question? By number where it knows them, in full where not.

use super::asking::{internal, matching};
use super::status::parts_of;
use crate::catalogue::{Catalogue, MEMBER};
use crate::index_source::Searchable;
use navette_domain::catalogue::{Question, Record, RecordId};
use navette_indexer::search::{ANALYSIS_VERSION, Directory, Matched, best_works};
use navette_proto::Refusal;
use navette_proto::convert::live::PartStatus;
use navette_proto::convert::matches::{Packed, is_in_sample, pack, smallest_shift};
use navette_store::catalogue::{CatalogueStore, StoredState};
use std::collections::BTreeSet;

/// Best works of one request, at most.
pub(crate) const TOP_MAX: u32 = 1_100;
/// Matches of one answer, at most.
pub(crate) const MATCHES_MAX: u32 = 100_000;
/// Matches where the federator does not say.
const MATCHES_DEFAULT: u32 = 2_000;
/// Records sent in full, at most: the best works' first, then the newest. The others come by the change stream.
const UNKNOWN_MAX: usize = 2_000;
/// Bytes of records sent in full, about, at most.
const UNKNOWN_BYTES: usize = 4 << 20;

/// The federator's question, and how much of an answer it wants.
pub(crate) struct Asked {
    pub(crate) analysis_version: u32,
    pub(crate) question: Question,
    pub(crate) top: u32,
    pub(crate) known_incarnation: Option<u64>,
    pub(crate) known_generation: u64,
    pub(crate) match_limit: u32,
    pub(crate) without_matches: bool,
}

/// A record the federator does not know yet.
pub(crate) struct Unknown {
    pub(crate) seq: u64,
    pub(crate) record: Record,
}

/// This library's part of the answer.
#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) incarnation: u64,
    pub(crate) generation: u64,
    /// Number of each best work's best record, and its score.
    pub(crate) top: Vec<(u64, u32)>,
    pub(crate) live: Vec<PartStatus>,
    pub(crate) matches: Packed,
    pub(crate) sample_shift: u32,
    pub(crate) matched_records: u64,
    pub(crate) unknown: Vec<Unknown>,
}

/// An answer but for the records that must be read from the store.
pub(crate) struct Outline {
    answer: Answer,
    to_read: Vec<(u64, RecordId)>,
}

/// Answers by number. Short, so that it runs where it is asked.
pub(crate) fn outline(catalogue: &Catalogue, asked: &Asked) -> Result<Outline, Refusal> {
    if asked.analysis_version != ANALYSIS_VERSION {
        return Err(Refusal::AnalysisVersion {
            asked: asked.analysis_version,
            here: ANALYSIS_VERSION,
        });
    }
    refuse_over("top", asked.top, TOP_MAX, "works")?;
    refuse_over("match_limit", asked.match_limit, MATCHES_MAX, "records")?;
    let searchable = catalogue.searchable.read();
    let matched = matching(&searchable, &asked.question)?;
    let position = searchable.view.position();
    let directory = &searchable.directory;
    let order = asked.question.order;
    let best = match asked.top {
        0 => Vec::new(),
        top => best_works(directory, &matched, order, top as usize),
    };
    let (matches, sample_shift, found) = sample(directory, &matched, asked);
    let known_up_to = match asked.known_incarnation {
        Some(known) if known == catalogue.store.incarnation() => asked.known_generation,
        _ => 0,
    };
    let to_read = unknown(&searchable, &best, &found, known_up_to);
    let answer = Answer {
        incarnation: catalogue.store.incarnation(),
        generation: position.generation,
        top: best
            .iter()
            .map(|best| (directory.row(best.row).seq, best.score))
            .collect(),
        live: best
            .iter()
            .flat_map(|best| directory.rows_of_work(directory.work_of(best.row)))
            .flat_map(|row| parts_of(directory, row))
            .collect(),
        matches,
        sample_shift,
        matched_records: matched.len() as u64,
        unknown: Vec::new(),
    };
    Ok(Outline { answer, to_read })
}

impl Outline {
    /// Says whether records must still be read.
    pub(crate) fn is_complete(&self) -> bool {
        self.to_read.is_empty()
    }

    /// Gives the answer of a federator that knows every record.
    pub(crate) fn into_answer(self) -> Answer {
        self.answer
    }

    /// Adds the records that the federator does not know. Blocks.
    pub(crate) fn complete(mut self, catalogue: &Catalogue) -> Result<Answer, Refusal> {
        let mut bytes = 0;
        for (seq, id) in self.to_read {
            let stored = catalogue
                .store
                .get(&id)
                .map_err(|error| internal("a record cannot be read from the store", &error))?;
            // A version that was superseded meanwhile comes by the change stream.
            let Some(stored) =
                stored.filter(|found| found.seq == seq && found.state == StoredState::Live)
            else {
                continue;
            };
            bytes += stored.content.raw.len();
            if bytes > UNKNOWN_BYTES {
                break;
            }
            if let Ok(record) = catalogue.readers.read(&stored.content, &stored.profile) {
                self.answer.unknown.push(Unknown { seq, record });
            }
        }
        Ok(self.answer)
    }
}

/// Packs the matches, or as large a sample of works as the limit allows.
fn sample(directory: &Directory, matched: &[Matched], asked: &Asked) -> (Packed, u32, Vec<u64>) {
    if asked.without_matches {
        return (Packed::default(), 0, Vec::new());
    }
    let limit = match asked.match_limit {
        0 => MATCHES_DEFAULT,
        limit => limit,
    };
    let key = |matched: &Matched| directory.work_key(directory.work_of(matched.row)).0;
    let shift = if matched.len() <= limit as usize {
        0
    } else {
        smallest_shift(matched.iter().map(key), limit as usize)
    };
    let mut found: Vec<(u64, bool)> = matched
        .iter()
        .filter(|matched| shift == 0 || is_in_sample(key(matched), shift))
        .take(MATCHES_MAX as usize)
        .map(|matched| {
            let seq = directory.row(matched.row).seq;
            (seq, directory.is_available(matched.row))
        })
        .collect();
    found.sort_unstable();
    let seqs = found.iter().map(|(seq, _)| *seq).collect();
    (pack(&found), shift, seqs)
}

/// Lists the records to send in full: those of the best works, then the newest that match.
fn unknown(
    searchable: &Searchable,
    best: &[Matched],
    found: &[u64],
    known_up_to: u64,
) -> Vec<(u64, RecordId)> {
    let directory = &searchable.directory;
    let generation = searchable.view.position().generation;
    if known_up_to >= generation {
        return Vec::new();
    }
    let of_best_works = best
        .iter()
        .flat_map(|best| directory.rows_of_work(directory.work_of(best.row)))
        .map(|row| directory.row(row).seq);
    let mut chosen = BTreeSet::new();
    let newest_first = found.iter().rev().copied();
    of_best_works
        .chain(newest_first)
        .filter(|seq| *seq > known_up_to && chosen.insert(*seq))
        .take(UNKNOWN_MAX)
        .filter_map(|seq| {
            let row = directory.row_of(MEMBER, seq)?;
            Some((seq, directory.brief(row).id))
        })
        .collect()
}

fn refuse_over(what: &str, value: u32, limit: u32, unit: &'static str) -> Result<(), Refusal> {
    if value <= limit {
        return Ok(());
    }
    Err(Refusal::OverLimit {
        what: what.into(),
        value: u64::from(value),
        limit: u64::from(limit),
        unit,
    })
}
