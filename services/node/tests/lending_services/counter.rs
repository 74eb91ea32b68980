//! The counter, without any federator.

use crate::fake_federator::FakeFederator;
use crate::fixtures::{Desk, ZOE, a_call, own, reason};
use navette_proto::wire::circulation::{
    CheckInRequest, CheckOutRequest, ListLoansRequest, LoanState, RecordInHouseUseRequest,
    RenewRequest,
};
use navette_proto::wire::desk::{
    ClaimReturnedRequest, MarkDamagedRequest, MarkLostRequest, NextPlace, UndoRequest, WorkKind,
};
use navette_proto::wire::fees::{ChargeKind, Money};
use navette_proto::wire::identity::Card;
use navette_proto::wire::patrons::{AddChargeRequest, ListChargesRequest};
use tonic::Code;

#[tokio::test(flavor = "multi_thread")]
async fn a_book_goes_home_with_a_patron_and_comes_back() {
    let mut desk = Desk::alone().await;
    let card = desk.register("Dubois").await;
    let lent = desk.lend("B1", &card).await.unwrap().loan.unwrap();
    assert_eq!((lent.title.as_str(), &lent.item), ("Germinal", &own("B1")));
    assert_eq!(lent.card.as_ref(), Some(&card));
    assert!(lent.due > lent.lent_on, "{lent:?}");
    let standing = desk.patron(&card).await.standing.unwrap();
    assert_eq!(standing.loans_open, 1);
    let back = desk.take_back("B1").await.unwrap();
    let ended = back.loan.unwrap();
    assert_eq!(ended.loan, lent.loan);
    assert_eq!(ended.state, LoanState::Returned as i32);
    assert_eq!(back.act.unwrap().place, NextPlace::Shelf as i32);
    let standing = desk.patron(&card).await.standing.unwrap();
    assert_eq!(standing.loans_open, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_that_is_lent_goes_home_with_nobody_else() {
    let mut desk = Desk::alone().await;
    let first = desk.register("Dubois").await;
    let second = desk.register("Lefebvre").await;
    desk.lend("B1", &first).await.unwrap();
    let refused = desk.lend("B1", &second).await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition);
    let told = navette_proto::explain(&refused).unwrap();
    assert_eq!(told.reason, "MAY_NOT");
    assert_eq!(told.objections[0].reason, "ON_LOAN_TO_ANOTHER");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_check_out_gives_its_first_answer_also_after_a_restart() {
    let mut desk = Desk::alone().await;
    let card = desk.register("Dubois").await;
    let call = CheckOutRequest {
        request_id: a_call(),
        card: Some(card.clone()),
        code: "B1".into(),
        overrides: Vec::new(),
        staff: ZOE,
    };
    let first = desk.counter.check_out(call.clone()).await.unwrap();
    let mut desk = desk.restarted().await;
    let again = desk.counter.check_out(call.clone()).await.unwrap();
    assert_eq!(again.into_inner(), first.into_inner());
    let other = CheckOutRequest {
        code: "B2".into(),
        ..call
    };
    let refused = desk.counter.check_out(other).await.unwrap_err();
    assert_eq!(refused.code(), Code::AlreadyExists);
    assert_eq!(reason(&refused), "REQUEST_ID_TAKEN");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loan_is_prolonged_once_and_listed_by_its_due_date() {
    let mut desk = Desk::alone().await;
    let card = desk.register("Dubois").await;
    desk.lend("B2", &card).await.unwrap();
    let first = desk.lend("B1", &card).await.unwrap().loan.unwrap();
    let renew = |request_id| RenewRequest {
        request_id,
        item: own("B1"),
        staff: ZOE,
    };
    let answer = desk.counter.renew(renew(a_call())).await.unwrap();
    let renewed = answer.into_inner().loan.unwrap();
    assert!(renewed.due > first.due && renewed.renewals == 1);
    let refused = desk.counter.renew(renew(a_call())).await.unwrap_err();
    assert_eq!(reason(&refused), "MAY_NOT");
    let all = ListLoansRequest {
        card: Some(card),
        page_size: 1,
        ..ListLoansRequest::default()
    };
    let page = desk.counter.list_loans(all.clone()).await.unwrap();
    let page = page.into_inner();
    assert_eq!(page.loans[0].item, own("B2"));
    let next = ListLoansRequest {
        page_token: page.next_page_token,
        ..all
    };
    let page = desk.counter.list_loans(next).await.unwrap().into_inner();
    assert_eq!(page.loans[0].item, own("B1"));
    assert_eq!(page.next_page_token, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gave_a_book_up_and_why_stays_with_the_loan_and_with_what_is_owed() {
    let mut desk = Desk::alone().await;
    let card = desk.register("Dubois").await;
    desk.lend("B1", &card).await.unwrap();
    let lost = MarkLostRequest {
        request_id: a_call(),
        item: own("B1"),
        staff: ZOE,
        charge: euros(900),
        reason: " tombé dans la Lys ".into(),
    };
    desk.desk.mark_lost(lost.clone()).await.unwrap();
    let fee = AddChargeRequest {
        request_id: a_call(),
        card: Some(card.clone()),
        kind: ChargeKind::Card as i32,
        amount: euros(150),
        why: "carte refaite".into(),
        staff: ZOE,
        ..AddChargeRequest::default()
    };
    desk.patrons.add_charge(fee).await.unwrap();
    let loans = ListLoansRequest {
        card: Some(card.clone()),
        ..ListLoansRequest::default()
    };
    let loans = desk.counter.list_loans(loans).await.unwrap().into_inner();
    let why = "tombé dans la Lys";
    assert_eq!((loans.loans[0].staff, &*loans.loans[0].why), (ZOE, why));
    let account = ListChargesRequest {
        card: Some(card),
        ..ListChargesRequest::default()
    };
    let account = desk.patrons.list_charges(account).await.unwrap();
    let lines = account.into_inner().entries;
    let said: Vec<_> = lines.iter().map(|line| (line.staff, &*line.why)).collect();
    assert_eq!(said, [(ZOE, "carte refaite"), (ZOE, why)]);
    let two_lines = MarkLostRequest {
        request_id: a_call(),
        reason: "a\nb".into(),
        ..lost
    };
    let refused = desk.desk.mark_lost(two_lines).await.unwrap_err();
    assert!(refused.message().starts_with("reason: "), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_wait_for_is_not_renewed() {
    let federator = FakeFederator::start().await;
    federator.memory.lock().waiting = 2;
    let mut desk = Desk::with_federator(Some(federator.uri())).await;
    let card = desk.register("Dubois").await;
    desk.lend("B1", &card).await.unwrap();
    let renew = || RenewRequest {
        request_id: a_call(),
        item: own("B1"),
        staff: ZOE,
    };
    let refused = desk.counter.renew(renew()).await.unwrap_err();
    let told = navette_proto::explain(&refused).unwrap();
    assert_eq!(told.objections[0].reason, "REQUESTED");
    federator.memory.lock().waiting = 0;
    desk.counter.renew(renew()).await.unwrap();
}

fn euros(minor_units: i64) -> Option<Money> {
    Some(Money {
        minor_units,
        currency: "EUR".into(),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_can_be_taken_back() {
    let mut desk = Desk::alone().await;
    let card = desk.register("Dubois").await;
    desk.lend("B1", &card).await.unwrap();
    let act = desk.take_back("B1").await.unwrap().act.unwrap().act;
    let undo = UndoRequest {
        request_id: a_call(),
        act,
        item: own("B1"),
        staff: ZOE,
    };
    let place = desk
        .desk
        .undo(undo.clone())
        .await
        .unwrap()
        .into_inner()
        .place;
    assert_eq!(place, NextPlace::Patron as i32);
    // Repeated it gives its first answer; under another name it is refused.
    desk.desk.undo(undo.clone()).await.unwrap();
    let request_id = a_call();
    let refused = desk.desk.undo(UndoRequest { request_id, ..undo });
    assert_eq!(reason(&refused.await.unwrap_err()), "UNDONE_ALREADY");
    let standing = desk.patron(&card).await.standing.unwrap();
    assert_eq!(standing.loans_open, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_patron_says_is_back_is_looked_for_and_found() {
    let mut desk = Desk::alone().await;
    let card = desk.register("Dubois").await;
    desk.lend("B1", &card).await.unwrap();
    let claim = ClaimReturnedRequest {
        request_id: a_call(),
        item: own("B1"),
        staff: ZOE,
    };
    desk.desk.claim_returned(claim).await.unwrap();
    let looked_for = desk.work(WorkKind::ToLookFor).await;
    assert_eq!(looked_for.work[0].item, own("B1"));
    let found = desk.scan("B1").await.unwrap().act.unwrap();
    assert_eq!(found.place, NextPlace::Shelf as i32);
    assert!(desk.work(WorkKind::ToLookFor).await.work.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_book_is_charged_for_and_put_aside() {
    let mut desk = Desk::alone().await;
    let card = desk.register("Dubois").await;
    desk.lend("B1", &card).await.unwrap();
    let damage = MarkDamagedRequest {
        request_id: a_call(),
        item: own("B1"),
        staff: ZOE,
        charge: Some(Money {
            minor_units: 450,
            currency: "EUR".into(),
        }),
        reason: "café".into(),
    };
    let act = desk.desk.mark_damaged(damage.clone()).await.unwrap();
    assert_eq!(act.into_inner().act.unwrap().place, NextPlace::Aside as i32);
    desk.desk.mark_damaged(damage).await.unwrap();
    let standing = desk.patron(&card).await.standing.unwrap();
    assert_eq!(standing.dues.unwrap().minor_units, 450);
    assert_eq!(standing.loans_open, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lay_in_the_book_drop_counts_as_returned_then_and_not_in_the_future() {
    let mut desk = Desk::alone().await;
    let back_on = |day: &str| CheckInRequest {
        request_id: a_call(),
        code: "B1".into(),
        returned_on: day.into(),
        staff: ZOE,
        ..CheckInRequest::default()
    };
    for day in ["2020-01-01", "2999-01-01", "hier"] {
        let refused = desk.counter.check_in(back_on(day)).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument);
        assert!(refused.message().starts_with("returned_on: "), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_whose_library_is_silent_borrows_up_to_the_local_limit() {
    let mut desk = Desk::alone().await;
    let visitor = Card {
        library: "lumbres".into(),
        number: "62380-17".into(),
    };
    let lent = desk.lend("B1", &visitor).await.unwrap();
    assert!(lent.home_silent);
    let card = lent.loan.unwrap().card.unwrap();
    assert_eq!(
        (card.library.as_str(), card.number.as_str()),
        ("lumbres", "")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_book_read_in_the_house_is_not_on_loan() {
    let mut desk = Desk::alone().await;
    let read = |code: &str| RecordInHouseUseRequest {
        request_id: a_call(),
        code: code.into(),
        staff: ZOE,
    };
    desk.counter.record_in_house_use(read("B3")).await.unwrap();
    let unknown = desk.counter.record_in_house_use(read("B9")).await;
    assert_eq!(unknown.unwrap_err().code(), Code::NotFound);
    let put_back = desk.scan("B3").await.unwrap().act.unwrap();
    assert_eq!(put_back.place, NextPlace::Shelf as i32);
}
