//! What becomes of a file that is imported once, twice, by halves, or with something missing?

use crate::fixtures::{Library, a_book, a_numbered_book, a_start, books, word};
use navette_proto::explain;
use navette_proto::wire::catalogue::import_request::Step;
use navette_proto::wire::catalogue::{ImportStart, RawRecord};
use tonic::Code;

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_twice_changes_nothing() {
    let library = Library::empty().await;
    let first = library.import("file", &books(40)).await;
    assert_eq!((first.read, first.new, first.records), (40, 40, 40));
    let again = library.import("file", &books(40)).await;
    assert_eq!((again.new, again.changed, again.unchanged), (0, 0, 40));
    assert_eq!(library.search("").await.total, 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_record_is_found_as_it_is_now() {
    let library = Library::with(&books(3)).await;
    let changed = a_book(2, "La Peste", "Camus");
    let summary = library.import("second", &[changed]).await;
    assert_eq!((summary.changed, summary.records), (1, 3));
    assert_eq!(library.titles("peste").await, ["La Peste"]);
    assert!(library.titles(&word(2)).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_rejected_with_its_place_and_the_rest_imported() {
    let library = Library::empty().await;
    let mut import = library.begin(a_start("mixed")).await.unwrap();
    let broken = RawRecord {
        number: 2,
        offset: 512,
        raw: b"00010nam".to_vec(),
        ..a_book(2, "", "")
    };
    import
        .send(&[
            a_book(1, "Germinal", "Zola"),
            broken,
            a_book(3, "Nana", "Zola"),
        ])
        .await;
    let summary = import.finish().await.unwrap();
    assert_eq!((summary.read, summary.new, summary.rejected), (3, 2, 1));
    assert_eq!(import.rejects.len(), 1);
    assert_eq!(
        (import.rejects[0].number, import.rejects[0].offset),
        (2, 512)
    );
    assert!(!import.rejects[0].reason.is_empty());
    assert_eq!(library.titles("nana").await, ["Nana"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_records_with_one_number_the_first_is_kept_however_often_the_file_is_imported() {
    let library = Library::empty().await;
    let germinal = || a_book(1, "Germinal", "Zola");
    let nana = a_numbered_book(2, "1", "Nana", "Zola");
    let same = RawRecord {
        number: 3,
        ..germinal()
    };
    let later = a_numbered_book(4, "1", "La Curée", "Zola");
    for (key, dry_run, new, unchanged) in [
        ("foreseen", true, 1, 1),
        ("first", false, 1, 1),
        ("again", false, 0, 2),
    ] {
        let start = ImportStart {
            dry_run,
            ..a_start(key)
        };
        let mut import = library.begin(start).await.unwrap();
        import.send(&[germinal(), nana.clone(), same.clone()]).await;
        import.until_durable(3).await;
        import.send(std::slice::from_ref(&later)).await;
        let summary = import.finish().await.unwrap();
        let counts = (summary.new, summary.changed, summary.unchanged);
        assert_eq!(counts, (new, 0, unchanged), "{key}");
        assert_eq!((summary.read, summary.rejected), (4, 2), "{key}");
        let numbers: Vec<u64> = import.rejects.iter().map(|reject| reject.number).collect();
        assert_eq!(numbers, [2, 4], "{key}");
        let told =
            "record \"1\" came before in this import with other content; the first one is kept";
        assert_eq!(import.rejects[0].reason, told);
    }
    assert_eq!(library.titles("zola").await, ["Germinal"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_whose_sender_vanished_goes_on_from_what_is_durable() {
    let library = Library::empty().await;
    let all = books(30);
    let mut import = library.begin(a_start("file")).await.unwrap();
    assert_eq!(import.ready.resume_after, 0);
    import.send(&all[..20]).await;
    import.until_durable(20).await;
    drop(import);
    let library = library.restarted().await;
    assert_eq!(library.search("").await.total, 20);
    let mut import = library.begin(a_start("file")).await.unwrap();
    assert_eq!(import.ready.resume_after, 20);
    assert_eq!(import.ready.so_far.as_ref().unwrap().new, 20);
    import.send(&all[20..]).await;
    let summary = import.finish().await.unwrap();
    assert_eq!((summary.read, summary.new, summary.records), (30, 30, 30));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_import_waits_for_its_turn() {
    let library = Library::empty().await;
    let first = library.begin(a_start("one")).await.unwrap();
    let refused = library.begin(a_start("two")).await.err().unwrap();
    assert_eq!(refused.code(), Code::Aborted);
    drop(first);
}

#[tokio::test(flavor = "multi_thread")]
async fn replacing_withdraws_what_is_absent_but_not_a_tenth_unasked() {
    let library = Library::with(&books(40)).await;
    let replace = |key: &str, accept_shrink| ImportStart {
        replace: true,
        accept_shrink,
        ..a_start(key)
    };
    let mut import = library.begin(replace("most", false)).await.unwrap();
    import.send(&books(38)).await;
    let summary = import.finish().await.unwrap();
    assert_eq!((summary.withdrawn, summary.records), (2, 38));
    assert!(library.titles(&word(40)).await.is_empty());

    let mut import = library.begin(replace("few", false)).await.unwrap();
    import.send(&books(10)).await;
    let refused = import.finish().await.err().unwrap();
    assert_eq!(refused.code(), Code::FailedPrecondition);
    let told = explain(&refused).unwrap();
    assert_eq!(told.reason, "WOULD_SHRINK");
    assert_eq!(told.metadata["absent"], "28");
    assert_eq!(library.search("").await.total, 38);

    let mut import = library.begin(replace("few", true)).await.unwrap();
    assert_eq!(import.ready.resume_after, 10);
    let summary = import.finish().await.unwrap();
    assert_eq!((summary.withdrawn, summary.records), (28, 10));
    assert_eq!(library.search("").await.total, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_counts_and_changes_nothing() {
    let library = Library::with(&books(10)).await;
    let start = ImportStart {
        dry_run: true,
        ..a_start("dry")
    };
    let mut import = library.begin(start).await.unwrap();
    let mut sent = books(12);
    sent[0] = a_book(1, "Autre chose", "Durand");
    import.send(&sent).await;
    let summary = import.finish().await.unwrap();
    assert_eq!((summary.new, summary.changed, summary.unchanged), (2, 1, 9));
    assert_eq!(library.search("").await.total, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_makes_no_sense_is_refused_by_name() {
    let library = Library::empty().await;
    let profile = ImportStart {
        profile_toml: "name = \"x\"\ncolour = \"red\"".into(),
        ..a_start("x")
    };
    let refused = library.begin(profile).await.err().unwrap();
    assert_eq!(refused.code(), Code::InvalidArgument);
    assert!(refused.message().contains("colour"), "{refused}");
    let refused = library.begin(a_start("")).await.err().unwrap();
    assert!(refused.message().starts_with("import_key: "), "{refused}");

    let mut import = library.begin(a_start("large")).await.unwrap();
    let large = RawRecord {
        raw: vec![b'0'; (1 << 20) + 1],
        ..a_book(7, "", "")
    };
    import.send(&[large]).await;
    let refused = import.finish().await.err().unwrap();
    assert_eq!(refused.code(), Code::InvalidArgument);
    assert!(
        refused.message().starts_with("record 7 has 1048577 bytes"),
        "{refused}"
    );

    let mut import = library.begin(a_start("order")).await.unwrap();
    import.step(Step::Start(a_start("again"))).await;
    let refused = import.finish().await.err().unwrap();
    assert_eq!(refused.message(), "import: expected a batch or finish");
}
