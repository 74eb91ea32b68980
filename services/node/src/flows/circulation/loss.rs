//! What is written when a loan is claimed returned, given up, found damaged or settled? Who pays is decided by the rules.

use super::check_out::loan_of;
use super::taking_back::take_back;
use crate::draft::{About, Draft};
use crate::flows::desk::record;
use crate::flows::patrons::{charge_to, charged_for};
use crate::ledger::{LoanRow, NodeState, Place, StaffAct};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::circulation::{Borrower, LoanState, LossEffect, LossEvent, decide_loss};
use navette_domain::fees::{Charge, ChargeKind, Entry, Money, Refund};
use navette_domain::identity::{ItemId, StaffId};
use navette_domain::lending::{Report, ScanKind};
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// What a desk says of a loan outside the ordinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The borrower says that it was brought back.
    ClaimedReturned,
    /// It is given up.
    Lost,
    /// It came back damaged, or is damaged here.
    Damaged,
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Takes the desk's word on an item that is lent here; gives the number under which it can be taken back.
    pub fn lose(
        &self,
        item: ItemId,
        loss: Loss,
        by: StaffId,
        now: Now,
    ) -> Result<u64, DeskRefusal> {
        self.command(now, move |draft| {
            let number = loan_of(draft, &item)?;
            let journey = draft.get::<LoanRow>(&number).and_then(|row| row.journey);
            match loss {
                Loss::Damaged => {
                    take_back(draft, &item, number, true, by);
                }
                Loss::ClaimedReturned => {
                    begin_loss(draft, number, LossEvent::ClaimedReturned)?;
                }
                Loss::Lost => {
                    let replacement = price_of(draft, &item);
                    give_up(draft, &item, number, replacement)?;
                }
            }
            Ok(record(draft, by, &item, journey))
        })
    }

    /// Gives up an item that is lent here, for that price; gives the number under which it can be taken back.
    pub fn declare_lost(
        &self,
        item: ItemId,
        replacement: Money,
        by: StaffId,
        now: Now,
    ) -> Result<u64, DeskRefusal> {
        self.command(now, move |draft| {
            let number = loan_of(draft, &item)?;
            let journey = draft.get::<LoanRow>(&number).and_then(|row| row.journey);
            give_up(draft, &item, number, replacement)?;
            Ok(record(draft, by, &item, journey))
        })
    }

    /// Ends what was lost or damaged: paid, waived, or not worth asking for. `charge` is what damage costs, where it was damaged.
    pub fn settle_loan(
        &self,
        loan: u64,
        charge: Money,
        by: StaffId,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| settle_loan(draft, loan, charge, by))
    }
}

/// Gives a loan up once: said again, nothing more is charged, and the desk must hear that.
fn give_up(
    draft: &mut Draft<'_>,
    item: &ItemId,
    number: u64,
    replacement: Money,
) -> Result<(), DeskRefusal> {
    if begin_loss(draft, number, LossEvent::DeclaredLost { replacement })? {
        return Ok(());
    }
    Err(DeskRefusal::NotThere {
        item: item.clone(),
        place: draft.place_of(item),
        act: "be given up again",
    })
}

fn settle_loan(
    draft: &mut Draft<'_>,
    number: u64,
    charge: Money,
    by: StaffId,
) -> Result<(), DeskRefusal> {
    let row = draft
        .get::<LoanRow>(&number)
        .ok_or(DeskRefusal::UnknownScan(number))?;
    let item = row.loan.item.clone();
    match row.loan.state {
        LoanState::Damaged { .. } => {
            begin_loss(draft, number, LossEvent::DamageJudged { charge })?;
        }
        LoanState::Lost { .. } => {
            let on = draft.today();
            let loan = row.loan.in_state(LoanState::Returned { on });
            let said = draft.said.clone().or_else(|| row.said.clone());
            draft.put(
                number,
                LoanRow {
                    loan,
                    said,
                    ..row.clone()
                },
            );
            if draft.is_own(&item) {
                draft.place(&item, Place::Lost, &row.title);
            } else {
                draft.unplace(&item);
            }
        }
        LoanState::OnLoan | LoanState::ClaimedReturned { .. } | LoanState::Returned { .. } => {
            return Err(DeskRefusal::NotThere {
                place: draft.place_of(&item),
                item,
                act: "be settled",
            });
        }
    }
    if let Some(request) = row.request {
        draft.report(Report::Settled(request));
    }
    // Why it was settled may name who had it: that goes when the patron does.
    let patron = match row.loan.borrower {
        Borrower::Patron(patron) => Some(patron),
        Borrower::Visitor { .. } => None,
    };
    let about = About {
        patron,
        ..About::item(&item)
    };
    draft.note(by, StaffAct::Entered, about);
    Ok(())
}

/// Gives what replacing an item costs.
pub(super) fn price_of(draft: &Draft<'_>, item: &ItemId) -> Money {
    let price = draft.shelf_item(item).and_then(|copy| copy.price);
    price.unwrap_or(draft.settings.replacement)
}

/// Decides what such an event makes of a loan and writes it down; gives whether anything changed.
pub(crate) fn begin_loss(
    draft: &mut Draft<'_>,
    number: u64,
    event: LossEvent,
) -> Result<bool, DeskRefusal> {
    let Some(row) = draft.get::<LoanRow>(&number) else {
        return Ok(false);
    };
    let step = decide_loss(&row.loan, event, draft.today())?;
    if step.next == row.loan && step.effects.is_empty() {
        return Ok(false);
    }
    let state_changed = step.next.state != row.loan.state;
    let next = LoanRow {
        loan: step.next,
        said: draft.said.clone().or_else(|| row.said.clone()),
        ..row.clone()
    };
    draft.put(number, next.clone());
    for effect in step.effects {
        enter(draft, number, &row, effect);
    }
    if state_changed && row.request.is_some() {
        let what = match next.loan.state {
            LoanState::ClaimedReturned { .. } => Some(ScanKind::ClaimedReturned),
            LoanState::Lost { .. } => Some(ScanKind::Lost),
            LoanState::OnLoan | LoanState::Damaged { .. } | LoanState::Returned { .. } => None,
        };
        if let Some(what) = what {
            let of = (row.journey, row.request);
            draft.say_scan_for(&row.loan.item, of, what, &row.title);
        }
    }
    Ok(true)
}

fn enter(draft: &mut Draft<'_>, number: u64, row: &LoanRow, effect: LossEffect) {
    let about = row.loan.item.clone();
    let on = draft.today();
    let charge = |kind, amount| {
        let about = Some(about.clone());
        Entry::Charge(Charge {
            kind,
            amount,
            about,
            on,
        })
    };
    let (borrower, entry) = match effect {
        // The list of what is looked for is made from the loans themselves.
        LossEffect::LookFor(_) => return,
        LossEffect::ChargeLost { borrower, amount } => (borrower, charge(ChargeKind::Lost, amount)),
        LossEffect::ChargeDamaged { borrower, amount } => {
            (borrower, charge(ChargeKind::Damaged, amount))
        }
        LossEffect::RefundLost { borrower, amount } => {
            let amount = amount.min(charged_for(draft, &row.loan));
            let about = about.clone();
            (borrower, Entry::Refund(Refund { amount, about, on }))
        }
    };
    let said = draft.said.clone();
    charge_to(draft, &borrower, entry, Some(number), said);
}
