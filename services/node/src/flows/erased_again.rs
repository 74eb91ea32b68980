//! Who was erased since a backup was made? They are erased again from what it brought back, whatever was open then.
//!
//! They had nothing open when they were erased, so that what the backup shows as open has ended since. What the federator
//! knows of it is told anew when the node has started.

use crate::flows::retention::nameless;
use crate::ledger::{
    ChargeRow, ErasedRow, ItemRow, LoanRow, MetaRow, NodeChange, NodeState, NoticeRow, OwnRequest,
    PatronRow, PersonRow, Place, ReportRow, Row, StaffRow,
};
use navette_domain::identity::PatronNumber;
use navette_domain::lending::Report;
use navette_domain::time::Day;
use std::collections::{BTreeMap, BTreeSet};

/// The numbers of patrons who were erased, and the highest number that any patron had.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErasedPatrons {
    /// Each with the day.
    pub numbers: BTreeMap<PatronNumber, Day>,
    /// No new patron may have a number up to this one.
    pub last_patron: u64,
}

impl ErasedPatrons {
    /// Reads what a ledger knows.
    pub fn of(state: &NodeState) -> Self {
        let rows = state.tables().erased.iter();
        Self {
            numbers: rows.map(|(number, row)| (*number, row.on)).collect(),
            last_patron: state.meta().last_patron,
        }
    }

    /// Adds what another list knows.
    pub fn join(&mut self, other: Self) {
        for (number, on) in other.numbers {
            self.numbers.entry(number).or_insert(on);
        }
        self.last_patron = self.last_patron.max(other.last_patron);
    }
}

/// Gives what must be changed of a restored ledger, and how many of the patrons it brought back are erased by that.
pub(crate) fn erase_again(state: &NodeState, erased: &ErasedPatrons) -> (Vec<NodeChange>, usize) {
    let mut changes = Vec::new();
    let mut back = BTreeSet::new();
    for (number, on) in &erased.numbers {
        if state.get::<PatronRow>(number).is_some() || state.get::<PersonRow>(number).is_some() {
            back.insert(*number);
        }
        if state.get::<ErasedRow>(number).is_none() {
            changes.push(ErasedRow::change(*number, Some(ErasedRow { on: *on })));
        }
    }
    for number in &back {
        erase(state, *number, &mut changes);
    }
    let highest = erased
        .numbers
        .keys()
        .next_back()
        .map_or(0, |number| number.0);
    let known = erased.last_patron.max(highest);
    let meta = state.meta();
    if meta.last_patron < known {
        // Nobody gets a number that somebody else has had.
        let meta = MetaRow {
            last_patron: known,
            ..meta
        };
        changes.push(MetaRow::change(0, Some(meta)));
    }
    (changes, back.len())
}

fn erase(state: &NodeState, number: PatronNumber, changes: &mut Vec<NodeChange>) {
    let indexes = state.indexes();
    changes.push(PatronRow::change(number, None));
    changes.push(PersonRow::change(number, None));
    for line in indexes.account.of(&number) {
        changes.push(ChargeRow::change(line, None));
    }
    for notice in indexes.notices_to.of(&number) {
        changes.push(NoticeRow::change(notice, None));
    }
    for loan in indexes.loans_of.of(&number) {
        let item = state.get::<LoanRow>(&loan).map(|row| row.loan.item.clone());
        let there = item.filter(|item| {
            let row = state.get::<ItemRow>(item);
            row.is_some_and(|row| row.place == Place::Lent(loan))
        });
        // It has come back since: a scan or the federator says where it is now.
        changes.extend(there.map(|item| ItemRow::change(item, None)));
        changes.push(LoanRow::change(loan, None));
    }
    let requests = indexes.requests_of.of(&number);
    for (line, row) in &state.tables().outbox {
        if matches!(&row.report, Report::Placed(placement) if requests.contains(&placement.id)) {
            changes.push(ReportRow::change(*line, None));
        }
    }
    for request in requests {
        changes.push(OwnRequest::change(request, None));
    }
    for (line, row) in &state.tables().staff {
        if row.patron == Some(number) {
            changes.push(StaffRow::change(*line, Some(nameless(row.clone()))));
        }
    }
}
