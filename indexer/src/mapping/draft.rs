//! What has been found of a record so far? Values by element, best place first. It must not know fields.

use super::element::Element;
use super::text::{shown, trim_full_stop, trim_isbd};

/// Values in the making, each with the rank of the place it came from.
#[derive(Debug, Default)]
pub(super) struct Draft {
    values: [Vec<(u8, String)>; Element::COUNT],
}

/// How many values of one element are kept; more is a broken record.
const MAX_VALUES: usize = 500;

impl Draft {
    /// Adds a value as written in the source. An element that has one value keeps the one of the best place.
    pub(super) fn add(&mut self, element: Element, rank: u8, written: String) {
        let Some(values) = self.values.get_mut(element as usize) else {
            return;
        };
        if element.is_repeated() {
            if values.len() < MAX_VALUES {
                values.push((rank, written));
            }
        } else if values.first().is_none_or(|(known, _)| rank < *known) {
            values.clear();
            values.push((rank, written));
        }
    }

    /// Gives the value as written, with its marks.
    pub(super) fn written(&self, element: Element) -> &str {
        let values = self.values.get(element as usize);
        values
            .and_then(|values| values.first())
            .map_or("", |(_, value)| value)
    }

    /// Takes the one value of an element, cleaned.
    pub(super) fn take_one(&mut self, element: Element) -> String {
        let taken = self.take_ranked(element);
        taken
            .into_iter()
            .next()
            .map_or_else(String::new, |value| clean(element, value))
    }

    /// Takes all values of an element, cleaned, best places first, without repetition.
    pub(super) fn take_all(&mut self, element: Element) -> Vec<String> {
        let mut kept: Vec<String> = Vec::new();
        for value in self.take_ranked(element) {
            let value = clean(element, value);
            if !value.is_empty() && !kept.iter().any(|known| same_words(known, &value)) {
                kept.push(value);
            }
        }
        kept
    }

    /// Takes all values as written, best places first.
    pub(super) fn take_ranked(&mut self, element: Element) -> Vec<String> {
        let values = self.values.get_mut(element as usize);
        let mut values = values.map(std::mem::take).unwrap_or_default();
        values.sort_by_key(|(rank, _)| *rank);
        values.into_iter().map(|(_, value)| value).collect()
    }
}

fn same_words(one: &str, other: &str) -> bool {
    one.len() == other.len() && (one == other || one.to_lowercase() == other.to_lowercase())
}

fn clean(element: Element, value: String) -> String {
    let trimmed = trim_isbd(&value);
    let trimmed = if element.keeps_full_stop() {
        trimmed
    } else {
        trim_isbd(trim_full_stop(trimmed))
    };
    if trimmed.len() == value.len()
        && let std::borrow::Cow::Borrowed(_) = shown(trimmed)
    {
        return value;
    }
    shown(trimmed).trim().to_owned()
}
