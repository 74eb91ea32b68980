//! How does a French library's system write the record? UNIMARC, copies in 995 (and the holding in 930).

use super::iso2709::RecordWriter;
use super::model::CatalogueEntry;

/// Appends the entry as one UNIMARC record.
pub(super) fn write_unimarc(entry: &CatalogueEntry, writer: &mut RecordWriter, out: &mut Vec<u8>) {
    let work = &entry.work;
    let year = work.year.to_string();
    writer.control("001", &entry.id);
    if !work.isbn.is_empty() {
        writer.field("010", "  ", &[('a', &work.isbn)]);
    }
    let coded = format!("20200101d{year}    m  y0frey50      ba");
    writer.field("100", "  ", &[('a', &coded)]);
    writer.field("101", "0 ", &[('a', work.language)]);
    let responsibility = work
        .authors
        .first()
        .map(|author| format!("{} {}", author.first_name, author.surname))
        .unwrap_or_default();
    writer.field(
        "200",
        "1 ",
        &[
            ('a', &work.title),
            ('e', &work.subtitle),
            ('f', &responsibility),
        ],
    );
    writer.field(
        "210",
        "  ",
        &[('a', work.city), ('c', &work.publisher), ('d', &year)],
    );
    writer.field("215", "  ", &[('a', &format!("{} p.", work.pages))]);
    if !work.summary.is_empty() {
        writer.field("330", "  ", &[('a', &work.summary)]);
    }
    for subject in &work.subjects {
        writer.field("606", "  ", &[('a', subject)]);
    }
    for (place, author) in work.authors.iter().enumerate() {
        let tag = if place == 0 { "700" } else { "701" };
        writer.field(
            tag,
            " 1",
            &[
                ('a', &author.surname),
                ('b', &author.first_name),
                ('4', "070"),
            ],
        );
    }
    write_copies(entry, writer);
    writer.finish(work.kind.unimarc, out);
}

fn write_copies(entry: &CatalogueEntry, writer: &mut RecordWriter) {
    let shelfmark = entry.items.first().map_or("", |item| &item.shelfmark);
    let holding = format!("{}:{}", entry.library, entry.id);
    writer.field(
        "930",
        "  ",
        &[('5', &holding), ('b', &entry.library), ('a', shelfmark)],
    );
    for item in &entry.items {
        // Koha: $o "not for loan", $2 "lost", $n due date; all absent for a copy on the shelf.
        let reference = if item.status == "reference" { "1" } else { "" };
        let lost = if item.status == "unavailable" {
            "1"
        } else {
            ""
        };
        writer.field(
            "995",
            "  ",
            &[
                ('b', &item.branch),
                ('f', &item.barcode),
                ('k', &item.shelfmark),
                ('n', &item.due),
                ('o', reference),
                ('r', entry.work.kind.unimarc),
                ('2', lost),
            ],
        );
    }
}
