//! Whose account is meant: one's own, or that of a child one answers for?

use crate::asked::address;
use crate::running::Portal;
use crate::trouble::Trouble;
use crate::visit::Visit;
use navette_proto::wire::identity::Card;

/// Whose. No card stands in an address: a child is named by its place in the list.
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
    pub(super) async fn of(_: &Portal, _: &Visit, place: &str) -> Result<Self, Trouble> {
        match place {
            Self::OWN => Ok(Self {
                card: None,
                place: String::new(),
            }),
            _ => Err(Trouble::NotFound),
        }
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
