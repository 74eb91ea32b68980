//! What of a patron may be changed piece by piece? What is not given stays, and nobody overwrites what they have not seen.

use super::facts::touch;
use super::registering::{check, person, rows};
use super::showing::show;
use crate::draft::{About, Draft};
use crate::flows::patrons::PatronForm;
use crate::ledger::{NodeState, PatronRow, PersonRow, StaffAct};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::{CardNumber, PatronNumber, StaffId};
use navette_domain::notices::Channel;
use navette_domain::patrons::{CategoryId, Email, Phone, RegistrationForm, Suspension};
use navette_domain::privacy::Personal;
use navette_domain::time::{Day, Now};
use navette_store::ledger::Commit;

/// What is said anew of a person. It is personal.
#[derive(Clone)]
pub struct PersonForm {
    /// What the rules check.
    pub form: RegistrationForm,
    /// Postal address.
    pub address: Personal<String>,
    /// How they wish to be told, if they said.
    pub preferred: Option<Channel>,
}

/// What is changed of a patron; nothing where it stays. It is personal.
#[derive(Clone, Default)]
pub struct Amendment {
    /// The version that was shown; nothing where it is changed whatever it is.
    pub version: Option<u64>,
    /// Who it is.
    pub person: Option<PersonForm>,
    /// Of which category.
    pub category: Option<CategoryId>,
    /// The last day on which the card holds.
    pub card_expires: Option<Day>,
    /// A suspension; one that has passed lifts it.
    pub suspension: Option<Suspension>,
    /// Whether the card is blocked.
    pub blocked: Option<bool>,
    /// A new card, where the old one was lost.
    pub card: Option<CardNumber>,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Changes what is given of a patron, all of it or nothing.
    pub fn amend_patron(
        &self,
        number: PatronNumber,
        amendment: Amendment,
        by: StaffId,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| amend(draft, number, amendment, by))
    }
}

fn amend(
    draft: &mut Draft<'_>,
    number: PatronNumber,
    amendment: Amendment,
    by: StaffId,
) -> Result<(), DeskRefusal> {
    refuse_unseen(draft, number, amendment.version)?;
    let (mut row, mut known) = rows(draft, number)?;
    if amendment.person.is_some() || amendment.category.is_some() {
        let form = whole_form(&row, &known, amendment.person, amendment.category);
        let registration = check(draft, &form)?;
        row.category = registration.category.clone();
        row.guardian = registration.guardian;
        row.keeps_history = registration.keeps_history;
        known = person(registration, form, known.pin_hash);
    }
    if let Some(card) = amendment.card {
        let taken = draft.state.indexes().cards.first(&card);
        if let Some(other) = taken.filter(|other| *other != number) {
            return Err(DeskRefusal::CardTaken(other));
        }
        known.card = card;
    }
    let reason = amendment.suspension.as_ref().map(|new| new.reason.clone());
    if let Some(suspension) = amendment.suspension {
        let today = draft.today();
        row.suspension = Some(suspension).filter(|suspension| suspension.until >= today);
    }
    row.card_expires = amendment.card_expires.unwrap_or(row.card_expires);
    row.blocked = amendment.blocked.unwrap_or(row.blocked);
    draft.put(number, row);
    draft.put(number, known);
    touch(draft, number);
    let about = About {
        reason: reason.as_ref(),
        ..About::patron(number)
    };
    draft.note(by, StaffAct::Changed, about);
    Ok(())
}

fn refuse_unseen(
    draft: &Draft<'_>,
    patron: PatronNumber,
    asked: Option<u64>,
) -> Result<(), DeskRefusal> {
    let here = show(draft, patron)?.version();
    match asked.filter(|asked| *asked != here) {
        Some(asked) => Err(DeskRefusal::ChangedSince {
            patron,
            asked,
            here,
        }),
        None => Ok(()),
    }
}

/// Fills a form with what is known, where nothing else is said.
pub(super) fn whole_form(
    row: &PatronRow,
    known: &PersonRow,
    person: Option<PersonForm>,
    category: Option<CategoryId>,
) -> PatronForm {
    let person = person.unwrap_or_else(|| PersonForm {
        form: RegistrationForm {
            given_name: known.given_name.clone(),
            family_name: known.family_name.clone(),
            birth: known.birth,
            email: known.email.as_ref().map_or("", Email::expose).into(),
            phone: known.phone.as_ref().map_or("", Phone::expose).into(),
            language: known.language.code().to_owned(),
            guardian: row.guardian,
            keeps_history: row.keeps_history,
        },
        address: known.address.clone(),
        preferred: known.preferred,
    });
    PatronForm {
        form: person.form,
        category: category.unwrap_or_else(|| row.category.clone()),
        card: known.card.clone(),
        address: person.address,
        preferred: person.preferred,
        somebody_else: true,
    }
}
