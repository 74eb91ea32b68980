//! Which copies are there, as far as the catalogues say? The directory counts copies and does not name them; their names are
//! known to their library alone, which chooses when it is asked.

use super::territory::{Kind, Shelves};
use crate::knowledge::Knowledge;
use crate::member::Member;
use navette_domain::catalogue::{LibraryId, Part};
use navette_domain::identity::{Barcode, ItemId};
use navette_domain::lending::{CopyFacts, CopyStatus, Only, Target, same_part};
use navette_indexer::search::{Brief, Directory, Live};
use std::sync::Arc;

/// Copies of one record and part that are looked at; more make no difference to who lends.
const COPIES_MAX: u32 = 50;

/// Reads the directory of all catalogues.
pub(crate) struct CataloguedShelves {
    knowledge: Arc<Knowledge>,
    members: Vec<Arc<Member>>,
}

impl CataloguedShelves {
    pub(crate) fn over(knowledge: Arc<Knowledge>, members: Vec<Arc<Member>>) -> Self {
        Self { knowledge, members }
    }
}

impl Shelves for CataloguedShelves {
    fn copies_of(&self, target: &Target) -> Vec<CopyFacts> {
        self.knowledge.read(|known| {
            let Some(work) = known.directory.find_work(target.work) else {
                return Vec::new();
            };
            let mut copies = Vec::new();
            for row in known.directory.rows_of_work(work) {
                let library = known.directory.library(known.directory.row(row).member);
                let brief = known.directory.brief(row);
                let lives = known.directory.lives_of(row);
                for (group, live) in brief.groups.iter().zip(lives) {
                    if fits(target.part.as_ref(), group.part.as_ref()) {
                        list(&mut copies, library, &brief, group.part.as_ref(), *live);
                    }
                }
            }
            name_the_one_wanted(&mut copies, &target.only);
            copies
        })
    }

    fn kind_of(&self, target: &Target, library: &LibraryId) -> Kind {
        let found = self
            .knowledge
            .read(|known| kind_there(&known.directory, target, library));
        found.unwrap_or_default()
    }

    fn are_complete(&self) -> bool {
        self.members.iter().all(|member| member.has_whole_copy())
    }
}

/// Says what a library's record of a work is, of the edition wanted where one is; nothing where it has none.
fn kind_there(known: &Directory, target: &Target, library: &LibraryId) -> Option<Kind> {
    let work = known.find_work(target.work)?;
    let wanted = match &target.only {
        Only::AnyCopy => None,
        Only::Edition(edition) | Only::Copy { edition, .. } => Some(*edition),
    };
    let briefs = known
        .rows_of_work(work)
        .filter(|row| known.library(known.row(*row).member) == library)
        .map(|row| known.brief(row));
    let mut fitting = briefs.filter(|brief| wanted.is_none_or(|wanted| brief.edition == wanted));
    let brief = fitting.next()?;
    Some(Kind {
        medium: brief.medium,
        audience: brief.audience,
    })
}

fn fits(wanted: Option<&Part>, held: Option<&Part>) -> bool {
    match (wanted, held) {
        (None, None) => true,
        (Some(wanted), Some(held)) => same_part(held, wanted),
        (None, Some(_)) | (Some(_), None) => false,
    }
}

fn list(
    copies: &mut Vec<CopyFacts>,
    library: &LibraryId,
    brief: &Brief,
    part: Option<&Part>,
    live: Live,
) {
    for number in 0..live.copies.min(COPIES_MAX) {
        let name = format!("{:016x}.{number}", brief.edition.0);
        let Ok(barcode) = Barcode::parse(&name) else {
            continue;
        };
        let status = if number < live.available {
            CopyStatus::Available
        } else {
            CopyStatus::OnLoan { until: live.due }
        };
        // Those that are never lent stand last; they are no reason to wait.
        let reference = number >= live.copies.saturating_sub(live.reference);
        copies.push(CopyFacts {
            item: ItemId {
                library: library.clone(),
                barcode,
            },
            edition: brief.edition,
            part: part.cloned(),
            status,
            acquired: None,
            reference,
            latest_issue: false,
        });
    }
}

/// A patron who wants one given copy wants it of its library: there the first copy of that edition stands for it.
fn name_the_one_wanted(copies: &mut [CopyFacts], only: &Only) {
    if let Only::Copy { item, edition } = only {
        let standing_for = copies
            .iter_mut()
            .find(|copy| copy.edition == *edition && copy.item.library == item.library);
        if let Some(copy) = standing_for {
            copy.item = item.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn copies_that_are_never_lent_are_told_from_those_that_are_out() {
        let live = Live {
            copies: 4,
            available: 1,
            reference: 2,
            due: None,
        };
        let mut copies = Vec::new();
        let aire = LibraryId::parse("aire").unwrap();
        list(&mut copies, &aire, &Brief::default(), None, live);
        let shown = |copy: &CopyFacts| (copy.status == CopyStatus::Available, copy.reference);
        let shown: Vec<_> = copies.iter().map(shown).collect();
        assert_eq!(
            shown,
            [(true, false), (false, false), (false, true), (false, true)]
        );
    }
}
