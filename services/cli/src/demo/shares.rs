//! Which library holds which work, in how many copies, and where is each copy? Always the same answer, without randomness.

use super::catalogue::{DemoLibrary, DemoWork};
use super::shelf;
use navette_domain::catalogue::{Item, ItemStatus, Medium};
use navette_domain::time::Day;
use xxhash_rust::xxh3::xxh3_64;

/// Tells which libraries hold a work, as places in the list; never none.
///
/// Every library takes its share; a work that nobody would take goes to the library that was nearest to taking it.
pub(crate) fn holders(libraries: &[DemoLibrary], work_number: u64) -> Vec<usize> {
    let wish = |library: &DemoLibrary| {
        let chance = fraction(draw(library, work_number, "held"));
        chance / library.share.max(0.001)
    };
    let wishes: Vec<f64> = libraries.iter().map(wish).collect();
    let taken: Vec<usize> = (0..wishes.len())
        .filter(|place| wishes[*place] < 1.0)
        .collect();
    if !taken.is_empty() {
        return taken;
    }
    (0..wishes.len())
        .min_by(|one, other| wishes[*one].total_cmp(&wishes[*other]))
        .into_iter()
        .collect()
}

/// Gives a library's copies of a work as they are on a day.
pub(crate) fn copies(
    library: &DemoLibrary,
    work: &DemoWork,
    work_number: u64,
    today: Day,
) -> Vec<Item> {
    let drawn = draw(library, work_number, "copies") % 100;
    let second = drawn < 8 + (library.share * 30.0) as u64;
    let third = drawn < 3;
    let count = 1 + u64::from(second) + u64::from(third);
    (1..=count)
        .map(|copy| one_copy(library, work, work_number, copy, today))
        .collect()
}

fn one_copy(
    library: &DemoLibrary,
    work: &DemoWork,
    work_number: u64,
    copy: u64,
    today: Day,
) -> Item {
    let drawn = draw(library, work_number, &format!("status {copy}"));
    let reference = matches!(work.medium, Medium::Periodical | Medium::Map);
    let status = match drawn % 100 {
        0..24 => ItemStatus::OnLoan,
        24..26 => ItemStatus::Unavailable,
        26..28 => ItemStatus::Reference,
        28..70 if reference => ItemStatus::Reference,
        _ => ItemStatus::Available,
    };
    // Loans last four weeks here; a few are overdue by up to a week.
    let due_in = (drawn / 100 % 36) as i32 - 7;
    let due = (status == ItemStatus::OnLoan).then_some(Day(today.0.saturating_add(due_in)));
    Item {
        barcode: format!("{}{work_number:07}{copy}", library.insee),
        shelfmark: shelf::mark(work),
        location: shelf::section(work).to_owned(),
        part: None,
        status,
        due,
    }
}

fn draw(library: &DemoLibrary, work_number: u64, question: &str) -> u64 {
    xxh3_64(format!("{}\u{1f}{work_number}\u{1f}{question}", library.id).as_bytes())
}

/// Turns a drawn number into one from 0 to 1.
fn fraction(drawn: u64) -> f64 {
    (drawn >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
pub(in crate::demo) mod tests {
    use super::*;
    use navette_domain::catalogue::{Coordinates, LibraryId};

    pub(in crate::demo) fn libraries(shares: &[f64]) -> Vec<DemoLibrary> {
        let named = |(place, share): (usize, &f64)| {
            let id = LibraryId::parse(&format!("library-{place}")).ok()?;
            Some(DemoLibrary {
                id,
                name: format!("Library {place}"),
                commune: "Aire".into(),
                insee: "62014".into(),
                coordinates: Coordinates {
                    latitude: 50.6,
                    longitude: 2.4,
                },
                former_intercommunalite: String::new(),
                share: *share,
                hours: Vec::new(),
            })
        };
        shares.iter().enumerate().filter_map(named).collect()
    }

    #[test]
    fn every_work_is_held_and_libraries_hold_about_their_share() {
        let libraries = libraries(&[0.6, 0.2, 0.02]);
        let mut held = [0_u32; 3];
        for work in 0..2_000 {
            let holders = holders(&libraries, work);
            assert!(!holders.is_empty(), "work {work} is held by nobody");
            for place in holders {
                held[place] += 1;
            }
        }
        assert!(held[0] > 1_200, "{held:?}");
        assert!((400..900).contains(&held[1]), "{held:?}");
        assert!(held[2] < 200, "{held:?}");
    }

    #[test]
    fn lent_copies_have_a_due_date_and_others_have_none() {
        let libraries = libraries(&[0.5]);
        let mut lent = 0;
        for work in 0..500 {
            for item in copies(&libraries[0], &DemoWork::default(), work, Day(20_000)) {
                assert_eq!(item.due.is_some(), item.status == ItemStatus::OnLoan);
                lent += u32::from(item.due.is_some());
            }
        }
        assert!((80..250).contains(&lent), "{lent}");
    }

    #[test]
    fn barcodes_are_unique_within_a_library() {
        let libraries = libraries(&[1.0]);
        let mut seen = std::collections::HashSet::new();
        for work in 0..300 {
            for item in copies(&libraries[0], &DemoWork::default(), work, Day(0)) {
                assert!(seen.insert(item.barcode));
            }
        }
    }
}
