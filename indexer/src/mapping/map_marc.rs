//! What does a MARC record say, in Navette's terms? One pass over the fields, each looked up in the profile once.
//! It must not know files or character sets.

use super::audience::{audience_in_words, coded_audience};
use super::book_number::Numbers;
use super::coded::Coded;
use super::csv_row::map_row_fields;
use super::draft::Draft;
use super::element::Element;
use super::embedded::plain_form;
use super::language::language_code;
use super::match_key::{SortingTitles, assign_keys};
use super::medium::{closer_look, medium_in_words};
use super::place::{Tag, Template, tag_of};
use super::profile::{Flavour, Profile, Rule, Target};
use super::text::{sorted, trim_isbd};
use super::year::year_in;
use crate::marc::{Field, MarcRecord, Subfield};
use navette_domain::catalogue::{Audience, Item, Medium, Part, Record, RecordId};

/// A record with what is odd about it, for the librarian who checks a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// The record, keys included.
    pub record: Record,
    /// Sentences without final stop: `ISBN "2-07-036002-9" has a wrong check digit`.
    pub warnings: Vec<String>,
}

/// Says why a record is no catalogue entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MapRefusal {
    /// No title where the profile looks for it.
    #[error("record \"{0}\" has no title")]
    NoTitle(String),
    /// An authority record: a heading, not a title.
    #[error("record \"{0}\" is an authority record")]
    Authority(String),
    /// A row of a table cannot be taken apart.
    #[error("the row cannot be read: {0}")]
    Row(String),
}

/// How many warnings a record may give; a broken profile would give one per copy.
const MAX_WARNINGS: usize = 20;

/// Maps a record by a profile. `raw` are the record's bytes as read: their digest names a record that has neither number nor
/// barcode. With a profile for tables, the record is a row, its control fields the cells, tagged with their headers.
pub fn map_marc(profile: &Profile, marc: &MarcRecord, raw: &[u8]) -> Result<Mapped, MapRefusal> {
    if profile.flavour() == Flavour::Csv {
        return map_row_fields(profile, marc);
    }
    let mut reading = Reading::new(profile);
    for field in &marc.fields {
        reading.field(field);
    }
    if reading.is_authority(marc) {
        return Err(MapRefusal::Authority(reading.draft.take_one(Element::Id)));
    }
    let medium = reading.coded.medium(profile.flavour(), marc);
    reading.finish(marc, medium, raw)
}

struct Reading<'a> {
    profile: &'a Profile,
    draft: Draft,
    coded: Coded<'a>,
    /// The medium and audience that the profile's code tables give.
    medium: Option<Medium>,
    audience: Audience,
    /// The last code that told no medium: all copies of a record tend to carry the same.
    no_medium: String,
    /// How many characters of title and uniform title do not sort (MARC 21).
    skip: [usize; 2],
    seen_authority: bool,
    warnings: Vec<String>,
}

impl<'a> Reading<'a> {
    fn new(profile: &'a Profile) -> Self {
        Self {
            profile,
            draft: Draft::default(),
            coded: Coded::default(),
            medium: None,
            audience: Audience::Unknown,
            no_medium: String::new(),
            skip: [0; 2],
            seen_authority: false,
            warnings: Vec::new(),
        }
    }

    fn field(&mut self, field: &'a Field) {
        let Some(tag) = tag_of(field) else {
            return;
        };
        let flavour = self.profile.flavour();
        self.coded.note(flavour, tag, field);
        self.seen_authority |= flavour == Flavour::Unimarc && matches!(&tag, b"152");
        let Some(rules) = self.profile.rules.get(&tag) else {
            return;
        };
        match field {
            Field::Control { value, .. } => {
                for rule in rules {
                    self.text(rule, rule.text.cut(value).trim().to_owned());
                }
            }
            Field::Data {
                indicators,
                subfields,
                ..
            } => {
                let plain = (flavour == Flavour::Unimarc && tag.starts_with(b"4"))
                    .then(|| plain_form(subfields));
                let subfields = plain
                    .as_ref()
                    .and_then(Option::as_deref)
                    .unwrap_or(subfields);
                for rule in rules {
                    self.data(rule, tag, *indicators, subfields);
                }
            }
        }
    }

    fn data(&mut self, rule: &Rule, tag: Tag, indicators: [char; 2], subfields: &[Subfield]) {
        let repeated = match rule.target {
            Target::Element(element) => element.is_repeated(),
            Target::MediumCode | Target::AudienceCode => true,
        };
        let mut text = String::new();
        for subfield in subfields {
            let Some(separator) = rule.text.separator_of(subfield.code) else {
                continue;
            };
            let value = trim_isbd(rule.text.cut(&subfield.value));
            if value.is_empty() {
                continue;
            }
            // A repeated first subfield is another value: 610 $a chats $a chiens.
            if repeated && !text.is_empty() && rule.text.begins_with(subfield.code) {
                self.text(rule, std::mem::take(&mut text));
            }
            join(&mut text, separator, value, &rule.text);
        }
        if !text.is_empty() {
            self.note_skip(rule, tag, indicators);
            self.text(rule, text);
        }
    }

    /// MARC 21 counts the characters of the article in an indicator.
    fn note_skip(&mut self, rule: &Rule, tag: Tag, indicators: [char; 2]) {
        let indicator = match &tag {
            b"130" => indicators[0],
            b"245" | b"240" => indicators[1],
            _ => return,
        };
        if self.profile.flavour() != Flavour::Marc21 {
            return;
        }
        let skip = indicator.to_digit(10).unwrap_or(0) as usize;
        match rule.target {
            Target::Element(Element::Title) => self.skip[0] = skip,
            Target::Element(Element::UniformTitle) => self.skip[1] = skip,
            _ => {}
        }
    }

    fn text(&mut self, rule: &Rule, text: String) {
        if text.is_empty() {
            return;
        }
        match rule.target {
            Target::Element(element) => self.draft.add(element, rule.rank, text),
            Target::MediumCode if self.medium.is_none() && self.no_medium != text => {
                let known = self.profile.medium_codes.get(&text.to_lowercase());
                self.medium = known.copied().or_else(|| medium_in_words(&text));
                self.no_medium = text;
            }
            Target::AudienceCode if self.audience == Audience::Unknown => {
                let known = self
                    .profile
                    .audience_codes
                    .get(&text.to_lowercase())
                    .copied();
                self.audience = known.unwrap_or_else(|| audience_in_words(&text));
            }
            Target::MediumCode | Target::AudienceCode => {}
        }
    }

    /// MARC 21 says so in label/6. UNIMARC does too (x, y, z), but some catalogues export titles with x there, so that
    /// the rules field 152, which only authorities have, must agree.
    fn is_authority(&self, marc: &MarcRecord) -> bool {
        match (self.profile.flavour(), marc.leader.as_bytes().get(6)) {
            (Flavour::Marc21, Some(b'z')) => true,
            (_, Some(b'x' | b'y' | b'z')) => self.seen_authority,
            _ => false,
        }
    }

    fn finish(
        mut self,
        marc: &MarcRecord,
        medium: Medium,
        raw: &[u8],
    ) -> Result<Mapped, MapRefusal> {
        let items = self.items(marc);
        let title_written = self.draft.written(Element::Title).to_owned();
        let uniform_written = self.draft.written(Element::UniformTitle).to_owned();
        let mut record = self.record(items);
        record.id = identity(std::mem::take(&mut record.id.0), &record.items, raw);
        if record.title.is_empty() {
            return Err(MapRefusal::NoTitle(record.id.0));
        }
        record.medium = self.medium.unwrap_or(medium);
        record.medium = closer_look(&record);
        let proper = sorted(&title_written, self.skip[0]);
        let uniform = sorted(&uniform_written, self.skip[1]);
        assign_keys(
            &mut record,
            SortingTitles {
                proper: proper.title,
                proper_marked: proper.marked,
                uniform: uniform.title,
                uniform_marked: uniform.marked,
            },
        );
        self.warnings.truncate(MAX_WARNINGS);
        Ok(Mapped {
            record,
            warnings: self.warnings,
        })
    }

    /// The first way of finding copies that finds any.
    fn items(&mut self, marc: &MarcRecord) -> Vec<Item> {
        for map in &self.profile.items {
            let items = map.read(marc, &mut self.warnings);
            if !items.is_empty() {
                return items;
            }
        }
        Vec::new()
    }

    fn record(&mut self, items: Vec<Item>) -> Record {
        let written = self.draft.take_ranked(Element::Isbns);
        let Numbers {
            isbns,
            others: mut numbers,
        } = Numbers::sort(written, &mut self.warnings);
        numbers.extend(self.draft.take_all(Element::Numbers));
        numbers.dedup();
        let original = self.draft.take_one(Element::OriginalTitle);
        let uniform = self.draft.take_one(Element::UniformTitle);
        let years = self.draft.take_ranked(Element::Year);
        let languages = self.draft.take_ranked(Element::Language);
        Record {
            id: RecordId(self.draft.take_one(Element::Id)),
            title: self.draft.take_one(Element::Title),
            subtitle: self.draft.take_one(Element::Subtitle),
            part: self.part(),
            uniform_title: if uniform.is_empty() {
                original
            } else {
                uniform
            },
            authors: self.draft.take_all(Element::Authors),
            responsibility: self.draft.take_one(Element::Responsibility),
            isbns,
            numbers,
            edition: self.draft.take_one(Element::Edition),
            publisher: publisher(self.draft.take_one(Element::Publisher)),
            year: years.iter().find_map(|year| year_in(year)),
            extent: self.draft.take_one(Element::Extent),
            series: self.draft.take_all(Element::Series),
            subjects: self.draft.take_all(Element::Subjects),
            summary: self.draft.take_all(Element::Summary).join("\n"),
            notes: self.draft.take_all(Element::Notes),
            language: languages
                .iter()
                .map(|language| language_code(language))
                .find(|code| !code.is_empty())
                .unwrap_or_default(),
            audience: self.audience(),
            items,
            ..Record::default()
        }
    }

    fn part(&mut self) -> Option<Part> {
        let number = self.draft.take_one(Element::PartNumber);
        let title = self.draft.take_one(Element::PartTitle);
        match (number.is_empty(), title.is_empty()) {
            (false, false) => Part::from_label(&format!("{number}, {title}")),
            (false, true) => Part::from_label(&number),
            _ => Part::from_label(&title),
        }
    }

    /// Coded characters first, then notes on the audience, then the copies' codes.
    fn audience(&mut self) -> Audience {
        for written in self.draft.take_ranked(Element::Audience) {
            let coded = written.chars().count() <= 3;
            let audience = if coded {
                coded_audience(self.profile.flavour(), &written)
            } else {
                audience_in_words(&written)
            };
            if audience != Audience::Unknown {
                return audience;
            }
        }
        self.audience
    }
}

fn join(text: &mut String, separator: &str, value: &str, template: &Template) {
    if !text.is_empty() {
        // Two subfields with nothing between them in the profile still need a space to stay words.
        let bare = separator.is_empty() && template.range.is_none();
        text.push_str(if bare { " " } else { separator });
    }
    text.push_str(value);
}

/// Names a record: its own number, else its first barcode, else the digest of its bytes.
///
/// A barcode without a digit is what a system writes where none was given ("ENSP_"): many records share it.
pub(super) fn identity(number: String, items: &[Item], raw: &[u8]) -> RecordId {
    if !number.is_empty() {
        return RecordId(number);
    }
    let names_one_copy = |item: &&Item| item.barcode.chars().any(|sign| sign.is_ascii_digit());
    match items.iter().find(names_one_copy) {
        Some(item) => RecordId(format!("barcode:{}", item.barcode)),
        None => RecordId(format!("digest:{:016x}", xxhash_rust::xxh3::xxh3_64(raw))),
    }
}

/// "[s.n.]" says that the publisher is not known.
fn publisher(name: String) -> String {
    let bare = name.trim_matches(['[', ']', ' ', '.']);
    if bare.eq_ignore_ascii_case("s.n") || bare.eq_ignore_ascii_case("s. n") {
        String::new()
    } else {
        name
    }
}
