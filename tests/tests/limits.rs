//! Is what cannot be asked refused by name, at a node and at a federator alike?

use navette_proto::explain;
use navette_proto::wire::catalogue::{FacetFilter, SearchRequest};
use navette_tests::books::{a_book, file_of};
use navette_tests::small_consortium::SmallConsortium;

fn asking(text: &str) -> SearchRequest {
    SearchRequest {
        text: text.into(),
        ..SearchRequest::default()
    }
}

fn narrowed(facet: &str, value: &str) -> SearchRequest {
    SearchRequest {
        filters: vec![FacetFilter {
            facet: facet.into(),
            values: vec![value.into()],
        }],
        ..asking("nord")
    }
}

fn at_page(token: String) -> SearchRequest {
    SearchRequest {
        page_token: token,
        ..asking("livre")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_a_limit_or_unknown_is_refused_by_reason() {
    let books: Vec<_> = (0..130)
        .map(|number| a_book(&number.to_string(), &format!("Livre {number}")))
        .collect();
    let consortium = SmallConsortium::of(&[file_of(&books).unwrap()])
        .await
        .unwrap();
    let clients = [
        consortium.client().unwrap(),
        consortium.libraries[0].client().unwrap(),
    ];
    // The same word twice is one word.
    let forty_words: Vec<_> = (0..40).map(|number| format!("mot{number}")).collect();
    let forty_words = forty_words.join(" ");
    for mut client in clients {
        let largest = SearchRequest {
            page_size: 10_000,
            ..asking("livre")
        };
        let answer = client.search(largest).await.unwrap().into_inner();
        assert_eq!((answer.works.len(), answer.total), (100, 130));
        // The token holds version, place and query; here its place is put too deep.
        let token = answer.next_page_token;
        let too_deep = format!("{}ffff{}", &token[..1], &token[5..]);
        for (request, reason) in [
            (asking(&"n".repeat(10_000)), "OVER_LIMIT"),
            (asking(&forty_words), "OVER_LIMIT"),
            (narrowed("colour", "red"), "UNKNOWN_FACET"),
            (narrowed("library", "nowhere"), "UNKNOWN_LIBRARY"),
            (at_page(too_deep), "PAGE_TOO_DEEP"),
            (at_page("no token".into()), "FOREIGN_PAGE_TOKEN"),
        ] {
            let refused = client.search(request).await.unwrap_err();
            let told = explain(&refused).map(|told| told.reason);
            assert_eq!(told.as_deref(), Some(reason), "{refused}");
        }
    }
}
