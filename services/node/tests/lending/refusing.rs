//! Bad input is refused in clear words, and nothing has changed then.

use crate::fixtures::*;
use navette_domain::fees::Money;
use navette_domain::identity::{Barcode, PatronNumber, RequestId};
use navette_domain::patrons::Reason;
use navette_node::core::{AccountAct, Asker, Collector, DeskRefusal, Loss, PlaceRequest};

/// Does something that must be refused, and gives the words.
fn refused<T: std::fmt::Debug>(
    core: &Core,
    act: impl FnOnce(&Core) -> Result<T, DeskRefusal>,
) -> String {
    let before = rows(core);
    let said = act(core).unwrap_err().to_string();
    assert_eq!(rows(core), before, "{said}");
    said
}

fn a_busy_library() -> (Core, PatronNumber) {
    let mut few = settings();
    for category in &mut few.categories {
        category.policy.loans_max = 1;
    }
    let core = aire_with(a_shelf(), few);
    connect(&core);
    let anne = a_patron(&core, "Anne", "42");
    lend(&core, "000001", "42");
    core.place(a_wish(1, anne, 2), today()).unwrap();
    (core, anne)
}

fn barcode(text: &str) -> Barcode {
    Barcode::parse(text).unwrap()
}

#[test]
fn at_the_counter() {
    let (core, _) = a_busy_library();
    let out = |text: &str, number: &str, now| {
        let (barcode, card) = (barcode(text), card(number));
        refused(&core, |core| {
            core.check_out(barcode, None, card, vec![], ZOE, now)
        })
    };
    assert_eq!(out("999999", "42", today()), "no item has barcode 999999");
    assert_eq!(
        out("000002", "42", today()),
        "1 loans are open, the limit is 1"
    );
    assert_eq!(out("000002", "41", today()), "no patron here has this card");
    let next_year = at(TODAY.plus(400));
    assert!(out("000002", "42", next_year).starts_with("the card expired on 2027-11-25"));
    let said = out("000001", "42", today());
    assert!(
        said.starts_with("item aire/000001 is on loan to the same borrower"),
        "{said}"
    );
    let said = refused(&core, |core| core.renew(own("000002"), 0, None, today()));
    assert_eq!(said, "item aire/000002 is not on loan here");
    let said = refused(&core, |core| core.renew(own("000001"), 2, None, today()));
    assert_eq!(said, "item aire/000001 is requested by 2 others");
    let said = refused(&core, |core| {
        core.lose(own("000003"), Loss::Lost, ZOE, today())
    });
    assert_eq!(said, "item aire/000003 is not on loan here");
}

#[test]
fn at_the_scan_field() {
    let (core, _) = a_busy_library();
    let said = refused(&core, |core| core.scan(scanned("999999"), today()));
    assert_eq!(said, "no item has barcode 999999");
    let said = refused(&core, |core| {
        core.scan(of("aire", scanned("999999")), today())
    });
    assert_eq!(said, "no item has barcode 999999");
    let said = refused(&core, |core| core.undo(99, ZOE, today()));
    assert_eq!(said, "there is no scan 99 that could be taken back");
    let said = refused(&core, |core| core.not_found(own("000001"), ZOE, today()));
    assert_eq!(
        said,
        "item aire/000001 is on loan: it cannot be reported as not found"
    );
    let reason = Reason::parse("trop fragile").unwrap();
    let said = refused(&core, |core| {
        core.refuse(own("000002"), false, reason, ZOE, today())
    });
    assert!(
        said.ends_with("is on its shelf, or not here: it cannot be refused"),
        "{said}"
    );
    let items = Some(vec![own("000002")]);
    let said = refused(&core, |core| core.ship(items, None, ZOE, today()));
    assert!(said.ends_with("it cannot be shipped"), "{said}");
    let code = Collector::Code("K7QQQ".to_owned());
    let said = refused(&core, |core| {
        core.hand_over(code, None, vec![], ZOE, today())
    });
    assert_eq!(
        said,
        "nothing on the hold shelf has the pick-up code \"K7QQQ\""
    );
    let with_card = Collector::Card(card("42"));
    let said = refused(&core, |core| {
        core.hand_over(with_card, None, vec![], ZOE, today())
    });
    assert_eq!(said, "nothing on the hold shelf is for this card");
    let said = refused(&core, |core| core.damage(own("999999"), ZOE, today()));
    assert_eq!(said, "no item has barcode 999999");
    let said = refused(&core, |core| core.repaired(own("000002"), ZOE, today()));
    assert!(said.ends_with("it cannot be repaired"), "{said}");
    let said = refused(&core, |core| {
        core.read_in_house(barcode("000001"), ZOE, today())
    });
    assert!(
        said.ends_with("is on loan: it cannot be read in the library"),
        "{said}"
    );
    let said = refused(&core, |core| core.resolve(3, ZOE, today()));
    assert_eq!(said, "there is no conflict 3");
    let said = refused(&core, |core| core.told(3, ZOE, today()));
    assert_eq!(said, "there is no notice 3 to be told");
}

#[test]
fn among_requests() {
    let (core, anne) = a_busy_library();
    let mut late = a_wish(2, anne, 1);
    late.need_by = Some(TODAY.plus(-1));
    let said = refused(&core, |core| core.place(late, today()));
    assert_eq!(said, "2026-11-24 is in the past: today is 2026-11-25");
    let said = refused(&core, |core| core.place(a_wish(2, anne, 2), today()));
    assert!(said.ends_with("asks for the same already"), "{said}");
    let said = refused(&core, |core| {
        core.place(a_wish(2, PatronNumber(9), 1), today())
    });
    assert_eq!(said, "there is no patron 9");
    let said = refused(&core, |core| core.cancel(RequestId(9), None, today()));
    assert!(said.starts_with("there is no request"), "{said}");
    let said = refused(&core, |core| core.resume(RequestId(1), today()));
    assert!(said.ends_with("is placed: it cannot be resumed"), "{said}");
    let past = Some(TODAY.plus(-1));
    let said = refused(&core, |core| core.suspend(RequestId(1), past, today()));
    assert!(said.contains("is in the past"), "{said}");
}

#[test]
fn among_patrons() {
    let (core, anne) = a_busy_library();
    let said = refused(&core, |core| {
        core.register(a_form("Anne", "43"), ZOE, today())
    });
    assert_eq!(said, "patron 1 has the same name and birth date");
    let said = refused(&core, |core| {
        core.register(a_form("Jean", "42"), ZOE, today())
    });
    assert_eq!(said, "patron 1 has this card already");
    let mut child = a_form("Léo", "44");
    child.category = navette_domain::patrons::CategoryId::parse("child").unwrap();
    child.form.birth = navette_domain::time::Day::from_civil(2018, 1, 1).into();
    child.form.guardian = Some(PatronNumber(99));
    let said = refused(&core, |core| core.register(child, ZOE, today()));
    assert_eq!(said, "guardian 99 is not a patron here");
    let too_much = AccountAct::Pay(Money::from_setting(5));
    let said = refused(&core, |core| core.enter(anne, too_much, ZOE, today()));
    assert_eq!(
        said,
        "amount 0.05 EUR is more than the 0.00 EUR that is owed"
    );
    let said = refused(&core, |core| core.patron(PatronNumber(9), today()));
    assert_eq!(said, "there is no patron 9");
}

#[test]
fn at_the_desk_what_stands_on_the_own_shelf_is_lent_or_put_aside() {
    let core = aire_connected();
    let anne = a_patron(&core, "Anne", "42");
    let at_the_desk = PlaceRequest {
        by: Some(ZOE),
        ..a_wish(1, anne, 1)
    };
    let wish = at_the_desk.clone();
    let said = refused(&core, |core| core.place(wish, today()));
    assert!(said.contains("stands on the shelf"), "{said}");
    let elsewhere = PlaceRequest {
        pickup: library("lumbres"),
        ..at_the_desk.clone()
    };
    core.place(elsewhere, today()).unwrap();
    let bruno = a_patron(&core, "Bruno", "43");
    let put_aside = PlaceRequest {
        id: RequestId(2),
        asker: Asker::Patron(bruno),
        put_aside: true,
        ..at_the_desk
    };
    core.place(put_aside, today()).unwrap();
}
