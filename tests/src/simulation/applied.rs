//! Are reports applied as they must be? A scan says where an item is, an undo undoes nobody else's work, and nothing is
//! promised twice.

use super::world::World;
use navette_domain::identity::{ItemId, JourneyId};
use navette_domain::lending::{Report, ScanKind};
use std::collections::{BTreeMap, BTreeSet};

/// Reports of one message that the federator has not applied yet.
pub(super) struct News {
    place: usize,
    reports: Vec<(u64, Report)>,
    /// The open journeys of items that are committed with them.
    open_before: BTreeMap<ItemId, JourneyId>,
}

impl World {
    /// Notes what is new in a message, before the federator takes it.
    pub(super) fn news_of(
        &self,
        place: usize,
        numbering: u64,
        reports: &[(u64, Report)],
    ) -> Option<News> {
        let core = self.centre.core.as_ref()?;
        let id = self.libraries[place].id.clone();
        let known = core.read(move |state| state.line(&id).cloned()).ok()?;
        let applied = known
            .filter(|line| line.incarnation == numbering)
            .map_or(0, |line| line.applied);
        let reports: Vec<_> = reports
            .iter()
            .filter(|(number, _)| *number > applied)
            .cloned()
            .collect();
        let committed: Vec<ItemId> = reports
            .iter()
            .filter_map(|(_, report)| match report {
                Report::Committed { item, .. } => Some(item.clone()),
                _ => None,
            })
            .collect();
        let open_before = core
            .read(move |state| {
                let journeys = committed.into_iter().filter_map(|item| {
                    let journey = state.open_journey_of(&item)?.id;
                    Some((item, journey))
                });
                journeys.collect()
            })
            .ok()?;
        Some(News {
            place,
            reports,
            open_before,
        })
    }

    /// Looks at what the federator made of the news, up to the number that it has taken.
    pub(super) fn check_applied(&mut self, news: News, through: u64, refused: &BTreeSet<u64>) {
        let mut scanned = BTreeMap::new();
        for (number, report) in news.reports {
            if number > through {
                break;
            }
            match report {
                Report::Scanned(scan) => {
                    let item = scan.item.clone();
                    if !refused.contains(&number) {
                        self.last_scan.insert(item.clone(), news.place);
                    }
                    scanned.insert(item, scan.what);
                }
                Report::Undone { item, .. } => {
                    scanned.remove(&item);
                    let other = self.last_scan.get(&item).copied();
                    if !refused.contains(&number)
                        && let Some(other) = other.filter(|other| *other != news.place)
                    {
                        let place = news.place;
                        let what = format!("{place} has undone what {other} did with {item}");
                        self.violate(4, what);
                    }
                }
                Report::Committed { item, journey, .. } => {
                    let before = news.open_before.get(&item);
                    let otherwise = before.filter(|before| **before != journey);
                    if let Some(other) = otherwise
                        && !scanned.contains_key(&item)
                    {
                        let what = format!("{item} is promised to {journey} and on {other}");
                        self.violate(1, what);
                    }
                }
                _ => {}
            }
        }
        for (item, what) in scanned {
            if matches!(what, ScanKind::Received | ScanKind::Returned) {
                self.check_it_is_there(news.place, &item);
            }
        }
    }

    /// A physical scan outranks the ledger.
    fn check_it_is_there(&mut self, place: usize, item: &ItemId) {
        let here = self.libraries[place].id.clone();
        let Some(core) = &self.centre.core else {
            return;
        };
        let scanned = item.clone();
        let elsewhere = core.read(move |state| {
            let journey = state.open_journey_of(&scanned)?;
            (journey.at != here).then(|| format!("{journey:?}"))
        });
        if let Ok(Some(journey)) = elsewhere {
            self.violate(
                8,
                format!("{item} was scanned at {place}, and is on {journey}"),
            );
        }
    }
}
