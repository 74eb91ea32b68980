//! How does a library system of the other tradition write a record? MARC 21, copies in 952 as Koha exports them.

use super::catalogue::{DemoLibrary, DemoWork};
use super::export_unimarc::extent;
use super::marc_fields::Draft;
use navette_domain::catalogue::{Audience, Item, ItemStatus, Medium};

/// Writes one record as ISO 2709.
pub(super) fn record(
    library: &DemoLibrary,
    work: &DemoWork,
    number: u64,
    copies: &[Item],
) -> Result<Vec<u8>, String> {
    let (type_of_record, level) = leader_codes(work.medium);
    let mut draft = Draft::new(type_of_record, level, " a");
    draft.control("001", &format!("fr{:06}", number + 1));
    draft.control("008", &fixed_data(work));
    draft.data("020", "  ", &[('a', &work.isbn)]);
    describe(&mut draft, work);
    for copy in copies {
        let due = copy.due.map(|day| day.to_string()).unwrap_or_default();
        let house = library.id.as_str();
        draft.data(
            "952",
            "  ",
            &[
                (
                    '0',
                    if copy.status == ItemStatus::Unavailable {
                        "1"
                    } else {
                        "0"
                    },
                ),
                (
                    '7',
                    if copy.status == ItemStatus::Reference {
                        "1"
                    } else {
                        "0"
                    },
                ),
                ('a', house),
                ('b', house),
                ('c', &copy.location),
                ('o', &copy.shelfmark),
                ('p', &copy.barcode),
                ('q', &due),
            ],
        );
    }
    draft.bytes()
}

fn describe(draft: &mut Draft, work: &DemoWork) {
    let year = work.year.map(|year| year.to_string()).unwrap_or_default();
    let mut authors = work.authors.iter();
    if let Some(main) = authors.next() {
        draft.data("100", "1 ", &[('a', main)]);
    }
    let added = if work.authors.is_empty() { '0' } else { '1' };
    draft.data(
        "245",
        &format!("{added}{}", skipped(&work.title)),
        &[('a', &work.title), ('b', &work.subtitle), ('n', &work.part)],
    );
    draft.data("264", " 1", &[('b', &work.publisher), ('c', &year)]);
    draft.data("300", "  ", &[('a', extent(work.medium))]);
    draft.data("490", "0 ", &[('a', &work.series)]);
    draft.data("520", "  ", &[('a', &work.summary)]);
    for subject in &work.subjects {
        draft.data("650", " 7", &[('a', subject)]);
    }
    if work.medium == Medium::Comic {
        draft.data("655", " 7", &[('a', "Bandes dessinées")]);
    }
    for author in authors {
        draft.data("700", "1 ", &[('a', author)]);
    }
}

/// Characters of a French article at the beginning, which do not sort (second indicator of 245).
fn skipped(title: &str) -> usize {
    let folded = title.to_lowercase();
    ["le ", "la ", "les ", "l'", "l’", "un ", "une "]
        .iter()
        .find(|article| folded.starts_with(**article))
        .map_or(0, |article| article.chars().count())
}

/// 008, 40 characters: date of entry, year, place, audience at 22, language at 35.
fn fixed_data(work: &DemoWork) -> String {
    let year = work
        .year
        .map_or("    ".to_owned(), |year| format!("{year:4}"));
    let audience = match work.audience {
        Audience::Unknown => ' ',
        Audience::EarlyChildhood => 'a',
        Audience::Children => 'b',
        Audience::Teenagers => 'd',
        Audience::Adults => 'e',
    };
    let language = format!("{:3}", work.language);
    format!("240102s{year}    fr     {audience}           0{language} d")
}

/// Leader, positions 6 and 7.
fn leader_codes(medium: Medium) -> (char, char) {
    match medium {
        Medium::Book | Medium::Comic | Medium::LargePrint => ('a', 'm'),
        Medium::Audiobook => ('i', 'm'),
        Medium::Music => ('j', 'm'),
        Medium::Film => ('g', 'm'),
        Medium::Periodical => ('a', 's'),
        Medium::Score => ('c', 'm'),
        Medium::Map => ('e', 'm'),
        Medium::Game => ('r', 'm'),
        Medium::Image => ('k', 'm'),
        Medium::Electronic => ('m', 'm'),
        Medium::Other => ('o', 'm'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_data_has_its_forty_characters_in_place() {
        let work = DemoWork {
            year: Some(1942),
            language: "fre".into(),
            audience: Audience::Adults,
            ..DemoWork::default()
        };
        let data = fixed_data(&work);
        assert_eq!(data.len(), 40, "{data:?}");
        assert_eq!(data.get(7..11), Some("1942"));
        assert_eq!(data.get(22..23), Some("e"));
        assert_eq!(data.get(35..38), Some("fre"));
    }
}
