//! May this patron ask for that? Placement, link and report are saved in one command; placing twice is placing once.

use super::showing::{RequestShown, show};
use crate::draft::{About, Draft};
use crate::flows::lending::free_copy;
use crate::flows::patrons::{by_card, patron_facts, policy_of, touch};
use crate::ledger::{NodeState, OwnRequest, StaffAct};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{
    CardNumber, ItemId, PatronNumber, PatronReference, RequestId, StaffId,
};
use navette_domain::lending::{LendingRefusal, Placement, Report, Target, same_part};
use navette_domain::patrons::may_request;
use navette_domain::time::{Day, Now};
use navette_store::ledger::Commit;

/// Longest title kept with a request, in characters.
const TITLE_CHARS_MAX: usize = 500;

/// Who asks.
#[derive(Clone, Debug)]
pub enum Asker {
    /// Whoever has this card.
    Card(CardNumber),
    /// This patron, who has signed in.
    Patron(PatronNumber),
}

/// What an own patron asks for.
#[derive(Clone, Debug)]
pub struct PlaceRequest {
    /// Drawn by whoever asks: the same again is the same request.
    pub id: RequestId,
    /// Fresh and random, for this request alone.
    pub reference: PatronReference,
    /// Who asks.
    pub asker: Asker,
    /// What is asked for.
    pub target: Target,
    /// The title as the patron saw it.
    pub title: String,
    /// Where it is collected.
    pub pickup: LibraryId,
    /// The day after which it is of no use.
    pub need_by: Option<Day>,
    /// Who placed it at the desk; nothing where the patron did.
    pub by: Option<StaffId>,
    /// A copy on the own shelf is to be put aside, and not simply taken there.
    pub put_aside: bool,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Takes a request of an own patron. It is noted at once, and waits in the outbox until the federator has it.
    pub fn place(&self, wish: PlaceRequest, now: Now) -> Result<RequestShown, DeskRefusal> {
        self.change(now, move |draft| {
            let patron = match &wish.asker {
                Asker::Card(card) => by_card(draft, card)?,
                Asker::Patron(number) => *number,
            };
            let id = wish.id;
            if let Some(known) = draft.get::<OwnRequest>(&id) {
                let same = known.patron == Some(patron)
                    && known.placement.target == wish.target
                    && known.placement.pickup == wish.pickup;
                return if same {
                    Ok(show(draft, &known))
                } else {
                    Err(LendingRefusal::IdTaken(id).into())
                };
            }
            check(draft, patron, &wish)?;
            let own = save(draft, patron, wish);
            Ok(show(draft, &own))
        })
    }
}

/// Says everything that is against a wish of an own patron.
pub(super) fn check(
    draft: &Draft<'_>,
    patron: PatronNumber,
    wish: &PlaceRequest,
) -> Result<(), DeskRefusal> {
    let today = draft.today();
    if let Some(need_by) = wish.need_by.filter(|need_by| *need_by < today) {
        return Err(LendingRefusal::NeedByPassed { need_by, today }.into());
    }
    refuse_what_stands_here(draft, wish)?;
    let facts = patron_facts(draft, patron)?;
    let policy = policy_of(draft, Some(&facts));
    may_request(&facts, policy, today).map_err(DeskRefusal::Request)?;
    let asked = draft.state.indexes().requests_of.of(&patron);
    let mut open = asked
        .iter()
        .filter_map(|id| draft.get::<OwnRequest>(id))
        .filter(|own| own.ended.is_none() && !own.cancelled);
    match open.find(|own| is_same(&own.placement.target, &wish.target)) {
        Some(own) => Err(LendingRefusal::AskedAlready(own.placement.id).into()),
        None => Ok(()),
    }
}

/// Whoever stands at the desk can have a copy of the own shelf at once.
fn refuse_what_stands_here(draft: &Draft<'_>, wish: &PlaceRequest) -> Result<(), DeskRefusal> {
    let here = draft.here();
    if wish.by.is_none() || wish.put_aside || wish.pickup != *here {
        return Ok(());
    }
    match free_copy(draft, &wish.target, here, here) {
        Some(copy) => Err(LendingRefusal::OnOwnShelf(ItemId {
            library: here.clone(),
            barcode: copy.barcode,
        })
        .into()),
        None => Ok(()),
    }
}

/// Says whether one copy could satisfy both.
fn is_same(one: &Target, other: &Target) -> bool {
    let part = match (&one.part, &other.part) {
        (None, None) => true,
        (Some(one), Some(other)) => same_part(one, other),
        (Some(_), None) | (None, Some(_)) => false,
    };
    one.work == other.work && part && one.only.competes_with(&other.only)
}

pub(super) fn save(draft: &mut Draft<'_>, patron: PatronNumber, wish: PlaceRequest) -> OwnRequest {
    let placement = Placement {
        id: wish.id,
        home: draft.here().clone(),
        reference: wish.reference,
        pickup: wish.pickup,
        target: wish.target,
        title: wish.title.chars().take(TITLE_CHARS_MAX).collect(),
        need_by: wish.need_by,
        placed_at: draft.now.at,
    };
    let report = draft.report(Report::Placed(placement.clone()));
    let own = OwnRequest {
        placement,
        patron: Some(patron),
        report,
        cancelled: false,
        suspended: None,
        ended: None,
        reminded: None,
    };
    draft.put(wish.id, own.clone());
    touch(draft, patron);
    if let Some(by) = wish.by {
        let about = About {
            request: Some(wish.id),
            ..About::patron(patron)
        };
        draft.note(by, StaffAct::Placed, about);
    }
    own
}
