//! What did a visitor ask for here in vain? Their own library never took the request, so nobody but this desk can tell them.

use navette_domain::identity::RequestId;
use navette_domain::lending::RequestState;
use navette_domain::time::Timestamp;
use navette_store::stored_struct;

/// One such request, until somebody at the desk closes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitOverRow {
    /// Which request.
    pub request: RequestId,
    /// The title it was about.
    pub title: String,
    /// How it ended: refused by the home library, or expired while that was silent.
    pub state: RequestState,
    /// Since when, by this node's clock.
    pub since: Timestamp,
}

stored_struct!(VisitOverRow {
    request,
    title,
    state,
    since
});
