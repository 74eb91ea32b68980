//! Whose account is meant: one's own, or that of a child one answers for?

use crate::asked::address;
use crate::running::Portal;
use crate::trouble::Trouble;
use crate::visit::Visit;
use navette_proto::wire::identity::Card;
use navette_proto::wire::patrons::{Dependant, ListDependantsRequest};

/// Whose. No card stands in an address: a child is named by its place in the list, from 1 on.
#[derive(Debug)]
pub(super) struct Whose {
    /// Nothing for one's own.
    pub(super) card: Option<Card>,
    place: String,
}

impl Whose {
    /// How forms and addresses name one's own account.
    pub(super) const OWN: &'static str = "";

    /// Finds out whose account is meant.
    pub(super) async fn of(portal: &Portal, visit: &Visit, place: &str) -> Result<Self, Trouble> {
        if place == Self::OWN {
            return Ok(Self {
                card: None,
                place: String::new(),
            });
        }
        let children = dependants(portal, visit).await?;
        let number: usize = place.parse().map_err(|_| Trouble::NotFound)?;
        let child = number.checked_sub(1).and_then(|at| children.get(at));
        let card = child.and_then(|child| child.card.clone());
        Ok(Self {
            card: Some(card.ok_or(Trouble::NotFound)?),
            place: place.to_owned(),
        })
    }

    /// Gives how forms and addresses name it.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// Gives the address of its loans.
    pub(super) fn loans(&self) -> String {
        match self.card {
            None => "/compte/prets".to_owned(),
            Some(_) => "/compte/proches".to_owned(),
        }
    }

    /// Gives the address of its requests, saying what was done.
    pub(super) fn requests_after(&self, done: &str) -> String {
        match self.card {
            None => address("/compte/reservations", [("fait", done)]),
            Some(_) => address("/compte/proches", [("fait", done)]),
        }
    }
}

/// Gives the children whom the patron answers for.
pub(super) async fn dependants(portal: &Portal, visit: &Visit) -> Result<Vec<Dependant>, Trouble> {
    let session = visit.signed_in()?;
    let mut patrons = portal.territory.patrons(visit, session)?;
    let answer = patrons
        .list_dependants(ListDependantsRequest::default())
        .await?;
    Ok(answer.into_inner().dependants)
}

/// Gives the name of a child.
pub(super) fn name_of(child: &Dependant) -> String {
    let name = format!("{} {}", child.given_name, child.family_name);
    name.trim().to_owned()
}
