//! Does the federator follow what happens at a node: a record that changes, a node that lost everything and begins anew?

use navette_proto::explain;
use navette_proto::wire::catalogue::{GetRecordRequest, ListLibrariesRequest, SearchResponse};
use navette_tests::books::{a_book, file_of};
use navette_tests::small_consortium::{SmallConsortium, eventually, titles};
use tonic::Code;

fn holders(answer: &SearchResponse) -> Vec<&str> {
    let holdings = answer.works.iter().flat_map(|work| &work.holdings);
    holdings.map(|held| held.library.as_str()).collect()
}

async fn records_known(consortium: &SmallConsortium) -> Vec<u64> {
    let mut client = consortium.client().unwrap();
    let listed = client.list_libraries(ListLibrariesRequest::default()).await;
    let libraries = listed.unwrap().into_inner().libraries;
    libraries.iter().map(|library| library.records).collect()
}

/// Waits until no library holds a work: a node may say so a moment before the copy follows.
async fn assert_soon_gone(consortium: &SmallConsortium, work: &str) {
    let mut client = consortium.client().unwrap();
    let gone = eventually("nobody holds the work", async || {
        let request = GetRecordRequest { work: work.into() };
        match client.get_record(request).await {
            Ok(_) => Ok(false),
            Err(status) => {
                assert_eq!(status.code(), Code::NotFound, "{status}");
                assert_eq!(explain(&status).unwrap().reason, "UNKNOWN_WORK");
                Ok(true)
            }
        }
    });
    gone.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_record_is_found_under_its_new_words_only() {
    let files = [
        vec![a_book("1", "Jardin ancien"), a_book("2", "Mer froide")],
        vec![a_book("8", "Jardin ancien")],
    ]
    .map(|books| file_of(&books).unwrap());
    let mut consortium = SmallConsortium::of(&files).await.unwrap();
    let before = consortium
        .find_until("jardin", "held twice", |answer| {
            holders(answer) == ["lib00", "lib01"]
        })
        .await
        .unwrap();
    assert_eq!(before.total, 1);

    let changed = file_of(&[a_book("1", "Montagne lumineuse")]).unwrap();
    let summary = consortium.libraries[0].import(&changed).await.unwrap();
    assert_eq!((summary.changed, summary.withdrawn), (1, 0));
    let after = consortium
        .find_until("montagne", "found", |answer| answer.total == 1)
        .await
        .unwrap();
    assert_eq!(titles(&after), ["Montagne lumineuse"]);
    assert_eq!(holders(&after), ["lib00"]);
    let old = consortium.find("jardin ancien").await.unwrap();
    assert_eq!((old.total, holders(&old)), (1, vec!["lib01"]));

    let summary = consortium.libraries[1].replace(&changed).await.unwrap();
    assert_eq!((summary.new, summary.withdrawn), (1, 1));
    let both = consortium
        .find_until("montagne", "held twice", |answer| {
            holders(answer) == ["lib00", "lib01"]
        })
        .await
        .unwrap();
    assert_eq!(both.total, 1);
    let old = consortium.find_until("jardin", "gone", |answer| answer.total == 0);
    assert!(old.await.unwrap().works.is_empty());
    assert_soon_gone(&consortium, &before.works[0].work).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_node_that_begins_a_new_life_nothing_old_remains() {
    // As many records in both lives: the numbers of their changes are the same, only the life tells them apart.
    let first_life = [a_book("1", "Jardin ancien"), a_book("2", "Mer froide")];
    let second_life = [a_book("1", "Montagne lumineuse"), a_book("3", "Vallée")];
    let files = [&first_life[..], &[a_book("8", "Phare blanc")]];
    let files = files.map(|books| file_of(books).unwrap());
    let mut consortium = SmallConsortium::of(&files).await.unwrap();
    let before = consortium.find_until("jardin", "found", |answer| answer.total == 1);
    let old_work = before.await.unwrap().works[0].work.clone();

    let library = &mut consortium.libraries[0];
    library.lose_everything().await.unwrap();
    library.start_node().await.unwrap();
    let second = file_of(&second_life).unwrap();
    let summary = library.import(&second).await.unwrap();
    assert_eq!((summary.new, summary.records), (2, 2));

    for restarted in [false, true] {
        if restarted {
            consortium.restart_federator().await.unwrap();
        }
        let found = consortium.find_until("montagne", "found", |answer| answer.total == 1);
        assert_eq!(holders(&found.await.unwrap()), ["lib00"]);
        for old in ["jardin", "froide"] {
            let answer = consortium.find(old).await.unwrap();
            assert_eq!(answer.total, 0, "{old}: {answer:#?}");
        }
        assert_soon_gone(&consortium, &old_work).await;
        eventually("three records are known", async || {
            Ok(records_known(&consortium).await == [2, 1])
        })
        .await
        .unwrap();
    }
}
