//! Does every result name every library that holds the work, also those whose record lacks the word, and with live status?

use navette_proto::wire::catalogue::{Holding, LibraryState};
use navette_tests::books::{a_book, file_of};
use navette_tests::small_consortium::{SmallConsortium, state_of};

const ISBN: &str = "9782070360024";

fn shown(holding: &Holding) -> (&str, &str, u32, u32, &str) {
    (
        &holding.library,
        &holding.library_name,
        holding.copies,
        holding.available,
        &holding.due,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_whose_record_lacks_the_word_is_listed_with_live_copies() {
    let with_subtitle = a_book("1", "L'étranger")
        .subtitled("chronique algéroise")
        .by("Camus", "Albert")
        .isbn(ISBN);
    let without = a_book("77", "L'étranger").by("Camus", "Albert").isbn(ISBN);
    let files = [
        vec![with_subtitle, a_book("2", "Un jardin au nord")],
        vec![
            without
                .lent_until("2026-12-24")
                .and_a_copy()
                .and_a_copy_lent_until("2026-12-20"),
        ],
        vec![a_book("5", "La mer du nord")],
    ]
    .map(|books| file_of(&books).unwrap());
    let consortium = SmallConsortium::of(&files).await.unwrap();
    let answer = consortium
        .find_until("algéroise", "found", |answer| answer.total == 1)
        .await
        .unwrap();
    assert!(answer.total_exact);
    let holdings = &answer.works[0].holdings;
    let listed: Vec<_> = holdings.iter().map(shown).collect();
    assert_eq!(
        listed,
        [
            ("lib00", "Médiathèque 0", 1, 1, ""),
            ("lib01", "Médiathèque 1", 3, 1, "2026-12-20"),
        ]
    );
    assert!(
        holdings.iter().all(|holding| holding.as_of_ms == 0),
        "{holdings:?}"
    );
    assert_eq!(state_of(&answer, "lib00"), LibraryState::Answered);
}
