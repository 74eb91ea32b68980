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

impl ReportNumber {
    /// Says whether it belongs to this numbering; a federator that has heard nothing yet names none.
    fn is_of(self, numbering: u64) -> bool {
        let heard_nothing = self == Self::default();
        heard_nothing || self.numbering == numbering
    }
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
    /// Says whether views that take these reports into account were written for this life of the node.
    pub fn is_for_this_life(&self, heard: ReportNumber) -> Result<bool, DeskRefusal> {
        Ok(heard.is_of(self.numbering()?))
    }

    /// Saves views of the federator that was last greeted with [`NodeCore::connected`]; gives the acknowledgements.
    ///
    /// `heard` is the newest report of this library that the federator had taken in when it wrote them, with the numbering it
    /// belongs to: until then the own word holds. A federator that takes no notice of a report must send its view again.
    /// Views of another incarnation of the federator are left alone and not acknowledged, and so are those that were written
    /// for a former life of this node: they are older than what it has been told since.
    pub fn receive_views(
        &self,
        federator: u64,
        heard: ReportNumber,
        views: Vec<View>,
        now: Now,
    ) -> Result<Vec<ViewAck>, DeskRefusal> {
        self.change(now, move |draft| {
            let numbering = draft.meta().numbering;
            if draft.meta().federator != Some(federator) || !heard.is_of(numbering) {
                return Ok(Vec::new());
            }
            let heard = Heard {
                federator,
                through: heard.number,
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
