//! Who has asked for a card from home? Each is registered at the desk, with a proof of identity, or taken away for good.

use super::at_desk::{Around, AtDesk};
use super::person_form::PersonFields;
use super::register;
use crate::answer::{Answer, page};
use crate::asked::Asked;
use crate::say::Say;
use crate::trouble::Trouble;
use crate::visit::{Posted, Visit};
use askama::Template;
use navette_proto::wire::patrons::{
    Application, ListApplicationsRequest, Patron, RemoveApplicationRequest, Standing,
};

/// Applications shown: as many as ever wait at one library.
const APPLICATIONS: u32 = 200;

#[derive(Template)]
#[template(path = "desk/applications.html")]
struct ApplicationsPage<'a> {
    visit: &'a Visit,
    say: Say,
    desk: &'a Around,
    base: &'a str,
    waiting: Vec<Waiting>,
    /// One was taken away.
    removed: bool,
}

struct Waiting {
    number: String,
    name: String,
    born: String,
    contact: String,
    since: String,
}

impl AtDesk {
    /// Asks who waits, the oldest first.
    pub(super) async fn applications(&self) -> Result<Vec<Application>, Trouble> {
        let request = ListApplicationsRequest {
            page_size: APPLICATIONS,
            page_token: String::new(),
        };
        let listed = self.patrons()?.list_applications(request).await?;
        Ok(listed.into_inner().applications)
    }

    /// Takes an application away for good.
    pub(super) async fn remove_application(&self, number: &str) -> Result<(), Trouble> {
        let request = RemoveApplicationRequest {
            application: number.to_owned(),
        };
        self.patrons()?.remove_application(request).await?;
        Ok(())
    }
}

pub(crate) async fn show(at: AtDesk, asked: Asked) -> Answer {
    let (around, waiting) = tokio::try_join!(at.around(), at.applications())?;
    page(&ApplicationsPage {
        visit: &at.visit,
        say: at.say(),
        desk: &around,
        base: &at.path(""),
        waiting: waiting.into_iter().map(|one| line(at.say(), one)).collect(),
        removed: asked.is_ticked("ecartee"),
    })
}

/// Begins a registration with what was asked for, or takes the application away. Its number is personal, and stands in no address.
pub(crate) async fn act(at: AtDesk, posted: Posted) -> Answer {
    let own = at.path("/demandes");
    let said = posted.fields.get("geste");
    let (verb, number) = said.split_once(' ').ok_or(Trouble::NotFound)?;
    match verb {
        "inscrire" => begun(&at, number, &own).await,
        "ecarter" if !posted.fields.is_ticked("oui") => {
            let why = [at.say().error_confirm().to_owned()];
            at.stop(&why, &own).await
        }
        "ecarter" => {
            let removed = at.remove_application(number).await;
            let to = format!("{own}?ecartee=oui");
            at.see_or_stop(removed, &to, &own).await
        }
        _ => Err(Trouble::NotFound),
    }
}

async fn begun(at: &AtDesk, number: &str, own: &str) -> Answer {
    let waiting = match at.applications().await {
        Ok(waiting) => waiting,
        Err(trouble) => return at.stop_for(trouble, own).await,
    };
    let found = waiting.into_iter().find(|one| one.application == number);
    let Some(found) = found else {
        let why = [at.say().applications_gone().to_owned()];
        return at.stop(&why, own).await;
    };
    let patron = Patron {
        person: found.person,
        standing: Some(Standing {
            category: "adult".to_owned(),
            ..Standing::default()
        }),
        ..Patron::default()
    };
    let fields = PersonFields {
        application: number.to_owned(),
        ..PersonFields::of(&patron)
    };
    register::begin(at, fields).await
}

fn line(say: Say, one: Application) -> Waiting {
    let person = one.person.unwrap_or_default();
    let contact = [person.phone, person.email, person.address];
    let known = contact.into_iter().filter(|part| !part.is_empty());
    Waiting {
        name: format!("{} {}", person.family_name, person.given_name),
        born: match person.birth.is_empty() {
            true => String::new(),
            false => say.day_with_year(&person.birth),
        },
        contact: known.collect::<Vec<_>>().join(", "),
        since: say.days_waiting(one.days_waiting),
        number: one.application,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language;
    use navette_proto::wire::patrons::Person;

    #[test]
    fn an_application_is_told_by_its_number_and_its_person() {
        let application = Application {
            application: "012345".into(),
            person: Some(Person {
                family_name: "Essai".into(),
                given_name: "Lou".into(),
                birth: "1990-05-04".into(),
                phone: "06".into(),
                ..Person::default()
            }),
            days_waiting: 0,
        };
        let shown = line(Say(Language::French), application);
        assert_eq!(
            (shown.number.as_str(), shown.name.as_str()),
            ("012345", "Essai Lou")
        );
        assert_eq!(
            (shown.born.as_str(), shown.contact.as_str()),
            ("04.05.1990", "06")
        );
        assert_eq!(shown.since, "aujourd'hui");
    }
}
