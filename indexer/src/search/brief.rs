//! What is kept in memory of every record: enough to list, count and group it, and no more.
//!
//! Its bytes stand in tantivy's document store (from where they are loaded at start) and in the directory's rows.

use navette_domain::catalogue::{
    Audience, EditionKey, ItemStatus, Medium, Part, Record, RecordId, WorkKey,
};
use navette_domain::time::Day;

/// Version of the encoding, its first byte. Another version means: rebuild the index.
const BRIEF_VERSION: u8 = 2;

/// A record in brief.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// Its name in its library.
    pub id: RecordId,
    /// Which work it is.
    pub work: WorkKey,
    /// Which edition it is.
    pub edition: EditionKey,
    /// Title proper.
    pub title: String,
    /// The rest of the title.
    pub subtitle: String,
    /// Part the record describes.
    pub part: Option<Part>,
    /// Author headings.
    pub authors: Vec<String>,
    /// First ISBN as a number, 0 where there is none.
    pub isbn: u64,
    /// Publisher's name.
    pub publisher: String,
    /// Year of publication.
    pub year: Option<i16>,
    /// ISO 639-2 code.
    pub language: String,
    /// Kind of thing.
    pub medium: Medium,
    /// For whom.
    pub audience: Audience,
    /// Subject headings.
    pub subjects: Vec<String>,
    /// Copies by part.
    pub groups: Vec<ItemGroup>,
}

/// The copies of one part of a record, taken together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemGroup {
    /// Which part; nothing where the record has no parts.
    pub part: Option<Part>,
    /// Shelfmark of the first copy.
    pub shelfmark: String,
    /// What can be lent.
    pub live: Live,
}

/// What of some copies can be borrowed: the only part of a brief that changes without an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Live {
    /// Copies owned.
    pub copies: u32,
    /// Copies that can be borrowed now.
    pub available: u32,
    /// Copies that are never lent: for use in the library only.
    pub reference: u32,
    /// Earliest day a lent copy is due back.
    pub due: Option<Day>,
}

impl Brief {
    /// Takes the brief of a record.
    pub fn of(record: &Record) -> Self {
        Self {
            id: record.id.clone(),
            work: record.work,
            edition: record.edition_key,
            title: record.title.clone(),
            subtitle: record.subtitle.clone(),
            part: record.part.clone(),
            authors: record.authors.clone(),
            isbn: record.isbns.first().map_or(0, |isbn| isbn.number()),
            publisher: record.publisher.clone(),
            year: record.year,
            language: record.language.clone(),
            medium: record.medium,
            audience: record.audience,
            subjects: record.subjects.clone(),
            groups: group_items(record),
        }
    }

    /// Says in one line which work this is: "L'étranger — Camus, Albert".
    pub fn as_suggestion(&self) -> String {
        let mut line = self.title.clone();
        if let Some(part) = &self.part {
            line.push_str(", ");
            line.push_str(&part.label);
        }
        if let Some(author) = self.authors.first() {
            line.push_str(" — ");
            line.push_str(author);
        }
        line
    }

    /// Writes the brief as bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(160);
        out.push(BRIEF_VERSION);
        put_text(&mut out, &self.id.0);
        out.extend_from_slice(&self.work.0.to_le_bytes());
        out.extend_from_slice(&self.edition.0.to_le_bytes());
        put_text(&mut out, &self.title);
        put_text(&mut out, &self.subtitle);
        put_part(&mut out, self.part.as_ref());
        put_texts(&mut out, &self.authors);
        put_number(&mut out, self.isbn);
        put_text(&mut out, &self.publisher);
        put_number(
            &mut out,
            self.year.map_or(0, |year| zigzag(i64::from(year)) + 1),
        );
        put_text(&mut out, &self.language);
        out.push(self.medium as u8);
        out.push(self.audience as u8);
        put_texts(&mut out, &self.subjects);
        put_number(&mut out, self.groups.len() as u64);
        for group in &self.groups {
            put_part(&mut out, group.part.as_ref());
            put_text(&mut out, &group.shelfmark);
            put_number(&mut out, u64::from(group.live.copies));
            put_number(&mut out, u64::from(group.live.available));
            put_number(&mut out, u64::from(group.live.reference));
            put_number(
                &mut out,
                group.live.due.map_or(0, |due| zigzag(i64::from(due.0)) + 1),
            );
        }
        out
    }

    /// Reads only title and subtitle.
    pub(super) fn decode_title(bytes: &[u8]) -> Option<(String, String)> {
        let mut from = Reader { bytes };
        from.byte()?;
        let id_length = usize::try_from(from.number()?).ok()?;
        from.take(id_length.checked_add(16)?)?;
        Some((from.text()?, from.text()?))
    }

    /// Reads a brief back; nothing where the bytes are of another version or damaged.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut from = Reader { bytes };
        if from.byte()? != BRIEF_VERSION {
            return None;
        }
        let mut brief = Self {
            id: RecordId(from.text()?),
            work: WorkKey(from.fixed()?),
            edition: EditionKey(from.fixed()?),
            title: from.text()?,
            subtitle: from.text()?,
            part: from.part()?,
            authors: from.texts()?,
            isbn: from.number()?,
            publisher: from.text()?,
            year: from
                .optional()?
                .map(|year| i16::try_from(year).ok())
                .unwrap_or_default(),
            language: from.text()?,
            medium: *Medium::ALL.get(usize::from(from.byte()?))?,
            audience: *Audience::ALL.get(usize::from(from.byte()?))?,
            subjects: from.texts()?,
            groups: Vec::new(),
        };
        for _ in 0..from.number()? {
            brief.groups.push(from.group()?);
        }
        Some(brief)
    }
}

/// Takes copies together by part, in order of part.
fn group_items(record: &Record) -> Vec<ItemGroup> {
    let mut groups: Vec<ItemGroup> = Vec::new();
    for item in &record.items {
        let place = groups.iter().position(|group| group.part == item.part);
        let group = match place {
            Some(place) => &mut groups[place],
            None => {
                groups.push(ItemGroup {
                    part: item.part.clone(),
                    ..ItemGroup::default()
                });
                let last = groups.len() - 1;
                &mut groups[last]
            }
        };
        if group.shelfmark.is_empty() {
            group.shelfmark.clone_from(&item.shelfmark);
        }
        group.live.copies += 1;
        match item.status {
            ItemStatus::Available => group.live.available += 1,
            ItemStatus::OnLoan => {
                group.live.due = [group.live.due, item.due].into_iter().flatten().min();
            }
            ItemStatus::Reference => group.live.reference += 1,
            ItemStatus::Unavailable => {}
        }
    }
    groups.sort_by(|a, b| a.part.cmp(&b.part));
    groups
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn put_number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value as u8) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

fn put_texts(out: &mut Vec<u8>, texts: &[String]) {
    put_number(out, texts.len() as u64);
    for text in texts {
        put_text(out, text);
    }
}

fn put_part(out: &mut Vec<u8>, part: Option<&Part>) {
    put_text(out, part.map_or("", |part| &part.label));
    if let Some(part) = part {
        put_number(out, u64::from(part.sort));
    }
}

/// Reads what `put_*` wrote, never past the end.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl Reader<'_> {
    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|taken| taken[0])
    }

    fn fixed(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    /// A signed number, or nothing where 0 was written.
    fn optional(&mut self) -> Option<Option<i64>> {
        let value = self.number()?;
        Some(
            value
                .checked_sub(1)
                .map(|value| (value >> 1) as i64 ^ -((value & 1) as i64)),
        )
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.number()?).ok()?;
        let taken = self.take(length)?;
        std::str::from_utf8(taken).ok().map(str::to_owned)
    }

    fn texts(&mut self) -> Option<Vec<String>> {
        let count = self.number()?;
        let mut texts = Vec::new();
        for _ in 0..count {
            texts.push(self.text()?);
        }
        Some(texts)
    }

    fn part(&mut self) -> Option<Option<Part>> {
        let label = self.text()?;
        if label.is_empty() {
            return Some(None);
        }
        let sort = u32::try_from(self.number()?).ok()?;
        Some(Some(Part { sort, label }))
    }

    fn group(&mut self) -> Option<ItemGroup> {
        Some(ItemGroup {
            part: self.part()?,
            shelfmark: self.text()?,
            live: Live {
                copies: u32::try_from(self.number()?).ok()?,
                available: u32::try_from(self.number()?).ok()?,
                reference: u32::try_from(self.number()?).ok()?,
                due: self
                    .optional()?
                    .and_then(|day| i32::try_from(day).ok())
                    .map(Day),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use navette_domain::catalogue::Item;
    use proptest::prelude::*;

    fn a_copy(part: &str, status: ItemStatus, due: Option<i32>) -> Item {
        Item {
            part: Part::from_label(part),
            status,
            due: due.map(Day),
            shelfmark: format!("R {part}"),
            ..Item::default()
        }
    }

    #[test]
    fn copies_are_taken_together_by_part_in_order() {
        let record = Record {
            items: vec![
                a_copy("t. 10", ItemStatus::Available, None),
                a_copy("t. 2", ItemStatus::OnLoan, Some(900)),
                a_copy("t. 2", ItemStatus::OnLoan, Some(800)),
                a_copy("t. 10", ItemStatus::Reference, None),
            ],
            ..Record::default()
        };
        let groups = Brief::of(&record).groups;
        assert_eq!(groups.len(), 2);
        assert_eq!(
            groups[0].live,
            Live {
                copies: 2,
                available: 0,
                reference: 0,
                due: Some(Day(800))
            }
        );
        assert_eq!(
            groups[1].live,
            Live {
                copies: 2,
                available: 1,
                reference: 1,
                due: None
            }
        );
    }

    proptest! {
        #[test]
        fn a_brief_survives_encoding(title in ".*", authors in proptest::collection::vec(".*", 0..3), isbn: u64,
                                     year: Option<i16>, due: Option<i32>, label in ".*") {
            let live = Live { copies: 3, available: 1, reference: 1, due: due.map(Day) };
            let group = ItemGroup { part: Part::from_label(&label), shelfmark: "R CAM".into(), live };
            let brief = Brief { title, authors, isbn, year, groups: vec![group], ..Brief::default() };
            prop_assert_eq!(Brief::decode(&brief.encode()), Some(brief));
        }

        #[test]
        fn damaged_bytes_are_refused_not_fatal(bytes: Vec<u8>) {
            let _ = Brief::decode(&bytes);
        }
    }
}
