//! What is found on the shelves follows the catalogue, and lists say what there is to do.

use crate::fixtures::Desk;
use crate::library::a_numbered_book;
use navette_proto::wire::catalogue::DeleteRequest;
use navette_proto::wire::desk::{NextPlace, WorkKind};

#[tokio::test(flavor = "multi_thread")]
async fn a_book_is_found_by_its_barcode_after_an_import_and_after_a_restart() {
    let mut desk = Desk::alone().await;
    let known = desk.scan("B2").await.unwrap().act.unwrap();
    assert_eq!((known.title.as_str(), known.again), ("Candide", true));
    assert_eq!(known.place, NextPlace::Shelf as i32);
    let later = [a_numbered_book(1, "40", "Madame Bovary", "Flaubert")];
    desk.library.import("second", &later).await;
    let added = desk.scan("B40").await.unwrap().act.unwrap();
    assert_eq!(added.title, "Madame Bovary");
    let changed = [a_numbered_book(
        1,
        "2",
        "Candide ou l'optimisme",
        "Voltaire",
    )];
    desk.library.import("third", &changed).await;
    let mut desk = desk.restarted().await;
    for (code, title) in [
        ("B40", "Madame Bovary"),
        ("aire/B2", "Candide ou l'optimisme"),
    ] {
        let act = desk.scan(code).await.unwrap().act.unwrap();
        assert_eq!(act.title, title);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_that_left_the_catalogue_is_no_longer_known() {
    let mut desk = Desk::alone().await;
    desk.scan("B1").await.unwrap();
    let gone = DeleteRequest {
        record_ids: vec!["1".into()],
    };
    desk.library.client.delete(gone).await.unwrap();
    assert!(desk.scan("B1").await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_librarys_book_that_nobody_expected_is_sent_home() {
    let mut desk = Desk::alone().await;
    let act = desk.scan("lumbres/000017").await.unwrap().act.unwrap();
    assert_eq!(act.place, NextPlace::Crate as i32);
    let slip = act.slip.unwrap();
    assert_eq!(
        (slip.to.as_str(), slip.code.as_str()),
        ("lumbres", "lumbres/000017")
    );
    let list = desk.work(WorkKind::ToReturn).await;
    assert_eq!(list.work[0].other, "lumbres");
    assert_eq!(list.counts.len(), 1);
    assert_eq!(list.counts[0].kind, WorkKind::ToReturn as i32);
    assert!(desk.work(WorkKind::ToPull).await.work.is_empty());
}
