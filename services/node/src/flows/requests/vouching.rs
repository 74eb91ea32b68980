//! May an own patron do something at another library? The home library's word; why not is said to the patron alone.

use super::placing::{PlaceRequest, check, save};
use crate::flows::patrons::{by_card, patron_facts, policy_of};
use crate::flows::requests::Asker;
use crate::ledger::{NodeState, OwnRequest};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::CardNumber;
use navette_domain::lending::{LendingRefusal, Placement};
use navette_domain::patrons::may_borrow;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// What an own patron wants at another library, or has done there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// To take something home.
    Borrow,
    /// To ask for something that is collected there.
    Request(Placement),
    /// It took something home; whether it might have is no question any more.
    Borrowed(Placement),
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Says whether the holder of an own card may; what is asked for or was taken becomes a request of that patron. A card of
    /// nobody may not.
    pub fn vouch(&self, card: CardNumber, wish: Wish, now: Now) -> Result<bool, DeskRefusal> {
        self.change(now, move |draft| {
            let Ok(patron) = by_card(draft, &card) else {
                return Ok(false);
            };
            let today = draft.today();
            let facts = patron_facts(draft, patron)?;
            let policy = policy_of(draft, Some(&facts)).clone();
            let (placement, asked) = match wish {
                Wish::Borrow => return Ok(may_borrow(&facts, &policy, today).is_ok()),
                Wish::Request(placement) => (placement, true),
                Wish::Borrowed(placement) => (placement, false),
            };
            if let Some(known) = draft.get::<OwnRequest>(&placement.id) {
                let same =
                    known.patron == Some(patron) && known.placement.pickup == placement.pickup;
                return if same {
                    Ok(true)
                } else {
                    Err(LendingRefusal::IdTaken(placement.id).into())
                };
            }
            let wish = PlaceRequest {
                put_aside: true,
                id: placement.id,
                reference: placement.reference,
                asker: Asker::Patron(patron),
                target: placement.target,
                title: placement.title,
                pickup: placement.pickup,
                need_by: placement.need_by,
                by: None,
            };
            if asked && check(draft, patron, &wish).is_err() {
                return Ok(false);
            }
            save(draft, patron, wish);
            Ok(true)
        })
    }
}
