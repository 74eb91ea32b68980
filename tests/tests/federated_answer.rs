//! Is the answer of a federator over the wire what reading every record of every library would give? Also after files changed?

use navette_tests::brute_force::{Answer, BruteForce, HeldRecord};
use navette_tests::corpus::{Flavour, Territory, TerritoryPlan};
use navette_tests::held_records::read_held_records;
use navette_tests::importing::raw_records;
use navette_tests::patron::PAGE;
use navette_tests::questions::{PatronQuestion, draw_questions};
use navette_tests::small_consortium::{PATIENCE, SmallConsortium};
use std::time::{Duration, Instant};

const LIBRARIES: usize = 4;
const RECORDS: usize = 60;
const QUESTIONS: usize = 40;

fn files(territory: &Territory) -> Vec<Vec<u8>> {
    (0..LIBRARIES)
        .map(|library| {
            let mut file = Vec::new();
            territory
                .write(library, Flavour::Unimarc, &mut file)
                .unwrap();
            file
        })
        .collect()
}

/// Leaves every fifth record out and takes every fifth from another file, in which the same numbers are other works.
fn changed(file: &[u8], other: &[u8]) -> Vec<u8> {
    let pairs = raw_records(file)
        .unwrap()
        .into_iter()
        .zip(raw_records(other).unwrap());
    pairs
        .flat_map(|(kept, other)| match kept.number % 5 {
            0 => Vec::new(),
            1 => other.raw,
            _ => kept.raw,
        })
        .collect()
}

fn oracle(files: &[Vec<u8>]) -> BruteForce {
    let held: Vec<HeldRecord> = files
        .iter()
        .enumerate()
        .flat_map(|(library, file)| read_held_records(&format!("lib{library:02}"), file).unwrap())
        .collect();
    BruteForce::new(held)
}

async fn faults(
    consortium: &SmallConsortium,
    expected: &[(&PatronQuestion, Answer)],
) -> Vec<String> {
    let mut faults = Vec::new();
    for (question, right) in expected {
        let given = consortium.search(question.request(PAGE)).await.unwrap();
        for fault in question.faults(right, &given).unwrap() {
            faults.push(format!("{question:?}: {fault}"));
        }
    }
    faults
}

/// Asks everything until all answers are right: changes take a moment from the nodes to the federator and into its sums.
async fn assert_soon_right(
    consortium: &SmallConsortium,
    files: &[Vec<u8>],
    questions: &[PatronQuestion],
) {
    let oracle = oracle(files);
    let expected: Vec<_> = questions
        .iter()
        .map(|question| (question, question.right_answer(&oracle, PAGE as usize)))
        .collect();
    let listed: usize = expected.iter().map(|(_, right)| right.works.len()).sum();
    assert!(listed > 100, "only {listed} works are compared");
    let started = Instant::now();
    loop {
        let faults = faults(consortium, &expected).await;
        if faults.is_empty() {
            return;
        }
        let shown = faults.len().min(5);
        assert!(
            started.elapsed() < PATIENCE,
            "{} faults, e.g. {:#?}",
            faults.len(),
            &faults[..shown]
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_federated_answer_is_what_reading_every_record_would_give_also_after_changes() {
    let territory = Territory::new(TerritoryPlan::new(LIBRARIES, RECORDS, 21));
    let other = Territory::new(TerritoryPlan::new(LIBRARIES, RECORDS, 22));
    let before = files(&territory);
    let mut questions = draw_questions(&territory, QUESTIONS);
    let mut consortium = SmallConsortium::of(&before).await.unwrap();
    assert_soon_right(&consortium, &before, &questions).await;

    let after: Vec<_> = before
        .iter()
        .zip(&files(&other))
        .map(|(file, other)| changed(file, other))
        .collect();
    for (library, file) in consortium.libraries.iter_mut().zip(&after) {
        let summary = library.replace(file).await.unwrap();
        let counts = (summary.changed, summary.withdrawn, summary.unchanged);
        assert_eq!(counts, (12, 12, 36));
    }
    questions.extend(draw_questions(&other, QUESTIONS / 2));
    assert_soon_right(&consortium, &after, &questions).await;
}
