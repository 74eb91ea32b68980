//! May this item go home with this borrower, and until when? All reasons against it at once; what follows as effects.

use super::staff_override::of_borrowing;
use super::{
    Borrower, IsOpen, ItemFacts, Loan, LoanState, Overridable, Override, VisitRefusal,
    VisitorFacts, due_date, may_visit,
};
use crate::catalogue::LibraryId;
use crate::identity::{Barcode, ItemId, RequestId};
use crate::patrons::{BorrowRefusal, BorrowingPolicy, PatronFacts, may_borrow};
use crate::time::{Day, Now};

/// Who stands at the desk.
#[derive(Clone, Copy, Debug)]
pub enum AtTheDesk<'a> {
    /// A patron of this library.
    Patron {
        /// What the rules know of them.
        facts: &'a PatronFacts,
        /// The policy of this library for their category, which limits what they have at once.
        policy: &'a BorrowingPolicy,
    },
    /// A patron of another library.
    Visitor(&'a VisitorFacts),
}

impl AtTheDesk<'_> {
    /// Gives the borrower that a loan would name.
    pub fn borrower(&self) -> Borrower {
        match self {
            Self::Patron { facts, .. } => Borrower::Patron(facts.number),
            Self::Visitor(visitor) => Borrower::Visitor {
                home: visitor.home.clone(),
                reference: visitor.reference,
            },
        }
    }
}

/// Everything a check-out depends on.
#[derive(Clone, Copy)]
pub struct CheckOutFacts<'a> {
    /// Where the desk is.
    pub here: &'a LibraryId,
    /// What was scanned.
    pub scanned: &'a Barcode,
    /// Which item that is; nothing where no item is known under it.
    pub item: Option<&'a ItemFacts>,
    /// Who wants it.
    pub who: AtTheDesk<'a>,
    /// The policy of the library that owns the item, which says how long it stays away.
    pub lender_policy: &'a BorrowingPolicy,
    /// Most loans at once to a visitor whose home library is silent.
    pub silent_loans_max: u16,
    /// What a librarian has decided against refusals already shown.
    pub overrides: &'a [Override],
    /// Now.
    pub now: Now,
    /// On which days this library is open.
    pub is_open: IsOpen<'a>,
}

/// An item that may go, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckOut {
    /// The last day in time.
    pub due: Day,
    /// What is to be written and told, in this order.
    pub effects: Vec<CheckOutEffect>,
}

/// What follows from a check-out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckOutEffect {
    /// A loan begins.
    LoanOpened(Loan),
    /// The request the item was kept for has its item.
    RequestCollected(RequestId),
    /// The request the item was kept for loses it and looks for another copy.
    HoldReleased(RequestId),
    /// The request the item was promised to loses it: the coordinator asks the next lender.
    CommitmentReleased(RequestId),
    /// A refusal was overruled; who and why is kept with the loan.
    Overruled(Override),
    /// The home library learns of the loan.
    TellHome(LibraryId),
    /// The library that owns the item learns of the loan.
    TellLender(LibraryId),
}

/// Why an item may not go.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckOutRefusal {
    /// Nothing is known under this barcode.
    #[error("no item has barcode {0}")]
    UnknownItem(Barcode),
    /// It is in this borrower's hands already.
    #[error("item {item} is on loan to the same borrower until {due}")]
    AlreadyTheirs {
        /// Which item.
        item: ItemId,
        /// The last day in time.
        due: Day,
    },
    /// It is in somebody else's hands, says the register.
    #[error("item {item} is {state} in another name, due {due}")]
    OnLoanToAnother {
        /// Which item.
        item: ItemId,
        /// How the loan stands.
        state: LoanState,
        /// The last day in time.
        due: Day,
    },
    /// For use in the library only.
    #[error("item {0} is for use in the library only")]
    ReferenceOnly(ItemId),
    /// Kept for somebody else.
    #[error("item {item} is held for request {request} of another patron")]
    HeldForAnother {
        /// Which item.
        item: ItemId,
        /// For which request.
        request: RequestId,
        /// Whether the item is this library's own, so that it may decide.
        own: bool,
    },
    /// Promised elsewhere.
    #[error("item {item} is promised to request {request} at library {pick_up}")]
    CommittedElsewhere {
        /// Which item.
        item: ItemId,
        /// To which request.
        request: RequestId,
        /// Where it is collected.
        pick_up: LibraryId,
    },
    /// Another library's item that nobody here asked for.
    #[error("item {item} belongs to library {} and no request here expects it", .item.library)]
    BelongsElsewhere {
        /// Which item.
        item: ItemId,
    },
    /// The patron may not borrow.
    #[error(transparent)]
    Patron(#[from] BorrowRefusal),
    /// The visitor may not borrow.
    #[error(transparent)]
    Visitor(#[from] VisitRefusal),
}

impl CheckOutRefusal {
    /// Says what can be done about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::UnknownItem(_) => "scan again, or add the item to the catalogue",
            Self::AlreadyTheirs { .. } => "renew it instead",
            Self::OnLoanToAnother { .. } => "take it back first, then lend it",
            Self::ReferenceOnly(_) => "overrule with a reason, or offer a place to read",
            Self::HeldForAnother { own: true, .. } => {
                "put it back on the hold shelf, or overrule with a reason"
            }
            Self::HeldForAnother { own: false, .. } => "put it back on the hold shelf",
            Self::CommittedElsewhere { .. } => {
                "put it in the crate, or overrule with a reason: another copy is then asked for"
            }
            Self::BelongsElsewhere { .. } => "put it in the crate of its library",
            Self::Patron(refusal) => refusal.hint(),
            Self::Visitor(refusal) => refusal.hint(),
        }
    }

    /// Says which override lifts it; nothing where none does.
    pub fn overridable(&self) -> Option<Overridable> {
        match self {
            Self::ReferenceOnly(_) => Some(Overridable::ReferenceOnly),
            Self::HeldForAnother { own: true, .. } => Some(Overridable::Hold),
            Self::CommittedElsewhere { .. } => Some(Overridable::Commitment),
            Self::Patron(refusal) => of_borrowing(refusal),
            Self::UnknownItem(_)
            | Self::AlreadyTheirs { .. }
            | Self::OnLoanToAnother { .. }
            | Self::HeldForAnother { own: false, .. }
            | Self::BelongsElsewhere { .. }
            | Self::Visitor(_) => None,
        }
    }
}

/// Decides whether an item may go home with a borrower; gives every reason that no override lifts.
///
/// Overrides that lift nothing are not kept: the loan names only what was really overruled.
pub fn decide_check_out(facts: &CheckOutFacts<'_>) -> Result<CheckOut, Vec<CheckOutRefusal>> {
    let Some(item) = facts.item else {
        let scanned = facts.scanned.clone();
        return Err(vec![CheckOutRefusal::UnknownItem(scanned)]);
    };
    let borrower = facts.who.borrower();
    let mut refused = of_the_item(item, &borrower, facts.here);
    refused.extend(of_the_borrower(facts, item, &borrower));
    let mut overruled = Vec::new();
    refused.retain(|refusal| match lifted_by(refusal, facts.overrides) {
        Some(decision) => {
            overruled.push(decision.clone());
            false
        }
        None => true,
    });
    if !refused.is_empty() {
        return Err(refused);
    }
    Ok(hand_over(facts, item, borrower, overruled))
}

fn of_the_item(item: &ItemFacts, borrower: &Borrower, here: &LibraryId) -> Vec<CheckOutRefusal> {
    let id = || item.item.clone();
    let mut refused = Vec::new();
    if let Some(loan) = item.open_loan() {
        let (due, state) = (loan.due, loan.state);
        let theirs = loan.borrower == *borrower && state == LoanState::OnLoan;
        refused.push(if theirs {
            CheckOutRefusal::AlreadyTheirs { item: id(), due }
        } else {
            let item = id();
            CheckOutRefusal::OnLoanToAnother { item, state, due }
        });
    }
    if item.reference_only {
        refused.push(CheckOutRefusal::ReferenceOnly(id()));
    }
    match &item.hold {
        Some(hold) if hold.borrower != *borrower => {
            refused.push(CheckOutRefusal::HeldForAnother {
                item: id(),
                request: hold.request,
                own: !item.is_foreign(here),
            });
        }
        Some(_) => {}
        None if item.is_foreign(here) => {
            refused.push(CheckOutRefusal::BelongsElsewhere { item: id() });
        }
        None => {}
    }
    if let Some(commitment) = committed_elsewhere(item) {
        refused.push(CheckOutRefusal::CommittedElsewhere {
            item: id(),
            request: commitment.request,
            pick_up: commitment.pick_up.clone(),
        });
    }
    refused
}

/// A commitment to the very request the item is held for is no obstacle: it is where the item should be.
fn committed_elsewhere(item: &ItemFacts) -> Option<&super::Commitment> {
    item.committed_to.as_ref().filter(|commitment| {
        item.hold
            .as_ref()
            .is_none_or(|hold| hold.request != commitment.request)
    })
}

fn of_the_borrower(
    facts: &CheckOutFacts<'_>,
    item: &ItemFacts,
    borrower: &Borrower,
) -> Vec<CheckOutRefusal> {
    match facts.who {
        AtTheDesk::Patron {
            facts: patron,
            policy,
        } => match may_borrow(patron, policy, facts.now.local.day) {
            Ok(()) => Vec::new(),
            Err(refused) => refused.into_iter().map(CheckOutRefusal::from).collect(),
        },
        AtTheDesk::Visitor(visitor) => {
            let held = item.hold.as_ref();
            let held_for_them = held.is_some_and(|hold| hold.borrower == *borrower);
            match may_visit(visitor, held_for_them, facts.silent_loans_max) {
                Ok(()) => Vec::new(),
                Err(refusal) => vec![CheckOutRefusal::from(refusal)],
            }
        }
    }
}

fn lifted_by<'a>(refusal: &CheckOutRefusal, overrides: &'a [Override]) -> Option<&'a Override> {
    let what = refusal.overridable()?;
    overrides.iter().find(|decision| decision.what == what)
}

fn hand_over(
    facts: &CheckOutFacts<'_>,
    item: &ItemFacts,
    borrower: Borrower,
    overruled: Vec<Override>,
) -> CheckOut {
    let today = facts.now.local.day;
    let due = due_date(item.medium, facts.lender_policy, today, facts.is_open);
    let mut effects = vec![CheckOutEffect::LoanOpened(Loan {
        item: item.item.clone(),
        borrower: borrower.clone(),
        lent_on: today,
        due,
        renewals: 0,
        recalled: None,
        state: LoanState::OnLoan,
    })];
    if let Some(hold) = &item.hold {
        effects.push(if hold.borrower == borrower {
            CheckOutEffect::RequestCollected(hold.request)
        } else {
            CheckOutEffect::HoldReleased(hold.request)
        });
    }
    if let Some(commitment) = committed_elsewhere(item) {
        effects.push(CheckOutEffect::CommitmentReleased(commitment.request));
    }
    effects.extend(overruled.into_iter().map(CheckOutEffect::Overruled));
    if let Borrower::Visitor { home, .. } = borrower {
        effects.push(CheckOutEffect::TellHome(home));
    }
    if item.is_foreign(facts.here) {
        effects.push(CheckOutEffect::TellLender(item.item.library.clone()));
    }
    CheckOut { due, effects }
}

#[cfg(test)]
mod tests;
