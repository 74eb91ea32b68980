//! Who holds what, who asks, and how much may go wrong? One setting spans one whole space of states.

use super::forgotten::Forgotten;
use super::words::Library;
use navette_domain::identity::RequestId;

/// One space of states.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// Libraries that the federator's catalogue lists as holders of one copy.
    pub(super) listed: Vec<Library>,
    /// Libraries that hold one; a listed one that does not is an old catalogue.
    pub(super) holders: Vec<Library>,
    /// The requests, in the order of their ids, and their homes.
    pub(super) homes: Vec<Library>,
    /// Whether the home libraries are told how their requests stand; that is told and never answered for.
    pub(super) homes_are_told: bool,
    /// How many crashes may happen.
    pub(super) crashes: u8,
    /// How many requests may be cancelled.
    pub(super) cancels: u8,
    /// How often a copy may be lent at a counter.
    pub(super) counter_loans: u8,
    /// How many days may pass, each letting those who wait look again.
    pub(super) days: u8,
    /// A rule that is left out.
    pub(super) forgotten: Option<Forgotten>,
}

impl Settings {
    /// Lists the requests.
    pub(super) fn requests(&self) -> impl Iterator<Item = RequestId> + use<> {
        (0..self.homes.len() as u128).map(RequestId)
    }

    /// Gives the home library of a request.
    pub(super) fn home(&self, request: RequestId) -> Library {
        self.homes[request.0 as usize]
    }

    /// Says whether a rule is left out.
    pub(super) fn forgets(&self, rule: Forgotten) -> bool {
        self.forgotten == Some(rule)
    }
}
