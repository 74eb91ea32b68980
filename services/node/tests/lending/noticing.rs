//! Patrons are told what there is to tell, once, by machine or by somebody at the desk.

use crate::fixtures::*;
use navette_domain::identity::RequestId;
use navette_domain::lending::{Report, RequestState, Telling, View};
use navette_domain::notices::{Channel, NoticeKind, Proof};

fn ready(version: u64) -> View {
    let view = request_view(1, version, RequestState::OnHoldShelf);
    View::Request(telling(view, Telling::Ready))
}

fn anne_waits(core: &Core, email: &str) {
    let mut form = a_form("Anne", "42");
    form.form.email = email.into();
    let anne = core.register(form, ZOE, today()).unwrap();
    core.place(a_wish(1, anne, 1), today()).unwrap();
}

#[test]
fn ready_is_told_once_and_starts_the_hold_period() {
    let core = aire_connected();
    anne_waits(&core, "anne@exemple.fr");
    show(&core, vec![ready(3)]);
    show(&core, vec![ready(3), ready(2)]);
    show(&core, vec![ready(4)]);
    let due = core.due_notices(today()).unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!(
        (due[0].kind, due[0].channel),
        (NoticeKind::Ready, Channel::Email)
    );
    assert!(due[0].code.is_some());
    assert_eq!(core.due_notices(today()).unwrap().len(), 0);
    core.notice_sent(due[0].notice, Proof::of("250 ok"), today())
        .unwrap();
    assert_eq!(last_report(&core), Report::Told(RequestId(1)));
}

#[test]
fn who_has_no_address_is_told_by_the_desk() {
    let core = aire_connected();
    anne_waits(&core, "");
    show(&core, vec![ready(3)]);
    assert_eq!(core.due_notices(today()).unwrap().len(), 0);
    let to_tell = core.to_tell(today()).unwrap();
    assert_eq!(to_tell.len(), 1);
    core.told(to_tell[0].notice, ZOE, today()).unwrap();
    assert_eq!(last_report(&core), Report::Told(RequestId(1)));
    assert_eq!(core.to_tell(today()).unwrap().len(), 0);
}

#[test]
fn what_nobody_told_in_two_opening_days_stands_first() {
    let core = aire_connected();
    anne_waits(&core, "");
    show(&core, vec![ready(3)]);
    core.due_notices(at(TODAY.plus(4))).unwrap();
    assert!(core.to_tell(at(TODAY.plus(4))).unwrap()[0].escalated);
}

#[test]
fn what_is_no_longer_true_is_not_told() {
    let core = aire_connected();
    anne_waits(&core, "");
    show(&core, vec![ready(3)]);
    let cancelled = request_view(1, 4, RequestState::Cancelled);
    show(
        &core,
        vec![View::Request(telling(cancelled, Telling::Cancelled))],
    );
    let kinds: Vec<NoticeKind> = core
        .to_tell(today())
        .unwrap()
        .iter()
        .map(|one| one.kind)
        .collect();
    assert_eq!(kinds, [NoticeKind::Cancelled]);
}

#[test]
fn a_late_loan_climbs_the_ladder_one_rung_at_a_time() {
    let core = aire_connected();
    a_patron(&core, "Anne", "42");
    lend(&core, "000001", "42");
    let due = TODAY.plus(28);
    let mut told = Vec::new();
    for day in -5..30 {
        let now = at(due.plus(day));
        core.tick(now).unwrap();
        core.tick(now).unwrap();
        for notice in core.due_notices(now).unwrap() {
            told.push((day, notice.kind.code()));
            core.notice_sent(notice.notice, Proof::of("ok"), now)
                .unwrap();
        }
    }
    let ladder = [
        (-3, "due-soon"),
        (1, "overdue-1"),
        (7, "overdue-7"),
        (21, "overdue-21"),
    ];
    assert_eq!(told, ladder);
}

#[test]
fn who_collected_elsewhere_is_reminded_by_their_own_library() {
    let core = aire_connected();
    anne_waits(&core, "anne@exemple.fr");
    let mut view = request_view(1, 5, RequestState::OnLoan);
    view.pickup = library("lumbres");
    view.due = Some(TODAY.plus(3));
    show(&core, vec![View::Request(view)]);
    assert_eq!(core.tick(today()).unwrap(), 1);
    assert_eq!(core.tick(today()).unwrap(), 0);
    let due = core.due_notices(today()).unwrap();
    assert_eq!(due[0].kind, NoticeKind::DueSoon);
    let anne = core.patron_with_card(card("42"), today()).unwrap();
    assert_eq!(anne.facts.loans_open, 1);
}

#[test]
fn once_the_book_is_back_nobody_is_told_that_it_is_missed() {
    let core = aire_connected();
    let mut form = a_form("Anne", "42");
    form.form.email = String::new().into();
    core.register(form, ZOE, today()).unwrap();
    lend(&core, "000001", "42");
    let late = at(TODAY.plus(28 + 46));
    core.tick(late).unwrap();
    core.due_notices(late).unwrap();
    assert_eq!(core.to_tell(late).unwrap().len(), 1);
    let back = done(core.scan(scanned("000001"), late));
    assert_eq!(core.to_tell(late).unwrap().len(), 0);
    core.undo(back.scan.unwrap(), ZOE, late).unwrap();
    assert_eq!(core.to_tell(late).unwrap().len(), 1);
}
