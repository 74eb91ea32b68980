//! How does a system of the MARC 21 world write the record? Copies in 952, as Koha does.

use super::iso2709::RecordWriter;
use super::lexicon::PersonName;
use super::model::CatalogueEntry;

/// Appends the entry as one MARC 21 record.
pub(super) fn write_marc21(entry: &CatalogueEntry, writer: &mut RecordWriter, out: &mut Vec<u8>) {
    let work = &entry.work;
    let year = work.year.to_string();
    writer.control("001", &entry.id);
    writer.control(
        "008",
        &format!("200101s{year}    fr            000 0 {} d", work.language),
    );
    if !work.isbn.is_empty() {
        writer.field("020", "  ", &[('a', &work.isbn)]);
    }
    writer.field("041", "0 ", &[('a', work.language)]);
    if let Some(author) = work.authors.first() {
        writer.field("100", "1 ", &[('a', &heading(author))]);
    }
    writer.field("245", "10", &[('a', &work.title), ('b', &work.subtitle)]);
    writer.field(
        "260",
        "  ",
        &[('a', work.city), ('b', &work.publisher), ('c', &year)],
    );
    writer.field("300", "  ", &[('a', &format!("{} p.", work.pages))]);
    if !work.summary.is_empty() {
        writer.field("520", "  ", &[('a', &work.summary)]);
    }
    for subject in &work.subjects {
        writer.field("650", " 7", &[('a', subject)]);
    }
    for author in work.authors.iter().skip(1) {
        writer.field("700", "1 ", &[('a', &heading(author))]);
    }
    for item in &entry.items {
        let lost = if item.status == "unavailable" {
            "1"
        } else {
            ""
        };
        let reference = if item.status == "reference" { "1" } else { "" };
        writer.field(
            "952",
            "  ",
            &[
                ('1', lost),
                ('7', reference),
                ('b', &item.branch),
                ('o', &item.shelfmark),
                ('p', &item.barcode),
                ('q', &item.due),
                ('y', work.kind.name),
            ],
        );
    }
    writer.finish(work.kind.marc21, out);
}

fn heading(author: &PersonName) -> String {
    format!("{}, {}", author.surname, author.first_name)
}
