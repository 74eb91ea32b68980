//! Is a made-up UNIMARC file read back as it was made? Else benches would measure something else than they say.

use navette_tests::corpus::{CatalogueEntry, Flavour, Territory, TerritoryPlan};
use navette_tests::held_records::read_held_records;
use std::collections::HashMap;

fn statuses_made(entry: &CatalogueEntry) -> Vec<&str> {
    entry.items.iter().map(|item| item.status).collect()
}

#[test]
fn every_record_and_copy_is_read_back_as_it_was_made() {
    let territory = Territory::new(TerritoryPlan::new(2, 400, 3));
    let mut file = Vec::new();
    territory.write(1, Flavour::Unimarc, &mut file).unwrap();
    let held = read_held_records("lib01", &file).unwrap();
    assert_eq!(held.len(), 400);
    for (entry, held) in territory.entries(1).zip(&held) {
        let record = &held.record;
        assert_eq!(record.id.0, entry.id);
        assert_eq!(record.title, entry.work.title);
        assert_eq!(record.subtitle, entry.work.subtitle);
        assert_eq!(record.authors.len(), entry.work.authors.len());
        assert_eq!(record.subjects, entry.work.subjects);
        assert_eq!(record.isbns.len(), usize::from(!entry.work.isbn.is_empty()));
        let statuses: Vec<&str> = record.items.iter().map(|item| item.status.code()).collect();
        assert_eq!(statuses, statuses_made(&entry), "{}", entry.id);
    }
}

#[test]
fn libraries_that_hold_one_work_give_it_one_key_however_they_catalogue_it() {
    let territory = Territory::new(TerritoryPlan::new(3, 400, 3));
    let mut keys: HashMap<u32, Vec<_>> = HashMap::new();
    for library in 0..3 {
        let mut file = Vec::new();
        territory
            .write(library, Flavour::Unimarc, &mut file)
            .unwrap();
        let held = read_held_records("lib", &file).unwrap();
        for (held, work) in held.iter().zip(territory.works_held_by(library)) {
            keys.entry(*work).or_default().push(held.record.work);
        }
    }
    let shared: Vec<_> = keys.values().filter(|keys| keys.len() > 1).collect();
    let joined = shared
        .iter()
        .filter(|keys| keys.iter().all(|key| *key == keys[0]))
        .count();
    assert!(
        joined * 100 >= shared.len() * 99,
        "{joined} of {} shared works have one key",
        shared.len()
    );
}
