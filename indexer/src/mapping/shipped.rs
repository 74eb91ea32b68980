//! Which profiles come with Navette, and which fits a record nobody has named one for? It must not know how they are read.

use super::place::{Tag, subfield, tag_of};
use super::profile::Profile;
use crate::marc::{Field, MarcRecord, Subfield};

/// Name, description, TOML.
type Shipped = (&'static str, &'static str, &'static str);

const SHIPPED: &[Shipped] = &[
    (
        "koha-unimarc",
        "Koha in UNIMARC, and any export after the recommendation 995",
        include_str!("../../profiles/koha-unimarc.toml"),
    ),
    (
        "pmb-unimarc",
        "PMB: UNIMARC with its own field 996",
        include_str!("../../profiles/pmb-unimarc.toml"),
    ),
    (
        "syracuse",
        "Syracuse (Archimed): UNIMARC or MarcXchange with 915 and 930",
        include_str!("../../profiles/syracuse.toml"),
    ),
    (
        "orphee",
        "Orphée (C3RB): UNIMARC with the barcode in 995$h",
        include_str!("../../profiles/orphee.toml"),
    ),
    (
        "marc21-852",
        "MARC 21 with holdings in 852 and 876 to 878",
        include_str!("../../profiles/marc21-852.toml"),
    ),
    (
        "koha-marc21",
        "Koha in MARC 21: field 952",
        include_str!("../../profiles/koha-marc21.toml"),
    ),
    (
        "csv",
        "A table with a header in French or English",
        include_str!("../../profiles/csv.toml"),
    ),
];

/// What the others stand on; usable by name, but without copies.
const BASES: &[(&str, &str)] = &[
    ("unimarc", include_str!("../../profiles/unimarc.toml")),
    ("marc21", include_str!("../../profiles/marc21.toml")),
];

impl Profile {
    /// Lists the profiles that come with Navette: name, one line of description, TOML text.
    pub fn shipped() -> &'static [Shipped] {
        SHIPPED
    }

    /// Picks the shipped profile that fits a record by its fields, for a source that nobody has named a profile for.
    ///
    /// Ask several records of a file: a record without copies tells only UNIMARC from MARC 21.
    pub fn guess(record: &MarcRecord) -> &'static str {
        if is_row(record) {
            return "csv";
        }
        let seen = Seen::of(record);
        match seen {
            Seen { pmb: true, .. } => "pmb-unimarc",
            Seen {
                field_915: true,
                recommendation: false,
                ..
            } => "syracuse",
            Seen {
                recommendation: true,
                ..
            } => "koha-unimarc",
            Seen { orphee: true, .. } => "orphee",
            Seen {
                koha_marc21: true, ..
            } => "koha-marc21",
            Seen {
                field_995: true, ..
            } => "koha-unimarc",
            Seen {
                title_245: true, ..
            } => "marc21-852",
            Seen {
                title_200: true, ..
            } => "koha-unimarc",
            Seen {
                field_852: true, ..
            } => "marc21-852",
            _ => "koha-unimarc",
        }
    }
}

/// Gives the TOML of a shipped profile or base.
pub(super) fn base_text(name: &str) -> Option<&'static str> {
    let shipped = SHIPPED
        .iter()
        .find(|(known, ..)| *known == name)
        .map(|(_, _, text)| *text);
    shipped.or_else(|| {
        BASES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, text)| *text)
    })
}

/// Lists the names that may be asked for.
pub(super) fn names() -> String {
    let names: Vec<_> = SHIPPED
        .iter()
        .map(|(name, ..)| *name)
        .chain(BASES.iter().map(|(name, _)| *name))
        .collect();
    names.join(", ")
}

/// Tells a row of a table, taken apart by the decoder, from a record: cells are tagged with words, not with tags.
fn is_row(record: &MarcRecord) -> bool {
    let is_cell =
        |field: &Field| matches!(field, Field::Control { tag, .. } if !tag.starts_with("00"));
    record.leader.is_empty() && !record.fields.is_empty() && record.fields.iter().all(is_cell)
}

/// The signs by which sources are told apart.
#[derive(Default)]
struct Seen {
    pmb: bool,
    field_915: bool,
    recommendation: bool,
    orphee: bool,
    koha_marc21: bool,
    field_995: bool,
    field_852: bool,
    title_200: bool,
    title_245: bool,
}

impl Seen {
    fn of(record: &MarcRecord) -> Self {
        let mut seen = Self::default();
        for field in &record.fields {
            if let Field::Data { subfields, .. } = field
                && let Some(tag) = tag_of(field)
            {
                seen.note(tag, subfields);
            }
        }
        seen
    }

    fn note(&mut self, tag: Tag, subfields: &[Subfield]) {
        let has = |code| subfield(subfields, code).is_some_and(|value| !value.trim().is_empty());
        match &tag {
            b"996" => self.pmb |= has('f') || has('k'),
            b"915" => self.field_915 |= has('b'),
            b"995" => {
                self.field_995 = true;
                self.recommendation |= has('f');
                self.orphee |= has('h') && !has('f');
            }
            b"952" => self.koha_marc21 |= has('p'),
            b"852" => self.field_852 = true,
            b"200" => self.title_200 |= has('a'),
            b"245" => self.title_245 |= has('a'),
            _ => {}
        }
    }
}
