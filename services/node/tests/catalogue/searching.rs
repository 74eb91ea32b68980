//! Is what was imported found, shown and completed?

use crate::fixtures::{Library, a_book, books};
use navette_proto::wire::catalogue::{
    DeleteRequest, FacetFilter, GetHoldingsRequest, GetRecordRequest, ListLibrariesRequest,
    SearchRequest, SearchStreamRequest, SuggestRequest,
};
use tonic::Code;

async fn camus() -> Library {
    Library::with(&[
        a_book(1, "L'Étranger", "Camus"),
        a_book(2, "La Peste", "Camus"),
        a_book(3, "Germinal", "Zola"),
    ])
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_work_is_found_without_accents_with_its_holding() {
    let library = camus().await;
    let found = library.search("etranger").await;
    assert_eq!((found.total, found.total_exact), (1, true));
    assert_eq!(found.works[0].title, "L'Étranger");
    let held = &found.works[0].holdings[0];
    assert_eq!(
        (
            held.library.as_str(),
            held.library_name.as_str(),
            held.copies,
            held.available
        ),
        ("aire", "Médiathèque d'Aire", 1, 1)
    );
    assert_eq!(found.libraries[0].records, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typo_is_forgiven_and_told() {
    let library = camus().await;
    let found = library.search("germnial").await;
    assert_eq!(found.works.len(), 1);
    assert_eq!(found.corrections[0].used, ["germinal"]);
    assert_eq!(library.search("xyzzyqwv").await.total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other_and_belong_to_their_query() {
    let library = Library::with(&books(25)).await;
    let mut client = library.client.clone();
    let mut request = SearchRequest {
        text: "nord".into(),
        page_size: 10,
        ..SearchRequest::default()
    };
    let mut seen = std::collections::BTreeSet::new();
    loop {
        let page = client.search(request.clone()).await.unwrap().into_inner();
        assert_eq!(page.total, 25);
        seen.extend(page.works.into_iter().map(|work| work.work));
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    assert_eq!(seen.len(), 25);
    request.text = "histoire".into();
    let refused = client.search(request).await.err().unwrap();
    assert_eq!(refused.code(), Code::InvalidArgument);
    assert!(
        refused.message().contains("belongs to another query"),
        "{refused}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn facets_count_works_and_filters_narrow() {
    let library = camus().await;
    let found = library.search("").await;
    assert_eq!(found.facets.len(), 8);
    let authors = found
        .facets
        .iter()
        .find(|facet| facet.facet == "author")
        .unwrap();
    assert_eq!((authors.counts[0].count, authors.counts[1].count), (2, 1));
    let mut client = library.client.clone();
    let narrowed = |facet: &str, value: String| {
        let mut client = client.clone();
        let request = SearchRequest {
            filters: vec![FacetFilter {
                facet: facet.into(),
                values: vec![value],
            }],
            without_facets: true,
            ..SearchRequest::default()
        };
        async move { client.search(request).await.map(|found| found.into_inner()) }
    };
    let author = authors.counts[0].value.clone();
    assert_eq!(narrowed("author", author).await.unwrap().total, 2);
    assert_eq!(narrowed("library", "aire".into()).await.unwrap().total, 3);
    let refused = narrowed("library", "lille".into()).await.err().unwrap();
    assert_eq!(refused.message(), "unknown library \"lille\"");
    let refused = narrowed("colour", "red".into()).await.err().unwrap();
    assert_eq!(refused.message(), "unknown facet \"colour\"");
    let long = SearchRequest {
        text: "x".repeat(10_000),
        ..SearchRequest::default()
    };
    let refused = client.search(long).await.err().unwrap();
    assert_eq!(
        refused.message(),
        "the query has 10000 characters, the limit is 500"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_work_is_shown_with_its_full_record_and_every_copy() {
    let library = camus().await;
    let work = library.search("peste").await.works[0].work.clone();
    let mut client = library.client.clone();
    let shown = client
        .get_record(GetRecordRequest { work: work.clone() })
        .await
        .unwrap()
        .into_inner();
    let record = shown.record.unwrap();
    assert_eq!(
        (record.id.as_str(), record.publisher.as_str()),
        ("2", "Gallimard")
    );
    let held = client
        .get_holdings(GetHoldingsRequest {
            work,
            ..GetHoldingsRequest::default()
        })
        .await
        .unwrap()
        .into_inner();
    assert_eq!(held.holdings[0].items[0].barcode, "B2");
    let unknown = "00000000000000ff".to_owned();
    let refused = client
        .get_record(GetRecordRequest { work: unknown })
        .await
        .err()
        .unwrap();
    assert_eq!(refused.code(), Code::NotFound);
    let refused = client
        .get_holdings(GetHoldingsRequest {
            work: "12".into(),
            ..GetHoldingsRequest::default()
        })
        .await
        .err()
        .unwrap();
    assert_eq!(refused.code(), Code::InvalidArgument);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_beginning_is_completed_with_titles_that_exist() {
    let library = camus().await;
    let mut client = library.client.clone();
    let request = SuggestRequest {
        text: "etran".into(),
        limit: 0,
    };
    let found = client
        .suggest(request)
        .await
        .unwrap()
        .into_inner()
        .suggestions;
    assert_eq!(found.len(), 1);
    assert!(
        found[0].text.starts_with("L'Étranger — Camus"),
        "{}",
        found[0].text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_record_is_found_no_more_and_unknown_ones_are_passed_over() {
    let library = camus().await;
    let mut client = library.client.clone();
    let request = DeleteRequest {
        record_ids: vec!["2".into(), "99".into()],
    };
    let gone = client.delete(request.clone()).await.unwrap().into_inner();
    assert_eq!(gone.withdrawn, 1);
    assert_eq!(library.search("camus").await.total, 1);
    let again = client.delete(request).await.unwrap().into_inner();
    assert_eq!(again.withdrawn, 0);
    let back = library
        .import("back", &[a_book(2, "La Peste", "Camus")])
        .await;
    assert_eq!((back.changed, back.records), (1, 3));
    assert_eq!(library.search("camus").await.total, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_streaming_variant_is_final_at_once_and_the_library_lists_itself() {
    let library = camus().await;
    let mut client = library.client.clone();
    let search = Some(SearchRequest {
        text: "germinal".into(),
        ..SearchRequest::default()
    });
    let mut stream = client
        .search_stream(SearchStreamRequest { search })
        .await
        .unwrap()
        .into_inner();
    let only = stream.message().await.unwrap().unwrap();
    assert!(only.r#final && only.search.unwrap().total == 1);
    assert!(stream.message().await.unwrap().is_none());
    let request = ListLibrariesRequest::default();
    let listed = client.list_libraries(request).await.unwrap().into_inner();
    assert_eq!(listed.libraries[0].library, "aire");
    assert_eq!(
        (listed.libraries[0].latitude, listed.libraries[0].records),
        (50.6, 3)
    );
}
