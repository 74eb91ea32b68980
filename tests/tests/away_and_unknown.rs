//! What does a patron see of a library whose node does not run? Its dated copy, named as such; or that nothing is known of it.

use navette_proto::wire::catalogue::{LibraryState, SearchResponse};
use navette_tests::books::{a_book, file_of};
use navette_tests::small_consortium::{SmallConsortium, state_of, status_of, work_keys};

fn three_files() -> [Vec<u8>; 3] {
    [
        vec![
            a_book("1", "Le jardin perdu"),
            a_book("2", "La mer du nord"),
        ],
        vec![
            a_book("1", "Le jardin perdu").and_a_copy_lent_until("2026-12-24"),
            a_book("3", "Un jardin sous la pluie"),
        ],
        vec![a_book("9", "Jardin de nuit")],
    ]
    .map(|books| file_of(&books).unwrap())
}

/// What is listed, without what changes when a library goes away: (work, library, copies, available).
fn listed(answer: &SearchResponse) -> Vec<(&str, &str, u32, u32)> {
    let mut rows = Vec::new();
    for work in &answer.works {
        for held in &work.holdings {
            let (work, library) = (work.work.as_str(), held.library.as_str());
            rows.push((work, library, held.copies, held.available));
        }
    }
    rows
}

/// Checks that lib01, and it alone, is answered for by its copy; gives the copy's date.
fn assert_lib01_is_dated(answer: &SearchResponse) -> i64 {
    let as_of_ms = status_of(answer, "lib01").unwrap().as_of_ms;
    assert!(as_of_ms > 0, "{answer:#?}");
    for held in answer.works.iter().flat_map(|work| &work.holdings) {
        let expected = if held.library == "lib01" { as_of_ms } else { 0 };
        assert_eq!(held.as_of_ms, expected, "{held:?}");
    }
    for other in ["lib00", "lib02"] {
        assert_eq!(state_of(answer, other), LibraryState::Answered);
        assert_eq!(status_of(answer, other).unwrap().as_of_ms, 0);
    }
    as_of_ms
}

fn is_away(answer: &SearchResponse) -> bool {
    state_of(answer, "lib01") == LibraryState::Away
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_library_is_away_and_its_dated_copy_lists_the_same_works() {
    let mut consortium = SmallConsortium::of(&three_files()).await.unwrap();
    consortium
        .wait_until_found(&["mer", "pluie", "nuit"])
        .await
        .unwrap();
    let before = consortium
        .find_until("jardin", "live", |answer| {
            answer.total == 3 && state_of(answer, "lib01") == LibraryState::Answered
        })
        .await
        .unwrap();

    consortium.libraries[1].stop_node().await.unwrap();
    let away = consortium
        .find_until("jardin", "without lib01", is_away)
        .await
        .unwrap();
    let dated = assert_lib01_is_dated(&away);
    assert_eq!(work_keys(&away), work_keys(&before));
    assert_eq!(listed(&away), listed(&before));
    assert_eq!((away.total, away.total_exact), (3, true));

    consortium.restart_federator().await.unwrap();
    let restarted = consortium
        .find_until("jardin", "without lib01", |answer| {
            is_away(answer) && state_of(answer, "lib00") == LibraryState::Answered
        })
        .await
        .unwrap();
    let kept = assert_lib01_is_dated(&restarted);
    assert!(
        kept <= dated,
        "the copy is dated {kept}, later than {dated}"
    );
    assert_eq!(listed(&restarted), listed(&before));

    consortium.libraries[1].start_node().await.unwrap();
    let back = consortium
        .find_until("jardin", "answered by lib01", |answer| {
            state_of(answer, "lib01") == LibraryState::Answered
        })
        .await
        .unwrap();
    let mut holdings = back.works.iter().flat_map(|work| &work.holdings);
    assert!(holdings.all(|held| held.as_of_ms == 0), "{back:#?}");
    assert_eq!(listed(&back), listed(&before));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_was_never_copied_is_unknown_and_no_total_is_exact() {
    let mut consortium = SmallConsortium::without_federator(&three_files())
        .await
        .unwrap()
        .with_stranger("stranger");
    consortium.start_federator().await.unwrap();
    consortium.wait_until_copied().await.unwrap();
    // The stranger may hold anything: also what nobody else has, and what nobody else has a word of.
    for (text, total) in [("jardin", 3), ("", 4), ("xylophone", 0)] {
        let answer = consortium
            .find_until(text, "complete", |answer| answer.total == total)
            .await
            .unwrap();
        let stranger = status_of(&answer, "stranger").unwrap();
        assert_eq!(stranger.state(), LibraryState::Unknown, "\"{text}\"");
        assert_eq!(
            (stranger.as_of_ms, stranger.works, stranger.records),
            (0, 0, 0)
        );
        assert!(!answer.total_exact, "\"{text}\" has an exact total");
    }
    let answer = consortium.find("xylophone").await.unwrap();
    assert_eq!(state_of(&answer, "lib00"), LibraryState::NotNeeded);
}
