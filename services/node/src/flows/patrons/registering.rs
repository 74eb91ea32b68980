//! How is somebody registered, and what may be changed later? The rules check the form; a likely double is shown before it is made.

use super::facts::touch;
use crate::draft::{About, Draft};
use crate::ledger::{NodeState, PatronRow, PersonRow, StaffAct};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::{CardNumber, PatronNumber, StaffId};
use navette_domain::notices::Channel;
use navette_domain::patrons::{
    Category, CategoryId, GuardianFacts, Registration, RegistrationForm, Suspension, card_expires,
    check_registration,
};
use navette_domain::privacy::{Personal, Secret};
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// What a desk says of a patron. It is personal.
#[derive(Clone)]
pub struct PatronForm {
    /// What the rules check.
    pub form: RegistrationForm,
    /// Of which category.
    pub category: CategoryId,
    /// The number on the card.
    pub card: CardNumber,
    /// Postal address.
    pub address: Personal<String>,
    /// How they wish to be told, if they said.
    pub preferred: Option<Channel>,
    /// It is not the person of the same name and birth date who is registered already.
    pub somebody_else: bool,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Registers a patron; gives their number.
    pub fn register(
        &self,
        form: PatronForm,
        by: StaffId,
        now: Now,
    ) -> Result<PatronNumber, DeskRefusal> {
        self.command(now, move |draft| {
            let registration = check(draft, &form)?;
            refuse_double(draft, &form, &registration)?;
            draft.meta_mut().last_patron += 1;
            let number = PatronNumber(draft.meta().last_patron);
            let row = PatronRow {
                category: registration.category.clone(),
                card_expires: registration.card_expires,
                suspension: None,
                blocked: false,
                guardian: registration.guardian,
                keeps_history: registration.keeps_history,
                last_activity: draft.today(),
            };
            draft.put(number, row);
            draft.put(number, person(registration, form, None));
            draft.note(by, StaffAct::Registered, About::patron(number));
            Ok(number)
        })
    }

    /// Changes what is known of a patron to what the form says; the card goes on as long as it did.
    pub fn update_patron(
        &self,
        number: PatronNumber,
        form: PatronForm,
        by: StaffId,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| {
            let (row, known) = rows(draft, number)?;
            let registration = check(draft, &form)?;
            let taken = draft.state.indexes().cards.first(&form.card);
            if let Some(other) = taken.filter(|other| *other != number) {
                return Err(DeskRefusal::CardTaken(other));
            }
            draft.put(
                number,
                PatronRow {
                    category: registration.category.clone(),
                    guardian: registration.guardian,
                    keeps_history: registration.keeps_history,
                    ..row
                },
            );
            draft.put(number, person(registration, form, known.pin_hash));
            touch(draft, number);
            draft.note(by, StaffAct::Changed, About::patron(number));
            Ok(())
        })
    }

    /// Renews a card for as long as its category says.
    pub fn renew_card(
        &self,
        number: PatronNumber,
        by: StaffId,
        now: Now,
    ) -> Result<navette_domain::time::Day, DeskRefusal> {
        self.command(now, move |draft| {
            let (row, _) = rows(draft, number)?;
            let category = draft.settings.category(&row.category);
            let category =
                category.ok_or_else(|| DeskRefusal::UnknownCategory(row.category.clone()))?;
            let card_expires = card_expires(draft.today(), category.policy.card_months);
            draft.put(
                number,
                PatronRow {
                    card_expires,
                    ..row
                },
            );
            touch(draft, number);
            draft.note(by, StaffAct::Changed, About::patron(number));
            Ok(card_expires)
        })
    }

    /// Blocks a card or lifts that, and suspends borrowing or ends that.
    pub fn block(
        &self,
        number: PatronNumber,
        blocked: bool,
        suspension: Option<Suspension>,
        by: StaffId,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| {
            let (row, _) = rows(draft, number)?;
            draft.put(
                number,
                PatronRow {
                    blocked,
                    suspension: suspension.clone(),
                    ..row
                },
            );
            let about = About {
                reason: suspension.as_ref().map(|suspension| &suspension.reason),
                ..About::patron(number)
            };
            draft.note(by, StaffAct::Changed, about);
            Ok(())
        })
    }

    /// Keeps the hash of a new PIN, which was made elsewhere.
    pub fn set_pin_hash(
        &self,
        number: PatronNumber,
        hash: Option<Secret<String>>,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            let (_, known) = rows(draft, number)?;
            draft.put(
                number,
                PersonRow {
                    pin_hash: hash,
                    ..known
                },
            );
            Ok(())
        })
    }

    /// Takes a patron's own word on whether their loans are remembered.
    pub fn keep_history(
        &self,
        number: PatronNumber,
        keeps_history: bool,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            let (row, _) = rows(draft, number)?;
            draft.put(
                number,
                PatronRow {
                    keeps_history,
                    ..row
                },
            );
            touch(draft, number);
            Ok(())
        })
    }
}

pub(super) fn rows(
    draft: &Draft<'_>,
    number: PatronNumber,
) -> Result<(PatronRow, PersonRow), DeskRefusal> {
    let found = draft
        .get::<PatronRow>(&number)
        .zip(draft.get::<PersonRow>(&number));
    found.ok_or(DeskRefusal::UnknownPatron(number))
}

pub(super) fn check(draft: &Draft<'_>, form: &PatronForm) -> Result<Registration, DeskRefusal> {
    let category = draft.settings.category(&form.category);
    let category = category.ok_or_else(|| DeskRefusal::UnknownCategory(form.category.clone()))?;
    let guardian = form.form.guardian.and_then(|number| {
        let (row, person) = rows(draft, number).ok()?;
        let category = draft.settings.category(&row.category);
        Some(GuardianFacts {
            number,
            birth: person.birth,
            guardian_needed: category.is_some_and(|category| category.guardian_needed),
            group: category.is_some_and(|category| category.group),
        })
    });
    check_registration(&form.form, category, guardian.as_ref(), draft.today())
        .map_err(DeskRefusal::Registration)
}

/// Checks the form of somebody who applies from home, as a person of no particular category.
pub(super) fn check_as(
    draft: &Draft<'_>,
    form: &RegistrationForm,
) -> Result<Registration, DeskRefusal> {
    let categories = draft.settings.categories.iter();
    let mut personal = categories.filter(|category| !category.group && !category.guardian_needed);
    let usual = Category::defaults();
    let category = personal.next().or_else(|| usual.first());
    let category = category.ok_or(DeskRefusal::UnknownCard)?;
    check_registration(form, category, None, draft.today()).map_err(DeskRefusal::Registration)
}

fn refuse_double(
    draft: &Draft<'_>,
    form: &PatronForm,
    registration: &Registration,
) -> Result<(), DeskRefusal> {
    if let Some(other) = draft.state.indexes().cards.first(&form.card) {
        return Err(DeskRefusal::CardTaken(other));
    }
    let alike = draft
        .state
        .indexes()
        .alike
        .first(&registration.duplicate_key);
    match alike {
        Some(other) if !form.somebody_else => Err(DeskRefusal::Alike(other)),
        Some(_) | None => Ok(()),
    }
}

pub(super) fn person(
    registration: Registration,
    form: PatronForm,
    pin_hash: Option<Secret<String>>,
) -> PersonRow {
    PersonRow {
        card: form.card,
        given_name: registration.given_name,
        family_name: registration.family_name,
        birth: registration.birth,
        email: registration.email,
        phone: registration.phone,
        address: form
            .address
            .map(|address| address.chars().take(500).collect()),
        language: registration.language,
        preferred: form.preferred,
        pin_hash,
    }
}
