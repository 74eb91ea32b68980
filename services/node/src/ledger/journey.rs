//! What does this library know of a journey? The federator's newest view, the own answer to it, and the own last word.

use navette_domain::catalogue::LibraryId;
use navette_domain::identity::ItemId;
use navette_domain::lending::{JourneyStage, JourneyState, JourneyView, Served, SupplyFailure};
use navette_domain::time::Timestamp;
use navette_store::{stored_enum, stored_struct};

/// One journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyRow {
    /// The newest view.
    pub view: JourneyView,
    /// The federator's incarnation that counts its versions.
    pub federator: u64,
    /// The newest own report that the view takes into account.
    pub heard: u64,
    /// The round in which it was last heard of.
    pub round: u64,
    /// What the node answered when it was asked for a copy.
    pub answer: Option<Answer>,
    /// The newest own report about it: until a view takes it into account, the own word holds.
    pub said: Option<u64>,
    /// Since when it has ended or does not take place, by this node's clock.
    pub ended: Option<Timestamp>,
}

/// What a node answers when it is asked for a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This copy is committed.
    Committed(ItemId),
    /// No copy.
    Declined(SupplyFailure),
}

impl JourneyRow {
    /// Says whether an own word is on its way that the view does not know of.
    pub fn is_ahead(&self) -> bool {
        self.said.is_some_and(|said| said > self.heard)
    }

    /// Gives the item, once it is known.
    pub fn item(&self) -> Option<&ItemId> {
        match (&self.view.stage, &self.answer) {
            (JourneyStage::Under { item, .. }, _) => Some(item),
            (JourneyStage::Asked(_) | JourneyStage::Void, Some(Answer::Committed(item))) => {
                Some(item)
            }
            (JourneyStage::Asked(_) | JourneyStage::Void, _) => None,
        }
    }
}

impl JourneyRow {
    /// Gives the title of its item, once it is known.
    pub fn title(&self) -> Option<&str> {
        match &self.view.stage {
            JourneyStage::Under { title, .. } => Some(title),
            JourneyStage::Asked(_) | JourneyStage::Void => None,
        }
    }

    /// Gives where its item must go, once it is under way.
    pub fn to(&self) -> Option<&LibraryId> {
        match &self.view.stage {
            JourneyStage::Under { to, .. } => Some(to),
            JourneyStage::Asked(_) | JourneyStage::Void => None,
        }
    }

    /// Gives the request that it still serves: one that has ended needs nothing any more.
    pub fn still_served(&self) -> Option<&Served> {
        let served = self.view.serves.as_ref()?;
        (!served.state.is_ended()).then_some(served)
    }

    /// Gives where its item goes, or will go once it is under way.
    pub fn bound_for(&self) -> Option<&LibraryId> {
        let pickup = || self.view.serves.as_ref().map(|served| &served.pickup);
        self.to().or_else(pickup)
    }

    /// Gives where it stands, once it is under way.
    pub fn state(&self) -> Option<JourneyState> {
        match &self.view.stage {
            JourneyStage::Under { state, .. } => Some(*state),
            JourneyStage::Asked(_) | JourneyStage::Void => None,
        }
    }
}

stored_struct!(JourneyRow {
    view,
    federator,
    heard,
    round,
    answer,
    said,
    ended
});
stored_enum!(Answer { 0 => Committed(item), 1 => Declined(why) });
