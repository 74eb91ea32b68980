//! How do the requests of a patron stand? As the federator's newest view says; until there is one, they are noted.

use crate::draft::Draft;
use crate::flows::desk::{kept_until, pickup_code};
use crate::ledger::{JourneyRow, NodeState, OwnRequest, RequestRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::{PatronNumber, RequestId};
use navette_domain::lending::{JourneyState, LendingRefusal, Placement, RequestView};
use navette_domain::time::{Day, Now, Timestamp};
use navette_store::ledger::Commit;

/// A request of an own patron.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestShown {
    /// What was asked.
    pub placement: Placement,
    /// Who asked; nothing once that is forgotten.
    pub patron: Option<PatronNumber>,
    /// How it stands, once the federator has said so.
    pub view: Option<RequestView>,
    /// It waits in the outbox: noted here, and not known to the federator.
    pub noted_only: bool,
    /// It is on its way here.
    pub in_van: bool,
    /// It is ready, and kept until then: nothing before its patron was told.
    pub kept_until: Option<Timestamp>,
    /// The patron no longer wants it.
    pub cancelled: bool,
    /// The patron does not want it for now.
    pub suspended: Option<Option<Day>>,
    /// Under which code it is collected.
    pub code: String,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Shows a request of an own patron.
    pub fn request(&self, request: RequestId, now: Now) -> Result<RequestShown, DeskRefusal> {
        self.look(now, move |draft| {
            let own = draft.get::<OwnRequest>(&request);
            let own = own.ok_or(LendingRefusal::UnknownRequest(request))?;
            Ok(show(draft, &own))
        })
    }

    /// Lists the requests of a patron, the oldest first; those that have ended only where asked for.
    pub fn requests(
        &self,
        patron: PatronNumber,
        ended: bool,
        now: Now,
    ) -> Result<Vec<RequestShown>, DeskRefusal> {
        self.look(now, move |draft| {
            let asked = draft.state.indexes().requests_of.of(&patron);
            let mut shown: Vec<RequestShown> = asked
                .iter()
                .filter_map(|id| draft.get::<OwnRequest>(id))
                .filter(|own| ended || own.ended.is_none())
                .map(|own| show(draft, &own))
                .collect();
            shown.sort_by_key(|one| (one.placement.placed_at, one.placement.id));
            Ok(shown)
        })
    }
}

/// Says whether the van brings it, as far as the library has heard.
fn is_in_van(draft: &Draft<'_>, request: RequestId) -> bool {
    let mut on = draft.state.indexes().serving.each(&request);
    on.any(|id| {
        let known = draft.get::<JourneyRow>(id);
        known.is_some_and(|row| row.state() == Some(JourneyState::InTransit))
    })
}

pub(super) fn show(draft: &Draft<'_>, own: &OwnRequest) -> RequestShown {
    let view = draft
        .get::<RequestRow>(&own.placement.id)
        .map(|row| row.view);
    RequestShown {
        placement: own.placement.clone(),
        patron: own.patron,
        noted_only: own.report > draft.meta().acknowledged,
        view,
        in_van: is_in_van(draft, own.placement.id),
        kept_until: kept_until(draft, own.placement.id).filter(|_| !own.cancelled),
        cancelled: own.cancelled,
        suspended: own.suspended,
        code: pickup_code(own.placement.reference),
    }
}

/// Says whether what was asked for is in the patron's hands, handed over here or elsewhere.
pub(crate) fn is_in_hands(draft: &Draft<'_>, own: &OwnRequest) -> bool {
    let id = own.placement.id;
    if draft.state.indexes().loans_for.count(&id) > 0 {
        return true;
    }
    let known = draft.see::<RequestRow>(&id);
    known.is_some_and(|row| row.view.state.is_in_hands())
}
