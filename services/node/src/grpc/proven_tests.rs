//! Does what was proven take the place of what is said, in every message that says it?

#![allow(clippy::unwrap_used)]
use super::*;
use navette_domain::access::{Role, SignedInAt};
use navette_proto::{DESCRIPTORS, rule_of};
use prost::Message;
use prost_types::FileDescriptorSet;

fn aire() -> LibraryId {
    LibraryId::parse("aire").unwrap()
}

fn jeanne() -> Caller {
    Caller::Patron {
        library: aire(),
        number: PatronNumber(1),
        card: CardNumber::parse("62765").unwrap(),
        at: SignedInAt::Elsewhere,
    }
}

/// Lists the messages asked by calls that a role may make and that have a field of this name.
fn asked_with(field: &str, may: impl Fn(&[Role]) -> bool) -> Vec<String> {
    let contracts = FileDescriptorSet::decode(DESCRIPTORS).unwrap().file;
    let has = |name: &str| {
        let (package, message) = name.rsplit_once('.').unwrap();
        let file = contracts.iter().find(|file| {
            let messages = || file.message_type.iter();
            file.package() == package && messages().any(|one| one.name() == message)
        });
        let messages = file.unwrap().message_type.iter();
        let mut fields = messages
            .filter(|one| one.name() == message)
            .flat_map(|one| &one.field);
        fields.any(|one| one.name() == field)
    };
    let mut found = Vec::new();
    for file in &contracts {
        for service in &file.service {
            for call in &service.method {
                let (package, service) = (file.package(), service.name());
                let rule = rule_of(&format!("/{package}.{service}/{}", call.name())).unwrap();
                let asked = call.input_type().trim_start_matches('.');
                let own = package != "navette.access.v1";
                if own && may(rule.roles) && has(asked) {
                    found.push(asked.to_owned());
                }
            }
        }
    }
    found.sort_unstable();
    found
}

#[test]
fn every_message_that_says_who_works_at_the_desk_is_signed() {
    let said = asked_with("staff", |_| true);
    assert_eq!(said, NAMING_STAFF);
}

#[test]
fn every_message_of_a_patron_that_names_a_card_is_held_to_their_own() {
    let named = asked_with("card", |roles| roles.contains(&Role::Patron));
    assert_eq!(named, NAMING_PATRON);
}

#[test]
fn who_has_signed_in_takes_the_place_of_who_is_named() {
    let zoe = Caller::Staff {
        library: aire(),
        id: StaffId(7),
        administrator: false,
    };
    let forged = patrons::PayRequest {
        staff: 9,
        ..patrons::PayRequest::default()
    };
    assert_eq!(signed(&zoe, forged.clone()).staff, 7);
    assert_eq!(signed(&jeanne(), forged).staff, 0);
}

#[test]
fn a_patron_asks_for_their_own_account_only() {
    let asking = |library: &str, number: &str| patrons::GetRequest {
        card: Some(Card {
            library: library.into(),
            number: number.into(),
        }),
    };
    let refused = Err(Refusal::from(AccessRefusal::NotYourOwn));
    for (library, number, own) in [
        ("aire", "62765", true),
        ("", "62765", true),
        ("aire", "62766", false),
        ("lumbres", "62765", false),
    ] {
        let held = held_to_own_card(&jeanne(), asking(library, number), &aire());
        let expected = if own {
            Ok(asking("aire", "62765"))
        } else {
            refused.clone()
        };
        assert_eq!(held, expected, "{library}/{number}");
    }
    let unnamed = held_to_own_card(&jeanne(), patrons::GetRequest { card: None }, &aire());
    assert_eq!(unnamed, Ok(asking("aire", "62765")));
    let desk = held_to_own_card(&Caller::ThisMachine, asking("", "1"), &aire());
    assert_eq!(desk, Ok(asking("", "1")));
}
