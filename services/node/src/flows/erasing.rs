//! What happens when a patron is erased, for good? Their rows go, their key is destroyed, and no backup brings them back.

use crate::draft::Draft;
use crate::flows::patrons::patron_facts;
use crate::ledger::{
    ApplicationRow, ChargeRow, ErasedRow, ItemRow, LoanRow, NodeChange, NodeState, NoticeRow,
    OwnRequest, PatronPasswordRow, PatronRow, PersonRow, Place, PrivateLinkRow, ReportRow, Row,
    SavedListRow, ScanRow, SessionOwner, SessionRow, SignInLinkRow, StaffRow,
};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::circulation::Borrower;
use navette_domain::identity::{ItemId, PatronNumber};
use navette_domain::lending::Report;
use navette_domain::time::Now;
use navette_store::ledger::Commit;
use std::collections::BTreeSet;

/// Most rows that one command takes off the disk.
const PIECE: usize = 2_000;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Erases a patron who asks for it; refused while something is open.
    ///
    /// An error of the keys comes after the patron is gone: [`NodeCore::destroy_keys`] tries them again.
    pub fn erase(&self, number: PatronNumber, now: Now) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| {
            let facts = patron_facts(draft, number)?;
            let children = draft.state.indexes().children.count(&number) > 0;
            let open = [
                (facts.loans_open > 0, "a loan"),
                (facts.requests_open > 0, "a request"),
                (facts.dues_cents != 0, "an account"),
                (children, "a child's card"),
            ];
            if let Some((_, what)) = open.into_iter().find(|(holds, _)| *holds) {
                return Err(DeskRefusal::StillOpen {
                    patron: number,
                    what,
                });
            }
            erase(draft, number);
            Ok(())
        })?;
        self.destroy_keys()
    }

    /// Destroys the keys of all who were erased. Repeating it costs next to nothing.
    pub fn destroy_keys(&self) -> Result<(), DeskRefusal> {
        let erased: Vec<u64> = self.ledger().read(|state| {
            state
                .tables()
                .erased
                .keys()
                .map(|erased| erased.0)
                .collect()
        })?;
        let destroyed = self.surroundings().keys.keyring().destroy(erased);
        destroyed.map_err(|error| DeskRefusal::KeysKept(error.to_string()))
    }

    /// Counts the patrons whom a restored backup brought back although they are erased: their rows are there, readable or not.
    pub(crate) fn brought_back(&self) -> Result<usize, DeskRefusal> {
        let erased = self.surroundings().keys.keyring().erased();
        let back = self.ledger().read(move |state| {
            let erased = erased.into_iter().map(PatronNumber);
            let there = erased.filter(|number| state.get::<PersonRow>(number).is_some());
            there.collect::<BTreeSet<_>>()
        });
        let mut back = back?;
        for key in self.ledger().gone() {
            if let Ok(NodeChange::PersonRow(number, _)) = NodeChange::read(key, None) {
                back.insert(number);
            }
        }
        Ok(back.len())
    }

    /// Sees to it that no new patron gets a number up to this one.
    pub(crate) fn count_from(&self, last_patron: u64, now: Now) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            let meta = draft.meta_mut();
            meta.last_patron = meta.last_patron.max(last_patron);
            Ok(())
        })
    }

    /// Erases whom the list beside the keys names, also where this ledger is a backup from before; then what a destroyed key made
    /// unreadable is taken off the disk.
    pub(crate) fn apply_erased(&self, now: Now) -> Result<(), DeskRefusal> {
        let erased = self.surroundings().keys.keyring().erased();
        let erased: Vec<PatronNumber> = erased.into_iter().map(PatronNumber).collect();
        for piece in erased.chunks(PIECE / 8) {
            let piece = piece.to_vec();
            self.change(now, move |draft| {
                for number in piece {
                    if draft.see::<ErasedRow>(&number).is_none() {
                        erase(draft, number);
                    }
                }
                Ok(())
            })?;
        }
        for piece in self.ledger().gone().chunks(PIECE) {
            let piece = piece.to_vec();
            self.change(now, move |draft| {
                let removed = piece.iter().map(|key| NodeChange::read(key, None));
                // A key that cannot be read was not written by this program: it stays where it is.
                for removal in removed.flatten() {
                    let_go(draft, &removal);
                    draft.push(removal);
                }
                Ok(())
            })?;
        }
        self.destroy_keys()
    }
}

/// Removes everything that names a patron, here and now, and notes that their number stands for nobody any more.
pub(super) fn erase(draft: &mut Draft<'_>, number: PatronNumber) {
    let indexes = draft.state.indexes();
    draft.remove::<PatronRow>(number);
    draft.remove::<PersonRow>(number);
    erase_access(draft, number);
    for line in indexes.account.of(&number) {
        draft.remove::<ChargeRow>(line);
    }
    for notice in indexes.notices_to.of(&number) {
        draft.remove::<NoticeRow>(notice);
    }
    let mut borrowed = BTreeSet::new();
    for loan in indexes.loans_of.of(&number) {
        borrowed.extend(draft.see::<LoanRow>(&loan).map(|row| row.loan.item.clone()));
    }
    let loans = indexes.loans_of.of(&number).into_iter();
    let loans = loans.map(|loan| LoanRow::change(loan, None));
    let requests = indexes.requests_of.of(&number).into_iter();
    let requests = requests.map(|request| OwnRequest::change(request, None));
    for removal in loans.chain(requests) {
        let_go(draft, &removal);
        draft.push(removal);
    }
    for (line, row) in &draft.state.tables().staff {
        // Why an item was given up or lent all the same may name whoever had it.
        let about_item = row
            .item
            .as_ref()
            .is_some_and(|item| borrowed.contains(item));
        if row.patron == Some(number) || (row.reason.is_some() && about_item) {
            draft.put(*line, nameless(row.clone()));
        }
    }
    for (scan, row) in &draft.state.tables().scans {
        if keeps_rows_of(row, number) {
            draft.remove::<ScanRow>(*scan);
        }
    }
    let on = draft.today();
    draft.put(number, ErasedRow { on });
    // After a restore the number may not have been given here yet; it must not be given to somebody else.
    let meta = draft.meta_mut();
    meta.last_patron = meta.last_patron.max(number.0);
}

/// Takes away what goes with a loan or a request of somebody who is erased.
///
/// They had nothing open: what a restored backup shows as open has ended since.
fn let_go(draft: &mut Draft<'_>, removal: &NodeChange) {
    if let NodeChange::LoanRow(loan, _) = removal {
        // It has come back: a scan or the federator says where it is now.
        for item in lent_by(draft, *loan) {
            draft.remove::<ItemRow>(item);
        }
    } else if let NodeChange::OwnRequest(request, _) = removal {
        for (line, row) in &draft.state.tables().outbox {
            if matches!(&row.report, Report::Placed(placed) if placed.id == *request) {
                draft.remove::<ReportRow>(*line);
            }
        }
    }
}

/// Finds what is in somebody's hands by this loan; the loan itself may be unreadable.
fn lent_by(draft: &Draft<'_>, loan: u64) -> Vec<ItemId> {
    let place = Place::Lent(loan);
    if let Some(row) = draft.see::<LoanRow>(&loan) {
        let there = draft.see::<ItemRow>(&row.loan.item);
        let lent = there.is_some_and(|item| item.place == place);
        return lent.then(|| row.loan.item.clone()).into_iter().collect();
    }
    let items = draft.state.tables().items.iter();
    let lent = items.filter(|(_, item)| item.place == place);
    lent.map(|(item, _)| item.clone()).collect()
}

/// Removes everything that a patron could sign in by, or has.
fn erase_access(draft: &mut Draft<'_>, number: PatronNumber) {
    let tables = draft.state.tables();
    if tables.patron_passwords.contains_key(&number) {
        draft.remove::<PatronPasswordRow>(number);
    }
    let gone = SessionOwner::PatronElsewhere(number);
    let sessions = tables.sessions.iter();
    for (key, _) in sessions.filter(|(_, row)| row.whose.is_who(gone)) {
        draft.remove::<SessionRow>(*key);
    }
    let links = tables.sign_in_links.iter();
    for (key, _) in links.filter(|(_, row)| row.patron == number) {
        draft.remove::<SignInLinkRow>(*key);
    }
    let links = tables.private_links.iter();
    for (key, _) in links.filter(|(_, row)| row.patron == number) {
        draft.remove::<PrivateLinkRow>(*key);
    }
    let lists = tables.saved_lists.range((number, 0)..=(number, u64::MAX));
    for (key, _) in lists {
        draft.remove::<SavedListRow>(*key);
    }
    let applications = tables.applications.iter();
    for (key, _) in applications.filter(|(_, row)| row.key == number) {
        draft.remove::<ApplicationRow>(*key);
    }
}

/// Leaves out of a line whom it was for, and why: those words may name somebody.
pub(super) fn nameless(row: StaffRow) -> StaffRow {
    StaffRow {
        patron: None,
        reason: None,
        ..row
    }
}

/// Says whether a scan that can be taken back would bring something of this patron back.
fn keeps_rows_of(scan: &ScanRow, number: PatronNumber) -> bool {
    let values = |row: &crate::ledger::ChangedRow| [row.before.clone(), row.after.clone()];
    let mut changes = scan.rows.iter().flat_map(|row| {
        let values = values(row).into_iter().flatten();
        values.map(|value| NodeChange::read(&row.key, Some(&value)))
    });
    changes.any(|change| match change {
        Ok(NodeChange::LoanRow(_, Some(row))) => row.loan.borrower == Borrower::Patron(number),
        Ok(NodeChange::ChargeRow(_, Some(row))) => row.patron == number,
        Ok(NodeChange::NoticeRow(_, Some(row))) => row.patron == number,
        Ok(_) | Err(_) => false,
    })
}
