//! Which copy is meant, and may it be borrowed? Circulation rules are elsewhere.

use super::vocabulary::closed_list;
use crate::time::Day;

closed_list! {
    /// Where a copy is, as far as its library says.
    ItemStatus {
        /// On the shelf and lendable.
        #[default]
        Available = "available",
        /// Lent to somebody.
        OnLoan = "on-loan",
        /// For use in the library only.
        Reference = "reference",
        /// Neither on the shelf nor lent: in repair, in transit, on order, missing.
        Unavailable = "unavailable",
    }
}

/// Which volume or issue of a record a copy is: "t.3", "n° 412".
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// Orders the parts: the first number of the label, or 0 where it has none.
    pub sort: u32,
    /// As the library writes it.
    pub label: String,
}

impl Part {
    /// Makes a part from its label; nothing where the label is empty.
    pub fn from_label(label: &str) -> Option<Self> {
        let label = label.trim();
        if label.is_empty() {
            return None;
        }
        let number: String = label
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .take(9)
            .collect();
        Some(Self {
            sort: number.parse().unwrap_or(0),
            label: label.to_owned(),
        })
    }
}

/// One copy of a record in one library.
///
/// The barcode is opaque text and keeps its leading zeros; it is unique within a library only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The copy's barcode, or empty where the source gives none.
    pub barcode: String,
    /// Where it stands on the shelf.
    pub shelfmark: String,
    /// Which room, branch or collection.
    pub location: String,
    /// Which volume or issue, where the record has several.
    pub part: Option<Part>,
    /// Where it is, as of the import.
    pub status: ItemStatus,
    /// When it is due back, if lent and known.
    pub due: Option<Day>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_sort_by_their_first_number() {
        let mut parts: Vec<_> = ["t. 10", "t. 2", "hors-série"]
            .into_iter()
            .filter_map(Part::from_label)
            .collect();
        parts.sort();
        let labels: Vec<_> = parts.iter().map(|part| part.label.as_str()).collect();
        assert_eq!(labels, ["hors-série", "t. 2", "t. 10"]);
        assert_eq!(Part::from_label("  "), None);
    }
}
