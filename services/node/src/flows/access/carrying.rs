//! Who could sign in by what, before a backup was put back? Whoever was locked out since stays out.

use super::sessions::end_everything;
use crate::ledger::{NodeState, PatronPasswordRow, PersonRow, StaffAccountRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::{PatronNumber, StaffId};
use navette_domain::privacy::Secret;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// Accounts or patrons that are written with one command.
const PIECE: usize = 500;

/// Accounts, passwords and PINs, as a ledger knew them that is set aside.
#[derive(Default)]
pub(crate) struct AccessKnown {
    counted: Counted,
    staff: Vec<(StaffId, StaffAccountRow)>,
    people: Vec<(PatronNumber, PersonRow, Option<Secret<String>>)>,
}

/// Numbers that only grow: which of two ledgers of one library knows more.
#[derive(Clone, Copy, Default)]
struct Counted {
    acts: u64,
    patrons: u64,
    notices: u64,
}

impl Counted {
    fn of(state: &NodeState) -> Self {
        let meta = state.meta();
        Self {
            acts: meta.last_staff,
            patrons: meta.last_patron,
            notices: meta.last_notice,
        }
    }

    fn is_no_older_than(self, other: Self) -> bool {
        self.acts >= other.acts && self.patrons >= other.patrons && self.notices >= other.notices
    }
}

impl AccessKnown {
    /// Reads it out of a ledger.
    pub(crate) fn of(state: &NodeState) -> Self {
        let tables = state.tables();
        let staff = tables.staff_accounts.iter();
        let people = tables.people.iter().map(|(number, person)| {
            let password = state.get::<PatronPasswordRow>(number);
            let hash = password.map(|row| row.hash.clone());
            (*number, person.clone(), hash)
        });
        Self {
            counted: Counted::of(state),
            staff: staff.map(|(id, row)| (*id, row.clone())).collect(),
            people: people.collect(),
        }
    }
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Ends all sessions and one-time codes that a backup brought back.
    pub(crate) fn sign_everybody_out(&self, now: Now) -> Result<(), DeskRefusal> {
        while self.change(now, |draft| Ok(end_everything(draft, PIECE)))? {}
        Ok(())
    }

    /// Has accounts, passwords and PINs as another ledger of this library knew them. Says no, and leaves all as it is, where that
    /// one is the older.
    pub(crate) fn carry_access(&self, known: &AccessKnown, now: Now) -> Result<bool, DeskRefusal> {
        let here = self.look(now, |draft| Ok(Counted::of(draft.state)))?;
        if !known.counted.is_no_older_than(here) {
            return Ok(false);
        }
        for piece in known.staff.chunks(PIECE) {
            let piece = piece.to_vec();
            self.change(now, move |draft| {
                for (id, account) in piece {
                    draft.put(id, account);
                }
                Ok(())
            })?;
        }
        for piece in known.people.chunks(PIECE) {
            let piece = piece.to_vec();
            self.change(now, move |draft| {
                for (number, known, password) in piece {
                    let there = draft.get::<PersonRow>(&number);
                    // Under the same number of another history there may be somebody else.
                    let Some(there) = there.filter(|there| is_the_same(there, &known)) else {
                        continue;
                    };
                    // What is the same already is not written again: it would be covered anew.
                    let pin_hash = known.pin_hash;
                    if pin_hash != there.pin_hash {
                        draft.put(number, PersonRow { pin_hash, ..there });
                    }
                    let set = draft.get::<PatronPasswordRow>(&number).map(|row| row.hash);
                    if set == password {
                        continue;
                    }
                    match password {
                        Some(hash) => draft.put(number, PatronPasswordRow { hash }),
                        None => draft.remove::<PatronPasswordRow>(number),
                    }
                }
                Ok(())
            })?;
        }
        Ok(true)
    }
}

fn is_the_same(one: &PersonRow, other: &PersonRow) -> bool {
    let same_name = one.family_name == other.family_name && one.given_name == other.given_name;
    one.card == other.card || (same_name && one.birth == other.birth)
}
