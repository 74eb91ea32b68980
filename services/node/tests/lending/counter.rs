//! The counter lends, renews, takes back and charges, also without a line.

use crate::fixtures::*;
use navette_domain::circulation::{LoanState, Overridable, Override};
use navette_domain::fees::Money;
use navette_domain::identity::{PatronReference, RequestId};
use navette_domain::lending::{Report, ScanKind};
use navette_domain::patrons::Reason;
use navette_node::core::{
    AccountAct, Command, DeskRefusal, Did, HomeSays, Loss, ScanOutcome, Visitor,
};

#[test]
fn a_loan_is_made_renewed_and_ended_without_a_federator() {
    let core = aire();
    let anne = a_patron(&core, "Anne", "42");
    lend(&core, "000001", "42");
    let loans = core.loans(anne, false, today()).unwrap();
    assert_eq!(loans[0].due, Some(TODAY.plus(28)));
    let due = core
        .renew(own("000001"), 0, None, at(TODAY.plus(27)))
        .unwrap();
    assert_eq!(due, TODAY.plus(42));
    let back = scan(&core, "000001");
    assert_eq!((back.did, back.fee), (Did::TookBack, None));
    assert_eq!(reports(&core), [Report::Available(own("000001"))]);
    assert_eq!(core.loans(anne, false, today()).unwrap(), []);
}

#[test]
fn being_late_costs_by_the_day_and_is_paid_at_the_desk() {
    let core = aire();
    let anne = a_patron(&core, "Anne", "42");
    lend(&core, "000001", "42");
    let late = done(core.scan(scanned("000001"), at(TODAY.plus(31))));
    assert_eq!(late.fee, Some(Money::from_setting(30)));
    assert_eq!(owed(&core, anne), Money::from_setting(30));
    let paid = core.enter(anne, AccountAct::Pay(Money::from_setting(30)), ZOE, today());
    assert_eq!(paid.unwrap(), Money::ZERO);
}

#[test]
fn what_is_presumed_lost_is_charged_and_given_back_when_it_turns_up() {
    let core = aire();
    let anne = a_patron(&core, "Anne", "42");
    lend(&core, "000001", "42");
    core.tick(at(TODAY.plus(28 + 45))).unwrap();
    assert_eq!(owed(&core, anne), Money::from_setting(2_500));
    let found = done(core.scan(scanned("000001"), at(TODAY.plus(80))));
    assert_eq!(found.did, Did::TookBack);
    assert_eq!(owed(&core, anne), found.fee.unwrap());
}

#[test]
fn what_a_patron_claims_to_have_returned_is_looked_for() {
    let core = aire();
    let anne = a_patron(&core, "Anne", "42");
    lend(&core, "000001", "42");
    core.lose(own("000001"), Loss::ClaimedReturned, ZOE, today())
        .unwrap();
    assert_eq!(core.work_lists(today()).unwrap().to_look_for.len(), 1);
    let state = core.loans(anne, false, today()).unwrap()[0].state;
    assert_eq!(state, Some(LoanState::ClaimedReturned { since: TODAY }));
    assert_eq!(scan(&core, "000001").did, Did::TookBack);
    assert_eq!(core.work_lists(today()).unwrap().to_look_for.len(), 0);
}

#[test]
fn a_damaged_book_is_set_aside_until_somebody_mends_it() {
    let core = aire();
    let anne = a_patron(&core, "Anne", "42");
    let loan = lend(&core, "000001", "42");
    core.lose(own("000001"), Loss::Damaged, ZOE, today())
        .unwrap();
    assert_eq!(scan(&core, "000001").did, Did::DamagedStill);
    let again = core.check_out(
        own("000001").barcode,
        None,
        card("42"),
        vec![],
        ZOE,
        today(),
    );
    assert!(again.unwrap_err().to_string().contains("is damaged"));
    core.settle_loan(loan, Money::from_setting(400), ZOE, today())
        .unwrap();
    assert_eq!(owed(&core, anne), Money::from_setting(400));
    core.repaired(own("000001"), ZOE, today()).unwrap();
    lend(&core, "000001", "42");
}

#[test]
fn a_rule_is_overruled_with_a_name_and_a_reason() {
    let core = aire();
    a_patron(&core, "Anne", "42");
    let barcode = own("000004").barcode;
    let refused = core.check_out(barcode.clone(), None, card("42"), vec![], ZOE, today());
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("use in the library only")
    );
    let overrides = vec![Override {
        what: Overridable::ReferenceOnly,
        by: ZOE,
        reason: Reason::parse("pour la classe de CM2").unwrap(),
    }];
    core.check_out(barcode, None, card("42"), overrides, ZOE, today())
        .unwrap();
}

fn a_visitor(says: HomeSays, request: u128) -> Visitor {
    Visitor {
        home: library("lumbres"),
        card: card("777"),
        says,
        request: RequestId(request),
    }
}

#[test]
fn a_visitor_whose_library_is_silent_borrows_up_to_three() {
    let shelf = ["11", "12", "13", "14"]
        .iter()
        .fold(a_shelf(), |shelf, barcode| shelf.with(barcode, 9, "Tintin"));
    let core = aire_with(shelf, settings());
    for (request, barcode) in [(1, "11"), (2, "12"), (3, "13")] {
        let visitor = a_visitor(HomeSays::Nothing(PatronReference(request)), request);
        let lent = core.check_out_to_visitor(own(barcode).barcode, None, visitor, ZOE, today());
        lent.unwrap();
    }
    let before = rows(&core);
    let visitor = a_visitor(HomeSays::Nothing(PatronReference(4)), 4);
    let lent = core.check_out_to_visitor(own("14").barcode, None, visitor, ZOE, today());
    assert!(lent.unwrap_err().to_string().contains("does not answer"));
    assert_eq!(rows(&core), before);
    let no_card = rows(&core).values().all(|row| !contains(row, b"777"));
    assert!(
        no_card,
        "the card of another library's patron is in the store"
    );
    // Told to the home library as a request already at its pick-up.
    assert!(matches!(reports(&core)[0], Report::Placed(_)));
    assert!(matches!(scan_kinds(&core)[0], ScanKind::HandedOver(_)));
}

fn contains(row: &[u8], text: &[u8]) -> bool {
    row.windows(text.len()).any(|window| window == text)
}

#[test]
fn a_book_read_in_the_house_is_back_with_the_next_scan() {
    let core = aire_connected();
    let uses = core
        .read_in_house(own("000003").barcode, ZOE, today())
        .unwrap();
    assert_eq!(uses, 1);
    show_journey(&core, asked(7, 1, 2));
    assert!(matches!(last_report(&core), Report::Declined { .. }));
    assert_eq!(scan(&core, "000003").did, Did::PutBack);
    let again = core.read_in_house(own("000003").barcode, ZOE, today());
    assert_eq!(again.unwrap(), 2);
}

#[test]
fn a_card_in_the_scan_field_shows_its_patron() {
    let core = aire();
    let anne = a_patron(&core, "Anne", "62765-0042");
    let outcome = core.scan(scanned("62765-0042"), today()).unwrap();
    assert_eq!(outcome, ScanOutcome::Card(anne));
}

#[test]
fn a_guardian_sees_dates_always_and_titles_of_the_youngest_only() {
    let core = aire();
    let anne = a_patron(&core, "Anne", "42");
    for (given, number, born) in [("Léo", "43", 2018), ("Lola", "44", 2011)] {
        let mut form = a_form(given, number);
        form.category = navette_domain::patrons::CategoryId::parse("child").unwrap();
        form.form.birth = navette_domain::time::Day::from_civil(born, 3, 1).into();
        form.form.guardian = Some(anne);
        core.register(form, ZOE, today()).unwrap();
    }
    lend(&core, "000001", "43");
    lend(&core, "000002", "44");
    let wards = core.wards(anne, today()).unwrap();
    let titles: Vec<bool> = wards.iter().map(|ward| ward.loans[0].1.is_some()).collect();
    assert_eq!(titles, [true, false]);
}

#[test]
fn a_payment_sent_twice_is_paid_once() {
    let core = aire();
    let anne = a_patron(&core, "Anne", "42");
    lend(&core, "000001", "42");
    done(core.scan(scanned("000001"), at(TODAY.plus(31))));
    let command = Command {
        name: 5,
        fingerprint: 1,
    };
    let pay = |command| {
        let act = AccountAct::Pay(Money::from_setting(10));
        core.as_command(command).enter(anne, act, ZOE, today())
    };
    assert_eq!(pay(command), Ok(Money::from_setting(20)));
    assert_eq!(pay(command), Ok(Money::from_setting(20)));
    assert_eq!(owed(&core, anne), Money::from_setting(20));
    let another = Command {
        fingerprint: 2,
        ..command
    };
    assert_eq!(pay(another).unwrap_err(), DeskRefusal::NameTaken(5));
    core.forget(at(TODAY.plus(8))).unwrap();
    assert_eq!(pay(another), Ok(Money::from_setting(10)));
}
