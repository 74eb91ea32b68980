//! Which library holds which work? Every record of one library (at a node) or of all of them (at the federator), in brief.
//!
//! Rows are added and marked dead, never changed or moved, so that an index segment may refer to them for good; only
//! what is `Live` changes. It must not know how records are searched.

use super::brief::{Brief, Live};
use super::facet_values::{Carried, FacetValues, Signature, ValueNumber};
use navette_domain::catalogue::{Facet, LibraryId, WorkKey};
use rustc_hash::FxHashMap;

/// Number of a library in this directory.
pub type MemberNumber = u16;
/// Number of a record's version in this directory.
pub type RowNumber = u32;
/// Number of a work in this directory.
pub type WorkNumber = u32;

/// Ends the list of a work's rows.
const NO_ROW: RowNumber = RowNumber::MAX;
/// Bytes of briefs allocated at a time.
const CHUNK_BYTES: usize = 1 << 20;

/// One version of one record.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Names the version within its library.
    pub seq: u64,
    /// Which library.
    pub member: MemberNumber,
    /// Year of publication, 0 where unknown.
    pub year: i16,
    next_of_work: RowNumber,
    live: Span,
    brief: Span,
    chunk: u32,
}

/// What matching and counting need of a row, apart from the rest, so that a question touches little memory.
#[derive(Clone, Copy, Debug)]
struct Countable {
    work: WorkNumber,
    signature: Signature,
    values_start: u32,
    values_length: u8,
    alive: bool,
    sole: bool,
    available: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Span {
    start: u32,
    length: u32,
}

impl Span {
    fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.start as usize + self.length as usize
    }
}

/// One library's share of the directory.
#[derive(Debug)]
struct Member {
    library: LibraryId,
    by_seq: FxHashMap<u64, RowNumber>,
    by_record: FxHashMap<u64, RowNumber>,
}

/// The works, the rows and who holds what.
#[derive(Debug, Default)]
pub struct Directory {
    members: Vec<Member>,
    rows: Vec<Row>,
    countable: Vec<Countable>,
    works: FxHashMap<u64, WorkNumber>,
    work_keys: Vec<u64>,
    first_of_work: Vec<RowNumber>,
    facet_values: FacetValues,
    lives: Vec<Live>,
    chunks: Vec<Vec<u8>>,
}

impl Directory {
    /// Adds a library, or finds it.
    pub fn member(&mut self, library: &LibraryId) -> MemberNumber {
        if let Some(known) = self.find_member(library) {
            return known;
        }
        self.members.push(Member {
            library: library.clone(),
            by_seq: FxHashMap::default(),
            by_record: FxHashMap::default(),
        });
        (self.members.len() - 1) as MemberNumber
    }

    /// Finds a library.
    pub fn find_member(&self, library: &LibraryId) -> Option<MemberNumber> {
        self.members
            .iter()
            .position(|member| member.library == *library)
            .map(|place| place as MemberNumber)
    }

    /// Names a library.
    pub fn library(&self, member: MemberNumber) -> &LibraryId {
        &self.members[usize::from(member)].library
    }

    /// Counts a library's living records.
    pub fn record_count(&self, member: MemberNumber) -> u64 {
        self.members[usize::from(member)].by_record.len() as u64
    }

    /// Adds a record's version; the one it replaces dies. Adding the same number again changes nothing.
    pub fn insert(
        &mut self,
        member: MemberNumber,
        seq: u64,
        brief: &Brief,
        encoded: &[u8],
    ) -> RowNumber {
        if let Some(known) = self.members[usize::from(member)].by_seq.get(&seq) {
            return *known;
        }
        let number = self.rows.len() as RowNumber;
        let record = record_hash(&brief.id.0);
        let current = self.members[usize::from(member)]
            .by_record
            .get(&record)
            .copied();
        // An answer may have brought a newer version before the change stream brings this one.
        let alive = current.is_none_or(|row| self.rows[row as usize].seq < seq);
        if alive && let Some(replaced) = current {
            self.bury(replaced);
        }
        self.members[usize::from(member)].by_seq.insert(seq, number);
        let work = self.work_number(brief.work);
        let (chunk, brief_span) = self.keep_brief(encoded);
        let Carried {
            signature,
            start,
            length,
        } = self
            .facet_values
            .keep(&self.members[usize::from(member)].library, brief);
        let row = Row {
            seq,
            member,
            year: brief.year.unwrap_or(0),
            next_of_work: self.first_of_work[work as usize],
            live: self.keep_lives(brief),
            brief: brief_span,
            chunk,
        };
        self.countable.push(Countable {
            work,
            signature,
            values_start: start,
            values_length: length,
            alive,
            sole: true,
            available: brief.groups.iter().any(|group| group.live.available > 0),
        });
        self.rows.push(row);
        if alive {
            self.first_of_work[work as usize] = number;
            self.members[usize::from(member)]
                .by_record
                .insert(record, number);
            self.note_company(work);
        }
        number
    }

    /// Takes a record out of the lists; its row stays, dead.
    pub fn remove(&mut self, member: MemberNumber, record_id: &str) {
        let removed = self.members[usize::from(member)]
            .by_record
            .remove(&record_hash(record_id));
        if let Some(row) = removed {
            self.bury(row);
        }
    }

    /// Forgets everything a library holds.
    pub fn clear_member(&mut self, member: MemberNumber) {
        let gone = &mut self.members[usize::from(member)];
        gone.by_seq.clear();
        let rows: Vec<RowNumber> = gone.by_record.drain().map(|(_, row)| row).collect();
        for row in rows {
            self.bury(row);
        }
    }

    /// Finds a version by its number.
    pub fn row_of(&self, member: MemberNumber, seq: u64) -> Option<RowNumber> {
        self.members[usize::from(member)].by_seq.get(&seq).copied()
    }

    /// Finds the living version of a record.
    pub fn row_of_record(&self, member: MemberNumber, record_id: &str) -> Option<RowNumber> {
        self.members[usize::from(member)]
            .by_record
            .get(&record_hash(record_id))
            .copied()
    }

    /// Gives a row.
    pub fn row(&self, row: RowNumber) -> &Row {
        &self.rows[row as usize]
    }

    /// Counts all rows, dead ones included.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// Counts all works ever seen.
    pub fn work_count(&self) -> usize {
        self.work_keys.len()
    }

    /// Finds a work that some living record describes.
    pub fn find_work(&self, key: WorkKey) -> Option<WorkNumber> {
        let work = self.works.get(&key.0).copied()?;
        (self.first_of_work[work as usize] != NO_ROW).then_some(work)
    }

    /// Names a work.
    pub fn work_key(&self, work: WorkNumber) -> WorkKey {
        WorkKey(self.work_keys[work as usize])
    }

    /// Walks the living records of a work, in all libraries.
    pub fn rows_of_work(&self, work: WorkNumber) -> impl Iterator<Item = RowNumber> + '_ {
        let mut next = self.first_of_work[work as usize];
        std::iter::from_fn(move || {
            let row = (next != NO_ROW).then_some(next)?;
            next = self.rows[row as usize].next_of_work;
            Some(row)
        })
    }

    /// Says of which work a row is.
    pub fn work_of(&self, row: RowNumber) -> WorkNumber {
        self.countable[row as usize].work
    }

    /// Says whether a row is the present version of its record.
    pub fn is_alive(&self, row: RowNumber) -> bool {
        self.countable[row as usize].alive
    }

    /// Says whether a row is the only living record of its work, in all libraries: most are, and need no grouping.
    pub fn is_sole(&self, row: RowNumber) -> bool {
        self.countable[row as usize].sole
    }

    /// Says whether a copy of a row can be borrowed now.
    pub fn is_available(&self, row: RowNumber) -> bool {
        self.countable[row as usize].available
    }

    /// Gives a row's values of the facets that have few: medium, language, audience, decade, library.
    pub(super) fn signature_of(&self, row: RowNumber) -> Signature {
        self.countable[row as usize].signature
    }

    /// Gives a row's authors and subjects.
    pub(super) fn listed_values_of(&self, row: RowNumber) -> &[ValueNumber] {
        let row = &self.countable[row as usize];
        self.facet_values
            .listed(row.values_start, row.values_length)
    }

    /// Walks all facet values of a row; "available" is not among them.
    pub fn values_of(&self, row: RowNumber) -> impl Iterator<Item = ValueNumber> + '_ {
        let few = self.facet_values.of_signature(self.signature_of(row));
        few.iter().chain(self.listed_values_of(row)).copied()
    }

    /// Gives the facet values and their combinations.
    pub(super) fn facet_values(&self) -> &FacetValues {
        &self.facet_values
    }

    /// Finds a facet value.
    pub fn find_value(&self, facet: Facet, text: &str) -> Option<ValueNumber> {
        self.facet_values.find(facet, text)
    }

    /// Gives what can be lent of a row, by part.
    pub fn lives_of(&self, row: RowNumber) -> &[Live] {
        &self.lives[self.rows[row as usize].live.range()]
    }

    /// Notes what can be lent of one part of a row; an unknown part is passed over.
    pub fn set_live(&mut self, row: RowNumber, group: usize, live: Live) {
        let range = self.rows[row as usize].live.range();
        if let Some(kept) = self.lives[range].get_mut(group) {
            *kept = live;
        }
        self.countable[row as usize].available =
            self.lives_of(row).iter().any(|live| live.available > 0);
    }

    /// Reads a row's brief.
    pub fn brief(&self, row: RowNumber) -> Brief {
        let row = &self.rows[row as usize];
        // The bytes were decodable when they were added.
        Brief::decode(&self.chunks[row.chunk as usize][row.brief.range()]).unwrap_or_default()
    }

    /// Reads only the title of a row: title proper, then subtitle.
    pub fn title(&self, row: RowNumber) -> (String, String) {
        let row = &self.rows[row as usize];
        Brief::decode_title(&self.chunks[row.chunk as usize][row.brief.range()]).unwrap_or_default()
    }

    /// Marks whether the first two records of a work are alone in it; the others of a longer list are marked already.
    fn note_company(&mut self, work: WorkNumber) {
        let first = self.first_of_work[work as usize];
        if first == NO_ROW {
            return;
        }
        let second = self.rows[first as usize].next_of_work;
        self.countable[first as usize].sole = second == NO_ROW;
        if second != NO_ROW {
            self.countable[second as usize].sole = false;
        }
    }

    /// Takes a row out of its work's list and marks it dead.
    fn bury(&mut self, row: RowNumber) {
        self.unlink(row);
        self.note_company(self.countable[row as usize].work);
    }

    fn unlink(&mut self, row: RowNumber) {
        let next_of_work = self.rows[row as usize].next_of_work;
        let work = self.countable[row as usize].work;
        self.countable[row as usize].alive = false;
        let mut place = self.first_of_work[work as usize];
        if place == row {
            self.first_of_work[work as usize] = next_of_work;
            return;
        }
        while place != NO_ROW {
            let next = self.rows[place as usize].next_of_work;
            if next == row {
                self.rows[place as usize].next_of_work = next_of_work;
                return;
            }
            place = next;
        }
    }

    fn work_number(&mut self, key: WorkKey) -> WorkNumber {
        if let Some(known) = self.works.get(&key.0) {
            return *known;
        }
        let number = self.work_keys.len() as WorkNumber;
        self.works.insert(key.0, number);
        self.work_keys.push(key.0);
        self.first_of_work.push(NO_ROW);
        number
    }

    fn keep_lives(&mut self, brief: &Brief) -> Span {
        let start = self.lives.len() as u32;
        self.lives
            .extend(brief.groups.iter().map(|group| group.live));
        Span {
            start,
            length: brief.groups.len() as u32,
        }
    }

    fn keep_brief(&mut self, encoded: &[u8]) -> (u32, Span) {
        let full = self
            .chunks
            .last()
            .is_none_or(|chunk| chunk.len() + encoded.len() > CHUNK_BYTES);
        if full {
            self.chunks
                .push(Vec::with_capacity(CHUNK_BYTES.max(encoded.len())));
        }
        let number = self.chunks.len() - 1;
        let chunk = &mut self.chunks[number];
        let start = chunk.len() as u32;
        chunk.extend_from_slice(encoded);
        (
            number as u32,
            Span {
                start,
                length: encoded.len() as u32,
            },
        )
    }
}

/// Stands for a record's id where the text itself is not needed.
pub(super) fn record_hash(record_id: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(record_id.as_bytes())
}
