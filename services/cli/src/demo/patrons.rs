//! Who are the patrons of the demo? Invented people in a table, registered at their libraries like anybody.

use super::catalogue::rows;
use super::library_desk::LibraryDesk;
use crate::failure::Failure;
use navette_domain::time::Day;
use navette_proto::wire::fees::{ChargeKind, Money};
use navette_proto::wire::patrons as wire;

/// How somebody stands with the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Borrows nothing for a while.
    Suspended,
    /// The card has expired.
    Expired,
    /// Owes more than is lent on.
    Dues,
}

/// A patron of the demo.
#[derive(Clone, Debug)]
pub(super) struct DemoPatron {
    /// The home library.
    pub(super) library: String,
    /// The number on the card; every library begins with 000001.
    pub(super) card: String,
    given: String,
    family: String,
    age: Option<i32>,
    category: String,
    guardian: String,
    phone: String,
    email: String,
    /// The PIN, where the card has one.
    pub(super) pin: String,
    /// What keeps them from borrowing.
    pub(super) trouble: Option<Trouble>,
}

/// Reads the table.
pub(super) fn patrons() -> Result<Vec<DemoPatron>, Failure> {
    rows("patrons.tsv", include_str!("patrons.tsv"), |row| {
        Ok(DemoPatron {
            library: row.needed("library")?,
            card: row.needed("card")?,
            given: row.text("given")?,
            family: row.needed("family")?,
            age: row.parsed("age", |text| text.parse().ok())?,
            category: row.needed("category")?,
            guardian: row.text("guardian")?,
            phone: row.text("phone")?,
            email: row.text("email")?,
            pin: row.text("pin")?,
            trouble: row.parsed("standing", |word| match word {
                "suspended" => Some(Trouble::Suspended),
                "expired" => Some(Trouble::Expired),
                "dues" => Some(Trouble::Dues),
                _ => None,
            })?,
        })
    })
}

/// Registers a patron at their library, as they stand on a day.
pub(super) async fn register(
    desk: &mut LibraryDesk,
    patron: &DemoPatron,
    today: Day,
) -> Result<(), Failure> {
    let guardian = (!patron.guardian.is_empty()).then(|| desk.card(&patron.guardian));
    let person = wire::Person {
        given_name: patron.given.clone(),
        family_name: patron.family.clone(),
        birth: patron
            .age
            .map(|age| birth(age, today).to_string())
            .unwrap_or_default(),
        email: patron.email.clone(),
        phone: patron.phone.clone(),
        language: "fr".to_owned(),
        guardian,
        ..wire::Person::default()
    };
    desk.register(&patron.card, &patron.category, person)
        .await?;
    if !patron.pin.is_empty() {
        desk.set_pin(&patron.card, &patron.pin).await?;
    }
    match patron.trouble {
        Some(Trouble::Suspended) => {
            let suspension = wire::Suspension {
                until: today.plus(20).to_string(),
                reason: "livre rendu mouillé".to_owned(),
            };
            desk.suspend_patron(&patron.card, suspension).await
        }
        Some(Trouble::Expired) => {
            let last = today.plus(-10).to_string();
            desk.let_card_expire(&patron.card, last).await
        }
        Some(Trouble::Dues) => {
            let owed = Money {
                minor_units: 1_450,
                currency: "EUR".to_owned(),
            };
            desk.charge(&patron.card, ChargeKind::Damaged, owed, "jaquette déchirée")
                .await
        }
        None => Ok(()),
    }
}

/// Gives a birthday in spring for somebody of this age.
fn birth(age: i32, today: Day) -> Day {
    let (year, ..) = today.civil();
    Day::from_civil(year - age - 1, 5, 14).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_kind_of_trouble_is_there_once_and_children_have_guardians() {
        let all = patrons().ok().unwrap();
        for trouble in [Trouble::Suspended, Trouble::Expired, Trouble::Dues] {
            let has = |one: &&DemoPatron| one.trouble == Some(trouble);
            assert_eq!(all.iter().filter(has).count(), 1, "{trouble:?}");
        }
        for child in all.iter().filter(|one| one.category == "child") {
            let answers = |one: &DemoPatron| {
                one.library == child.library
                    && one.card == child.guardian
                    && one.category == "adult"
            };
            assert!(all.iter().any(answers), "{child:?}");
        }
    }
}
