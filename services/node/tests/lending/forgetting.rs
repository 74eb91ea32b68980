//! Four months after a return nobody can say who had it; a year after the last sign of life a patron is gone.

use crate::fixtures::*;
use navette_domain::circulation::{Overridable, Override};
use navette_domain::identity::RequestId;
use navette_domain::lending::{RequestState, View};
use navette_domain::patrons::Reason;
use navette_node::core::NodeChange;

fn a_returned_loan(core: &Core) -> navette_domain::identity::PatronNumber {
    let anne = a_patron(core, "Anne", "42");
    lend(core, "000001", "42");
    scan(core, "000001");
    anne
}

#[test]
fn a_returned_loan_is_forgotten_after_four_months() {
    let core = aire_connected();
    a_returned_loan(&core);
    assert_eq!(core.forget(at(TODAY.plus(121))).unwrap().loans, 0);
    assert_eq!(core.forget(at(TODAY.plus(122))).unwrap().loans, 1);
}

#[test]
fn who_keeps_a_history_or_owes_something_is_remembered() {
    let core = aire_connected();
    let anne = a_returned_loan(&core);
    core.keep_history(anne, true, today()).unwrap();
    assert_eq!(core.forget(at(TODAY.plus(200))).unwrap().loans, 0);
    assert_eq!(core.loans(anne, true, today()).unwrap().len(), 1);
    core.keep_history(anne, false, today()).unwrap();
    assert_eq!(core.loans(anne, true, today()).unwrap().len(), 0);
}

#[test]
fn an_ended_request_loses_its_patron() {
    let core = aire_connected();
    let anne = a_patron(&core, "Anne", "42");
    core.place(a_wish(1, anne, 1), today()).unwrap();
    assert_eq!(
        core.forget(at(TODAY.plus(200))).unwrap().requests,
        0,
        "it is open"
    );
    show(
        &core,
        vec![View::Request(request_view(1, 2, RequestState::Completed))],
    );
    assert_eq!(core.forget(at(TODAY.plus(122))).unwrap().requests, 1);
    assert!(core.request(RequestId(1), today()).is_err());
}

#[test]
fn a_patron_is_gone_after_a_year_but_never_with_a_book() {
    let core = aire_connected();
    let anne = a_patron(&core, "Anne", "42");
    lend(&core, "000001", "42");
    let year = at(TODAY.plus(365));
    assert_eq!(core.forget(year).unwrap().patrons, []);
    scan(&core, "000001");
    assert_eq!(core.forget(year).unwrap().patrons, [anne]);
    assert!(core.patron(anne, year).is_err());
    let named = rows(&core)
        .values()
        .any(|row| row.windows(5).any(|window| window == b"Leroy"));
    assert!(!named, "the name is still in the store");
}

#[test]
fn who_asks_is_erased_unless_something_is_open() {
    let core = aire_connected();
    let anne = a_patron(&core, "Anne", "42");
    lend(&core, "000001", "42");
    let refused = core.erase(anne, today()).unwrap_err();
    assert_eq!(refused.to_string(), "patron 1 has a loan open");
    scan(&core, "000001");
    core.erase(anne, today()).unwrap();
    assert!(core.patron_with_card(card("42"), today()).is_err());
}

#[test]
fn why_a_rule_was_overruled_is_forgotten_with_the_loan() {
    let core = aire_connected();
    a_patron(&core, "Anne", "42");
    let why = "la fille de Mme Delattre";
    let overrides = vec![Override {
        what: Overridable::ReferenceOnly,
        by: ZOE,
        reason: Reason::parse(why).unwrap(),
    }];
    let lent = core.check_out(
        own("000004").barcode,
        None,
        card("42"),
        overrides,
        ZOE,
        today(),
    );
    lent.unwrap();
    let said = |core: &Core| {
        let mut rows = rows(core).into_iter();
        let words = why.as_bytes();
        rows.any(|(key, row)| {
            let staff = matches!(
                NodeChange::read(&key, Some(&row)),
                Ok(NodeChange::StaffRow(..))
            );
            staff && row.windows(words.len()).any(|window| window == words)
        })
    };
    core.forget(at(TODAY.plus(121))).unwrap();
    assert!(said(&core));
    core.forget(at(TODAY.plus(122))).unwrap();
    assert!(!said(&core));
}
