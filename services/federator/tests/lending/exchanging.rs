//! Is what libraries have lent each other counted over the whole ledger, and for one of them only what is its own?

use crate::fixtures::{Story, item, library};
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::RequestId;
use navette_domain::lending::{
    ExchangeCounts, ExchangeSpan, Report, RequestState, ScanKind, SupplyFailure,
};
use navette_federator::ledger::LedgerChange;
use navette_store::committer::CommitError;
use navette_store::ledger::{Commit, Decision};

fn counted(story: &Story, of: Option<&str>) -> ExchangeCounts {
    let today = story.now.local.day;
    let span = ExchangeSpan::new(today.plus(-30), today).unwrap();
    let counted = story.core.count_exchange(span, of.map(library), story.now);
    counted.unwrap()
}

fn row(counts: &ExchangeCounts, of: &str) -> (u32, u32, u32, u32, u32) {
    let of: LibraryId = library(of);
    let mut rows = counts.libraries().filter(|(id, _)| **id == of);
    rows.next().map_or((0, 0, 0, 0, 0), |(_, row)| {
        (row.lent, row.borrowed, row.refused, row.kept, row.promised)
    })
}

#[test]
fn what_reached_the_hold_shelf_counts_for_both_libraries_and_for_whoever_said_no() {
    let (book, other) = (item("aire", "000001"), item("arques", "000001"));
    let mut story = Story::with_copies(vec![book.clone(), other.clone()]);
    story.place(1, "lumbres").unwrap();
    let first = story.request(1).lender.unwrap();
    let (no, yes) = match first.as_str() {
        "aire" => ("aire", ("arques", &other)),
        _ => ("arques", ("aire", &book)),
    };
    let decline = Report::Declined {
        request: RequestId(1),
        journey: story.request(1).journey.unwrap(),
        why: SupplyFailure::NoCopy,
    };
    story.report(no, decline);
    story.commit(yes.0, 1, yes.1);
    story.scan(yes.0, yes.1, ScanKind::Shipped);
    assert_eq!(
        counted(&story, None).libraries().count(),
        0,
        "it is on its way"
    );
    story.scan("lumbres", yes.1, ScanKind::Received);
    assert_eq!(story.request(1).state, RequestState::OnHoldShelf);
    let all = counted(&story, None);
    assert_eq!(row(&all, yes.0), (1, 0, 0, 0, 0));
    assert_eq!(row(&all, no), (0, 0, 1, 0, 0));
    assert_eq!(row(&all, "lumbres"), (0, 1, 0, 1, 1));
    assert_eq!(all.with_others().count(), 0);

    let own = counted(&story, Some("lumbres"));
    assert_eq!(own.libraries().count(), 1);
    let with: Vec<_> = own
        .with_others()
        .map(|(id, each)| (id.clone(), each.borrowed))
        .collect();
    assert_eq!(with, [(library(yes.0), 1)]);
    story.days_pass(40);
    let later = counted(&story, Some("lumbres"));
    assert_eq!(row(&later, "lumbres"), (0, 0, 0, 0, 0), "beyond the days");
}

#[test]
fn what_was_lost_on_the_hold_shelf_is_lent_by_nobody_while_another_is_asked() {
    let (book, other) = (item("aire", "000001"), item("arques", "000001"));
    let mut story = Story::with_copies(vec![book.clone(), other.clone()]);
    story.place(1, "lumbres").unwrap();
    let first = story.request(1).lender.unwrap();
    let (lender, own) = match first.as_str() {
        "aire" => ("aire", &book),
        _ => ("arques", &other),
    };
    story.commit(lender, 1, own);
    story.scan(lender, own, ScanKind::Shipped);
    story.scan("lumbres", own, ScanKind::Received);
    assert_eq!(row(&counted(&story, None), "lumbres"), (0, 1, 0, 1, 1));
    story.scan("lumbres", own, ScanKind::MissingFromShelf);
    let request = story.request(1);
    assert_eq!(request.state, RequestState::Asking);
    assert_ne!(request.lender, Some(first));
    assert_eq!(counted(&story, None).libraries().count(), 0);
}

#[test]
fn everything_is_counted_once_however_many_turns_of_the_ledger_it_takes() {
    const REQUESTS: u32 = 4_500;
    let book = item("aire", "000001");
    let mut story = Story::with_copies(vec![book.clone()]);
    story.place(1, "lumbres").unwrap();
    story.commit("aire", 1, &book);
    story.scan("aire", &book, ScanKind::Shipped);
    story.scan("lumbres", &book, ScanKind::Received);
    let arrived = story.request(1);
    let kept = story.core.ledger().commit(move |_| {
        let alike = (2..=u128::from(REQUESTS)).map(|id| {
            let mut request = arrived.clone();
            request.placement.id = RequestId(id);
            LedgerChange::Request(Box::new(request))
        });
        Ok::<_, CommitError>(Decision {
            changes: alike.collect(),
            reply: (),
        })
    });
    kept.unwrap();
    let all = counted(&story, None);
    assert_eq!(row(&all, "aire").0, REQUESTS);
    assert_eq!(row(&all, "lumbres").1, REQUESTS);
}
