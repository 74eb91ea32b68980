//! Who collects what is on the hold shelf? An own patron by the card, anybody by the pick-up code: the home library need not be
//! asked.

use super::looking_up::{Candidate, CandidateKind};
use super::outcome::{Did, DoNow, ScanOutcome};
use super::pickup_code::{as_printed, pickup_code};
use super::scanning::{Moved, conclude};
use crate::draft::Draft;
use crate::flows::circulation::{Who, borrower_of, lend};
use crate::flows::patrons::by_card;
use crate::ledger::{JourneyRow, NodeState, Place};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::circulation::{Borrower, HomeAnswer, Override, VisitorFacts};
use navette_domain::identity::{CardNumber, ItemId, StaffId};
use navette_domain::lending::Served;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// How somebody shows that an item is kept for them.
#[derive(Clone, Debug)]
pub enum Collector {
    /// The card of an own patron.
    Card(CardNumber),
    /// The code of the slip, read aloud or shown.
    Code(String),
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Hands over what is on the hold shelf for a card or a code: the item named, or the only one there is.
    pub fn hand_over(
        &self,
        collector: Collector,
        item: Option<ItemId>,
        overrides: Vec<Override>,
        by: StaffId,
        now: Now,
    ) -> Result<ScanOutcome, DeskRefusal> {
        self.command(now, move |draft| {
            let mut held = held_for(draft, &collector)?;
            if let Some(item) = &item {
                held.retain(|(found, _)| found == item);
            }
            match held.as_slice() {
                [] => Err(nothing_held(draft, &collector, item)),
                [(item, served)] => {
                    let (item, served) = (item.clone(), served.clone());
                    let who = who_collects(draft, &served);
                    let lent = lend(draft, &item, who, &overrides, by)?;
                    let moved = Moved::new(Did::HandedOver, DoNow::Give(lent.due), lent.journey);
                    Ok(ScanOutcome::Done(Box::new(conclude(
                        draft, &item, moved, by,
                    ))))
                }
                many => Ok(ScanOutcome::Choose(offered(draft, many))),
            }
        })
    }
}

/// Gives what is on the hold shelf for somebody.
fn held_for(
    draft: &Draft<'_>,
    collector: &Collector,
) -> Result<Vec<(ItemId, Served)>, DeskRefusal> {
    let wanted: Box<dyn Fn(&Served) -> bool> = match collector {
        Collector::Card(card) => {
            let patron = Borrower::Patron(by_card(draft, card)?);
            Box::new(move |served| borrower_of(draft, served) == patron)
        }
        Collector::Code(code) => {
            let code = as_printed(code);
            Box::new(move |served| pickup_code(served.reference) == code)
        }
    };
    let on_shelf = draft.state.tables().items.iter();
    Ok(on_shelf
        .filter_map(|(item, row)| match row.place {
            Place::OnHoldShelf(journey) => Some((item.clone(), journey)),
            Place::Committed(_)
            | Place::InCrate(_)
            | Place::Travelling(_)
            | Place::Lent(_)
            | Place::ToReturn(_)
            | Place::ToShelve(_)
            | Place::ToLookFor
            | Place::Damaged
            | Place::Lost
            | Place::InHouse => None,
        })
        .filter_map(|(item, journey)| {
            let served = draft.get::<JourneyRow>(&journey)?.view.serves?;
            wanted(&served).then_some((item, served))
        })
        .collect())
}

fn nothing_held(draft: &Draft<'_>, collector: &Collector, item: Option<ItemId>) -> DeskRefusal {
    match (item, collector) {
        (Some(item), _) => DeskRefusal::NotThere {
            place: draft.place_of(&item),
            item,
            act: "be handed over to them",
        },
        (None, Collector::Code(code)) => DeskRefusal::UnknownCode(code.chars().take(16).collect()),
        (None, Collector::Card(_)) => DeskRefusal::NothingHeld,
    }
}

fn who_collects(draft: &Draft<'_>, served: &Served) -> Who {
    match borrower_of(draft, served) {
        Borrower::Patron(number) => Who::Patron(number),
        Borrower::Visitor { home, reference } => Who::Visitor {
            facts: VisitorFacts {
                home,
                reference,
                answer: HomeAnswer::CodeShown,
                loans_open_here: 0,
            },
            counted: None,
            request: served.request,
        },
    }
}

fn offered(draft: &Draft<'_>, held: &[(ItemId, Served)]) -> Vec<Candidate> {
    let offered = held.iter().map(|(item, _)| Candidate {
        item: item.clone(),
        title: draft.title_of(item),
        kind: CandidateKind::Expected,
    });
    offered.collect()
}
