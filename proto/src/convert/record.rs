//! A bibliographic record with its copies, wire and domain.

use super::{item, part, year};
use crate::Refusal;
use crate::wire::catalogue as wire;
use navette_domain::catalogue::{
    Audience, EditionKey, Isbn, Item, KeyDescriptor, Medium, Record, RecordId, WorkKey,
};

/// Writes a record.
pub fn to_wire(record: &Record) -> wire::Record {
    wire::Record {
        id: record.id.0.clone(),
        title: record.title.clone(),
        subtitle: record.subtitle.clone(),
        part: record.part.as_ref().map(part::to_wire),
        uniform_title: record.uniform_title.clone(),
        authors: record.authors.clone(),
        responsibility: record.responsibility.clone(),
        isbns: record.isbns.iter().map(|isbn| isbn.number()).collect(),
        numbers: record.numbers.clone(),
        edition: record.edition.clone(),
        publisher: record.publisher.clone(),
        year: year::to_wire(record.year),
        extent: record.extent.clone(),
        series: record.series.clone(),
        subjects: record.subjects.clone(),
        summary: record.summary.clone(),
        notes: record.notes.clone(),
        language: record.language.clone(),
        medium: record.medium.code().to_owned(),
        audience: record.audience.code().to_owned(),
        items: record.items.iter().map(item::to_wire).collect(),
        work: record.work.0,
        work_descriptor: record.work_descriptor.0.clone(),
        edition_key: record.edition_key.0,
        edition_descriptor: record.edition_descriptor.0.clone(),
    }
}

/// Reads a record, refusing numbers, codes and days that do not exist.
pub fn from_wire(record: wire::Record) -> Result<Record, Refusal> {
    Ok(Record {
        isbns: isbns(&record.isbns)?,
        year: year::from_wire(record.year)?,
        medium: medium(&record.medium)?,
        audience: audience(&record.audience)?,
        items: items(record.items)?,
        id: RecordId(record.id),
        title: record.title,
        subtitle: record.subtitle,
        part: record.part.and_then(part::from_wire),
        uniform_title: record.uniform_title,
        authors: record.authors,
        responsibility: record.responsibility,
        numbers: record.numbers,
        edition: record.edition,
        publisher: record.publisher,
        extent: record.extent,
        series: record.series,
        subjects: record.subjects,
        summary: record.summary,
        notes: record.notes,
        language: record.language,
        work: WorkKey(record.work),
        work_descriptor: KeyDescriptor(record.work_descriptor),
        edition_key: EditionKey(record.edition_key),
        edition_descriptor: KeyDescriptor(record.edition_descriptor),
    })
}

pub(super) fn medium(code: &str) -> Result<Medium, Refusal> {
    Medium::from_code(code)
        .ok_or_else(|| Refusal::field("medium", format!("unknown medium \"{code}\"")))
}

fn audience(code: &str) -> Result<Audience, Refusal> {
    Audience::from_code(code)
        .ok_or_else(|| Refusal::field("audience", format!("unknown audience \"{code}\"")))
}

fn isbns(numbers: &[u64]) -> Result<Vec<Isbn>, Refusal> {
    let read = |number: &u64| {
        Isbn::from_number(*number)
            .ok_or_else(|| Refusal::field("isbns", format!("{number} is no ISBN-13 or EAN-13")))
    };
    numbers.iter().map(read).collect()
}

fn items(items: Vec<wire::Item>) -> Result<Vec<Item>, Refusal> {
    let mut read = Vec::with_capacity(items.len());
    for (place, item) in items.into_iter().enumerate() {
        let item = item::from_wire(item);
        read.push(item.map_err(|refusal| refusal.within(&format!("items[{place}]")))?);
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use navette_domain::catalogue::{ItemStatus, Part};
    use navette_domain::time::Day;

    fn a_record() -> Record {
        Record {
            id: RecordId("000123".into()),
            title: "L'Étranger".into(),
            part: Part::from_label("t. 2"),
            authors: vec!["Camus, Albert".into()],
            isbns: Isbn::parse("9782070360024").into_iter().collect(),
            year: Some(1942),
            medium: Medium::LargePrint,
            audience: Audience::Adults,
            items: vec![Item {
                barcode: "0001".into(),
                status: ItemStatus::OnLoan,
                due: Some(Day(20_000)),
                ..Item::default()
            }],
            work: WorkKey(u64::MAX),
            work_descriptor: KeyDescriptor("1|letranger|camus".into()),
            ..Record::default()
        }
    }

    #[test]
    fn a_record_survives_the_wire() {
        assert_eq!(from_wire(to_wire(&a_record())), Ok(a_record()));
    }

    #[test]
    fn what_does_not_exist_is_refused_by_field() {
        type Damage = fn(&mut wire::Record);
        let damages: [(Damage, &str); 5] = [
            (|r| r.medium.clear(), "medium: unknown medium \"\""),
            (
                |r| r.audience = "cats".into(),
                "audience: unknown audience \"cats\"",
            ),
            (|r| r.year = 40_000, "year: 40000 is no year"),
            (|r| r.isbns = vec![12], "isbns: 12 is no ISBN-13 or EAN-13"),
            (
                |r| r.items[0].status.clear(),
                "items[0].status: unknown status \"\"",
            ),
        ];
        for (damage, told) in damages {
            let mut sent = to_wire(&a_record());
            damage(&mut sent);
            let refused = from_wire(sent).map_err(|refusal| refusal.to_string());
            assert_eq!(refused, Err(told.to_owned()));
        }
    }
}
