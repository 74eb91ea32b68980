//! What has a patron put aside for later? Lists of works, that nobody else sees.

use super::registering::rows;
use crate::draft::Draft;
use crate::ledger::{NodeState, SavedListRow, SavedWork};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::WorkKey;
use navette_domain::identity::PatronNumber;
use navette_domain::privacy::Personal;
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// Lists of one patron, at most.
const LISTS_MAX: usize = 20;
/// Works on one list, at most.
const WORKS_MAX: usize = 200;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Puts a work on a list, which is made where there is none of this name.
    pub fn put_aside(
        &self,
        number: PatronNumber,
        name: String,
        work: SavedWork,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| {
            rows(draft, number)?;
            let (list, mut row) = match named(draft, number, &name) {
                Some(found) => found,
                None => (next(draft, number)?, empty(name)),
            };
            let many = row.works.len() >= WORKS_MAX;
            match row.works.iter_mut().find(|known| known.work == work.work) {
                Some(known) => *known = work,
                None if many => {
                    return Err(DeskRefusal::ListFull {
                        what: "works on this list",
                        limit: WORKS_MAX,
                    });
                }
                None => row.works.push(work),
            }
            draft.put((number, list), row);
            Ok(())
        })
    }

    /// Takes a work off a list, or the whole list away.
    pub fn take_off(
        &self,
        number: PatronNumber,
        name: String,
        work: Option<WorkKey>,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| {
            let Some((list, mut row)) = named(draft, number, &name) else {
                return Ok(());
            };
            match work {
                Some(work) => row.works.retain(|known| known.work != work),
                None => row.works.clear(),
            }
            match row.works.is_empty() {
                true => draft.remove::<SavedListRow>((number, list)),
                false => draft.put((number, list), row),
            }
            Ok(())
        })
    }

    /// Gives the lists of a patron, in the order in which they were made.
    pub fn saved_lists(
        &self,
        number: PatronNumber,
        now: Now,
    ) -> Result<Vec<SavedListRow>, DeskRefusal> {
        self.look(now, move |draft| {
            let lists = own(draft, number).map(|(_, row)| row.clone());
            Ok(lists.collect())
        })
    }
}

fn own<'d>(
    draft: &Draft<'d>,
    number: PatronNumber,
) -> impl Iterator<Item = (u64, &'d SavedListRow)> {
    let lists = draft
        .state
        .tables()
        .saved_lists
        .range((number, 0)..=(number, u64::MAX));
    lists.map(|((_, list), row)| (*list, row))
}

fn named(draft: &Draft<'_>, number: PatronNumber, name: &str) -> Option<(u64, SavedListRow)> {
    let mut lists = own(draft, number);
    let found = lists.find(|(_, row)| row.name.expose() == name);
    found.map(|(list, row)| (list, row.clone()))
}

fn next(draft: &Draft<'_>, number: PatronNumber) -> Result<u64, DeskRefusal> {
    if own(draft, number).count() >= LISTS_MAX {
        return Err(DeskRefusal::ListFull {
            what: "lists",
            limit: LISTS_MAX,
        });
    }
    let last = own(draft, number).last();
    Ok(last.map_or(1, |(list, _)| list + 1))
}

fn empty(name: String) -> SavedListRow {
    SavedListRow {
        name: Personal::new(name),
        works: Vec::new(),
    }
}
