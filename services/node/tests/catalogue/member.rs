//! Does the federator learn everything, and are its questions answered by number?

use crate::fixtures::{Library, a_book, books};
use navette_domain::catalogue::{Filters, SortOrder};
use navette_indexer::search::{ANALYSIS_VERSION, rewrite};
use navette_proto::convert::{matches, question, record};
use navette_proto::packing::Unpacker;
use navette_proto::wire::catalogue::{
    Change, ChangesRequest, ChangesResponse, DeleteRequest, MatchRequest, StatusRequest,
};
use tonic::{Code, Streaming};

async fn changes(library: &Library, incarnation: &str, since: u64) -> Streaming<ChangesResponse> {
    let request = ChangesRequest {
        packed: false,
        incarnation: incarnation.into(),
        since,
    };
    let mut member = library.member.clone();
    member.changes(request).await.unwrap().into_inner()
}

/// Reads until the node has told all it knows.
async fn caught_up(stream: &mut Streaming<ChangesResponse>) -> (ChangesResponse, Vec<Change>) {
    let mut told = Vec::new();
    loop {
        let mut news = stream.message().await.unwrap().unwrap();
        told.append(&mut news.changes);
        if news.caught_up {
            return (news, told);
        }
    }
}

/// A question as a federator of this library alone would rewrite it, from the library's own records.
fn a_question(text: &str, told: &[Change]) -> MatchRequest {
    let folder = tempfile::tempdir().unwrap();
    let mut directory = navette_indexer::search::Directory::default();
    let id = navette_domain::catalogue::LibraryId::parse("aire").unwrap();
    let member = directory.member(&id);
    let budget = navette_indexer::search::WriterBudget {
        threads: 1,
        bytes_per_thread: 15_000_000,
    };
    let (mut index, _) =
        navette_indexer::search::LibraryIndex::open(folder.path(), member, budget, &mut directory)
            .unwrap();
    for change in told {
        if let Some(sent) = change.record.clone() {
            let record = record::from_wire(sent).unwrap();
            index.put(change.seq, false, &record).unwrap();
        }
    }
    index.commit(Default::default()).unwrap();
    let view = index.publish(&mut directory).unwrap();
    let order = SortOrder::Relevance;
    let asked = rewrite(text, Filters::new(), order, false, view.vocabulary()).unwrap();
    MatchRequest {
        analysis_version: ANALYSIS_VERSION,
        top: 10,
        ..question::to_wire(&asked.question)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_is_told_in_order_and_then_what_comes() {
    let library = Library::with(&books(5)).await;
    let mut stream = changes(&library, "", 0).await;
    let first = stream.message().await.unwrap().unwrap();
    assert!(first.reset && first.analysis_version == ANALYSIS_VERSION);
    assert_eq!(first.incarnation.len(), 16);
    let (news, told) = caught_up(&mut stream).await;
    let seqs: Vec<u64> = told.iter().map(|change| change.seq).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5]);
    assert_eq!(news.generation, 5);
    assert!(told.iter().all(|change| change.record.is_some()));

    let mut client = library.client.clone();
    let record_ids = vec!["2".into()];
    client.delete(DeleteRequest { record_ids }).await.unwrap();
    let (news, told) = caught_up(&mut stream).await;
    assert_eq!((told[0].record_id.as_str(), told[0].seq), ("2", 6));
    assert!(told[0].record.is_none());

    let mut resumed = changes(&library, &first.incarnation, 5).await;
    let begun = resumed.message().await.unwrap().unwrap();
    assert!(!begun.reset);
    assert_eq!(caught_up(&mut resumed).await.1.len(), 1);
    let mut other = changes(&library, "00000000000000aa", news.generation).await;
    assert!(other.message().await.unwrap().unwrap().reset);
    assert_eq!(caught_up(&mut other).await.1.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_when_the_node_stops() {
    let library = Library::empty().await;
    let mut stream = changes(&library, "", 0).await;
    caught_up(&mut stream).await;
    library.node.stop().await.unwrap();
    let ended = loop {
        match stream.message().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("ended without a word"),
            Err(status) => break status,
        }
    };
    assert_eq!(ended.code(), Code::Unavailable);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_answered_by_number_and_what_is_not_known_in_full() {
    let mut all = books(8);
    all.push(a_book(9, "La Peste", "Camus"));
    let library = Library::with(&all).await;
    let mut stream = changes(&library, "", 0).await;
    let (news, told) = caught_up(&mut stream).await;
    let mut asked = a_question("nord", &told);
    asked.known_incarnation = news.incarnation.clone();
    asked.known_generation = news.generation;
    let mut member = library.member.clone();
    let answer = member.r#match(asked.clone()).await.unwrap().into_inner();
    assert_eq!(
        (
            answer.matched_records,
            answer.top.len(),
            answer.sample_shift
        ),
        (8, 8, 0)
    );
    assert!(answer.unknown.is_empty());
    let found = matches::unpack(&answer.matches, &answer.available).unwrap();
    assert_eq!(found, (1..=8).map(|seq| (seq, true)).collect::<Vec<_>>());
    assert_eq!(answer.live.len(), 8);
    assert!(
        answer
            .live
            .iter()
            .all(|live| (live.copies, live.available) == (1, 1))
    );

    asked.known_generation = 6;
    let answer = member.r#match(asked.clone()).await.unwrap().into_inner();
    let mut unknown: Vec<u64> = answer.unknown.iter().map(|change| change.seq).collect();
    unknown.sort_unstable();
    assert_eq!(unknown, [7, 8]);

    asked.match_limit = 3;
    let answer = member.r#match(asked.clone()).await.unwrap().into_inner();
    assert!(answer.sample_shift > 0 && answer.matches.len() <= 3);
    assert_eq!(answer.matched_records, 8);

    asked.analysis_version += 1;
    let refused = member.r#match(asked).await.err().unwrap();
    assert_eq!(refused.code(), Code::FailedPrecondition);
}

#[tokio::test(flavor = "multi_thread")]
async fn live_status_is_given_by_number_and_unknown_numbers_are_left_out() {
    let library = Library::with(&books(3)).await;
    let mut member = library.member.clone();
    let seqs = vec![1, 3, 77];
    let answer = member
        .status(StatusRequest { seqs })
        .await
        .unwrap()
        .into_inner();
    let seqs: Vec<u64> = answer.live.iter().map(|live| live.seq).collect();
    assert_eq!((seqs, answer.generation), (vec![1, 3], 3));
    let seqs = vec![1; 2_001];
    let refused = member.status(StatusRequest { seqs }).await.err().unwrap();
    assert_eq!(refused.code(), Code::InvalidArgument);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_come_packed_are_those_that_come_plain() {
    let library = Library::with(&books(3)).await;
    let (_, plain) = caught_up(&mut changes(&library, "", 0).await).await;
    let request = ChangesRequest {
        packed: true,
        ..ChangesRequest::default()
    };
    let mut member = library.member.clone();
    let mut stream = member.changes(request).await.unwrap().into_inner();
    let mut unpacker = Unpacker::new().unwrap();
    let mut unpacked = Vec::new();
    loop {
        let news = stream.message().await.unwrap().unwrap();
        assert_eq!(news.changes, []);
        unpacked.extend(unpacker.unpack(&news.packed).unwrap());
        if news.caught_up {
            break;
        }
    }
    assert_eq!(unpacked, plain);
    assert_eq!(plain.len(), 3);
}
