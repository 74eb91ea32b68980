//! The loans of one card, in lines.

use super::at_desk::AtDesk;
use super::outcome::named;
use crate::asked::address;
use crate::trouble::Trouble;
use navette_proto::wire::circulation::{ListLoansRequest, Loan};
use navette_proto::wire::identity::Card;

/// Loans shown of one card: more than any category allows.
const LOANS: u32 = 200;

/// One loan in words.
pub(super) struct LoanLine {
    pub(super) title: String,
    pub(super) named: String,
    pub(super) due: String,
    pub(super) state: String,
    pub(super) late: bool,
    pub(super) renewals: u32,
    pub(super) renewable: bool,
    /// Where what happened to it is said.
    pub(super) more: String,
}

/// Asks for the loans of a card.
pub(super) async fn loans_of(at: &AtDesk, card: &Card) -> Result<Vec<LoanLine>, Trouble> {
    let request = ListLoansRequest {
        card: Some(card.clone()),
        page_size: LOANS,
        ..ListLoansRequest::default()
    };
    let listed = at.circulation()?.list_loans(request).await?.into_inner();
    Ok(listed
        .loans
        .into_iter()
        .map(|loan| line(at, loan))
        .collect())
}

fn line(at: &AtDesk, loan: Loan) -> LoanLine {
    let say = at.say();
    let named = loan.item.as_ref().map(named).unwrap_or_default();
    let about = [
        ("document", named.as_str()),
        ("titre", loan.title.as_str()),
        ("demande", loan.request.as_str()),
    ];
    LoanLine {
        more: address(&at.path("/document"), about),
        due: say.day(&loan.due),
        state: say.desk_loan_state(loan.state(), loan.days_late),
        late: loan.days_late > 0,
        renewals: loan.renewals,
        renewable: loan.renewable,
        title: loan.title,
        named,
    }
}
