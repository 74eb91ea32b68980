//! What is written when an item comes back from a borrower? The loan ends, fees are entered, and the item goes where it belongs.

use super::counter_item::counter_item;
use crate::draft::{About, Draft};
use crate::flows::notices::drop_notices_of_loan;
use crate::flows::patrons::{charge_to, charged_for, facts_of, policy_of, touch};
use crate::ledger::{JourneyRow, LoanRow, Place, StaffAct};
use navette_domain::catalogue::LibraryId;
use navette_domain::circulation::{
    Borrower, CheckInEffect, CheckInFacts, ItemFacts, decide_check_in,
};
use navette_domain::fees::{Charge, ChargeKind, Entry, Money, Refund};
use navette_domain::identity::{ItemId, JourneyId, RequestId, StaffId};
use navette_domain::lending::{Report, ScanKind};
use navette_domain::time::Day;

/// An item that came back.
pub(crate) struct TakenBack {
    /// The late fee that was entered.
    pub(crate) fee: Option<Money>,
    /// The library it is sent home to; nothing where it stays.
    pub(crate) home: Option<LibraryId>,
    /// The journey it is on.
    pub(crate) journey: Option<JourneyId>,
}

/// Takes an item back.
pub(crate) fn take_back(
    draft: &mut Draft<'_>,
    item: &ItemId,
    number: u64,
    damaged: bool,
    by: StaffId,
) -> TakenBack {
    let row = draft.get::<LoanRow>(&number);
    let seen = counter_item(draft, item);
    let mut fee = None;
    if let (Some(row), Some(seen)) = (&row, &seen) {
        fee = end_loan(draft, number, row, seen, damaged);
    }
    let journey = row.as_ref().and_then(|row| row.journey);
    let request = row.as_ref().and_then(|row| row.request);
    let home = put_where_it_belongs(draft, item, journey, damaged);
    say_back(draft, item, (journey, request), damaged);
    draft.note(by, StaffAct::TookBack, About::item(item));
    TakenBack { fee, home, journey }
}

fn end_loan(
    draft: &mut Draft<'_>,
    number: u64,
    row: &LoanRow,
    seen: &ItemFacts,
    damaged: bool,
) -> Option<Money> {
    let settings = draft.settings;
    let facts = facts_of(draft, &row.loan.borrower);
    let is_open = |day: Day| settings.is_open(day);
    let decided = decide_check_in(&CheckInFacts {
        here: draft.here(),
        scanned: &row.loan.item.barcode,
        item: Some(seen),
        next: None,
        damaged,
        charged_for_loss: charged_for(draft, &row.loan),
        policy: policy_of(draft, facts.as_ref()),
        returned_on: draft.today(),
        is_open: &is_open,
    })
    .ok()?;
    let mut fee = None;
    for effect in decided.effects {
        match effect {
            CheckInEffect::LoanEnded(loan) => {
                let said = draft.said.clone().or_else(|| row.said.clone());
                let ended = LoanRow {
                    loan,
                    said,
                    ..row.clone()
                };
                draft.put(number, ended);
                drop_notices_of_loan(draft, number);
            }
            CheckInEffect::LateFeeDue { borrower, amount } => {
                let entry = late(draft, row, amount);
                if charge_to(draft, &borrower, entry, Some(number), None) {
                    fee = Some(amount);
                }
            }
            CheckInEffect::LossRefunded { borrower, amount } => {
                let (about, on) = (row.loan.item.clone(), draft.today());
                let entry = Entry::Refund(Refund { amount, about, on });
                charge_to(draft, &borrower, entry, Some(number), None);
            }
            // Where the item goes and who hears of it is settled with its place.
            CheckInEffect::DamageNoted(_)
            | CheckInEffect::HoldShelved(_)
            | CheckInEffect::SentTo { .. }
            | CheckInEffect::SentHome(_)
            | CheckInEffect::RequestLosesItem(_)
            | CheckInEffect::TellHome(_)
            | CheckInEffect::TellLender(_) => {}
        }
    }
    if let Borrower::Patron(patron) = row.loan.borrower {
        touch(draft, patron);
    }
    fee
}

fn late(draft: &Draft<'_>, row: &LoanRow, amount: Money) -> Entry {
    Entry::Charge(Charge {
        kind: ChargeKind::Late,
        amount,
        about: Some(row.loan.item.clone()),
        on: draft.today(),
    })
}

fn put_where_it_belongs(
    draft: &mut Draft<'_>,
    item: &ItemId,
    journey: Option<JourneyId>,
    damaged: bool,
) -> Option<LibraryId> {
    let title = draft.title_of(item);
    if !draft.is_own(item) {
        draft.place(item, Place::ToReturn(journey), &title);
        return Some(item.library.clone());
    }
    if damaged {
        draft.place(item, Place::Damaged, &title);
    } else {
        draft.unplace(item);
    }
    None
}

fn say_back(
    draft: &mut Draft<'_>,
    item: &ItemId,
    (journey, request): (Option<JourneyId>, Option<RequestId>),
    damaged: bool,
) {
    let title = draft.title_of(item);
    if journey.is_some() || request.is_some() || !draft.is_own(item) {
        let what = if damaged {
            ScanKind::Damaged
        } else {
            ScanKind::Returned
        };
        draft.say_scan_for(item, (journey, request), what, &title);
    } else if !damaged {
        draft.report(Report::Available(item.clone()));
    }
    // A journey that was let go while the item was out ends with its return.
    for other in draft.state.indexes().journeys_of.of(item) {
        let let_go = draft
            .get::<JourneyRow>(&other)
            .is_some_and(|row| row.view.serves.is_none());
        if Some(other) != journey && let_go && draft.is_own(item) {
            draft.say_scan(item, Some(other), ScanKind::Received, &title);
        }
    }
}
