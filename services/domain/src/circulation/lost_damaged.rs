//! What becomes of a loan whose item is claimed, lost, damaged or found again? Who pays what is decided here, not
//! collected.

use super::{Borrower, Loan, LoanState, PRESUMED_LOST_DAYS};
use crate::fees::Money;
use crate::identity::ItemId;
use crate::time::Day;

/// How long the desk looks for what a borrower says is returned, in days.
pub const CLAIM_DAYS: i32 = 30;

/// What happened to a loan outside the ordinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossEvent {
    /// The borrower says it is returned.
    ClaimedReturned,
    /// A day has begun: what was waited for long enough is lost.
    DayBegan {
        /// What replacing the item costs.
        replacement: Money,
    },
    /// The borrower says it is lost, or the desk gives up.
    DeclaredLost {
        /// What replacing the item costs.
        replacement: Money,
    },
    /// The desk has looked at a damaged item.
    DamageJudged {
        /// What the borrower owes for it; nothing for wear.
        charge: Money,
    },
    /// The item turned up.
    FoundAgain {
        /// What is still charged for its loss.
        charged: Money,
    },
}

impl LossEvent {
    fn name(self) -> &'static str {
        match self {
            Self::ClaimedReturned => "claimed returned",
            Self::DayBegan { .. } => "waited for",
            Self::DeclaredLost { .. } => "declared lost",
            Self::DamageJudged { .. } => "charged for damage",
            Self::FoundAgain { .. } => "found again",
        }
    }
}

/// How a loan stands after such an event, and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LossStep {
    /// The loan afterwards; the same as before where nothing was due.
    pub next: Loan,
    /// What is to be written and told, in this order.
    pub effects: Vec<LossEffect>,
}

/// What follows from a loss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LossEffect {
    /// The item goes on the list of what is looked for.
    LookFor(ItemId),
    /// The borrower owes the replacement.
    ChargeLost {
        /// Who.
        borrower: Borrower,
        /// How much.
        amount: Money,
    },
    /// The borrower owes for the damage.
    ChargeDamaged {
        /// Who.
        borrower: Borrower,
        /// How much.
        amount: Money,
    },
    /// The borrower no longer owes the replacement.
    RefundLost {
        /// Who.
        borrower: Borrower,
        /// How much.
        amount: Money,
    },
}

/// Why such an event is not possible.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("item {item} is {state} and cannot be {event}")]
pub struct LossRefusal {
    /// Which item.
    pub item: ItemId,
    /// How the loan stands.
    pub state: LoanState,
    /// What should have happened.
    pub event: &'static str,
}

/// Decides what such an event makes of a loan.
pub fn decide_loss(loan: &Loan, event: LossEvent, today: Day) -> Result<LossStep, LossRefusal> {
    match loan.state {
        LoanState::OnLoan => on_loan(loan, event, today),
        LoanState::ClaimedReturned { since } => claimed(loan, since, event, today),
        LoanState::Lost { .. } => lost(loan, event, today),
        LoanState::Damaged { .. } => damaged(loan, event, today),
        LoanState::Returned { .. } => match event {
            LossEvent::DayBegan { .. } => Ok(unchanged(loan)),
            LossEvent::ClaimedReturned
            | LossEvent::DeclaredLost { .. }
            | LossEvent::DamageJudged { .. }
            | LossEvent::FoundAgain { .. } => Err(refusal(loan, event)),
        },
    }
}

fn on_loan(loan: &Loan, event: LossEvent, today: Day) -> Result<LossStep, LossRefusal> {
    match event {
        LossEvent::ClaimedReturned => {
            let since = today;
            Ok(LossStep {
                next: loan.in_state(LoanState::ClaimedReturned { since }),
                effects: vec![LossEffect::LookFor(loan.item.clone())],
            })
        }
        LossEvent::DayBegan { replacement } if loan.days_late(today) >= PRESUMED_LOST_DAYS => {
            Ok(becomes_lost(loan, replacement, today))
        }
        LossEvent::DayBegan { .. } => Ok(unchanged(loan)),
        LossEvent::DeclaredLost { replacement } => Ok(becomes_lost(loan, replacement, today)),
        // What comes back is checked in first; the check-in says whether it is damaged.
        LossEvent::DamageJudged { .. } | LossEvent::FoundAgain { .. } => Err(refusal(loan, event)),
    }
}

fn claimed(loan: &Loan, since: Day, event: LossEvent, today: Day) -> Result<LossStep, LossRefusal> {
    match event {
        LossEvent::ClaimedReturned => Ok(unchanged(loan)),
        LossEvent::DayBegan { replacement } if since.days_until(today) >= CLAIM_DAYS => {
            Ok(becomes_lost(loan, replacement, today))
        }
        LossEvent::DayBegan { .. } => Ok(unchanged(loan)),
        LossEvent::DeclaredLost { replacement } => Ok(becomes_lost(loan, replacement, today)),
        LossEvent::FoundAgain { charged } => Ok(becomes_found(loan, charged, today)),
        LossEvent::DamageJudged { .. } => Err(refusal(loan, event)),
    }
}

fn lost(loan: &Loan, event: LossEvent, today: Day) -> Result<LossStep, LossRefusal> {
    match event {
        LossEvent::DayBegan { .. } | LossEvent::DeclaredLost { .. } => Ok(unchanged(loan)),
        LossEvent::FoundAgain { charged } => Ok(becomes_found(loan, charged, today)),
        // It is charged already; the desk looks for it all the same.
        LossEvent::ClaimedReturned => Ok(LossStep {
            next: loan.clone(),
            effects: vec![LossEffect::LookFor(loan.item.clone())],
        }),
        LossEvent::DamageJudged { .. } => Err(refusal(loan, event)),
    }
}

fn damaged(loan: &Loan, event: LossEvent, today: Day) -> Result<LossStep, LossRefusal> {
    match event {
        LossEvent::DamageJudged { charge } => {
            let (borrower, amount) = (loan.borrower.clone(), charge);
            let charge = LossEffect::ChargeDamaged { borrower, amount };
            Ok(LossStep {
                next: loan.in_state(LoanState::Returned { on: today }),
                effects: above_zero(amount, charge),
            })
        }
        LossEvent::DayBegan { .. } => Ok(unchanged(loan)),
        LossEvent::ClaimedReturned
        | LossEvent::DeclaredLost { .. }
        | LossEvent::FoundAgain { .. } => Err(refusal(loan, event)),
    }
}

fn becomes_lost(loan: &Loan, amount: Money, today: Day) -> LossStep {
    let borrower = loan.borrower.clone();
    LossStep {
        next: loan.in_state(LoanState::Lost { since: today }),
        effects: above_zero(amount, LossEffect::ChargeLost { borrower, amount }),
    }
}

fn becomes_found(loan: &Loan, amount: Money, today: Day) -> LossStep {
    let borrower = loan.borrower.clone();
    LossStep {
        next: loan.in_state(LoanState::Returned { on: today }),
        effects: above_zero(amount, LossEffect::RefundLost { borrower, amount }),
    }
}

fn above_zero(amount: Money, effect: LossEffect) -> Vec<LossEffect> {
    if amount > Money::ZERO {
        vec![effect]
    } else {
        Vec::new()
    }
}

fn unchanged(loan: &Loan) -> LossStep {
    LossStep {
        next: loan.clone(),
        effects: Vec::new(),
    }
}

fn refusal(loan: &Loan, event: LossEvent) -> LossRefusal {
    LossRefusal {
        item: loan.item.clone(),
        state: loan.state,
        event: event.name(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::circulation::fixtures::{a_loan, an_item_of, the_patron};
    use crate::patrons::fixtures::TODAY;

    const SINCE: Day = Day(TODAY.0 - 30);

    fn twenty_euros() -> Money {
        Money::from_setting(2_000)
    }

    fn lost(amount: Money) -> LossEffect {
        let borrower = the_patron();
        LossEffect::ChargeLost { borrower, amount }
    }

    type Case = (LoanState, LossEvent, LoanState, Vec<LossEffect>);

    fn assert_steps(cases: Vec<Case>) {
        for (state, event, next, effects) in cases {
            let step = decide_loss(&a_loan().in_state(state), event, TODAY).unwrap();
            assert_eq!(
                (step.next.state, step.effects),
                (next, effects),
                "{state}: {event:?}"
            );
        }
    }

    fn claimed(since: Day) -> LoanState {
        LoanState::ClaimedReturned { since }
    }

    #[test]
    fn what_does_not_come_back_is_looked_for_and_then_charged() {
        let replacement = twenty_euros();
        let charge = vec![lost(replacement)];
        let day_began = LossEvent::DayBegan { replacement };
        let declared = LossEvent::DeclaredLost { replacement };
        let gone = LoanState::Lost { since: TODAY };
        let looked_for = vec![LossEffect::LookFor(an_item_of("aire"))];
        let recent = claimed(SINCE.plus(1));
        let claim = LossEvent::ClaimedReturned;
        assert_steps(vec![
            (LoanState::OnLoan, claim, claimed(TODAY), looked_for.clone()),
            (LoanState::OnLoan, day_began, LoanState::OnLoan, vec![]),
            (LoanState::OnLoan, declared, gone, charge.clone()),
            (recent, day_began, recent, vec![]),
            (recent, claim, recent, vec![]),
            (claimed(SINCE), day_began, gone, charge.clone()),
            (recent, declared, gone, charge),
            (gone, day_began, gone, vec![]),
            (gone, declared, gone, vec![]),
            (gone, claim, gone, looked_for),
        ]);
    }

    #[test]
    fn what_comes_back_is_refunded_or_charged_for_its_damage() {
        let charged = twenty_euros();
        let nothing = Money::ZERO;
        let charge = Money::from_setting(300);
        let found = LossEvent::FoundAgain { charged };
        let judged = LossEvent::DamageJudged { charge };
        let gone = LoanState::Lost { since: SINCE };
        let damaged = LoanState::Damaged { since: SINCE };
        let back = LoanState::Returned { on: TODAY };
        let refund = LossEffect::RefundLost {
            borrower: the_patron(),
            amount: charged,
        };
        let damage = LossEffect::ChargeDamaged {
            borrower: the_patron(),
            amount: charge,
        };
        let worn = LossEvent::DamageJudged { charge: nothing };
        let found_uncharged = LossEvent::FoundAgain { charged: nothing };
        assert_steps(vec![
            (gone, found, back, vec![refund]),
            (claimed(SINCE), found_uncharged, back, vec![]),
            (damaged, judged, back, vec![damage]),
            (damaged, worn, back, vec![]),
        ]);
    }

    #[test]
    fn forty_five_days_late_is_presumed_lost_and_charged_once() {
        let replacement = twenty_euros();
        let event = LossEvent::DayBegan { replacement };
        let late = a_loan().due_on(TODAY.plus(-45));
        let step = decide_loss(&late, event, TODAY).unwrap();
        assert_eq!(step.effects, [lost(replacement)]);
        let next_day = decide_loss(&step.next, event, TODAY.plus(1)).unwrap();
        assert_eq!(next_day.effects, []);
    }

    #[test]
    fn what_cannot_happen_is_refused_by_name() {
        let back = a_loan().in_state(LoanState::Returned { on: TODAY });
        let refusal = decide_loss(&back, LossEvent::ClaimedReturned, TODAY).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "item aire/000042 is returned on 2026-12-01 and cannot be claimed returned"
        );
        let charge = twenty_euros();
        let event = LossEvent::DamageJudged { charge };
        let refusal = decide_loss(&a_loan(), event, TODAY).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "item aire/000042 is on loan and cannot be charged for damage"
        );
    }
}
