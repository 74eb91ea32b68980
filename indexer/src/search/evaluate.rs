//! Which records of one library match the question, and how well? Every match is found; nothing is cut here.
//!
//! Postings are read word by word into one slot per document; the rarest word goes first, and a later, much more frequent one
//! is only looked up where the words before it matched.

use super::directory::{Directory, RowNumber};
use super::library_index::{NO_ROW, View};
use super::score::{LengthTable, word_score};
use navette_domain::catalogue::{Facet, Field, Filters, QUERY_WORDS_MAX, Question};
use std::cell::RefCell;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED, TantivyError, Term};

/// A word this many times more frequent than the matches so far is looked up document by document.
const LOOK_UP_RATIO: u64 = 6;

/// Lists longer than this have the worth of a single occurrence prepared by length.
const SINGLES_FROM: u32 = 512;

/// A record that matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matched {
    /// Which.
    pub row: RowNumber,
    /// How well, in parts of `SCORE_UNIT`.
    pub score: u32,
}

/// Why a question cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// The question carries numbers that cannot be computed with.
    #[error("inconsistent statistics: {0}")]
    Inconsistent(String),
    /// The index cannot be read.
    #[error("search index: {0}")]
    Engine(#[from] TantivyError),
}

/// One slot per document, used again by the next question on the same thread.
#[derive(Default)]
struct Scratch {
    slots: Vec<Slot>,
    base: u32,
}

/// What is known of one document so far; together, so that a posting touches one line of memory.
#[derive(Clone, Copy, Default)]
struct Slot {
    /// How many words the document matched, counted on from `base`.
    words: u32,
    /// Best term of the word being read.
    best: u32,
    /// Terms of the word being read together.
    sum: u32,
    /// What the words before this one are worth together.
    total: u32,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// One term of a word, found in a segment.
struct FoundTerm {
    field: Field,
    weight: f32,
    info: TermInfo,
    inverted: std::sync::Arc<InvertedIndexReader>,
}

/// Finds every living record of a library that matches the question and its filters.
pub fn evaluate(
    view: &View,
    directory: &Directory,
    question: &Question,
) -> Result<Vec<Matched>, EvaluateError> {
    check(question)?;
    let lengths: Vec<LengthTable> = question
        .average_lengths
        .iter()
        .map(|length| LengthTable::new(*length))
        .collect();
    let filter = RowFilter::new(directory, &question.filters);
    let mut matched = Vec::new();
    if filter.nothing_can_pass {
        return Ok(matched);
    }
    for (segment, rows) in view.searcher.segment_readers().iter().zip(&view.rows) {
        let mut take = |doc: DocId, score: u32| {
            let row = rows.get(doc as usize).copied().unwrap_or(NO_ROW);
            if row != NO_ROW && directory.is_alive(row) && filter.passes(directory, row) {
                matched.push(Matched { row, score });
            }
        };
        if question.words.is_empty() {
            segment.doc_ids_alive().for_each(|doc| take(doc, 0));
            continue;
        }
        let Some(words) = find_words(view, segment, question)? else {
            continue;
        };
        SCRATCH.with_borrow_mut(|scratch| {
            score_segment(segment, view, &words, &lengths, scratch, &mut take)
        })?;
    }
    Ok(matched)
}

/// Refuses numbers that would make scores meaningless, instead of panicking or returning noise.
fn check(question: &Question) -> Result<(), EvaluateError> {
    if question.words.len() > QUERY_WORDS_MAX {
        return Err(EvaluateError::Inconsistent(format!(
            "{} words; at most {QUERY_WORDS_MAX}",
            question.words.len()
        )));
    }
    for (place, length) in question.average_lengths.iter().enumerate() {
        if !(length.is_finite() && *length > 0.0) {
            let field = Field::ALL[place].code();
            return Err(EvaluateError::Inconsistent(format!(
                "average length of {field} is {length}"
            )));
        }
    }
    for term in question.words.iter().flat_map(|word| &word.terms) {
        if !(term.weight.is_finite() && term.weight > 0.0 && term.weight <= 1_000.0) {
            return Err(EvaluateError::Inconsistent(format!(
                "weight of \"{}\" is {}",
                term.text, term.weight
            )));
        }
    }
    Ok(())
}

/// Looks the words up, rarest first; nothing where one of them has no term in the segment.
fn find_words(
    view: &View,
    segment: &SegmentReader,
    question: &Question,
) -> Result<Option<Vec<Vec<FoundTerm>>>, TantivyError> {
    let mut words = Vec::with_capacity(question.words.len());
    for word in &question.words {
        let mut found = Vec::with_capacity(word.terms.len());
        for term in &word.terms {
            let column = view.columns.text[term.field.index()];
            let inverted = segment.inverted_index(column)?;
            if let Some(info) =
                inverted.get_term_info(&Term::from_field_text(column, &term.text))?
            {
                found.push(FoundTerm {
                    field: term.field,
                    weight: term.weight,
                    info,
                    inverted,
                });
            }
        }
        if found.is_empty() {
            return Ok(None);
        }
        words.push(found);
    }
    words.sort_by_key(|terms| frequency(terms));
    Ok(Some(words))
}

fn frequency(terms: &[FoundTerm]) -> u64 {
    terms.iter().map(|term| u64::from(term.info.doc_freq)).sum()
}

fn score_segment(
    segment: &SegmentReader,
    view: &View,
    words: &[Vec<FoundTerm>],
    lengths: &[LengthTable],
    scratch: &mut Scratch,
    take: &mut impl FnMut(DocId, u32),
) -> Result<(), TantivyError> {
    scratch.prepare(segment.max_doc() as usize);
    let mut candidates: Vec<DocId> = Vec::new();
    for (number, terms) in words.iter().enumerate() {
        let mut touched = Vec::new();
        let look_up = number > 0 && frequency(terms) > LOOK_UP_RATIO * candidates.len() as u64;
        if look_up {
            candidates.sort_unstable();
        }
        for term in terms {
            let codes = segment.get_fieldnorms_reader(view.columns.text[term.field.index()])?;
            let table = &lengths[term.field.index()];
            let worth = Worth {
                table,
                single: (term.info.doc_freq > SINGLES_FROM)
                    .then(|| table.single_contributions(term.weight)),
                weight: term.weight,
                codes: &codes,
            };
            if look_up {
                look_candidates_up(
                    term,
                    &worth,
                    &candidates,
                    number as u32,
                    scratch,
                    &mut touched,
                )?;
            } else {
                read_whole_list(term, &worth, number as u32, scratch, &mut touched)?;
            }
        }
        scratch.close_word(&touched, number as u32);
        candidates = touched;
        if candidates.is_empty() {
            return Ok(());
        }
    }
    for doc in candidates {
        if !segment.is_deleted(doc) {
            take(doc, scratch.slots[doc as usize].total);
        }
    }
    Ok(())
}

/// What an occurrence of one term is worth in this segment.
struct Worth<'a> {
    table: &'a LengthTable,
    /// Worth of one occurrence by length; prepared only where the list is long enough to gain by it.
    single: Option<[u32; 256]>,
    weight: f32,
    codes: &'a FieldNormReader,
}

impl Worth<'_> {
    fn of(&self, doc: DocId, frequency: u32) -> u32 {
        let code = self.codes.fieldnorm_id(doc);
        match &self.single {
            Some(single) if frequency == 1 => single[usize::from(code)],
            _ => self.table.contribution(self.weight, frequency, code),
        }
    }
}

fn read_whole_list(
    term: &FoundTerm,
    worth: &Worth<'_>,
    number: u32,
    scratch: &mut Scratch,
    touched: &mut Vec<DocId>,
) -> Result<(), TantivyError> {
    let mut block: BlockSegmentPostings = term
        .inverted
        .read_block_postings_from_terminfo(&term.info, IndexRecordOption::WithFreqs)?;
    while block.block_len() > 0 {
        for (doc, frequency) in block.docs().iter().zip(block.freqs()) {
            scratch.add(*doc, number, touched, || worth.of(*doc, *frequency));
        }
        block.advance();
    }
    Ok(())
}

fn look_candidates_up(
    term: &FoundTerm,
    worth: &Worth<'_>,
    candidates: &[DocId],
    number: u32,
    scratch: &mut Scratch,
    touched: &mut Vec<DocId>,
) -> Result<(), TantivyError> {
    let mut list = term
        .inverted
        .read_postings_from_terminfo(&term.info, IndexRecordOption::WithFreqs)?;
    for doc in candidates {
        if list.doc() < *doc && list.seek(*doc) == TERMINATED {
            break;
        }
        if list.doc() == *doc {
            let frequency = list.term_freq();
            scratch.add(*doc, number, touched, || worth.of(*doc, frequency));
        }
    }
    Ok(())
}

impl Scratch {
    /// Makes room and moves `base` on, so that nothing of an earlier question counts.
    fn prepare(&mut self, documents: usize) {
        if self.slots.len() < documents {
            self.slots.resize(documents, Slot::default());
        }
        // Two steps a word: being read, and read.
        const STEPS: u32 = 2 * (QUERY_WORDS_MAX as u32 + 2);
        match self.base.checked_add(2 * STEPS) {
            Some(_) => self.base += STEPS,
            None => {
                self.slots.fill(Slot::default());
                self.base = STEPS;
            }
        }
    }

    /// Adds a term's worth to a document that matched every word before.
    #[inline]
    fn add(
        &mut self,
        doc: DocId,
        number: u32,
        touched: &mut Vec<DocId>,
        worth: impl FnOnce() -> u32,
    ) {
        let (read_before, being_read) = (self.base + 2 * number, self.base + 2 * number + 1);
        let slot = &mut self.slots[doc as usize];
        if slot.words == being_read {
            let worth = worth();
            slot.best = slot.best.max(worth);
            slot.sum = slot.sum.saturating_add(worth);
        } else if number == 0 || slot.words == read_before {
            let worth = worth();
            let total = if number == 0 { 0 } else { slot.total };
            *slot = Slot {
                words: being_read,
                best: worth,
                sum: worth,
                total,
            };
            touched.push(doc);
        }
    }

    /// Adds the word's score to each document it matched.
    fn close_word(&mut self, touched: &[DocId], number: u32) {
        let read = self.base + 2 * (number + 1);
        for doc in touched {
            let slot = &mut self.slots[*doc as usize];
            slot.total = slot.total.saturating_add(word_score(slot.best, slot.sum));
            slot.words = read;
        }
    }
}

/// The filters, as numbers of one directory.
struct RowFilter {
    alternatives: Vec<Vec<u32>>,
    available: bool,
    nothing_can_pass: bool,
}

impl RowFilter {
    fn new(directory: &Directory, filters: &Filters) -> Self {
        let mut filter = Self {
            alternatives: Vec::new(),
            available: false,
            nothing_can_pass: false,
        };
        for (facet, wanted) in filters {
            if *facet == Facet::Available {
                filter.available = true;
                continue;
            }
            let known: Vec<u32> = wanted
                .iter()
                .filter_map(|text| directory.find_value(*facet, text))
                .collect();
            filter.nothing_can_pass |= known.is_empty();
            filter.alternatives.push(known);
        }
        filter
    }

    fn passes(&self, directory: &Directory, row: RowNumber) -> bool {
        self.alternatives.iter().all(|wanted| {
            directory
                .values_of(row)
                .any(|value| wanted.contains(&value))
        }) && (!self.available || directory.is_available(row))
    }
}
