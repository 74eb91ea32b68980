//! Which lines may a profile's `[record]` table have? One per element of a record. It must not know any format.

/// One element of a record, as named in profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Id,
    Title,
    Subtitle,
    PartNumber,
    PartTitle,
    UniformTitle,
    OriginalTitle,
    Authors,
    Responsibility,
    Isbns,
    Numbers,
    Edition,
    Publisher,
    Year,
    Extent,
    Series,
    Subjects,
    Summary,
    Notes,
    Language,
    Audience,
}

impl Element {
    /// How many there are.
    pub(super) const COUNT: usize = Self::ALL.len();

    /// Every element with its name in profiles.
    pub(super) const ALL: [(Self, &'static str); 21] = [
        (Self::Id, "id"),
        (Self::Title, "title"),
        (Self::Subtitle, "subtitle"),
        (Self::PartNumber, "part_number"),
        (Self::PartTitle, "part_title"),
        (Self::UniformTitle, "uniform_title"),
        (Self::OriginalTitle, "original_title"),
        (Self::Authors, "authors"),
        (Self::Responsibility, "responsibility"),
        (Self::Isbns, "isbns"),
        (Self::Numbers, "numbers"),
        (Self::Edition, "edition"),
        (Self::Publisher, "publisher"),
        (Self::Year, "year"),
        (Self::Extent, "extent"),
        (Self::Series, "series"),
        (Self::Subjects, "subjects"),
        (Self::Summary, "summary"),
        (Self::Notes, "notes"),
        (Self::Language, "language"),
        (Self::Audience, "audience"),
    ];

    /// Finds an element by its name in profiles.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(element, _)| *element)
    }

    /// Tells whether a record may have several, each a value of its own. The others take the best place that has text.
    pub(super) fn is_repeated(self) -> bool {
        matches!(
            self,
            Self::Authors
                | Self::Isbns
                | Self::Numbers
                | Self::Year
                | Self::Series
                | Self::Subjects
                | Self::Summary
                | Self::Notes
                | Self::Language
                | Self::Audience
        )
    }

    /// Tells whether a full stop at the end belongs to the text: "2e éd.", "123 p.".
    pub(super) fn keeps_full_stop(self) -> bool {
        matches!(
            self,
            Self::Edition
                | Self::Extent
                | Self::Summary
                | Self::Notes
                | Self::Responsibility
                | Self::Id
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_stand_in_the_order_of_the_elements() {
        for (place, (element, name)) in Element::ALL.iter().enumerate() {
            assert_eq!(*element as usize, place);
            assert_eq!(Element::from_name(name), Some(*element));
        }
    }
}
