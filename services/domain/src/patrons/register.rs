//! Can this person be registered with what the form says? Every field that is wrong is named at once.

use super::{
    Category, CategoryId, ContactRefusal, DuplicateKey, Email, Language, Phone, age_years,
    card_expires,
};
use crate::identity::PatronNumber;
use crate::privacy::Personal;
use crate::time::Day;
use std::fmt;

/// Longest name, in characters.
pub const NAME_CHARS_MAX: usize = 100;
/// Oldest age that is believed, in years.
pub const AGE_MAX: i32 = 120;
/// From which age on nobody needs a guardian (Code civil, article 414), in years.
pub const ADULT_AGE: i32 = 18;

/// What was typed into a registration form. It is personal: it is not displayed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegistrationForm {
    /// Given name; may be empty for a group.
    pub given_name: Personal<String>,
    /// Family name, or the name of the group.
    pub family_name: Personal<String>,
    /// Day of birth; may be absent for a group.
    pub birth: Personal<Option<Day>>,
    /// E-mail address, empty where there is none.
    pub email: Personal<String>,
    /// Telephone number, empty where there is none.
    pub phone: Personal<String>,
    /// Code of the language of notices: `fr` or `en`.
    pub language: String,
    /// Who answers for a child.
    pub guardian: Option<PatronNumber>,
    /// Whether loans are to be remembered; off unless the patron asks for it.
    pub keeps_history: bool,
}

/// The patron who is named as guardian, as the register knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuardianFacts {
    /// Which patron.
    pub number: PatronNumber,
    /// Day of birth, where it is known.
    pub birth: Personal<Option<Day>>,
    /// Whether their own category asks for a guardian.
    pub guardian_needed: bool,
    /// Whether they are a group.
    pub group: bool,
}

/// A form that was found sound, in the form in which it is kept. It is personal: it is not displayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Given name, without spaces around; empty for a group without a contact.
    pub given_name: Personal<String>,
    /// Family name, or the name of the group.
    pub family_name: Personal<String>,
    /// Day of birth.
    pub birth: Personal<Option<Day>>,
    /// E-mail address.
    pub email: Option<Email>,
    /// Telephone number.
    pub phone: Option<Phone>,
    /// Language of notices.
    pub language: Language,
    /// Of which category.
    pub category: CategoryId,
    /// Who answers for a child.
    pub guardian: Option<PatronNumber>,
    /// Whether loans are to be remembered.
    pub keeps_history: bool,
    /// The last day on which the card holds.
    pub card_expires: Day,
    /// To look for the same person in the register.
    pub duplicate_key: DuplicateKey,
}

/// Which name of a form is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameField {
    /// The given name.
    Given,
    /// The family name, or the name of the group.
    Family,
}

impl fmt::Display for NameField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Given => "given name",
            Self::Family => "family name",
        })
    }
}

/// What is wrong with one field of a form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationRefusal {
    /// A name is missing.
    #[error("the {0} is empty")]
    NameEmpty(NameField),
    /// A name is too long.
    #[error("the {0} has {1} characters, the limit is {NAME_CHARS_MAX}")]
    NameTooLong(NameField, usize),
    /// A name holds line breaks or other control characters.
    #[error("the {0} holds the control character U+{1:04X}")]
    NameControl(NameField, u32),
    /// The day of birth is missing.
    #[error("the birth date is empty")]
    BirthMissing,
    /// The day of birth is still to come.
    #[error("the birth date {birth} is not before today, {today}")]
    BirthNotPast {
        /// What was typed.
        birth: Day,
        /// Today.
        today: Day,
    },
    /// Nobody is that old.
    #[error("the birth date {0} is more than {AGE_MAX} years ago")]
    BirthTooOld(Day),
    /// A child without a guardian.
    #[error("a patron of {0} years has no guardian")]
    GuardianMissing(i32),
    /// The guardian is not in the register.
    #[error("guardian {} is not a patron here", .0.0)]
    GuardianUnknown(PatronNumber),
    /// The guardian is a child or a group.
    #[error("guardian {} is not an adult patron", .0.0)]
    GuardianNotAdult(PatronNumber),
    /// The e-mail address has no shape.
    #[error(transparent)]
    Email(ContactRefusal),
    /// The telephone number has no shape.
    #[error(transparent)]
    Phone(ContactRefusal),
    /// No notice is written in this language.
    #[error("language \"{0}\" is neither fr nor en")]
    Language(String),
}

impl RegistrationRefusal {
    /// Says what to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NameEmpty(_) => "fill it in as on an identity card",
            Self::NameTooLong(..) => "shorten it to what the person is called",
            Self::NameControl(..) => "type it again",
            Self::BirthMissing => "fill it in: it tells persons of one name apart",
            Self::BirthNotPast { .. } | Self::BirthTooOld(_) => "check the year",
            Self::GuardianMissing(_) => "register a parent first and name them as guardian",
            Self::GuardianUnknown(_) => "scan the guardian's card again, or register them first",
            Self::GuardianNotAdult(_) => "name an adult who answers for the loans",
            Self::Email(refusal) | Self::Phone(refusal) => refusal.hint(),
            Self::Language(_) => "choose French or English",
        }
    }
}

/// Checks a form; gives the registration as it is kept, or everything that is wrong with it.
pub fn check_registration(
    form: &RegistrationForm,
    category: &Category,
    guardian: Option<&GuardianFacts>,
    today: Day,
) -> Result<Registration, Vec<RegistrationRefusal>> {
    let mut refused = Vec::new();
    check_name(
        form.given_name.expose(),
        NameField::Given,
        category.group,
        &mut refused,
    );
    check_name(
        form.family_name.expose(),
        NameField::Family,
        false,
        &mut refused,
    );
    let age = check_birth(*form.birth.expose(), category.group, today, &mut refused);
    check_guardian(form.guardian, guardian, category, age, today, &mut refused);
    let email = kept(form.email.expose(), Email::parse).map_err(RegistrationRefusal::Email);
    let phone = kept(form.phone.expose(), Phone::parse).map_err(RegistrationRefusal::Phone);
    let language = Language::from_code(&form.language)
        .ok_or_else(|| RegistrationRefusal::Language(form.language.chars().take(8).collect()));
    match (email, phone, language) {
        (Ok(email), Ok(phone), Ok(language)) if refused.is_empty() => {
            let given_name = form.given_name.expose().trim().to_owned();
            let family_name = form.family_name.expose().trim().to_owned();
            Ok(Registration {
                duplicate_key: DuplicateKey::of(&given_name, &family_name, *form.birth.expose()),
                given_name: given_name.into(),
                family_name: family_name.into(),
                birth: form.birth,
                email,
                phone,
                language,
                category: category.id.clone(),
                guardian: form.guardian,
                keeps_history: form.keeps_history,
                card_expires: card_expires(today, category.policy.card_months),
            })
        }
        (email, phone, language) => {
            refused.extend(email.err());
            refused.extend(phone.err());
            refused.extend(language.err());
            Err(refused)
        }
    }
}

fn check_name(
    text: &str,
    field: NameField,
    optional: bool,
    refused: &mut Vec<RegistrationRefusal>,
) {
    let text = text.trim();
    if text.is_empty() && !optional {
        refused.push(RegistrationRefusal::NameEmpty(field));
    }
    let length = text.chars().count();
    if length > NAME_CHARS_MAX {
        refused.push(RegistrationRefusal::NameTooLong(field, length));
    }
    if let Some(control) = text.chars().find(|c| c.is_control()) {
        refused.push(RegistrationRefusal::NameControl(field, u32::from(control)));
    }
}

/// Checks the day of birth and gives the age in years, where both make sense.
fn check_birth(
    birth: Option<Day>,
    optional: bool,
    today: Day,
    refused: &mut Vec<RegistrationRefusal>,
) -> Option<i32> {
    let Some(birth) = birth else {
        if !optional {
            refused.push(RegistrationRefusal::BirthMissing);
        }
        return None;
    };
    if birth >= today {
        refused.push(RegistrationRefusal::BirthNotPast { birth, today });
        return None;
    }
    let age = age_years(birth, today);
    if age > AGE_MAX {
        refused.push(RegistrationRefusal::BirthTooOld(birth));
        return None;
    }
    Some(age)
}

fn check_guardian(
    named: Option<PatronNumber>,
    found: Option<&GuardianFacts>,
    category: &Category,
    age: Option<i32>,
    today: Day,
    refused: &mut Vec<RegistrationRefusal>,
) {
    let Some(named) = named else {
        if let Some(age) = age
            && age < ADULT_AGE
            && category.guardian_needed
        {
            refused.push(RegistrationRefusal::GuardianMissing(age));
        }
        return;
    };
    match found {
        Some(guardian) if guardian.number == named => {
            if !is_adult(guardian, today) {
                refused.push(RegistrationRefusal::GuardianNotAdult(named));
            }
        }
        Some(_) | None => refused.push(RegistrationRefusal::GuardianUnknown(named)),
    }
}

/// Imported patrons may lack a day of birth; then their category says whether they are adults.
fn is_adult(guardian: &GuardianFacts, today: Day) -> bool {
    let adult = match *guardian.birth.expose() {
        Some(birth) => age_years(birth, today) >= ADULT_AGE,
        None => !guardian.guardian_needed,
    };
    adult && !guardian.group
}

/// Parses a field that may be left empty.
fn kept<T>(
    text: &str,
    parse: fn(&str) -> Result<T, ContactRefusal>,
) -> Result<Option<T>, ContactRefusal> {
    if text.trim().is_empty() {
        Ok(None)
    } else {
        parse(text).map(Some)
    }
}

#[cfg(test)]
mod tests;
