//! Which field of a source means what? A profile says so, in a file a librarian can read; here it is checked and made ready.
//! It must not read records.

use super::element::Element;
use super::items::ItemsMap;
use super::place::{Place, PlaceRefusal, Tag, Template};
use super::profile_file::{CodesFile, OneOrMany, ProfileFile};
use super::shipped::base_text;
use super::table::TableMap;
use navette_domain::catalogue::{Audience, Medium};
use rustc_hash::FxHashMap;

/// Which family of tags a source uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// UNIMARC, as French libraries export it.
    Unimarc,
    /// MARC 21.
    Marc21,
    /// A table with a header.
    Csv,
}

/// Says what a source's fields mean; made from a TOML text.
#[derive(Clone, Debug)]
pub struct Profile {
    name: String,
    description: String,
    flavour: Flavour,
    charset: Option<String>,
    pub(super) rules: FxHashMap<Tag, Vec<Rule>>,
    pub(super) medium_codes: FxHashMap<String, Medium>,
    pub(super) audience_codes: FxHashMap<String, Audience>,
    pub(super) items: Vec<ItemsMap>,
    pub(super) table: TableMap,
}

/// What one field contributes.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) target: Target,
    /// Place in its list: lower is preferred, and comes first.
    pub(super) rank: u8,
    pub(super) text: Template,
}

/// Where a field's text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Element(Element),
    MediumCode,
    AudienceCode,
}

/// Says why a profile cannot be used, with the line's name and value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileRefusal {
    /// Not TOML, or a line no profile has; the message shows the line.
    #[error("the profile cannot be read: {0}")]
    Syntax(String),
    /// No shipped profile has this name.
    #[error("there is no profile \"{0}\"; known are {known}", known = super::shipped::names())]
    UnknownName(String),
    /// A line has a value that means nothing.
    #[error("in the profile, {key} = \"{value}\": {reason}")]
    Value {
        /// The line's name, with its table: `items.barcode`.
        key: String,
        /// What stands there.
        value: String,
        /// What could stand there.
        reason: String,
    },
    /// A table of a profile has a line that is not known.
    #[error("in the profile, [{table}] has no line \"{line}\" (= {value}); known are {known}")]
    UnknownLine {
        /// The table's name.
        table: String,
        /// The unknown line.
        line: String,
        /// What stands there.
        value: String,
        /// The lines that exist.
        known: String,
    },
    /// A line that must be there is not.
    #[error("the profile lacks {0}")]
    Missing(String),
}

/// The character sets a profile may force.
const CHARSETS: &[&str] = &["auto", "utf-8", "iso5426", "marc-8", "latin-1", "cp1252"];

/// How many profiles may stand on each other.
const MAX_EXTENDS: usize = 8;

impl Profile {
    /// Reads a profile from its TOML text. `extends` may name any shipped profile.
    pub fn from_toml(text: &str) -> Result<Self, ProfileRefusal> {
        compile(&with_bases(parse(text)?)?)
    }

    /// Finds a shipped profile.
    pub fn by_name(name: &str) -> Result<Self, ProfileRefusal> {
        let text = base_text(name).ok_or_else(|| ProfileRefusal::UnknownName(name.to_owned()))?;
        Self::from_toml(text)
    }

    /// Gives the profile's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Gives the profile's description, one line for a librarian.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Gives the family of tags.
    pub fn flavour(&self) -> Flavour {
        self.flavour
    }

    /// Gives the character set the profile forces: one of `utf-8`, `iso5426`, `marc-8`, `latin-1`, `cp1252`.
    pub fn charset(&self) -> Option<&str> {
        self.charset.as_deref()
    }

    /// Gives the character that separates the columns of a table, where the profile forces one.
    pub fn delimiter(&self) -> Option<u8> {
        self.table.delimiter
    }
}

/// Says what is wrong with a value.
pub(super) fn wrong(key: &str, value: &str, reason: impl ToString) -> ProfileRefusal {
    ProfileRefusal::Value {
        key: key.to_owned(),
        value: value.to_owned(),
        reason: reason.to_string(),
    }
}

fn parse(text: &str) -> Result<ProfileFile, ProfileRefusal> {
    toml::from_str(text)
        .map_err(|error| ProfileRefusal::Syntax(error.to_string().trim_end().to_owned()))
}

fn with_bases(mut file: ProfileFile) -> Result<ProfileFile, ProfileRefusal> {
    for _ in 0..MAX_EXTENDS {
        let Some(base) = file.extends.take() else {
            return Ok(file);
        };
        let known = || format!("no such profile; known are {}", super::shipped::names());
        let text = base_text(&base).ok_or_else(|| wrong("extends", &base, known()))?;
        let base = parse(text)?;
        let next = base.extends.clone();
        file = file.over(base);
        file.extends = next;
    }
    Err(wrong(
        "extends",
        &file.extends.unwrap_or_default(),
        "too many profiles stand on each other",
    ))
}

fn compile(file: &ProfileFile) -> Result<Profile, ProfileRefusal> {
    let mut rules = FxHashMap::default();
    for (line, places) in &file.record {
        let element = Element::from_name(line).ok_or_else(|| unknown_element(line, places))?;
        add_rules(
            &mut rules,
            Target::Element(element),
            &format!("record.{line}"),
            places,
        )?;
    }
    let medium = file.medium.clone().unwrap_or_default();
    let audience = file.audience.clone().unwrap_or_default();
    if let Some(from) = &medium.from {
        add_rules(&mut rules, Target::MediumCode, "medium.from", from)?;
    }
    if let Some(from) = &audience.from {
        add_rules(&mut rules, Target::AudienceCode, "audience.from", from)?;
    }
    let items = file.items.as_deref().unwrap_or_default();
    Ok(Profile {
        name: file.name.clone().unwrap_or_default(),
        description: file.description.clone().unwrap_or_default(),
        flavour: flavour(file)?,
        charset: charset(file)?,
        rules,
        medium_codes: codes(
            "medium.codes",
            &medium,
            Medium::from_code,
            &list_of(Medium::ALL, Medium::code),
        )?,
        audience_codes: codes(
            "audience.codes",
            &audience,
            Audience::from_code,
            &list_of(Audience::ALL, Audience::code),
        )?,
        items: items
            .iter()
            .map(ItemsMap::compile)
            .collect::<Result<_, _>>()?,
        table: TableMap::compile(file.csv.as_ref())?,
    })
}

fn add_rules(
    rules: &mut FxHashMap<Tag, Vec<Rule>>,
    target: Target,
    key: &str,
    places: &OneOrMany,
) -> Result<(), ProfileRefusal> {
    for (rank, written) in places.as_slice().iter().enumerate() {
        let place =
            Place::parse(written).map_err(|refusal: PlaceRefusal| wrong(key, written, refusal))?;
        let rank =
            u8::try_from(rank).map_err(|_| wrong(key, written, "a list has at most 256 places"))?;
        rules.entry(place.tag).or_default().push(Rule {
            target,
            rank,
            text: place.text,
        });
    }
    Ok(())
}

fn unknown_element(line: &str, places: &OneOrMany) -> ProfileRefusal {
    ProfileRefusal::UnknownLine {
        table: "record".to_owned(),
        line: line.to_owned(),
        value: places.as_slice().join(", "),
        known: Element::ALL.map(|(_, name)| name).join(", "),
    }
}

fn flavour(file: &ProfileFile) -> Result<Flavour, ProfileRefusal> {
    match file.flavour.as_deref() {
        Some("unimarc") => Ok(Flavour::Unimarc),
        Some("marc21") => Ok(Flavour::Marc21),
        Some("csv") => Ok(Flavour::Csv),
        Some(other) => Err(wrong("flavour", other, "one of unimarc, marc21, csv")),
        None => Err(ProfileRefusal::Missing(
            "flavour = \"unimarc\", \"marc21\" or \"csv\" (or extends = \"unimarc\")".to_owned(),
        )),
    }
}

fn charset(file: &ProfileFile) -> Result<Option<String>, ProfileRefusal> {
    match file.charset.as_deref() {
        None | Some("auto") => Ok(None),
        Some(known) if CHARSETS.contains(&known) => Ok(Some(known.to_owned())),
        Some(other) => Err(wrong(
            "charset",
            other,
            format!("one of {}", CHARSETS.join(", ")),
        )),
    }
}

fn list_of<T: Copy>(all: &[T], code: impl Fn(T) -> &'static str) -> String {
    let codes: Vec<_> = all.iter().map(|value| code(*value)).collect();
    format!("one of {}", codes.join(", "))
}

fn codes<T>(
    key: &str,
    file: &CodesFile,
    from_code: impl Fn(&str) -> Option<T>,
    known: &str,
) -> Result<FxHashMap<String, T>, ProfileRefusal> {
    let mut table = FxHashMap::default();
    for (code, meaning) in &file.codes {
        let value =
            from_code(meaning).ok_or_else(|| wrong(&format!("{key}.{code}"), meaning, known))?;
        table.insert(code.trim().to_lowercase(), value);
    }
    Ok(table)
}

#[cfg(test)]
#[path = "profile_tests.rs"]
mod tests;
