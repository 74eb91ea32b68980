//! What was typed into a registration form, wire to domain. What is wrong with it is said by the rules, all at once.

use crate::Refusal;
use crate::convert::day;
use crate::convert::limits::text;
use crate::wire::patrons as wire;
use navette_domain::identity::PatronNumber;
use navette_domain::patrons::RegistrationForm;
use navette_domain::privacy::Personal;

/// Characters of a postal address, at most.
pub const ADDRESS_CHARS: usize = 300;

/// Reads a form; whose card the guardian's is has been looked up by the caller.
pub fn form_from_wire(
    person: &wire::Person,
    guardian: Option<PatronNumber>,
) -> Result<RegistrationForm, Refusal> {
    Ok(RegistrationForm {
        given_name: person.given_name.clone().into(),
        family_name: person.family_name.clone().into(),
        birth: day::from_wire("birth", &person.birth)?.into(),
        email: person.email.clone().into(),
        phone: person.phone.clone().into(),
        language: person.language.clone(),
        guardian,
        keeps_history: person.keeps_history,
    })
}

/// Reads the postal address, which may be empty.
pub fn address_from_wire(person: &wire::Person) -> Result<Personal<String>, Refusal> {
    // What is too long is counted and not shown: it is personal.
    text("address", person.address.trim().to_owned(), ADDRESS_CHARS).map(Personal::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birth_date_that_does_not_exist_is_refused_by_field() {
        let person = wire::Person {
            birth: "1970-02-30".into(),
            ..wire::Person::default()
        };
        let told = form_from_wire(&person, None).map_err(|refusal| refusal.to_string());
        let expected = "birth: \"1970-02-30\" is not a day (YYYY-MM-DD)";
        assert_eq!(told.err(), Some(expected.into()));
    }

    #[test]
    fn an_address_too_long_is_counted_and_not_shown() {
        let person = wire::Person {
            address: "rue ".repeat(100),
            ..wire::Person::default()
        };
        let told = address_from_wire(&person).map_err(|refusal| refusal.to_string());
        assert_eq!(
            told,
            Err("address has 399 characters, the limit is 300".into())
        );
    }
}
