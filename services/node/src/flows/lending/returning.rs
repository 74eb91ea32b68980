//! What ends here when an item that was lent here came back elsewhere?

use crate::draft::Draft;
use crate::flows::notices::drop_notices_of_loan;
use crate::ledger::LoanRow;
use navette_domain::circulation::LoanState;

/// Ends a loan on another library's word; what is owed for it is for the desk to say.
pub(super) fn close_loan(draft: &mut Draft<'_>, number: u64) {
    let Some(mut row) = draft.get::<LoanRow>(&number) else {
        return;
    };
    if row.is_open() {
        let on = draft.today();
        row.loan = row.loan.in_state(LoanState::Returned { on });
        draft.put(number, row);
        drop_notices_of_loan(draft, number);
    }
}
