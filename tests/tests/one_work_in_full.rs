//! What does a federator say of one work, of what is being typed, and of those who want to change something?

use navette_proto::explain;
use navette_proto::wire::catalogue::{
    DeleteRequest, GetHoldingsRequest, GetRecordRequest, Holding, LibraryState, SuggestRequest,
};
use navette_tests::books::{a_book, file_of};
use navette_tests::importing::{an_import, import};
use navette_tests::small_consortium::{SmallConsortium, eventually};
use tonic::{Code, Status};

const ISBN: &str = "9782070360024";

async fn a_consortium() -> (SmallConsortium, String) {
    let stranger = a_book("1", "L'étranger").by("Camus", "Albert").isbn(ISBN);
    let files = [
        vec![
            stranger.clone().subtitled("chronique algéroise"),
            a_book("2", "Étrange paradis"),
        ],
        vec![stranger.and_a_copy_lent_until("2026-12-24")],
    ]
    .map(|books| file_of(&books).unwrap());
    let consortium = SmallConsortium::of(&files).await.unwrap();
    let found = consortium.find_until("camus", "found twice", |answer| {
        answer.total == 1 && answer.works[0].holdings.len() == 2
    });
    let work = found.await.unwrap().works[0].work.clone();
    (consortium, work)
}

fn barcodes(holding: &Holding) -> (&str, Vec<(&str, &str)>) {
    let items = holding.items.iter();
    let told = items.map(|item| (item.barcode.as_str(), item.status.as_str()));
    (&holding.library, told.collect())
}

fn assert_refused(status: &Status, code: Code, reason: &str) {
    assert_eq!(status.code(), code, "{status}");
    assert_eq!(explain(status).unwrap().reason, reason);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_work_is_shown_with_its_best_record_and_every_copy() {
    let (mut consortium, work) = a_consortium().await;
    let mut client = consortium.client().unwrap();
    let request = GetRecordRequest { work: work.clone() };
    let shown = client.get_record(request).await.unwrap().into_inner();
    let record = shown.record.unwrap();
    assert_eq!(
        (record.title.as_str(), record.subtitle.as_str()),
        ("L'étranger", "chronique algéroise")
    );
    assert_eq!(record.isbns, [9_782_070_360_024]);
    let holdings = shown.work.unwrap().holdings;
    let holders: Vec<_> = holdings.iter().map(|held| held.library.as_str()).collect();
    assert_eq!(holders, ["lib00", "lib01"]);

    let request = GetHoldingsRequest {
        work,
        ..GetHoldingsRequest::default()
    };
    let live = client.get_holdings(request.clone()).await;
    let live = live.unwrap().into_inner();
    let told: Vec<_> = live.holdings.iter().map(barcodes).collect();
    assert_eq!(
        told,
        [
            ("lib00", vec![("B1-0", "available")]),
            ("lib01", vec![("B1-0", "available"), ("B1-1", "on-loan")]),
        ]
    );
    assert!(live.holdings.iter().all(|held| held.as_of_ms == 0));

    consortium.libraries[1].stop_node().await.unwrap();
    let dated = client.get_holdings(request).await.unwrap().into_inner();
    let counts: Vec<_> = dated
        .holdings
        .iter()
        .map(|held| (held.library.as_str(), held.copies, held.available))
        .collect();
    assert_eq!(counts, [("lib00", 1, 1), ("lib01", 2, 1)]);
    assert_eq!(dated.holdings[0].as_of_ms, 0);
    assert!(dated.holdings[1].as_of_ms > 0, "{dated:#?}");
    assert_ne!(dated.libraries[1].state(), LibraryState::Answered);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_work_that_nobody_holds_and_what_is_no_work_are_refused() {
    let (consortium, _) = a_consortium().await;
    let mut client = consortium.client().unwrap();
    for (work, code, reason) in [
        ("0123456789abcdef", Code::NotFound, "UNKNOWN_WORK"),
        ("camus", Code::InvalidArgument, "NOT_A_WORK_KEY"),
        ("", Code::InvalidArgument, "NOT_A_WORK_KEY"),
    ] {
        let work = work.to_owned();
        let asked = client.get_record(GetRecordRequest { work: work.clone() });
        assert_refused(&asked.await.unwrap_err(), code, reason);
        let asked = client.get_holdings(GetHoldingsRequest {
            work,
            ..GetHoldingsRequest::default()
        });
        assert_refused(&asked.await.unwrap_err(), code, reason);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_completed_with_titles_of_all_libraries() {
    let (consortium, work) = a_consortium().await;
    let mut client = consortium.client().unwrap();
    let mut suggest = async |text: &str, limit: u32| {
        let text = text.to_owned();
        let answer = client.suggest(SuggestRequest { text, limit }).await;
        answer.unwrap().into_inner().suggestions
    };
    // A copy is searchable a moment before its words can be completed.
    let completed = eventually("words of both titles are completed", async || {
        Ok(suggest("étran", 0).await.len() == 2)
    });
    completed.await.unwrap();
    let both = suggest("étran", 0).await;
    let mut texts: Vec<_> = both.iter().map(|one| one.text.as_str()).collect();
    texts.sort_unstable();
    assert!(texts[0].starts_with("L'étranger"), "{texts:?}");
    assert!(texts[1].starts_with("Étrange paradis"), "{texts:?}");
    assert!(both.iter().any(|one| one.work == work));
    assert_eq!(suggest("étran", 1).await.len(), 1);
    assert_eq!(suggest("camus étran", 0).await.len(), 1);
    for nothing in ["", "  ", "xylo"] {
        assert!(suggest(nothing, 0).await.is_empty(), "\"{nothing}\"");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_federator_takes_neither_imports_nor_deletions() {
    let (consortium, work) = a_consortium().await;
    let mut client = consortium.client().unwrap();
    let file = file_of(&[a_book("9", "Un intrus")]).unwrap();
    let imported = import(&mut client, an_import("intruder"), &file).await;
    let refused = imported.unwrap_err().downcast::<Status>().unwrap();
    assert_refused(&refused, Code::FailedPrecondition, "NOT_ON_FEDERATOR");
    let deletion = DeleteRequest {
        record_ids: vec!["1".into()],
    };
    let refused = client.delete(deletion).await.unwrap_err();
    assert_refused(&refused, Code::FailedPrecondition, "NOT_ON_FEDERATOR");
    let request = GetHoldingsRequest {
        work,
        ..GetHoldingsRequest::default()
    };
    let holdings = client.get_holdings(request).await.unwrap().into_inner();
    assert_eq!(holdings.holdings.len(), 2);
}
