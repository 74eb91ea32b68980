//! What do the rules need to know of a patron? Counted from the register each time, so that nothing can be out of step.

use super::accounts::dues_of;
use crate::draft::Draft;
use crate::flows::circulation::collected_elsewhere;
use crate::ledger::{LoanRow, OwnRequest, PatronRow};
use crate::refusal::DeskRefusal;
use navette_domain::circulation::Borrower;
use navette_domain::identity::{CardNumber, PatronNumber};
use navette_domain::patrons::{BorrowingPolicy, PatronFacts};

/// Finds an own patron by their card.
pub(crate) fn by_card(draft: &Draft<'_>, card: &CardNumber) -> Result<PatronNumber, DeskRefusal> {
    let found = draft.state.indexes().cards.first(card);
    found.ok_or(DeskRefusal::UnknownCard)
}

/// Gives an own patron as the rules see them.
pub(crate) fn patron_facts(
    draft: &Draft<'_>,
    number: PatronNumber,
) -> Result<PatronFacts, DeskRefusal> {
    let row = draft
        .get::<PatronRow>(&number)
        .ok_or(DeskRefusal::UnknownPatron(number))?;
    let today = draft.today();
    let (mut loans_open, mut overdue_open) = (0_u16, 0_u16);
    for loan in draft.state.indexes().loans_of.each(&number) {
        let Some(loan) = draft.see::<LoanRow>(loan).filter(|row| row.is_open()) else {
            continue;
        };
        loans_open = loans_open.saturating_add(1);
        overdue_open = overdue_open.saturating_add(u16::from(loan.loan.due < today));
    }
    for (_, collected) in collected_elsewhere(draft, number) {
        loans_open = loans_open.saturating_add(1);
        let late = collected.view.due.is_some_and(|due| due < today);
        overdue_open = overdue_open.saturating_add(u16::from(late));
    }
    Ok(PatronFacts {
        number,
        category: row.category,
        card_expires: row.card_expires,
        suspension: row.suspension,
        blocked: row.blocked,
        dues_cents: dues_of(draft, number).cents(),
        loans_open,
        requests_open: requests_open(draft, number),
        overdue_open,
        guardian: row.guardian,
        keeps_history: row.keeps_history,
    })
}

/// Counts what a patron asked for and does not have yet.
fn requests_open(draft: &Draft<'_>, number: PatronNumber) -> u16 {
    let requests = draft.state.indexes().requests_of.each(&number);
    let open = requests
        .filter_map(|id| draft.see::<OwnRequest>(id))
        .filter(|own| own.ended.is_none() && !own.cancelled)
        .filter(|own| !crate::flows::requests::is_in_hands(draft, own))
        .count();
    u16::try_from(open).unwrap_or(u16::MAX)
}

/// Gives the facts of a borrower, where it is an own patron who is still known.
pub(crate) fn facts_of(draft: &Draft<'_>, borrower: &Borrower) -> Option<PatronFacts> {
    match borrower {
        Borrower::Patron(number) => patron_facts(draft, *number).ok(),
        Borrower::Visitor { .. } => None,
    }
}

/// Gives what a patron may borrow; a visitor, or a category no longer in the settings, may what visitors may.
pub(crate) fn policy_of<'d>(draft: &Draft<'d>, facts: Option<&PatronFacts>) -> &'d BorrowingPolicy {
    let settings = draft.settings;
    let category = facts.and_then(|facts| settings.category(&facts.category));
    category.map_or(&settings.visitors, |category| &category.policy)
}

/// Notes that a patron was here today: what is personal is kept for a year from then on.
pub(crate) fn touch(draft: &mut Draft<'_>, number: PatronNumber) {
    let last_activity = draft.today();
    if let Some(row) = draft.get::<PatronRow>(&number)
        && row.last_activity != last_activity
    {
        draft.put(
            number,
            PatronRow {
                last_activity,
                ..row
            },
        );
    }
}
