//! What does the federator say, and is it news? The newest version of each request and journey wins; whatever else comes
//! changes nothing.

use super::journey_views::take_journey;
use super::request_views::take_request;
use crate::faults::{Fault, planted};
use crate::ledger::NodeState;
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::{JourneyId, RequestId};
use navette_domain::lending::View;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// Tells the federator that a version is saved here, or a newer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ViewAck {
    /// Of a request.
    Request(RequestId, u64),
    /// Of a journey.
    Journey(JourneyId, u64),
}

/// A report of this library, as the federator names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReportNumber {
    /// Under which numbering.
    pub numbering: u64,
    /// Which report; 0 for none.
    pub number: u64,
}

/// In which history a view was written, and what its writer had heard.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard {
    /// The federator's incarnation.
    pub(super) federator: u64,
    /// The newest report of this library that the view takes into account.
    pub(super) through: u64,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Saves views of the federator that was last greeted with [`NodeCore::connected`]; gives the acknowledgements.
    ///
    /// `heard` is the newest report of this library that the federator had taken in when it wrote them, with the numbering it
    /// belongs to: until then the own word holds. A federator that takes no notice of a report must send its view again.
    /// Views of another incarnation are left alone and not acknowledged.
    pub fn receive_views(
        &self,
        federator: u64,
        heard: ReportNumber,
        views: Vec<View>,
        now: Now,
    ) -> Result<Vec<ViewAck>, DeskRefusal> {
        self.change(now, move |draft| {
            if draft.meta().federator != Some(federator) {
                return Ok(Vec::new());
            }
            let same_numbering = heard.numbering == draft.meta().numbering;
            let heard = Heard {
                federator,
                through: if same_numbering { heard.number } else { 0 },
            };
            let mut acknowledgements = Vec::new();
            for view in views {
                acknowledgements.push(match view {
                    View::Request(view) => {
                        let acknowledgement = ViewAck::Request(view.id, view.version);
                        take_request(draft, view, heard);
                        acknowledgement
                    }
                    View::Journey(view) => {
                        let acknowledgement = ViewAck::Journey(view.id, view.version);
                        take_journey(draft, view, heard);
                        acknowledgement
                    }
                });
            }
            Ok(acknowledgements)
        })
    }
}

impl Heard {
    /// Says whether a version is newer than one known from that incarnation.
    pub(super) fn is_news(&self, version: u64, known: Option<(u64, u64)>) -> bool {
        if planted(Fault::ViewsNotCompared) {
            return true;
        }
        known.is_none_or(|(federator, known)| federator != self.federator || version > known)
    }
}
