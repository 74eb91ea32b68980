//! What is asked for when somebody asks for a work: the whole of it, one volume, one edition? What no library has is not asked for.

use crate::territory::Territory;
use crate::trouble::Trouble;
use crate::visit::Visit;
use navette_proto::wire::catalogue::{Holding, Part, Work};
use navette_proto::wire::lending::Target;
use navette_proto::wire::lending::target::Only;

/// The volumes of a work, and whether it can be had without naming one.
#[derive(Debug, Default)]
pub(crate) struct Volumes {
    /// Each once, in order.
    pub(crate) parts: Vec<Part>,
    /// Some library has it in one piece.
    pub(crate) whole: bool,
}

impl Volumes {
    /// Reads them from what libraries hold.
    pub(crate) fn of(holdings: &[Holding]) -> Self {
        let mut parts: Vec<Part> = holdings
            .iter()
            .filter_map(|holding| holding.part.clone())
            .collect();
        parts.sort_by(|one, other| (one.sort, &one.label).cmp(&(other.sort, &other.label)));
        parts.dedup();
        Self {
            whole: parts.is_empty() || holdings.iter().any(|holding| holding.part.is_none()),
            parts,
        }
    }

    /// Finds the volume that a form names; nothing where it has to be chosen first.
    fn meant(&self, named: &str) -> Option<Option<Part>> {
        if named.is_empty() {
            return self.whole.then_some(None);
        }
        let found = self.parts.iter().find(|part| name_of(part) == named);
        found.map(|part| Some(part.clone()))
    }
}

/// Names a volume as forms do: its number, a space, its label.
fn name_of(part: &Part) -> String {
    format!("{} {}", part.sort, part.label)
}

/// Something that can be asked for.
pub(crate) struct Wanted {
    pub(crate) title: String,
    pub(crate) target: Target,
}

/// Reads what a form asks for; nothing where a volume or an edition has to be chosen first.
pub(crate) fn wanted(work: Work, part: &str, edition: &str) -> Option<Wanted> {
    let known = |edition: &str| work.editions.iter().any(|one| one.edition == edition);
    if !edition.is_empty() && !known(edition) {
        return None;
    }
    let part = Volumes::of(&work.holdings).meant(part)?;
    Some(Wanted {
        target: Target {
            work: work.work,
            part,
            only: (!edition.is_empty()).then(|| Only::Edition(edition.to_owned())),
        },
        title: work.title,
    })
}

/// Asks what a work is: all libraries, or the one that is here where nobody else answers.
pub(crate) async fn work_of(
    territory: &Territory,
    visit: &Visit,
    key: &str,
) -> Result<Work, Trouble> {
    let record = territory.record(visit, key).await?;
    record.work.ok_or(Trouble::NotFound)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_proto::wire::catalogue::Edition;

    fn volume(number: u32) -> Option<Part> {
        Some(Part {
            sort: number,
            label: format!("tome {number}"),
        })
    }

    fn work(parts: &[Option<Part>]) -> Work {
        let holdings = parts.iter().map(|part| Holding {
            part: part.clone(),
            ..Holding::default()
        });
        Work {
            holdings: holdings.collect(),
            editions: vec![Edition {
                edition: "e1".to_owned(),
                ..Edition::default()
            }],
            ..Work::default()
        }
    }

    #[test]
    fn a_volume_that_no_library_has_is_not_asked_for() {
        let in_two = [volume(1), volume(2), volume(1)];
        for (parts, named, found) in [
            (&in_two[..], "2 tome 2", true),
            (&in_two[..], "99 xx", false),
            (&in_two[..], "", false),
            (&[None][..], "", true),
            (&[None][..], "99 xx", false),
            (&[volume(1), None][..], "", true),
            (&[][..], "", true),
        ] {
            let asked = wanted(work(parts), named, "");
            assert_eq!(asked.is_some(), found, "{named} of {parts:?}");
        }
        let asked = wanted(work(&in_two), "2 tome 2", "").unwrap();
        assert_eq!(asked.target.part, volume(2));
    }

    #[test]
    fn an_edition_is_one_of_the_work_or_must_be_chosen() {
        assert!(wanted(work(&[None]), "", "e1").is_some());
        assert!(wanted(work(&[None]), "", "e2").is_none());
    }

    #[test]
    fn volumes_are_listed_once_and_in_order() {
        let volumes = Volumes::of(&work(&[volume(2), volume(1), volume(2)]).holdings);
        let names: Vec<String> = volumes.parts.iter().map(name_of).collect();
        assert_eq!(names, ["1 tome 1", "2 tome 2"]);
        assert!(!volumes.whole);
    }
}
