//! Which view is meant? A newer view of the same thing takes the place of an older one that was never delivered.

use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::lending::View;

/// Names what a view is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ViewKey {
    /// A request.
    Request(RequestId),
    /// A journey.
    Journey(JourneyId),
}

impl ViewKey {
    /// Stands behind all others.
    pub(crate) const LAST: Self = Self::Journey(JourneyId(u128::MAX));

    /// Names what this view is about.
    pub fn of(view: &View) -> Self {
        match view {
            View::Request(request) => Self::Request(request.id),
            View::Journey(journey) => Self::Journey(journey.id),
        }
    }
}

/// Gives the version of a view.
pub(crate) fn version_of(view: &View) -> u64 {
    match view {
        View::Request(request) => request.version,
        View::Journey(journey) => journey.version,
    }
}
