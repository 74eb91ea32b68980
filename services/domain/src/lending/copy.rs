//! Would this copy serve that request? It must not know which library asks: protection is elsewhere.

use crate::catalogue::{EditionKey, Part};
use crate::identity::ItemId;
use crate::time::Day;

/// Where a copy is now, as far as lending cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyStatus {
    /// On the shelf, promised to nobody.
    Available,
    /// In a patron's hands, or promised to one.
    OnLoan {
        /// The day it is due back, where known.
        until: Option<Day>,
    },
    /// In repair, on order, missing.
    Unavailable,
}

/// What is known of one copy of the work that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyFacts {
    /// Which copy.
    pub item: ItemId,
    /// Of which edition it is.
    pub edition: EditionKey,
    /// Which volume or issue, where the record has several.
    pub part: Option<Part>,
    /// Where it is now.
    pub status: CopyStatus,
    /// The day the library got it, where known.
    pub acquired: Option<Day>,
    /// Whether it is for use in the library only.
    pub reference: bool,
    /// Whether it is the latest issue of a periodical.
    pub latest_issue: bool,
}

impl CopyFacts {
    /// Says whether this copy is of that part and satisfies what the patron insists on.
    pub fn fits(&self, part: Option<&Part>, only: &Only) -> bool {
        let right_part = match (self.part.as_ref(), part) {
            (None, None) => true,
            (Some(mine), Some(asked)) => same_part(mine, asked),
            (None, Some(_)) | (Some(_), None) => false,
        };
        right_part && only.takes(&self.item, self.edition)
    }
}

/// What a patron insists on within a work; nearly always nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Only {
    /// Any edition will do.
    #[default]
    AnyCopy,
    /// This edition: a translation, a school's set text.
    Edition(EditionKey),
    /// This very copy: signed, annotated, in a given library.
    Copy {
        /// Which copy.
        item: ItemId,
        /// Its edition, so that it is known which requests want the same.
        edition: EditionKey,
    },
}

impl Only {
    /// Says whether a copy satisfies the patron.
    pub fn takes(&self, item: &ItemId, edition: EditionKey) -> bool {
        match self {
            Self::AnyCopy => true,
            Self::Edition(wanted) => *wanted == edition,
            Self::Copy { item: wanted, .. } => wanted == item,
        }
    }

    /// Says whether one copy could satisfy both, so that the later of two waits for the earlier.
    pub fn competes_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::AnyCopy, _) | (_, Self::AnyCopy) => true,
            (Self::Edition(edition), Self::Copy { item, edition: its })
            | (Self::Copy { item, edition: its }, Self::Edition(edition)) => {
                Self::Edition(*edition).takes(item, *its)
            }
            (Self::Edition(one), Self::Edition(another)) => one == another,
            (Self::Copy { item: one, .. }, Self::Copy { item: another, .. }) => one == another,
        }
    }
}

/// Says whether two libraries mean the same volume or issue: "t.3" and "Tome 3" do, "t. 3" and "t. 3, vol. 2" do not.
///
/// All numbers of the label must agree, in order; a label without numbers must agree in its letters.
pub fn same_part(one: &Part, another: &Part) -> bool {
    let (numbers, others) = (numbers(&one.label), numbers(&another.label));
    if numbers.is_empty() && others.is_empty() {
        return letters(&one.label) == letters(&another.label);
    }
    numbers == others
}

/// The numbers as text without leading zeros, because a label may carry more digits than any integer.
fn numbers(label: &str) -> Vec<&str> {
    label
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.trim_start_matches('0'))
        .collect()
}

fn letters(label: &str) -> String {
    let letters = label.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::lending::lender_fixtures::{a_copy, item, part};

    #[test]
    fn two_ways_of_writing_a_volume_are_one_part() {
        for (one, another, same) in [
            ("t.3", "Tome 3", true),
            ("n° 007", "n° 7", true),
            ("t. 3", "t. 4", false),
            ("t. 3", "t. 3, vol. 2", false),
            ("hors-série", "Hors série", true),
            ("hors-série", "index", false),
            ("t. 0", "index", false),
            ("t. 99999999999999999999", "T 99999999999999999999", true),
        ] {
            assert_eq!(
                same_part(&part(one), &part(another)),
                same,
                "{one}, {another}"
            );
        }
    }

    #[test]
    fn a_copy_fits_only_the_part_and_edition_that_are_asked_for() {
        let copy = a_copy("aire", "000001");
        let third = CopyFacts {
            part: Some(part("t. 3")),
            ..copy.clone()
        };
        let this_copy = Only::Copy {
            item: item("aire", "000001"),
            edition: copy.edition,
        };
        let another_copy = Only::Copy {
            item: item("lumbres", "000001"),
            edition: copy.edition,
        };
        assert!(copy.fits(None, &Only::AnyCopy));
        assert!(copy.fits(None, &Only::Edition(copy.edition)));
        assert!(copy.fits(None, &this_copy));
        assert!(!copy.fits(None, &another_copy));
        assert!(!copy.fits(None, &Only::Edition(EditionKey(99))));
        assert!(!copy.fits(Some(&part("t. 3")), &Only::AnyCopy));
        assert!(third.fits(Some(&part("tome 3")), &Only::AnyCopy));
        assert!(!third.fits(None, &Only::AnyCopy));
    }

    #[test]
    fn requests_compete_when_one_copy_could_serve_both() {
        let old = Only::Edition(EditionKey(1));
        let new = Only::Edition(EditionKey(2));
        let copy = |library, edition| Only::Copy {
            item: item(library, "000001"),
            edition: EditionKey(edition),
        };
        for (one, another, compete) in [
            (Only::AnyCopy, new.clone(), true),
            (old.clone(), new, false),
            (old.clone(), old.clone(), true),
            (old.clone(), copy("aire", 1), true),
            (old, copy("aire", 2), false),
            (copy("aire", 1), copy("aire", 1), true),
            (copy("aire", 1), copy("lumbres", 1), false),
        ] {
            assert_eq!(one.competes_with(&another), compete, "{one:?} {another:?}");
            assert_eq!(another.competes_with(&one), compete, "{another:?} {one:?}");
        }
    }
}
