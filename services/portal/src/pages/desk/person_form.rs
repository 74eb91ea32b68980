//! What is asked of a patron, at registration and later? One form, one page.

use super::at_desk::AtDesk;
use super::days::day;
use crate::asked::Asked;
use crate::form_errors::FormErrors;
use crate::say::Say;
use navette_proto::explain;
use navette_proto::wire::identity::Card;
use navette_proto::wire::patrons::{Channel, Patron, Person};
use tonic::Status;

/// Categories that every library begins with.
pub(super) const CATEGORIES: [&str; 4] = ["adult", "teenager", "child", "collectivity"];
/// How somebody may wish to be told, as the form names it.
const CHANNELS: [(&str, Channel); 5] = [
    ("", Channel::Unspecified),
    ("courriel", Channel::EMail),
    ("sms", Channel::Sms),
    ("lettre", Channel::Letter),
    ("guichet", Channel::Desk),
];

/// The fields as they stand in the form.
#[derive(Default)]
pub(super) struct PersonFields {
    pub(super) family: String,
    pub(super) given: String,
    pub(super) day: String,
    pub(super) month: String,
    pub(super) year: String,
    pub(super) category: String,
    pub(super) card: String,
    pub(super) guardian: String,
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) address: String,
    pub(super) channel: String,
    pub(super) language: String,
    pub(super) history: bool,
    /// The number of the application that is dealt with; empty where there was none.
    pub(super) application: String,
}

impl PersonFields {
    /// Keeps what was typed.
    pub(super) fn typed(fields: &Asked) -> Self {
        let get = |name: &str| fields.get(name).to_owned();
        Self {
            family: get("nom"),
            given: get("prenom"),
            day: get("naissance-jour"),
            month: get("naissance-mois"),
            year: get("naissance-annee"),
            category: get("categorie"),
            card: get("carte"),
            guardian: get("responsable"),
            email: get("courriel"),
            phone: get("telephone"),
            address: get("adresse"),
            channel: get("canal"),
            language: get("langue"),
            history: fields.is_ticked("historique"),
            application: get("demande"),
        }
    }

    /// Shows what is known.
    pub(super) fn of(patron: &Patron) -> Self {
        let person = patron.person.clone().unwrap_or_default();
        let mut birth = person.birth.splitn(3, '-').map(str::to_owned);
        let (year, month, day) = (birth.next(), birth.next(), birth.next());
        let channel = CHANNELS
            .iter()
            .find(|(_, channel)| *channel == person.preferred());
        Self {
            channel: channel.map_or("", |(name, _)| name).to_owned(),
            category: patron.standing.clone().unwrap_or_default().category,
            card: String::new(),
            guardian: person.guardian.map_or(String::new(), |card| card.number),
            year: year.unwrap_or_default(),
            month: month.unwrap_or_default(),
            day: day.unwrap_or_default(),
            family: person.family_name,
            given: person.given_name,
            email: person.email,
            phone: person.phone,
            address: person.address,
            language: person.language,
            history: person.keeps_history,
            application: String::new(),
        }
    }

    /// Makes the person of the contract; what cannot be read is noted.
    pub(super) fn person(&self, at: &AtDesk, fields: &Asked, errors: &mut FormErrors) -> Person {
        let say = at.say();
        if self.family.is_empty() {
            errors.add("nom", say.error_family_empty());
        }
        let birth = day(fields, "naissance").unwrap_or_else(|_| {
            errors.add("naissance", say.desk_error_day());
            String::new()
        });
        let channel = CHANNELS.iter().find(|(name, _)| *name == self.channel);
        Person {
            given_name: self.given.clone(),
            family_name: self.family.clone(),
            birth,
            email: self.email.clone(),
            phone: self.phone.clone(),
            language: match self.language.as_str() {
                "en" => "en".to_owned(),
                _ => "fr".to_owned(),
            },
            guardian: (!self.guardian.is_empty()).then(|| Card {
                library: at.session.library.to_string(),
                number: self.guardian.clone(),
            }),
            keeps_history: self.history,
            address: self.address.clone(),
            preferred: channel.map_or(Channel::Unspecified, |(_, channel)| *channel) as i32,
        }
    }

    /// Gives the choices of how to be told, with the chosen one.
    pub(super) fn channels(&self, say: Say) -> Vec<(&'static str, &'static str, bool)> {
        let choices = CHANNELS.iter();
        choices
            .map(|(name, channel)| (*name, say.desk_channel(*channel), *name == self.channel))
            .collect()
    }

    /// Gives the categories, with the chosen one; one that a library has added stays.
    pub(super) fn categories(&self, say: Say) -> Vec<(String, String, bool)> {
        let mut codes: Vec<&str> = CATEGORIES.to_vec();
        if !self.category.is_empty() && !codes.contains(&self.category.as_str()) {
            codes.push(&self.category);
        }
        let choices = codes.into_iter();
        choices
            .map(|code| {
                let name = say.category(code).to_owned();
                (code.to_owned(), name, code == self.category)
            })
            .collect()
    }
}

/// Says which fields a library refuses, in the words of the form; false where the refusal is about something else.
pub(super) fn refused(say: Say, status: &Status, errors: &mut FormErrors) -> bool {
    let Some(told) = explain(status) else {
        return false;
    };
    match told.reason.as_str() {
        "FORM_REFUSED" => {
            for objection in &told.objections {
                errors.add(field(&objection.reason), say.form_field(&objection.reason));
            }
        }
        "CARD_TAKEN" => errors.add("carte", say.refusals(status).join(" ")),
        "SEEMS_REGISTERED" => errors.add("homonyme", say.refusals(status).join(" ")),
        "UNKNOWN_CARD" => errors.add("responsable", say.form_field("person.guardian")),
        "CHANGED_SINCE" => errors.add("", say.refusals(status).join(" ")),
        "FIELD_REFUSED" => errors.add("", say.desk_refusals(status).join(" ")),
        _ => return false,
    }
    true
}

fn field(of_contract: &str) -> &'static str {
    match of_contract {
        "person.given_name" => "prenom",
        "person.family_name" => "nom",
        "person.birth" => "naissance",
        "person.guardian" => "responsable",
        "person.email" => "courriel",
        "person.phone" => "telephone",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language;
    use navette_proto::{Objection, Refusal};

    #[test]
    fn what_the_library_refuses_is_said_beside_its_field() {
        let objection = |reason: &str| Objection {
            reason: reason.into(),
            message: "told".into(),
            lifted_by: None,
        };
        let refusal = Refusal::Form(vec![objection("person.birth"), objection("person.email")]);
        let mut errors = FormErrors::default();
        assert!(refused(
            Say(Language::French),
            &Status::from(refusal),
            &mut errors
        ));
        assert!(errors.of("naissance").is_some() && errors.of("courriel").is_some());
    }

    #[test]
    fn a_category_that_a_library_has_added_stays_chosen() {
        let fields = PersonFields {
            category: "staff".into(),
            ..PersonFields::default()
        };
        let shown = fields.categories(Say(Language::French));
        assert!(shown.contains(&("staff".into(), "staff".into(), true)));
    }
}
