//! What does this library know of a request? As the home library: who asked, and for what. As home or pick-up library: how it
//! stands.

use navette_domain::circulation::OverdueStep;
use navette_domain::identity::PatronNumber;
use navette_domain::lending::{Placement, RequestView};
use navette_domain::time::{Day, Timestamp};
use navette_store::stored_struct;

/// A request as the federator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    /// The newest view.
    pub view: RequestView,
    /// The federator's incarnation that counts its versions.
    pub federator: u64,
    /// The round in which it was last heard of.
    pub round: u64,
    /// Since when it has ended, by this node's clock.
    pub ended: Option<Timestamp>,
}

/// What an own patron asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRequest {
    /// What was asked.
    pub placement: Placement,
    /// Who asked; nothing once that is forgotten. This link exists here and nowhere else.
    pub patron: Option<PatronNumber>,
    /// The number of the newest report that placed it.
    pub report: u64,
    /// The patron no longer wants it; nothing else is said of it from here on.
    pub cancelled: bool,
    /// The patron does not want it for now: until that day, or until further notice.
    pub suspended: Option<Option<Day>>,
    /// The day it ended here, where it ended.
    pub ended: Option<Day>,
    /// The rung of the ladder told last, and for which due date, where it was collected elsewhere.
    pub reminded: Option<(Day, OverdueStep)>,
}

stored_struct!(RequestRow {
    view,
    federator,
    round,
    ended
});
stored_struct!(OwnRequest {
    placement,
    patron,
    report,
    cancelled,
    suspended,
    ended,
    reminded
});
