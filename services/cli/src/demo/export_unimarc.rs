//! How does a French library system write a record? UNIMARC bibliographic format, copies in 995 (recommendation 995).

use super::catalogue::{DemoLibrary, DemoWork};
use super::marc_fields::{Draft, name_parts};
use navette_domain::catalogue::{Audience, Item, ItemStatus, Medium};

/// Writes one record as ISO 2709.
pub(super) fn record(
    library: &DemoLibrary,
    work: &DemoWork,
    number: u64,
    copies: &[Item],
) -> Result<Vec<u8>, String> {
    let (type_of_record, level) = label_codes(work.medium);
    let mut draft = Draft::new(type_of_record, level, "0 ");
    draft.control("001", &format!("{:06}", number + 1));
    draft.data("010", "  ", &[('a', &work.isbn)]);
    draft.data("100", "  ", &[('a', &general_data(work))]);
    draft.data("101", "0 ", &[('a', &work.language)]);
    describe(&mut draft, work);
    for copy in copies {
        let due = copy.due.map(|day| day.to_string()).unwrap_or_default();
        let house = library.id.as_str();
        draft.data(
            "995",
            "  ",
            &[
                ('b', house),
                ('c', house),
                ('e', &copy.location),
                ('f', &copy.barcode),
                ('k', &copy.shelfmark),
                ('n', &due),
                ('o', not_for_loan(copy.status)),
            ],
        );
    }
    draft.bytes()
}

fn describe(draft: &mut Draft, work: &DemoWork) {
    let year = work.year.map(|year| year.to_string()).unwrap_or_default();
    let authors = work.authors.join(" ; ");
    draft.data(
        "200",
        "1 ",
        &[
            ('a', &work.title),
            ('b', designation(work.medium)),
            ('e', &work.subtitle),
            ('f', &authors),
            ('h', &work.part),
        ],
    );
    draft.data("210", "  ", &[('c', &work.publisher), ('d', &year)]);
    draft.data("215", "  ", &[('a', extent(work.medium))]);
    draft.data("225", "| ", &[('a', &work.series)]);
    draft.data("330", "  ", &[('a', &work.summary)]);
    for subject in &work.subjects {
        draft.data("606", "  ", &[('a', subject)]);
    }
    if work.medium == Medium::Comic {
        draft.data("606", "  ", &[('a', "Bandes dessinées")]);
    }
    for (place, author) in work.authors.iter().enumerate() {
        let (surname, given) = name_parts(author);
        let tag = if place == 0 { "700" } else { "701" };
        draft.data(tag, " 1", &[('a', surname), ('b', given)]);
    }
}

/// 100$a, 36 characters: date of entry, year, audience, language of cataloguing, character set (50: Unicode), script.
fn general_data(work: &DemoWork) -> String {
    let year = work
        .year
        .map_or("    ".to_owned(), |year| format!("{year:4}"));
    let audience = match work.audience {
        Audience::Unknown => "u  ",
        Audience::EarlyChildhood => "b  ",
        Audience::Children => "c  ",
        Audience::Teenagers => "d  ",
        Audience::Adults => "m  ",
    };
    format!("20240102d{year}    {audience}y0frey50      ba")
}

/// Label, positions 6 and 7.
fn label_codes(medium: Medium) -> (char, char) {
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
        Medium::Electronic => ('l', 'm'),
        Medium::Other => ('m', 'm'),
    }
}

/// 200 $b, where the label has no type of its own for the thing.
fn designation(medium: Medium) -> &'static str {
    if medium == Medium::Other {
        "Multimédia multisupport"
    } else {
        ""
    }
}

pub(super) fn extent(medium: Medium) -> &'static str {
    match medium {
        Medium::LargePrint => "1 vol. (gros caractères)",
        Medium::Audiobook => "1 livre audio (MP3)",
        Medium::Music => "1 disque compact",
        Medium::Film => "1 DVD vidéo",
        Medium::Game => "1 jeu",
        Medium::Map => "1 carte",
        Medium::Image => "1 affiche",
        Medium::Book
        | Medium::Comic
        | Medium::Periodical
        | Medium::Score
        | Medium::Electronic
        | Medium::Other => "1 vol.",
    }
}

/// 995 $o in Koha: 0 may be lent, 1 may not leave the house, -1 is not to be had yet.
fn not_for_loan(status: ItemStatus) -> &'static str {
    match status {
        ItemStatus::Available | ItemStatus::OnLoan => "0",
        ItemStatus::Reference => "1",
        ItemStatus::Unavailable => "-1",
    }
}
