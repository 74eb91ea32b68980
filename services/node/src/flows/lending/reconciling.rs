//! After a cut, a restore or a new federator: what does each believe open, and who is right?

use super::committing::{answer, state_commitment};
use super::numbering::{begin_numbering, note_placed};
use super::settling::{release, settle};
use crate::draft::Draft;
use crate::flows::circulation::visit_of;
use crate::ledger::{
    ConflictKind, ItemRow, JourneyRow, LoanRow, NodeState, OwnRequest, Place, RequestRow,
};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::circulation::LoanState;
use navette_domain::identity::{ItemId, JourneyId};
use navette_domain::lending::{JourneyStage, JourneyState, Report, ScanKind};
use navette_domain::time::{Day, Now};
use navette_store::ledger::Commit;
use std::collections::BTreeSet;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Greets the federator, before its views are received. Gives whether it must send all that is open, and say so with
    /// [`NodeCore::views_complete`]: at the first meeting, when either store is another than before, and after a restore.
    ///
    /// A federator of another incarnation may have forgotten which reports it heard: they are numbered anew under `fresh`,
    /// and everything that is open here is reported again.
    pub fn connected(&self, federator: u64, fresh: u64, now: Now) -> Result<bool, DeskRefusal> {
        self.change(now, move |draft| {
            let known = draft.meta().federator;
            if known != Some(federator) {
                let meta = draft.meta_mut();
                meta.federator = Some(federator);
                meta.reconciling = true;
                meta.round += 1;
                if known.is_some() && !draft.meta().restoring {
                    report_all_again(draft, fresh);
                }
            }
            Ok(draft.meta().reconciling)
        })
    }

    /// Takes note that a series of views begins that names everything open here; one begun before is forgotten.
    pub fn views_begin(&self, now: Now) -> Result<(), DeskRefusal> {
        self.change(now, |draft| {
            draft.meta_mut().reconciling = true;
            draft.meta_mut().round += 1;
            Ok(())
        })
    }

    /// Tells everything that is open here once more, numbered anew: the federator of the same incarnation has lost reports.
    pub fn report_anew(&self, fresh: u64, now: Now) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            draft.meta_mut().reconciling = true;
            draft.meta_mut().round += 1;
            if !draft.meta().restoring {
                report_all_again(draft, fresh);
            }
            Ok(())
        })
    }

    /// Says whether the views of all that is open are awaited.
    pub fn is_reconciling(&self) -> Result<bool, DeskRefusal> {
        Ok(self.ledger().read(|state| state.meta().reconciling)?)
    }

    /// Gives the numbering under which reports are told.
    pub fn numbering(&self) -> Result<u64, DeskRefusal> {
        Ok(self.ledger().read(|state| state.meta().numbering)?)
    }

    /// Takes note that the views of all that is open have been received: what the federator does not know is let go, and what
    /// it asked meanwhile is answered.
    pub fn views_complete(&self, now: Now) -> Result<(), DeskRefusal> {
        self.change(now, |draft| {
            if !draft.meta().reconciling {
                return Ok(());
            }
            draft.meta_mut().restoring = false;
            draft.meta_mut().reconciling = false;
            compare_journeys(draft);
            compare_requests(draft);
            Ok(())
        })
    }
}

fn compare_journeys(draft: &mut Draft<'_>) {
    let round = draft.meta().round;
    let open: Vec<(JourneyId, JourneyRow)> = draft
        .state
        .tables()
        .journeys
        .iter()
        .filter(|(_, row)| row.ended.is_none())
        .map(|(id, row)| (*id, row.clone()))
        .collect();
    for (id, row) in open {
        if row.round < round {
            if !row.is_ahead() {
                let ended = Some(draft.now.at);
                draft.put(id, JourneyRow { ended, ..row });
                let_go_unknown(draft, id);
            }
        } else if matches!(row.view.stage, JourneyStage::Asked(_)) && row.answer.is_none() {
            answer(draft, id);
        } else {
            settle(draft, id);
        }
    }
    for id in ended_and_not_empty(draft) {
        settle(draft, id);
    }
}

/// Lists journeys that have ended, and on which something still is here: a scan on them was taken back, and it is not known any more.
fn ended_and_not_empty(draft: &Draft<'_>) -> BTreeSet<JourneyId> {
    let tables = draft.state.tables();
    let on = tables.items.values().filter_map(|row| row.place.journey());
    on.filter(|id| {
        let known = tables.journeys.get(id);
        known.is_some_and(|row| row.ended.is_some())
    })
    .collect()
}

/// Nobody else knows of the journey: own items are put back, others' are reported as found here.
fn let_go_unknown(draft: &mut Draft<'_>, id: JourneyId) {
    for item in draft.items_on(id) {
        let at_hand = match draft.place_of(&item) {
            Some(Place::InCrate(_) | Place::OnHoldShelf(_) | Place::ToReturn(_)) => true,
            Some(Place::Travelling(_)) => {
                draft.conflict(ConflictKind::UnknownJourney, &item, Some(id));
                false
            }
            Some(
                Place::Committed(_)
                | Place::ToShelve(_)
                | Place::Lent(_)
                | Place::ToLookFor
                | Place::Damaged
                | Place::Lost
                | Place::InHouse,
            )
            | None => false,
        };
        if at_hand {
            draft.conflict(ConflictKind::UnknownJourney, &item, Some(id));
            if !draft.is_own(&item) {
                let title = draft.title_of(&item);
                draft.place(&item, Place::ToReturn(None), &title);
                draft.say_scan(&item, None, ScanKind::Received, &title);
            }
        }
    }
    release(draft, id);
}

fn compare_requests(draft: &mut Draft<'_>) {
    let round = draft.meta().round;
    let open: Vec<OwnRequest> = draft
        .state
        .tables()
        .own_requests
        .values()
        .filter(|own| own.ended.is_none())
        .cloned()
        .collect();
    for own in open {
        let id = own.placement.id;
        let heard = draft
            .get::<RequestRow>(&id)
            .is_some_and(|row| row.round >= round);
        // What still waits in the outbox cannot be known there.
        if !heard && own.report <= draft.meta().acknowledged {
            place_again(draft, &own);
        }
    }
}

/// Tells what waited, under its new number.
fn say_anew(draft: &mut Draft<'_>, report: Report) {
    let journey = match &report {
        Report::Scanned(scan) => scan.journey,
        Report::Committed { journey, .. } | Report::Declined { journey, .. } => Some(*journey),
        // It names a report under a number that is no more.
        Report::Undone { .. } | Report::CaughtUp => return,
        Report::Placed(_)
        | Report::HomeRefused(_)
        | Report::Cancelled(_)
        | Report::Suspended(..)
        | Report::Resumed(_)
        | Report::Told(_)
        | Report::DueChanged(..)
        | Report::Settled(_)
        | Report::Available(_) => None,
    };
    let placed = match &report {
        Report::Placed(placement) => Some(placement.id),
        _ => None,
    };
    let number = match journey {
        Some(journey) => draft.say(journey, report),
        None => draft.report(report),
    };
    if let Some(request) = placed {
        note_placed(draft, request, number);
    }
}

fn place_again(draft: &mut Draft<'_>, own: &OwnRequest) {
    let id = own.placement.id;
    let number = draft.report(Report::Placed(own.placement.clone()));
    note_placed(draft, id, number);
    if own.cancelled {
        draft.report(Report::Cancelled(id));
    } else if let Some(until) = own.suspended {
        draft.report(Report::Suspended(id, until));
    }
}

/// Tells a federator that has lost its memory everything that is open here.
fn report_all_again(draft: &mut Draft<'_>, fresh: u64) {
    for report in begin_numbering(draft, fresh) {
        say_anew(draft, report);
    }
    let own: Vec<OwnRequest> = draft
        .state
        .tables()
        .own_requests
        .values()
        .filter(|own| own.ended.is_none())
        .cloned()
        .collect();
    for own in own {
        let placed = draft.get::<OwnRequest>(&own.placement.id);
        // What waited in the outbox has just been placed.
        if placed.is_some_and(|own| own.report == 0) {
            place_again(draft, &own);
        }
    }
    let items: Vec<(ItemId, ItemRow)> = draft
        .state
        .tables()
        .items
        .iter()
        .map(|(item, row)| (item.clone(), row.clone()))
        .collect();
    for (item, row) in items {
        state_item(draft, &item, &row);
    }
    draft.report(Report::CaughtUp);
}

/// Says where an item is, in the words with which it came there.
fn state_item(draft: &mut Draft<'_>, item: &ItemId, row: &ItemRow) {
    let loan = match row.place {
        Place::Lent(number) => draft.get::<LoanRow>(&number),
        _ => None,
    };
    let on = loan
        .as_ref()
        .map_or(row.place.journey(), |loan| loan.journey);
    let visit = match row.place {
        Place::Lent(number) => visit_of(draft, number),
        _ => None,
    };
    let journey = on.and_then(|id| draft.get::<JourneyRow>(&id));
    if let Some(id) = on
        && draft.is_own(item)
    {
        state_commitment(draft, id, item);
    }
    let shipped = journey.as_ref().is_some_and(|known| match known.state() {
        Some(JourneyState::ToPull | JourneyState::ToShip | JourneyState::InTransit) => true,
        Some(
            JourneyState::AtPickup
            | JourneyState::ToReturn
            | JourneyState::Home
            | JourneyState::Withdrawn
            | JourneyState::Lost,
        )
        | None => false,
    });
    let words: Vec<ScanKind> = match row.place {
        Place::InCrate(_) if draft.is_own(item) => vec![ScanKind::Pulled],
        Place::InCrate(_) | Place::OnHoldShelf(_) => vec![ScanKind::Received],
        Place::Travelling(_) if shipped => vec![ScanKind::Pulled, ScanKind::Shipped],
        Place::Lent(_) => match &loan {
            Some(row) if on.is_some() || visit.is_some() => {
                lent_words(row.loan.state, row.loan.due)
            }
            Some(_) | None => Vec::new(),
        },
        Place::ToReturn(Some(_)) => vec![ScanKind::Returned],
        Place::ToReturn(None) => vec![ScanKind::Received],
        Place::Committed(_)
        | Place::Travelling(_)
        | Place::ToShelve(_)
        | Place::ToLookFor
        | Place::Damaged
        | Place::Lost
        | Place::InHouse => Vec::new(),
    };
    if let Some(placement) = visit {
        draft.report(Report::Placed(placement));
    }
    let request = loan.and_then(|loan| loan.request);
    for what in words {
        draft.say_scan_for(item, (on, request), what, &row.title);
    }
}

fn lent_words(state: LoanState, due: Day) -> Vec<ScanKind> {
    let handed_over = ScanKind::HandedOver(due);
    match state {
        LoanState::OnLoan => vec![handed_over],
        LoanState::ClaimedReturned { .. } => vec![handed_over, ScanKind::ClaimedReturned],
        LoanState::Lost { .. } => vec![handed_over, ScanKind::Lost],
        LoanState::Damaged { .. } | LoanState::Returned { .. } => Vec::new(),
    }
}
