//! How does one library describe a work in its own way, and which copies has it?

use super::model::{CatalogueEntry, CatalogueItem, UniversalWork};
use crate::seeded::Seeded;

const STATUSES: &[(&str, f64)] = &[
    ("available", 0.80),
    ("on-loan", 0.15),
    ("reference", 0.03),
    ("unavailable", 0.02),
];

/// Makes a library's record of a work: about one in seven differs from the others'.
pub(super) fn catalogue(
    work: UniversalWork,
    seed: u64,
    library: usize,
    number: usize,
) -> CatalogueEntry {
    let seeded = &mut Seeded::for_thing(seed, 2 + library as u64, number as u64);
    let work = vary(work, seeded);
    let name = format!("LIB{library:02}");
    let surname: String = work
        .authors
        .iter()
        .flat_map(|author| author.surname.chars())
        .take(3)
        .collect();
    let shelfmark = format!(
        "{:03}.{} {}",
        seeded.below(1_000),
        seeded.below(100),
        surname.to_uppercase()
    );
    let copies = 1 + usize::from(seeded.chance(0.25)) + usize::from(seeded.chance(0.08));
    let items = (0..copies)
        .map(|copy| make_item(library, number, copy, &name, &shelfmark, seeded))
        .collect();
    CatalogueEntry {
        id: format!("{name}{number:07}"),
        library: name,
        work,
        items,
    }
}

fn vary(mut work: UniversalWork, seeded: &mut Seeded) -> UniversalWork {
    let drawn = seeded.unit();
    if drawn < 0.05 {
        work.title = work.title.to_uppercase();
    } else if drawn < 0.09 {
        work.subtitle.clear();
    } else if drawn < 0.12 {
        work.isbn.clear();
    } else if drawn < 0.14 {
        work.title.push_str(" !");
    }
    work
}

fn make_item(
    library: usize,
    number: usize,
    copy: usize,
    name: &str,
    shelfmark: &str,
    seeded: &mut Seeded,
) -> CatalogueItem {
    let status = seeded.by_weight(STATUSES);
    let due = match status {
        "on-loan" => format!("2026-12-{:02}", 1 + seeded.below(28)),
        _ => String::new(),
    };
    CatalogueItem {
        barcode: format!("{library:02}{number:09}{copy}"),
        shelfmark: shelfmark.to_owned(),
        branch: format!("{name}-{}", seeded.below(6)),
        status,
        due,
    }
}
