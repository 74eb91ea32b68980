//! How is a loan shown to whoever has it, and can it go on?

use crate::say::Say;
use navette_proto::wire::circulation::{Loan, LoanState};

/// One loan.
#[derive(Debug)]
pub(super) struct ShownLoan {
    pub(super) title: String,
    /// Names the item in a form: its library and its barcode.
    pub(super) item: String,
    pub(super) due: String,
    pub(super) lent_on: String,
    pub(super) since: String,
    /// How late it is.
    pub(super) late: Option<String>,
    /// What else is to be known: called back, lost, what it costs.
    pub(super) facts: Vec<String>,
    pub(super) can_renew: bool,
    /// Why it does not go on; nothing where it does.
    pub(super) why_not: Option<String>,
}

impl ShownLoan {
    /// Shows a loan.
    pub(super) fn of(loan: Loan, say: Say) -> Self {
        let state = loan.state();
        let late = (loan.days_late > 0 && state == LoanState::OnLoan)
            .then(|| say.days_late(loan.days_late));
        let item = loan.item.as_ref();
        Self {
            item: item.map_or(String::new(), |item| {
                format!("{}/{}", item.library, item.barcode)
            }),
            due: say.day(&loan.due),
            lent_on: say.day(&loan.lent_on),
            since: say.day(&loan.since),
            late,
            facts: facts(&loan, state, say),
            can_renew: loan.renewable,
            why_not: why_not(&loan, state, say),
            title: match loan.title.is_empty() {
                true => say.title_not_shown().to_owned(),
                false => loan.title,
            },
        }
    }
}

fn facts(loan: &Loan, state: LoanState, say: Say) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(told) = say.loan_state(state) {
        facts.push(told.to_owned());
    }
    if !loan.recalled.is_empty() {
        facts.push(say.recalled(&loan.recalled));
    }
    if let Some(fee) = &loan.late_fee {
        facts.push(say.late_fee_so_far(fee.minor_units));
    }
    facts
}

fn why_not(loan: &Loan, state: LoanState, say: Say) -> Option<String> {
    if loan.renewable || state != LoanState::OnLoan || !loan.recalled.is_empty() {
        return None;
    }
    // The node that handed it over keeps the loan; this one knows the day alone.
    if loan.item.is_none() {
        return Some(say.loan_elsewhere().to_owned());
    }
    let known = say.reason_of(&loan.not_renewable);
    Some(known.unwrap_or_else(|| say.loan_not_renewable()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::Language;
    use navette_proto::wire::identity::ItemId;

    fn loan(change: impl FnOnce(&mut Loan)) -> ShownLoan {
        let mut loan = Loan {
            item: Some(ItemId {
                library: "aire".to_owned(),
                barcode: "000001".to_owned(),
            }),
            state: LoanState::OnLoan as i32,
            ..Loan::default()
        };
        change(&mut loan);
        ShownLoan::of(loan, Say(Language::English))
    }

    #[test]
    fn a_loan_that_does_not_go_on_says_why() {
        let shown = loan(|loan| loan.not_renewable = "TOO_MANY_RENEWALS".to_owned());
        assert!(shown.why_not.is_some_and(|why| why.contains("as often as")));
        let shown = loan(|loan| loan.not_renewable = "SOMETHING_NEW".to_owned());
        assert_eq!(shown.why_not.as_deref(), Some("Cannot be renewed now."));
        let shown = loan(|loan| loan.item = None);
        assert!(
            shown
                .why_not
                .is_some_and(|why| why.contains("another library"))
        );
        assert_eq!(loan(|loan| loan.renewable = true).why_not, None);
    }

    #[test]
    fn what_is_called_back_says_so_once() {
        let shown = loan(|loan| loan.recalled = "2026-12-01".to_owned());
        assert_eq!(
            shown.facts,
            ["Called back on Tuesday 1 December: please return it."]
        );
        assert_eq!(shown.why_not, None);
    }
}
