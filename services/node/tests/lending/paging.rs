//! A page of a list of work is a part of that list, and every list is counted with it.

use crate::fixtures::*;
use navette_domain::identity::ItemId;
use navette_domain::lending::{JourneyStage, JourneyState, RequestState, View};
use navette_domain::time::Day;
use navette_node::core::{WorkLine, WorkList};

/// Five own books to pull, whose places on the shelves run against their barcodes, two at the same place, and one on its way here.
fn a_busy_desk() -> Core {
    let core = aire_connected();
    for (id, barcode) in (1..).zip(["11", "12", "13", "14", "15"]) {
        let mut stage = under(&own(barcode), JourneyState::ToPull, "aire", "lumbres");
        if let JourneyStage::Under { shelfmark, .. } = &mut stage {
            *shelfmark = format!("R {}", (9 - id) / 2);
        }
        let serves = Some(served(id, RequestState::BeingSupplied));
        let mut view = journey(id, 1, stage, serves);
        view.late = id == 5;
        show_journey(&core, view);
    }
    show_journey(&core, on_its_way_here(9, 1, "77"));
    core
}

fn page(core: &Core, list: WorkList, from: usize, size: usize) -> Vec<ItemId> {
    let page = core.work_page(list, from, size, today()).unwrap();
    let lines = page.lines.into_iter().map(|line| match line {
        WorkLine::Item(line) => line.item,
        other => panic!("no item: {other:?}"),
    });
    lines.collect()
}

#[test]
fn pages_follow_each_other_in_the_order_of_the_shelves() {
    let core = a_busy_desk();
    let whole = core.work_lists(today()).unwrap().to_pull;
    let whole: Vec<ItemId> = whole.into_iter().map(|line| line.item).collect();
    assert_eq!(whole, ["14", "12", "13", "11"].map(own));
    let pages = [
        page(&core, WorkList::ToPull, 0, 1),
        page(&core, WorkList::ToPull, 1, 1),
        page(&core, WorkList::ToPull, 2, 1),
        page(&core, WorkList::ToPull, 3, 3),
    ];
    assert_eq!(pages.concat(), whole);
    assert!(page(&core, WorkList::ToPull, 4, 3).is_empty());
}

#[test]
fn every_list_that_is_not_empty_is_counted_with_what_is_late() {
    let core = a_busy_desk();
    let counts = core
        .work_page(WorkList::ToShip, 0, 50, today())
        .unwrap()
        .counts;
    let counted: Vec<_> = counts
        .iter()
        .map(|(list, count)| (*list, count.lines, count.late))
        .collect();
    assert_eq!(
        counted,
        [
            (WorkList::ToPull, 4, 0),
            (WorkList::ToReceive, 1, 0),
            (WorkList::Late, 1, 1)
        ]
    );
    assert_eq!(page(&core, WorkList::Late, 0, 50), [own("15")]);
}

#[test]
fn a_list_is_seen_as_it_is_now_however_often_it_was_looked_at_before() {
    let core = a_busy_desk();
    for _ in 0..3 {
        assert_eq!(
            page(&core, WorkList::ToPull, 0, 3),
            ["14", "12", "13"].map(own)
        );
    }
    scan(&core, "12");
    for _ in 0..3 {
        assert_eq!(
            page(&core, WorkList::ToPull, 0, 3),
            ["14", "13", "11"].map(own)
        );
        assert_eq!(page(&core, WorkList::ToShip, 0, 3), [own("12")]);
        assert_eq!(page(&core, WorkList::ToReceive, 0, 3).len(), 1);
    }
}

#[test]
fn lines_become_late_as_time_passes_although_nothing_changes() {
    let core = aire_connected();
    for (id, barcode, days) in [(1, "11", 1), (2, "12", 3)] {
        let stage = under(&own(barcode), JourneyState::ToPull, "aire", "lumbres");
        let serves = Some(served(id, RequestState::BeingSupplied));
        let mut view = journey(id, 1, stage, serves);
        view.deadline = Some(at(Day(TODAY.0 + days)).at);
        show_journey(&core, view);
    }
    let late = [0, 1, 2, 3, 4].map(|days| {
        let then = at(Day(TODAY.0 + days));
        let page = core.work_page(WorkList::ToPull, 0, 50, then).unwrap();
        page.counts[&WorkList::ToPull].late
    });
    assert_eq!(late, [0, 0, 1, 1, 2]);
}

#[test]
fn a_later_page_is_the_same_at_the_first_look_after_a_change_as_later() {
    let core = a_busy_desk();
    let order = ["14", "12", "13", "11"].map(own);
    let pages = [(1, 2), (2, 1), (3, 5), (0, 4)];
    for ((from, size), given) in pages.into_iter().zip(["Ada", "Bob", "Cléo", "Dora"]) {
        // Somebody is registered: that changes no list, and everything is looked at anew.
        a_patron(&core, given, &format!("C{from}"));
        for _ in 0..2 {
            let to = order.len().min(from + size);
            assert_eq!(page(&core, WorkList::ToPull, from, size), order[from..to]);
        }
    }
}

#[test]
fn lists_are_seen_as_they_are_after_the_ledger_was_written_anew() {
    let core = a_busy_desk();
    let before = page(&core, WorkList::ToPull, 0, 5);
    core.ledger().snapshot().unwrap();
    assert_eq!(page(&core, WorkList::ToPull, 0, 5), before);
    scan(&core, "14");
    core.ledger().snapshot().unwrap();
    assert_eq!(page(&core, WorkList::ToPull, 0, 5), before[1..]);
}

#[test]
fn what_waits_on_the_hold_shelf_becomes_late_once_it_is_kept_no_longer() {
    let core = aire_connected();
    show_journey(&core, on_its_way_here(7, 2, "900001"));
    scan(&core, "900001");
    let late = || {
        [0, 1, 2, 3].map(|days| {
            let then = at(Day(TODAY.0 + days));
            let page = core.work_page(WorkList::OnHoldShelf, 0, 50, then).unwrap();
            page.counts[&WorkList::OnHoldShelf].late
        })
    };
    assert_eq!(late(), [0, 0, 0, 0]);
    let mut view = request_view(7, 3, RequestState::OnHoldShelf);
    view.deadline = Some(at(Day(TODAY.0 + 1)).at);
    show(&core, vec![View::Request(view)]);
    assert_eq!(late(), [0, 0, 1, 1]);
}
