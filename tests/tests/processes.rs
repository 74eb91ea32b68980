//! Are processes started, waited for, held and ended as benches and stories rely on?

use navette_tests::processes::{Process, free_address};
use navette_tests::yardsticks::CannedFanOut;
use std::path::Path;
use std::time::Duration;

const CANNED: &str = env!("CARGO_BIN_EXE_canned");
const LIMIT: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_canned_fan_out_answers_from_every_process() {
    let directory = tempfile::tempdir().unwrap();
    let fan_out = CannedFanOut::start(Path::new(CANNED), 3, directory.path())
        .await
        .unwrap();
    let latencies = fan_out.measure(10).await.unwrap();
    assert!(latencies.longest_ms() > 0.0);
}

#[tokio::test]
async fn a_paused_process_does_not_answer_until_it_is_resumed() {
    let directory = tempfile::tempdir().unwrap();
    let address = free_address().unwrap();
    let log = directory.path().join("log.txt");
    let mut process = Process::start("canned", Path::new(CANNED), &[&address], &log).unwrap();
    process.wait_until_serving(&address, LIMIT).await.unwrap();
    assert!(process.resident_mib().unwrap() > 0.0 && process.peak_mib().unwrap() > 0.0);
    process.pause().unwrap();
    let asked = tokio::time::timeout(
        Duration::from_millis(300),
        process.wait_until_serving(&address, LIMIT),
    )
    .await;
    assert!(asked.is_err(), "a paused process answered");
    process.resume().unwrap();
    process.wait_until_serving(&address, LIMIT).await.unwrap();
    process.stop().unwrap();
}

#[tokio::test]
async fn a_process_that_ends_is_reported_with_what_it_wrote() {
    let directory = tempfile::tempdir().unwrap();
    let log = directory.path().join("log.txt");
    let mut process = Process::start("canned", Path::new(CANNED), &["nowhere"], &log).unwrap();
    let error = process
        .wait_until_serving("127.0.0.1:1", LIMIT)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("canned ended with") && error.contains("nowhere is no address"),
        "{error}"
    );
}
