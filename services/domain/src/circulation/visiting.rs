//! May a patron of another library borrow here? Their home library says; where it is silent, a small local limit
//! does.

use super::Loan;
use crate::catalogue::LibraryId;
use crate::identity::PatronReference;

/// How many items a visitor has here at once while the home library is silent.
pub const SILENT_LOANS_MAX: u16 = 3;

/// What the home library said of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HomeAnswer {
    /// The card may borrow.
    May,
    /// The card may not borrow; why stays between the patron and the home library.
    MayNot,
    /// No answer within the time of an interactive call.
    Silent,
    /// Nobody was asked: the pick-up code of an item held here was shown.
    CodeShown,
}

/// A visitor at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorFacts {
    /// The home library.
    pub home: LibraryId,
    /// Who they are to it.
    pub reference: PatronReference,
    /// What it said.
    pub answer: HomeAnswer,
    /// Items this visitor has from here and not returned.
    pub loans_open_here: u16,
}

/// Why a visitor may not borrow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VisitRefusal {
    /// The home library says no.
    #[error("library {0} says that this card may not borrow")]
    HomeRefuses(LibraryId),
    /// The home library is silent, and the local limit is reached.
    #[error("library {home} does not answer and {open} loans are open here, the limit is {limit}")]
    HomeSilent {
        /// The home library.
        home: LibraryId,
        /// Items not returned here.
        open: u16,
        /// Most at once while it is silent.
        limit: u16,
    },
    /// The code shown belongs to another item.
    #[error("the pick-up code shown is not for this item")]
    CodeOfAnotherItem,
}

impl VisitRefusal {
    /// Says what can be done about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::HomeRefuses(_) => "send the patron to their own library, which knows why",
            Self::HomeSilent { .. } => "take something back, or try again when it answers",
            Self::CodeOfAnotherItem => "scan the visitor's card, or fetch the item of the code",
        }
    }
}

/// Decides whether a visitor may take one more item home. `held_for_them` says whether the item is kept here for
/// them.
pub fn may_visit(
    visitor: &VisitorFacts,
    held_for_them: bool,
    silent_loans_max: u16,
) -> Result<(), VisitRefusal> {
    match visitor.answer {
        HomeAnswer::May => Ok(()),
        HomeAnswer::MayNot => Err(VisitRefusal::HomeRefuses(visitor.home.clone())),
        HomeAnswer::CodeShown if held_for_them => Ok(()),
        HomeAnswer::CodeShown => Err(VisitRefusal::CodeOfAnotherItem),
        HomeAnswer::Silent if visitor.loans_open_here < silent_loans_max => Ok(()),
        HomeAnswer::Silent => Err(VisitRefusal::HomeSilent {
            home: visitor.home.clone(),
            open: visitor.loans_open_here,
            limit: silent_loans_max,
        }),
    }
}

/// What becomes of a loan that was made while the home library was silent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reconciled {
    /// The home library stands for it.
    Confirmed,
    /// It would have refused: the loan stays, for the book is gone, and stands on the desk's list until it is back.
    Watched,
    /// It is over already; there is nothing to stand for.
    Over,
    /// It is still silent.
    StillOpen,
}

/// Decides what a later answer of the home library means for a loan made without it.
pub fn reconcile(loan: &Loan, answer: &HomeAnswer) -> Reconciled {
    if !loan.state.is_away() {
        return Reconciled::Over;
    }
    match answer {
        HomeAnswer::May => Reconciled::Confirmed,
        HomeAnswer::MayNot => Reconciled::Watched,
        HomeAnswer::Silent | HomeAnswer::CodeShown => Reconciled::StillOpen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circulation::LoanState;
    use crate::circulation::fixtures::{a_loan, a_visitor_from, library};
    use crate::patrons::fixtures::TODAY;

    fn a_visitor(answer: HomeAnswer, loans_open_here: u16) -> VisitorFacts {
        VisitorFacts {
            home: library("arques"),
            reference: PatronReference(0xabc),
            answer,
            loans_open_here,
        }
    }

    #[test]
    fn the_home_library_decides_and_a_small_limit_where_it_is_silent() {
        for (answer, open, held, said) in [
            (HomeAnswer::May, 50, false, None),
            (
                HomeAnswer::MayNot,
                0,
                true,
                Some("library arques says that this card may not borrow"),
            ),
            (HomeAnswer::Silent, 2, false, None),
            (
                HomeAnswer::Silent,
                3,
                false,
                Some("library arques does not answer and 3 loans are open here, the limit is 3"),
            ),
            (HomeAnswer::CodeShown, 50, true, None),
            (
                HomeAnswer::CodeShown,
                0,
                false,
                Some("the pick-up code shown is not for this item"),
            ),
        ] {
            let visitor = a_visitor(answer, open);
            let refused = may_visit(&visitor, held, SILENT_LOANS_MAX).err();
            let refused = refused.map(|refusal| {
                assert!(!refusal.hint().is_empty());
                refusal.to_string()
            });
            assert_eq!(refused.as_deref(), said, "{visitor:?}");
        }
    }

    #[test]
    fn a_loan_made_in_silence_is_confirmed_or_watched_when_the_home_library_answers() {
        let loan = a_loan().to(a_visitor_from("arques"));
        for (answer, outcome) in [
            (HomeAnswer::May, Reconciled::Confirmed),
            (HomeAnswer::MayNot, Reconciled::Watched),
            (HomeAnswer::Silent, Reconciled::StillOpen),
        ] {
            assert_eq!(reconcile(&loan, &answer), outcome);
        }
        let back = loan.in_state(LoanState::Returned { on: TODAY });
        assert_eq!(reconcile(&back, &HomeAnswer::MayNot), Reconciled::Over);
    }
}
