//! Which facet values does a record carry? Values are numbered once; records hold numbers.
//!
//! The facets with few values (medium, language, audience, decade, library) are taken together: records that agree in all of
//! them share one *signature*, so that counting a record touches one counter for them instead of five.

use super::brief::Brief;
use navette_domain::catalogue::{Facet, LibraryId};
use rustc_hash::FxHashMap;

/// Number of a facet's value in this directory.
pub type ValueNumber = u32;
/// Number of a combination of the values of facets that have few.
pub(super) type Signature = u32;

/// What one record carries.
#[derive(Clone, Copy, Debug)]
pub(super) struct Carried {
    /// Its values of facets with few.
    pub(super) signature: Signature,
    /// Where its authors and subjects begin in the lists.
    pub(super) start: u32,
    /// How many there are.
    pub(super) length: u8,
}

/// All values and who carries which.
#[derive(Debug, Default)]
pub(super) struct FacetValues {
    numbers: FxHashMap<(Facet, Box<str>), ValueNumber>,
    values: Vec<(Facet, Box<str>)>,
    prefixes: Vec<u64>,
    lists: Vec<ValueNumber>,
    signature_numbers: FxHashMap<Box<[ValueNumber]>, Signature>,
    signatures: Vec<Box<[ValueNumber]>>,
}

impl FacetValues {
    /// Notes what a record carries.
    pub(super) fn keep(&mut self, library: &LibraryId, brief: &Brief) -> Carried {
        let signature = self.signature(library, brief);
        let start = self.lists.len();
        let texts = brief.subjects.iter().map(|text| (Facet::Subject, text));
        for (facet, text) in texts.chain(brief.authors.iter().map(|text| (Facet::Author, text))) {
            let value = self.number(facet, text);
            let room = self.lists.len() - start < usize::from(u8::MAX);
            if room && !self.lists[start..].contains(&value) {
                self.lists.push(value);
            }
        }
        Carried {
            signature,
            start: start as u32,
            length: (self.lists.len() - start) as u8,
        }
    }

    /// Counts the values ever seen.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Counts the signatures ever seen.
    pub(super) fn signature_count(&self) -> usize {
        self.signatures.len()
    }

    /// Names a value.
    pub(super) fn value(&self, value: ValueNumber) -> (Facet, &str) {
        let (facet, text) = &self.values[value as usize];
        (*facet, text)
    }

    /// Gives the first eight bytes of a value as a number that orders like the text, as far as it goes.
    pub(super) fn prefix(&self, value: ValueNumber) -> u64 {
        self.prefixes[value as usize]
    }

    /// Finds a value.
    pub(super) fn find(&self, facet: Facet, text: &str) -> Option<ValueNumber> {
        self.numbers.get(&(facet, Box::from(text))).copied()
    }

    /// Gives the values a signature stands for.
    pub(super) fn of_signature(&self, signature: Signature) -> &[ValueNumber] {
        &self.signatures[signature as usize]
    }

    /// Gives a record's authors and subjects.
    pub(super) fn listed(&self, start: u32, length: u8) -> &[ValueNumber] {
        &self.lists[start as usize..start as usize + usize::from(length)]
    }

    fn signature(&mut self, library: &LibraryId, brief: &Brief) -> Signature {
        let decade = brief.year.map(decade_of);
        let texts = [
            (Facet::Medium, brief.medium.code()),
            (Facet::Language, brief.language.as_str()),
            (Facet::Audience, brief.audience.code()),
            (Facet::Decade, decade.as_deref().unwrap_or_default()),
            (Facet::Library, library.as_str()),
        ];
        let mut values = Vec::with_capacity(texts.len());
        for (facet, text) in texts {
            if !text.is_empty() {
                values.push(self.number(facet, text));
            }
        }
        if let Some(known) = self.signature_numbers.get(values.as_slice()) {
            return *known;
        }
        let number = self.signatures.len() as Signature;
        let values = values.into_boxed_slice();
        self.signatures.push(values.clone());
        self.signature_numbers.insert(values, number);
        number
    }

    fn number(&mut self, facet: Facet, text: &str) -> ValueNumber {
        let key = (facet, Box::from(text));
        if let Some(known) = self.numbers.get(&key) {
            return *known;
        }
        let number = self.values.len() as ValueNumber;
        self.values.push(key.clone());
        self.prefixes.push(prefix_of(text));
        self.numbers.insert(key, number);
        number
    }
}

fn prefix_of(text: &str) -> u64 {
    let mut first = [0_u8; 8];
    for (kept, byte) in first.iter_mut().zip(text.bytes()) {
        *kept = byte;
    }
    u64::from_be_bytes(first)
}

/// Gives the first year of a year's decade, as text.
fn decade_of(year: i16) -> String {
    year.div_euclid(10).saturating_mul(10).to_string()
}
