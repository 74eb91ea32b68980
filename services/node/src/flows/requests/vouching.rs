//! May an own patron do something at another library? The home library's word; why not is said to the patron alone.

use super::placing::{PlaceRequest, check, save};
use crate::draft::Draft;
use crate::flows::patrons::{by_card, patron_facts, policy_of};
use crate::flows::requests::Asker;
use crate::ledger::{NodeState, OwnRequest, RequestRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{CardNumber, PatronNumber};
use navette_domain::lending::{LendingRefusal, Placement};
use navette_domain::patrons::may_borrow;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// Requests of one patron that one library has noted here and the federator has not confirmed: more than anybody carries home.
const UNCONFIRMED_MAX: usize = 30;

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
            if unconfirmed(draft, patron, &placement.pickup) >= UNCONFIRMED_MAX {
                return Ok(false);
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

/// Counts what one library has noted here for a patron and nobody else has said anything of.
fn unconfirmed(draft: &Draft<'_>, patron: PatronNumber, pickup: &LibraryId) -> usize {
    let asked = draft.state.indexes().requests_of.of(&patron);
    let open = asked.iter().filter(|id| {
        let own = draft.see::<OwnRequest>(id);
        let open = own.is_some_and(|own| own.ended.is_none() && own.placement.pickup == *pickup);
        open && draft.see::<RequestRow>(id).is_none()
    });
    open.count()
}
