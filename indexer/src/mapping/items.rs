//! Which copies does a record have? By the `[[items]]` tables of a profile. It must not know bibliographic fields.

use super::day::{DayFormat, read_day};
use super::joined::{Joined, link_name};
use super::place::{Tag, Template, parse_tag, subfield, tag_of};
use super::profile::{ProfileRefusal, wrong};
use super::profile_file::{ItemsFile, OneOrMany, StatusFile};
use super::text::shown;
use crate::marc::{Field, MarcRecord, Subfield};
use navette_domain::catalogue::{Item, ItemStatus, Part};
use rustc_hash::FxHashMap;

/// How many copies of one record are read; more is a broken export.
pub(super) const MAX_ITEMS: usize = 5_000;

/// One way to find copies, ready for use.
#[derive(Clone, Debug)]
pub(super) struct ItemsMap {
    fields: Vec<Tag>,
    join: Vec<Tag>,
    /// The subfield that names the same copy in both fields; without one, the n-th stands with the n-th.
    join_by: Option<char>,
    barcode: Vec<ItemPlace>,
    barcode_prefix: String,
    barcode_suffix: String,
    shelfmark: Vec<ItemPlace>,
    location: Vec<ItemPlace>,
    location_names: FxHashMap<String, String>,
    part: Vec<ItemPlace>,
    due: Vec<ItemPlace>,
    due_formats: Vec<DayFormat>,
    status: Vec<StatusStep>,
    default_status: ItemStatus,
}

/// Subfields of the copy's own field, or of a joined one.
#[derive(Clone, Debug)]
struct ItemPlace {
    joined: Option<Tag>,
    text: Template,
}

#[derive(Clone, Debug)]
struct StatusStep {
    from: Vec<ItemPlace>,
    /// Nothing means: this code decides nothing, look at the next step.
    codes: FxHashMap<String, Option<ItemStatus>>,
    other: Option<ItemStatus>,
}

/// The fields that together describe one copy.
struct Copy<'a> {
    own: &'a [Subfield],
    joined: Vec<(Tag, &'a [Subfield])>,
}

impl ItemsMap {
    /// Checks one `[[items]]` table.
    pub(super) fn compile(file: &ItemsFile) -> Result<Self, ProfileRefusal> {
        let join = tags("items.join", file.join.as_ref())?;
        let places =
            |key: &str, written: &Option<OneOrMany>| item_places(key, written.as_ref(), &join);
        let steps = file
            .status
            .iter()
            .map(|step| StatusStep::compile(step, &join));
        Ok(Self {
            fields: tags("items.field", Some(&file.field))?,
            join_by: join_by(file.join_by.as_deref())?,
            barcode: places("items.barcode", &file.barcode)?,
            barcode_prefix: file.barcode_prefix.clone().unwrap_or_default(),
            barcode_suffix: file.barcode_suffix.clone().unwrap_or_default(),
            shelfmark: places("items.shelfmark", &file.shelfmark)?,
            location: places("items.location", &file.location)?,
            location_names: file.location_names.clone().into_iter().collect(),
            part: places("items.part", &file.part)?,
            due: places("items.due", &file.due)?,
            due_formats: DayFormat::list("items.due_format", file.due_format.as_ref())?,
            status: steps.collect::<Result<_, _>>()?,
            default_status: match &file.default_status {
                Some(code) => status("items.default_status", code)?,
                None => ItemStatus::Available,
            },
            join,
        })
    }

    /// Reads the copies of a record that are described in this way.
    pub(super) fn read(&self, record: &MarcRecord, warnings: &mut Vec<String>) -> Vec<Item> {
        let joined = self.joined_fields(record);
        let own = record.fields.iter().filter_map(|field| match field {
            Field::Data { subfields, .. } => {
                let tag = tag_of(field)?;
                self.fields.contains(&tag).then_some(subfields.as_slice())
            }
            Field::Control { .. } => None,
        });
        let mut items = Vec::new();
        for (order, own) in own.enumerate() {
            if items.len() == MAX_ITEMS {
                warnings.push(format!(
                    "more than {MAX_ITEMS} copies; the rest is left out"
                ));
                break;
            }
            let copy = self.assemble(own, order, &joined);
            items.extend(self.read_copy(&copy, warnings));
        }
        items
    }

    fn joined_fields<'a>(&self, record: &'a MarcRecord) -> Vec<Joined<'a>> {
        if self.join.is_empty() {
            return Vec::new();
        }
        let mut joined: Vec<Joined<'a>> = self.join.iter().map(|tag| Joined::new(*tag)).collect();
        for field in &record.fields {
            if let Field::Data { subfields, .. } = field
                && let Some(tag) = tag_of(field)
                && let Some(list) = joined.iter_mut().find(|list| list.tag == tag)
            {
                list.add(subfields, self.join_by);
            }
        }
        joined
    }

    fn assemble<'a>(&self, own: &'a [Subfield], order: usize, joined: &[Joined<'a>]) -> Copy<'a> {
        let link = self
            .join_by
            .and_then(|code| subfield(own, code))
            .map(link_name);
        let joined = joined
            .iter()
            .filter_map(|list| Some((list.tag, list.find(link, order)?)))
            .collect();
        Copy { own, joined }
    }

    fn read_copy(&self, copy: &Copy<'_>, warnings: &mut Vec<String>) -> Option<Item> {
        let mut barcode = first_text(&self.barcode, copy);
        if !barcode.is_empty() {
            barcode.insert_str(0, &self.barcode_prefix);
            barcode.push_str(&self.barcode_suffix);
        }
        let shelfmark = first_text(&self.shelfmark, copy);
        let location = first_text(&self.location, copy);
        let part = Part::from_label(&first_text(&self.part, copy));
        if barcode.is_empty() && shelfmark.is_empty() && location.is_empty() && part.is_none() {
            return None;
        }
        Some(Item {
            status: self.status_of(copy, &barcode, warnings),
            due: self.due_of(copy, &barcode, warnings),
            location: self
                .location_names
                .get(&location)
                .cloned()
                .unwrap_or(location),
            barcode,
            shelfmark,
            part,
        })
    }

    fn status_of(&self, copy: &Copy<'_>, barcode: &str, warnings: &mut Vec<String>) -> ItemStatus {
        for step in &self.status {
            let code = first_text(&step.from, copy);
            if code.is_empty() {
                continue;
            }
            match step.codes.get(&code.to_lowercase()) {
                Some(Some(status)) => return *status,
                Some(None) => {}
                None => match step.other {
                    Some(status) => return status,
                    None => warnings.push(format!(
                        "copy \"{barcode}\" has status \"{code}\", which the profile does not explain"
                    )),
                },
            }
        }
        self.default_status
    }

    fn due_of(
        &self,
        copy: &Copy<'_>,
        barcode: &str,
        warnings: &mut Vec<String>,
    ) -> Option<navette_domain::time::Day> {
        let written = first_text(&self.due, copy);
        if written.is_empty() || written.starts_with("0000") {
            return None;
        }
        let day = read_day(&written, &self.due_formats);
        if day.is_none() {
            warnings.push(format!(
                "copy \"{barcode}\" is due \"{written}\", which is no date of the profile's form"
            ));
        }
        day
    }
}

impl StatusStep {
    fn compile(file: &StatusFile, join: &[Tag]) -> Result<Self, ProfileRefusal> {
        let mut codes = FxHashMap::default();
        for (code, meaning) in &file.codes {
            let decided = match meaning.as_str() {
                "continue" => None,
                other => Some(status(&format!("items.status.codes.{code}"), other)?),
            };
            codes.insert(code.trim().to_lowercase(), decided);
        }
        let other = file
            .other
            .as_deref()
            .map(|code| status("items.status.other", code));
        Ok(Self {
            from: item_places("items.status.from", Some(&file.from), join)?,
            codes,
            other: other.transpose()?,
        })
    }
}

/// Reads a status by its code.
pub(super) fn status(key: &str, code: &str) -> Result<ItemStatus, ProfileRefusal> {
    let known = || {
        let codes: Vec<_> = ItemStatus::ALL.iter().map(|status| status.code()).collect();
        format!(
            "one of {} (or continue, among status codes)",
            codes.join(", ")
        )
    };
    ItemStatus::from_code(code).ok_or_else(|| wrong(key, code, known()))
}

fn tags(key: &str, written: Option<&OneOrMany>) -> Result<Vec<Tag>, ProfileRefusal> {
    let written = written.map(OneOrMany::as_slice).unwrap_or_default();
    written
        .iter()
        .map(|tag| parse_tag(tag).map_err(|refusal| wrong(key, tag, refusal)))
        .collect()
}

fn join_by(written: Option<&str>) -> Result<Option<char>, ProfileRefusal> {
    let Some(written) = written.filter(|written| *written != "order") else {
        return Ok(None);
    };
    let mut letters = written.chars();
    match (letters.next(), letters.next(), letters.next()) {
        (Some('$'), Some(code), None) if code.is_ascii_alphanumeric() => Ok(Some(code)),
        _ => Err(wrong(
            "items.join_by",
            written,
            "a subfield, as in $5, or order",
        )),
    }
}

fn item_places(
    key: &str,
    written: Option<&OneOrMany>,
    join: &[Tag],
) -> Result<Vec<ItemPlace>, ProfileRefusal> {
    let mut places = Vec::new();
    for place in written.map(OneOrMany::as_slice).unwrap_or_default() {
        let (joined, text) = match place.split_at_checked(3) {
            Some((tag, rest)) if !place.starts_with('$') => {
                let tag = parse_tag(tag).map_err(|refusal| wrong(key, place, refusal))?;
                if !join.contains(&tag) {
                    return Err(wrong(
                        key,
                        place,
                        "only $a of the copy's own field, or a field named in join",
                    ));
                }
                (Some(tag), rest)
            }
            _ => (None, place.as_str()),
        };
        let text = Template::parse(text).map_err(|refusal| wrong(key, place, refusal))?;
        if text.pieces.is_empty() {
            return Err(wrong(key, place, "a subfield is missing, as in $f"));
        }
        places.push(ItemPlace { joined, text });
    }
    Ok(places)
}

/// Gives the text of the first place that has any.
fn first_text(places: &[ItemPlace], copy: &Copy<'_>) -> String {
    for place in places {
        let subfields = match place.joined {
            None => copy.own,
            Some(tag) => match copy.joined.iter().find(|(joined, _)| *joined == tag) {
                Some((_, subfields)) => subfields,
                None => continue,
            },
        };
        let text = place_text(&place.text, subfields);
        if !text.is_empty() {
            return text;
        }
    }
    String::new()
}

/// Joins the subfields in the order the profile writes them: `$g$h$i` is prefix, number and suffix of a barcode.
fn place_text(template: &Template, subfields: &[Subfield]) -> String {
    let mut text = String::new();
    for piece in &template.pieces {
        let value = subfield(subfields, piece.code).unwrap_or_default().trim();
        if value.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str(&piece.separator);
        }
        text.push_str(&shown(value));
    }
    if template.range.is_some() {
        return template.cut(&text).to_owned();
    }
    text
}
