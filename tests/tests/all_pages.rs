//! Does walking from page to page show every work exactly once, in order? And is a token only good for its own query?

use navette_domain::catalogue::{Facet, Filters, SortOrder};
use navette_proto::explain;
use navette_proto::wire::catalogue::SearchRequest;
use navette_tests::brute_force::BruteForce;
use navette_tests::corpus::{Flavour, Territory, TerritoryPlan};
use navette_tests::held_records::read_held_records;
use navette_tests::questions::PatronQuestion;
use navette_tests::small_consortium::{SmallConsortium, eventually, work_keys};
use tonic::Code;

const LIBRARIES: usize = 3;
const PAGE: u32 = 5;
/// More than all works there are.
const EVERYTHING: usize = 1_000;

/// Fills a consortium; gives the oracle and a text that finds more than a page with it.
async fn a_filled_consortium() -> (SmallConsortium, BruteForce, String) {
    let territory = Territory::new(TerritoryPlan::new(LIBRARIES, 50, 31));
    let mut files = Vec::new();
    let mut held = Vec::new();
    for library in 0..LIBRARIES {
        let mut file = Vec::new();
        territory
            .write(library, Flavour::Unimarc, &mut file)
            .unwrap();
        held.extend(read_held_records(&format!("lib{library:02}"), &file).unwrap());
        files.push(file);
    }
    let right = BruteForce::new(held);
    let total_of = |text: &str| {
        right
            .answer(text, &Filters::new(), SortOrder::Title, 1)
            .total
    };
    let mut texts = territory.queries(60);
    texts.sort_by_cached_key(|text| total_of(text));
    let frequent = texts.pop().unwrap();
    let consortium = SmallConsortium::of(&files).await.unwrap();
    let question = PatronQuestion {
        text: frequent.clone(),
        filters: Filters::new(),
        order: SortOrder::Relevance,
    };
    let expected = question.right_answer(&right, PAGE as usize);
    let settled = eventually("scores are those of all libraries", async || {
        let given = consortium.search(question.request(PAGE)).await?;
        Ok(question.faults(&expected, &given)?.is_empty())
    });
    settled.await.unwrap();
    (consortium, right, frequent)
}

async fn walk(consortium: &SmallConsortium, question: &PatronQuestion) -> Vec<String> {
    let mut request = question.request(PAGE);
    let mut walked = Vec::new();
    loop {
        let answer = consortium.search(request.clone()).await.unwrap();
        walked.extend(work_keys(&answer).iter().map(|key| (*key).to_owned()));
        let is_last = answer.next_page_token.is_empty();
        assert_eq!(is_last, walked.len() as u64 == answer.total, "{question:?}");
        if is_last {
            return walked;
        }
        assert_eq!(answer.works.len(), PAGE as usize);
        request.page_token = answer.next_page_token;
    }
}

async fn assert_foreign(consortium: &SmallConsortium, request: SearchRequest) {
    let shown = format!("{request:?}");
    let mut client = consortium.client().unwrap();
    let status = client.search(request).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument, "{shown}: {status}");
    let reason = explain(&status).map(|told| told.reason);
    assert_eq!(reason.as_deref(), Some("FOREIGN_PAGE_TOKEN"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn walking_all_pages_shows_every_work_once_and_in_order() {
    let (consortium, right, frequent) = a_filled_consortium().await;
    let on_the_shelf = Filters::from([(Facet::Available, vec!["yes".to_owned()])]);
    for order in SortOrder::ALL {
        for (text, filters) in [
            ("", Filters::new()),
            ("", on_the_shelf.clone()),
            (frequent.as_str(), Filters::new()),
        ] {
            let question = PatronQuestion {
                text: text.into(),
                filters,
                order: *order,
            };
            let expected = question.right_answer(&right, EVERYTHING);
            let keys: Vec<_> = expected
                .works
                .iter()
                .map(|work| work.work.to_string())
                .collect();
            assert!(keys.len() > PAGE as usize, "{question:?} is too small");
            assert_eq!(walk(&consortium, &question).await, keys, "{question:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_another_query_or_no_token_at_all_is_refused() {
    let (consortium, _, frequent) = a_filled_consortium().await;
    let question = PatronQuestion {
        text: frequent,
        filters: Filters::new(),
        order: SortOrder::Title,
    };
    let first = consortium.search(question.request(PAGE)).await.unwrap();
    let next = SearchRequest {
        page_token: first.next_page_token.clone(),
        ..question.request(PAGE)
    };
    consortium.search(next.clone()).await.unwrap();

    let narrowed = PatronQuestion {
        filters: Filters::from([(Facet::Library, vec!["lib00".to_owned()])]),
        ..question.clone()
    };
    let sorted = PatronQuestion {
        order: SortOrder::Newest,
        ..question.clone()
    };
    let other_text = PatronQuestion {
        text: String::new(),
        ..question
    };
    for other in [narrowed, sorted, other_text] {
        let request = SearchRequest {
            page_token: first.next_page_token.clone(),
            ..other.request(PAGE)
        };
        assert_foreign(&consortium, request).await;
    }
    for garbage in [
        "?",
        "0",
        "été",
        "AAAA",
        "ffffffffffffffff",
        &"9".repeat(5_000),
    ] {
        let request = SearchRequest {
            page_token: garbage.into(),
            ..next.clone()
        };
        assert_foreign(&consortium, request).await;
    }
}
