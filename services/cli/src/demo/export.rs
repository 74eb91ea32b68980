//! What does each library's system export? Different formats on purpose, so that the demo reads what real imports read.

use super::catalogue::{DemoLibrary, DemoWork};
use super::{catalogue, export_csv, export_marc21, export_unimarc, generated, shares};
use crate::failure::Failure;
use navette_domain::catalogue::Item;
use navette_domain::time::Day;

/// What a library's system writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExportForm {
    /// UNIMARC in ISO 2709, copies in 995, as Koha in France.
    Unimarc,
    /// MARC 21 in ISO 2709, copies in 952, as Koha elsewhere.
    Marc21,
    /// A table.
    Csv,
}

impl ExportForm {
    /// Chooses by the library's place in the list: most write UNIMARC.
    pub(crate) fn of(place: usize) -> Self {
        match place % 5 {
            3 => Self::Marc21,
            4 => Self::Csv,
            _ => Self::Unimarc,
        }
    }

    /// Names the shipped profile that reads it.
    pub(crate) fn profile(self) -> &'static str {
        match self {
            Self::Unimarc => "koha-unimarc",
            Self::Marc21 => "koha-marc21",
            Self::Csv => "csv",
        }
    }
}

/// All works of the territory: the built-in ones, then generated ones.
#[derive(Clone, Debug)]
pub(crate) struct Stock {
    /// The libraries.
    pub(crate) libraries: Vec<DemoLibrary>,
    works: Vec<DemoWork>,
    generated: u64,
    today: Day,
}

impl Stock {
    /// Takes the built-in tables; `records` asks for about so many records in all libraries together.
    pub(crate) fn built_in(records: Option<u32>, today: Day) -> Result<Self, Failure> {
        let libraries = catalogue::libraries(include_str!("libraries.tsv"))?;
        let works = catalogue::works(include_str!("works.tsv"))?;
        Ok(Self::new(libraries, works, records, today))
    }

    /// Takes any tables; `records` asks for about so many records in all libraries together.
    pub(crate) fn new(
        libraries: Vec<DemoLibrary>,
        works: Vec<DemoWork>,
        records: Option<u32>,
        today: Day,
    ) -> Self {
        let built_in: u64 = (0..works.len() as u64)
            .map(|number| shares::holders(&libraries, number).len() as u64)
            .sum();
        let missing = u64::from(records.unwrap_or(0)).saturating_sub(built_in);
        // On average a work is held as often as the shares add up to, and at least once.
        let held: f64 = libraries.iter().map(|library| library.share).sum();
        let generated = (missing as f64 / held.max(1.0)).ceil() as u64;
        Self {
            libraries,
            works,
            generated,
            today,
        }
    }

    /// Writes the export of the library at this place, and gives the number of its records.
    pub(crate) fn export(
        &self,
        place: usize,
        out: &mut impl std::io::Write,
    ) -> Result<u64, Failure> {
        let Some(library) = self.libraries.get(place) else {
            return Ok(0);
        };
        let form = ExportForm::of(place);
        let broken = |error: &dyn std::fmt::Display| {
            Failure::other(format!(
                "cannot write the catalogue of {}: {error}",
                library.id
            ))
        };
        if form == ExportForm::Csv {
            out.write_all(export_csv::HEADER.as_bytes())
                .map_err(|error| broken(&error))?;
        }
        let mut written = 0;
        for number in 0..self.works.len() as u64 + self.generated {
            if !shares::holders(&self.libraries, number).contains(&place) {
                continue;
            }
            let work = self.work(number);
            let copies = shares::copies(library, &work, number, self.today);
            let bytes = record(form, library, &work, number, &copies)
                .map_err(|message| broken(&message))?;
            out.write_all(&bytes).map_err(|error| broken(&error))?;
            written += 1;
        }
        Ok(written)
    }

    fn work(&self, number: u64) -> DemoWork {
        let built_in = usize::try_from(number)
            .ok()
            .and_then(|place| self.works.get(place));
        match built_in {
            Some(work) => work.clone(),
            None => generated::work(number),
        }
    }
}

fn record(
    form: ExportForm,
    library: &DemoLibrary,
    work: &DemoWork,
    number: u64,
    copies: &[Item],
) -> Result<Vec<u8>, String> {
    match form {
        ExportForm::Unimarc => export_unimarc::record(library, work, number, copies),
        ExportForm::Marc21 => export_marc21::record(library, work, number, copies),
        ExportForm::Csv => Ok(export_csv::rows(work, number, copies).into_bytes()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::catalogue::{Audience, Medium, Record};
    use navette_indexer::mapping::Profile;
    use navette_indexer::marc::{FormatHint, Frames};
    use navette_indexer::reading::{Reader, Reading};

    fn a_stock() -> Stock {
        let works = Medium::ALL
            .iter()
            .map(|medium| DemoWork {
                title: "L'Été, d'après \"Noces\"".into(),
                subtitle: format!("en {}", medium.code()),
                authors: vec!["Camus, Albert".into(), "Pratt, Hugo".into()],
                year: Some(1954),
                publisher: "Gallimard".into(),
                isbn: "9782070360024".into(),
                medium: *medium,
                language: "fre".into(),
                audience: Audience::Children,
                subjects: vec!["Mer".into(), "Soleil".into()],
                ..DemoWork::default()
            })
            .collect();
        let libraries = shares::tests::libraries(&[1.0, 1.0, 1.0, 1.0, 1.0]);
        Stock::new(libraries, works, Some(200), Day(20_000))
    }

    fn read_back(stock: &Stock, place: usize) -> Vec<Record> {
        let mut exported = Vec::new();
        stock.export(place, &mut exported).ok().unwrap();
        let profile = Profile::by_name(ExportForm::of(place).profile()).unwrap();
        let reader = Reader::new(profile);
        Frames::new(exported.as_slice(), FormatHint::Detect)
            .map(|framed| {
                let frame = framed.unwrap();
                match reader.read(frame.format, frame.header.as_deref(), &frame.raw) {
                    Reading::Title(title) if title.warnings.is_empty() => title.record,
                    other => panic!("{other:?}"),
                }
            })
            .collect()
    }

    #[test]
    fn every_export_is_read_as_it_was_meant() {
        let stock = a_stock();
        for place in [0, 3, 4] {
            let records = read_back(&stock, place);
            for (number, medium) in Medium::ALL.iter().enumerate() {
                let subtitle = format!("en {}", medium.code());
                let record = records.iter().find(|record| record.subtitle == subtitle);
                let record = record.unwrap_or_else(|| panic!("{place}: no {subtitle}"));
                assert_eq!(record.title, "L'Été, d'après \"Noces\"", "{place} {number}");
                assert_eq!(record.authors, ["Camus, Albert", "Pratt, Hugo"], "{place}");
                assert_eq!(record.medium, *medium, "{place} {number}");
                assert_eq!(record.year, Some(1954), "{place}");
                assert_eq!(record.audience, Audience::Children, "{place} {medium:?}");
                assert_eq!(record.language, "fre", "{place}");
                assert!(record.items.iter().all(|item| !item.barcode.is_empty()));
            }
        }
    }

    #[test]
    fn the_built_in_catalogue_is_whole_and_every_library_has_some_of_it() {
        let stock = Stock::built_in(None, Day(20_000)).ok().unwrap();
        assert_eq!(stock.libraries.len(), 9);
        assert!(stock.works.len() >= 600, "{}", stock.works.len());
        for place in 0..stock.libraries.len() {
            let records = read_back(&stock, place);
            assert!(records.len() > 60, "{place}: {}", records.len());
        }
    }

    #[test]
    fn a_larger_catalogue_has_about_the_records_asked_for() {
        let stock = Stock::built_in(Some(20_000), Day(20_000)).ok().unwrap();
        let written = (0..stock.libraries.len())
            .map(|place| stock.export(place, &mut std::io::sink()).ok().unwrap())
            .sum::<u64>();
        assert!((18_000..22_000).contains(&written), "{written}");
    }

    #[test]
    fn copies_keep_status_and_due_date_in_every_export() {
        let stock = a_stock();
        for place in [0, 3, 4] {
            let exported: Vec<Item> = read_back(&stock, place)
                .into_iter()
                .flat_map(|record| record.items)
                .collect();
            let library = &stock.libraries[place];
            let meant: Vec<Item> = (0..stock.works.len() as u64 + stock.generated)
                .filter(|number| shares::holders(&stock.libraries, *number).contains(&place))
                .flat_map(|number| {
                    shares::copies(library, &stock.work(number), number, stock.today)
                })
                .collect();
            assert!(meant.len() > 30);
            assert_eq!(exported, meant, "{place}");
        }
    }
}
