//! How does the desk see loans? With whose they are, what being late costs so far, and whether they can go on.

use super::loans::collected_elsewhere;
use crate::draft::Draft;
use crate::flows::patrons::{facts_of, policy_of};
use crate::ledger::{LoanRow, NodeState, PatronRow, PersonRow, Said};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::circulation::{Borrower, Loan, RenewRefusal, decide_renewal};
use navette_domain::fees::{Money, late_fee};
use navette_domain::identity::{CardNumber, ItemId, PatronNumber, RequestId};
use navette_domain::time::{Day, Now};
use navette_store::ledger::Commit;

/// Which loans are meant.
#[derive(Clone, Debug, Default)]
pub struct LoanFilter {
    /// Of this patron only.
    pub patron: Option<PatronNumber>,
    /// Of this item only.
    pub item: Option<ItemId>,
    /// Past their due date only.
    pub overdue_only: bool,
    /// Ended ones too, where their patron keeps a history.
    pub ended_too: bool,
}

/// A loan as the desk sees it. It is personal.
#[derive(Clone, Debug)]
pub struct LoanLine {
    /// Its number; nothing where it was handed over elsewhere.
    pub number: Option<u64>,
    /// The loan as the rules see it; nothing where it was handed over elsewhere.
    pub loan: Option<Loan>,
    /// Its title.
    pub title: String,
    /// The last day in time.
    pub due: Option<Day>,
    /// The borrower's home library.
    pub home: LibraryId,
    /// The card of an own patron who is still known.
    pub card: Option<CardNumber>,
    /// The request it was collected for.
    pub request: Option<RequestId>,
    /// What being late costs so far.
    pub late_fee: Money,
    /// Why it cannot be renewed now, as far as is known here; nothing where it can.
    pub not_renewable: Option<RenewRefusal>,
    /// The home library had not answered when it was lent.
    pub unconfirmed: bool,
    /// Who said that it is lost, damaged or settled, and why.
    pub said: Option<Said>,
}

impl LoanLine {
    /// Says whether it can be renewed now; what was handed over elsewhere cannot be here.
    pub fn is_renewable(&self) -> bool {
        self.loan.is_some() && self.not_renewable.is_none()
    }
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Lists loans, the longest overdue first and ended ones last: so many from a place in the list on, and how many there are.
    pub fn list_loans(
        &self,
        filter: LoanFilter,
        from: usize,
        limit: usize,
        now: Now,
    ) -> Result<(Vec<LoanLine>, usize), DeskRefusal> {
        self.look(now, move |draft| {
            let mut lines = elsewhere(draft, &filter);
            let mut here = meant(draft, &filter);
            here.sort();
            let count = here.len() + lines.len();
            lines.extend(
                here.into_iter()
                    .filter_map(|(_, _, number)| line(draft, number)),
            );
            Ok((lines.into_iter().skip(from).take(limit).collect(), count))
        })
    }

    /// Shows one loan; nothing where it is forgotten.
    pub fn loan(&self, number: u64, now: Now) -> Result<Option<LoanLine>, DeskRefusal> {
        self.look(now, move |draft| Ok(line(draft, number)))
    }
}

/// Finds loans made here, with what they are sorted by: open ones first, then by due date.
fn meant(draft: &Draft<'_>, filter: &LoanFilter) -> Vec<(bool, Day, u64)> {
    let today = draft.today();
    let loans = &draft.state.tables().loans;
    let taken = |number: u64, row: &LoanRow| -> Option<(bool, Day, u64)> {
        let open = row.is_open();
        let item = filter.item.as_ref();
        let meant = item.is_none_or(|item| row.loan.item == *item)
            && (open || (filter.ended_too && is_remembered(draft, row)))
            && (!filter.overdue_only || (open && row.loan.due < today));
        meant.then_some((!open, row.loan.due, number))
    };
    match filter.patron {
        Some(patron) => {
            let numbers = draft.state.indexes().loans_of.of(&patron).into_iter();
            numbers
                .filter_map(|number| taken(number, loans.get(&number)?))
                .collect()
        }
        None => {
            let all = loans.iter();
            all.filter_map(|(number, row)| taken(*number, row))
                .collect()
        }
    }
}

/// What has ended is shown only of those who asked that it be remembered.
fn is_remembered(draft: &Draft<'_>, row: &LoanRow) -> bool {
    match row.loan.borrower {
        Borrower::Patron(patron) => draft
            .state
            .get::<PatronRow>(&patron)
            .is_some_and(|patron| patron.keeps_history),
        Borrower::Visitor { .. } => false,
    }
}

/// What a patron collected elsewhere, as its request tells.
fn elsewhere(draft: &Draft<'_>, filter: &LoanFilter) -> Vec<LoanLine> {
    let (Some(patron), None) = (filter.patron, &filter.item) else {
        return Vec::new();
    };
    let card = draft.get::<PersonRow>(&patron).map(|person| person.card);
    let today = draft.today();
    let mut lines: Vec<LoanLine> = collected_elsewhere(draft, patron)
        .filter(|(_, row)| !filter.overdue_only || row.view.due.is_some_and(|due| due < today))
        .map(|(own, row)| LoanLine {
            number: None,
            loan: None,
            title: own.placement.title.clone(),
            due: row.view.due,
            home: draft.here().clone(),
            card: card.clone(),
            request: Some(own.placement.id),
            late_fee: Money::ZERO,
            not_renewable: None,
            unconfirmed: false,
            said: None,
        })
        .collect();
    lines.sort_by_key(|line| (line.due, line.request));
    lines
}

fn line(draft: &Draft<'_>, number: u64) -> Option<LoanLine> {
    let row = draft.get::<LoanRow>(&number)?;
    let settings = draft.settings;
    let is_open = |day: Day| settings.is_open(day);
    let facts = facts_of(draft, &row.loan.borrower);
    let policy = policy_of(draft, facts.as_ref());
    let today = draft.today();
    let fee = if row.is_open() {
        late_fee(row.loan.due, today, policy, &is_open).amount
    } else {
        Money::ZERO
    };
    let (home, card) = match &row.loan.borrower {
        Borrower::Patron(patron) => {
            let person = draft.get::<PersonRow>(patron);
            (draft.here().clone(), person.map(|person| person.card))
        }
        Borrower::Visitor { home, .. } => (home.clone(), None),
    };
    Some(LoanLine {
        number: Some(number),
        title: row.title,
        due: Some(row.loan.due),
        home,
        card,
        request: row.request,
        late_fee: fee,
        not_renewable: decide_renewal(&row.loan, policy, 0, today, &is_open).err(),
        unconfirmed: row.unconfirmed,
        said: row.said,
        loan: Some(row.loan),
    })
}
