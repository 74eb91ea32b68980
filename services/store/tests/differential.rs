//! Does the durable store say the same as the plain one, whatever is asked in whatever order?
#![allow(clippy::unwrap_used)]

mod support;

use navette_domain::catalogue::RecordId;
use navette_store::catalogue::{CatalogueStore, Change, MemoryCatalogue, Options, SledCatalogue};
use navette_store::disk::SimulatedDisk;
use proptest::prelude::*;
use std::path::Path;
use std::sync::Arc;
use support::{a_group, a_record};

#[derive(Clone, Debug)]
enum Step {
    Import(u8, Vec<(u8, u8)>),
    Finish(u8, bool),
    Withdraw(Vec<u8>),
    Reopen,
}

fn a_step() -> impl Strategy<Value = Step> {
    let records = prop::collection::vec((0..30_u8, 0..3_u8), 0..20);
    prop_oneof![
        4 => (0..3_u8, records).prop_map(|(key, records)| Step::Import(key, records)),
        2 => (0..3_u8, any::<bool>()).prop_map(|(key, replace)| Step::Finish(key, replace)),
        1 => prop::collection::vec(0..40_u8, 0..6).prop_map(Step::Withdraw),
        1 => Just(Step::Reopen),
    ]
}

fn open(disk: &SimulatedDisk) -> SledCatalogue {
    let options = Options {
        segment_bytes: 700,
        reserve_bytes: 0,
        ..Options::new(1)
    };
    let disk = Arc::new(disk.clone());
    SledCatalogue::open_simulated(disk, Path::new("store"), options)
        .unwrap()
        .0
}

/// Does a step and writes down everything that was answered.
fn answers(store: &dyn CatalogueStore, step: &Step) -> String {
    match step {
        Step::Import(key, records) => {
            let run = store.begin_import(&key.to_string(), "").unwrap();
            let records: Vec<_> = records
                .iter()
                .map(|(n, version)| a_record(&n.to_string(), u128::from(*version)))
                .collect();
            let asked: Vec<_> = records.iter().map(|r| (r.id.clone(), r.digest)).collect();
            let compared = store.compare(&asked).unwrap();
            let through = run.resume_after + 1;
            let outcomes = store.import(a_group(run.run, through, records)).unwrap();
            let absence = store.count_absent(run.run).unwrap();
            format!("{run:?} {compared:?} {outcomes:?} {absence:?}")
        }
        Step::Finish(key, replace) => {
            let run = store.begin_import(&key.to_string(), "").unwrap();
            format!(
                "{run:?} {:?}",
                store.finish_import(run.run, *replace).unwrap()
            )
        }
        Step::Withdraw(ids) => {
            let ids: Vec<_> = ids.iter().map(|n| RecordId(n.to_string())).collect();
            format!("{:?}", store.withdraw(&ids).unwrap())
        }
        Step::Reopen => String::new(),
    }
}

fn changes(store: &dyn CatalogueStore, since: u64) -> Vec<Change> {
    store.scan(since).map(|change| change.unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_durable_store_answers_like_the_plain_one(steps in prop::collection::vec(a_step(), 1..25)) {
        let plain = MemoryCatalogue::new(1);
        let disk = SimulatedDisk::new();
        let mut durable = open(&disk);
        for step in &steps {
            if matches!(step, Step::Reopen) {
                drop(durable);
                durable = open(&disk);
            }
            prop_assert_eq!(answers(&plain, step), answers(&durable, step));
            prop_assert_eq!(plain.last_seq(), durable.last_seq());
            prop_assert_eq!(plain.live_count(), durable.live_count());
            for since in [0, plain.last_seq() / 2] {
                prop_assert_eq!(changes(&plain, since), changes(&durable, since));
            }
        }
        for n in 0..40 {
            let id = RecordId(n.to_string());
            prop_assert_eq!(plain.get(&id).unwrap(), durable.get(&id).unwrap());
        }
    }
}
