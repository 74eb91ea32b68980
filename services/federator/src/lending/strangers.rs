//! Who speaks of what is not theirs? What a library with no part in it reports is refused, and changes nothing; and no such
//! library hears how a request or a journey stands.

use super::draft::Draft;
use crate::ledger::ViewKey;
use navette_domain::catalogue::LibraryId;
use navette_domain::lending::{
    Journey, JourneyStage, JourneyState, JourneyView, LendingRefusal, LibraryPart, Report, Scan,
    may_report, parts_in_item, parts_in_journey, parts_in_request,
};

impl Draft<'_> {
    /// Refuses what is said of a request or an item by a library that has no part in it.
    pub(super) fn refuse_strangers(
        &mut self,
        from: &LibraryId,
        report: &Report,
    ) -> Result<(), LendingRefusal> {
        let Some(parts) = self.parts_in(from, report)? else {
            return Ok(());
        };
        if may_report(report, &parts) {
            return Ok(());
        }
        let library = from.clone();
        match report {
            Report::Scanned(Scan { item, journey, .. }) => {
                // Until it hears of the journey that it named, its node holds on to its own word.
                if let Some(named) = journey {
                    self.tell_again(from, ViewKey::Journey(*named));
                }
                let item = item.clone();
                Err(LendingRefusal::NotTheirItem { item, library })
            }
            Report::Available(item) => {
                let item = item.clone();
                Err(LendingRefusal::NotTheirItem { item, library })
            }
            Report::Placed(_)
            | Report::HomeRefused(_)
            | Report::Cancelled(_)
            | Report::Suspended(..)
            | Report::Resumed(_)
            | Report::Told(_)
            | Report::DueChanged(..)
            | Report::Settled(_)
            | Report::Committed { .. }
            | Report::Declined { .. }
            | Report::Undone { .. }
            | Report::CaughtUp => Err(LendingRefusal::NotTheirRequest { library }),
        }
    }

    /// Lists what a library is to what it reports; nothing where that is known to nobody, or not looked at here.
    fn parts_in(
        &self,
        from: &LibraryId,
        report: &Report,
    ) -> Result<Option<Vec<LibraryPart>>, LendingRefusal> {
        Ok(match report {
            Report::Placed(placement) => Some(parts_in_request(placement, from)),
            Report::HomeRefused(id)
            | Report::Cancelled(id)
            | Report::Suspended(id, _)
            | Report::Resumed(id)
            | Report::Told(id)
            | Report::DueChanged(id, _)
            | Report::Settled(id) => Some(parts_in_request(&self.request(*id)?.placement, from)),
            Report::Scanned(scan) => self
                .journey_scanned(scan)
                .map(|journey| self.parts_in_journey(journey, from)),
            Report::Available(item) => Some(parts_in_item(item, from)),
            Report::Committed { .. }
            | Report::Declined { .. }
            | Report::Undone { .. }
            | Report::CaughtUp => None,
        })
    }

    fn parts_in_journey(&self, journey: &Journey, library: &LibraryId) -> Vec<LibraryPart> {
        let request = journey.serves.and_then(|id| self.request(id).ok());
        parts_in_journey(journey, request.map(|request| &request.placement), library)
    }

    /// Makes what a library hears of a journey: a stranger, that it is over, and nothing else.
    pub(super) fn journey_view_for(
        &self,
        library: &LibraryId,
        journey: &Journey,
        version: u64,
    ) -> JourneyView {
        if !self.parts_in_journey(journey, library).is_empty() {
            return self.journey_view(journey, version);
        }
        let home = journey.home().clone();
        JourneyView {
            id: journey.id,
            version,
            stage: JourneyStage::Under {
                item: journey.item.clone(),
                title: String::new(),
                shelfmark: String::new(),
                grams: 0,
                state: JourneyState::Home,
                at: home.clone(),
                to: home.clone(),
            },
            lender: home,
            serves: None,
            deadline: None,
            late: false,
        }
    }
}
