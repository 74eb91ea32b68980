//! How is a loan written down that this store forgot? A restored ledger learns from the federator what was handed over here.

use crate::draft::Draft;
use crate::ledger::{LoanRow, OwnRequest, Place};
use navette_domain::circulation::{Borrower, Loan, LoanState};
use navette_domain::identity::ItemId;
use navette_domain::lending::JourneyView;

/// Writes a loan down as a view tells of it.
pub(super) fn lend_as_seen(draft: &mut Draft<'_>, view: &JourneyView, item: &ItemId, title: &str) {
    let Some(served) = &view.serves else { return };
    let own = draft.get::<OwnRequest>(&served.request);
    let borrower = match own.and_then(|own| own.patron) {
        Some(patron) => Borrower::Patron(patron),
        None => Borrower::Visitor {
            home: served.home.clone(),
            reference: served.reference,
        },
    };
    let today = draft.today();
    let due = served.due.unwrap_or(today);
    let loan = Loan {
        item: item.clone(),
        borrower,
        lent_on: today.min(due),
        due,
        renewals: 0,
        recalled: None,
        state: LoanState::OnLoan,
    };
    draft.meta_mut().last_loan += 1;
    let number = draft.meta().last_loan;
    let medium = draft
        .shelf_item(item)
        .map(|found| found.medium)
        .unwrap_or_default();
    draft.put(
        number,
        LoanRow {
            loan,
            title: title.to_owned(),
            medium,
            request: Some(served.request),
            journey: Some(view.id),
            visitor: None,
            unconfirmed: false,
            told: Default::default(),
            said: None,
        },
    );
    draft.place(item, Place::Lent(number), title);
}
