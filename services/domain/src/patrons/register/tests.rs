//! Does the register take who may come, and name everything that is wrong at once?

#![allow(clippy::unwrap_used)]
use super::*;
use crate::patrons::fixtures::TODAY;

fn adult() -> Category {
    let [adult, _, _, _] = Category::defaults();
    adult
}

fn child() -> Category {
    let [_, _, child, _] = Category::defaults();
    child
}

fn collectivity() -> Category {
    let [_, _, _, collectivity] = Category::defaults();
    collectivity
}

fn years_ago(years: i32) -> Personal<Option<Day>> {
    Day::from_civil(2026 - years, 11, 30).into()
}

fn a_form() -> RegistrationForm {
    RegistrationForm {
        given_name: " Marie ".into(),
        family_name: "Leroy".into(),
        birth: years_ago(40),
        language: "fr".to_owned(),
        ..RegistrationForm::default()
    }
}

fn a_parent(number: u64) -> GuardianFacts {
    GuardianFacts {
        number: PatronNumber(number),
        birth: years_ago(40),
        guardian_needed: false,
        group: false,
    }
}

fn said(result: Result<Registration, Vec<RegistrationRefusal>>) -> Vec<String> {
    match result {
        Ok(_) => Vec::new(),
        Err(refused) => {
            assert!(refused.iter().all(|refusal| !refusal.hint().is_empty()));
            refused.iter().map(ToString::to_string).collect()
        }
    }
}

#[test]
fn an_adult_is_registered_for_a_year_and_nothing_is_remembered_unasked() {
    let registration = check_registration(&a_form(), &adult(), None, TODAY).unwrap();
    assert_eq!(registration.given_name.expose(), "Marie");
    assert_eq!(registration.card_expires.to_string(), "2027-12-01");
    assert!(!registration.keeps_history);
    assert_eq!(registration.email, None);
    assert_eq!(registration.language, Language::French);
    assert_eq!(
        registration.duplicate_key.expose(),
        "leroy marie|1986-11-30"
    );
}

#[test]
fn everything_that_is_wrong_is_named_at_once() {
    let form = RegistrationForm {
        given_name: "".into(),
        family_name: "é".repeat(101).into(),
        birth: Some(TODAY).into(),
        email: "marie".into(),
        phone: "12".into(),
        language: "de".to_owned(),
        guardian: Some(PatronNumber(9)),
        keeps_history: false,
    };
    assert_eq!(
        said(check_registration(&form, &adult(), None, TODAY)),
        [
            "the given name is empty",
            "the family name has 101 characters, the limit is 100",
            "the birth date 2026-12-01 is not before today, 2026-12-01",
            "guardian 9 is not a patron here",
            "the e-mail address has no @",
            "the telephone number has 2 digits and is not 0 or +33 followed by nine digits",
            "language \"de\" is neither fr nor en",
        ]
    );
}

#[test]
fn a_birth_date_is_believed_within_a_lifetime() {
    for (birth, expected) in [
        (None, "the birth date is empty"),
        (
            Day::from_civil(1905, 1, 1),
            "the birth date 1905-01-01 is more than 120 years ago",
        ),
        (
            Day::from_civil(2027, 1, 1),
            "the birth date 2027-01-01 is not before today, 2026-12-01",
        ),
    ] {
        let birth = birth.into();
        let form = RegistrationForm { birth, ..a_form() };
        assert_eq!(
            said(check_registration(&form, &adult(), None, TODAY)),
            [expected]
        );
    }
    for birth in [Some(TODAY.plus(-1)), Day::from_civil(1906, 1, 1)] {
        let birth = birth.into();
        let form = RegistrationForm { birth, ..a_form() };
        assert_eq!(
            said(check_registration(&form, &adult(), None, TODAY)),
            [""; 0]
        );
    }
}

#[test]
fn a_child_is_registered_with_an_adult_who_answers_for_them() {
    let ten = RegistrationForm {
        birth: years_ago(10),
        ..a_form()
    };
    let with_guardian = RegistrationForm {
        guardian: Some(PatronNumber(3)),
        ..ten.clone()
    };
    let teenager = GuardianFacts {
        birth: years_ago(17),
        ..a_parent(3)
    };
    let imported = GuardianFacts {
        birth: None.into(),
        ..a_parent(3)
    };
    let class = GuardianFacts {
        group: true,
        birth: None.into(),
        ..a_parent(3)
    };
    for (form, guardian, expected) in [
        (&ten, None, vec!["a patron of 10 years has no guardian"]),
        (
            &with_guardian,
            None,
            vec!["guardian 3 is not a patron here"],
        ),
        (
            &with_guardian,
            Some(a_parent(4)),
            vec!["guardian 3 is not a patron here"],
        ),
        (
            &with_guardian,
            Some(teenager),
            vec!["guardian 3 is not an adult patron"],
        ),
        (
            &with_guardian,
            Some(class),
            vec!["guardian 3 is not an adult patron"],
        ),
        (&with_guardian, Some(imported), vec![]),
        (&with_guardian, Some(a_parent(3)), vec![]),
    ] {
        let result = check_registration(form, &child(), guardian.as_ref(), TODAY);
        assert_eq!(said(result), expected);
    }
}

#[test]
fn a_guardian_is_needed_below_eighteen_and_where_the_category_says_so() {
    let eighteen = RegistrationForm {
        birth: years_ago(18),
        ..a_form()
    };
    assert_eq!(
        said(check_registration(&eighteen, &child(), None, TODAY)),
        [""; 0]
    );
    let seventeen = RegistrationForm {
        birth: years_ago(17),
        ..a_form()
    };
    assert_eq!(
        said(check_registration(&seventeen, &adult(), None, TODAY)),
        [""; 0]
    );
}

#[test]
fn a_class_has_neither_given_name_nor_birthday() {
    let form = RegistrationForm {
        given_name: "".into(),
        family_name: "CM2 de l'école Jules-Verne".into(),
        birth: None.into(),
        ..a_form()
    };
    assert_eq!(
        said(check_registration(&form, &collectivity(), None, TODAY)),
        [""; 0]
    );
}

#[test]
fn a_form_shows_itself_in_no_log() {
    let registration = check_registration(&a_form(), &adult(), None, TODAY).unwrap();
    let shown = format!("{:?} {registration:?}", a_form());
    for personal in ["Marie", "Leroy", "leroy", "1986"] {
        assert!(!shown.contains(personal), "{shown}");
    }
}
