//! Are reports applied as they must be? A scan says where an item is, an undo undoes nobody else's work, and nothing is
//! promised twice.

use super::world::World;
use navette_domain::catalogue::WorkKey;
use navette_domain::identity::{ItemId, JourneyId};
use navette_domain::lending::{Journey, Report, ScanKind};
use navette_node::core::NodeState;
use navette_store::ledger::Commit;
use std::collections::{BTreeMap, BTreeSet};

/// Reports of one message that the federator has not applied yet.
pub(super) struct News {
    place: usize,
    reports: Vec<(u64, Report)>,
    /// The open journeys of items that are committed with them, as far as the committing library could know of them.
    open_before: BTreeMap<ItemId, JourneyId>,
    /// Items given to the van with them that are home already: such a word came late, and changes nothing.
    overtaken: BTreeSet<ItemId>,
}

/// Says whether a journey began with a scan of what nobody had sent: whoever commits the item, and was not told of it, cannot know.
fn nobody_sent(journey: &Journey) -> bool {
    journey.serves.is_none() && journey.work == WorkKey(0)
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
        let told = match committed.is_empty() {
            true => BTreeSet::new(),
            false => self.journeys_told(place),
        };
        let open_before = core
            .read(move |state| {
                let journeys = committed.into_iter().filter_map(|item| {
                    let journey = state.open_journey_of(&item)?;
                    let unheard_of = nobody_sent(journey) && !told.contains(&journey.id);
                    (!unheard_of).then_some((item, journey.id))
                });
                journeys.collect()
            })
            .ok()?;
        let shipped: Vec<ItemId> = reports
            .iter()
            .filter_map(|(_, report)| match report {
                Report::Scanned(scan) if scan.what == ScanKind::Shipped => Some(scan.item.clone()),
                _ => None,
            })
            .collect();
        let overtaken = core
            .read(move |state| {
                let home = |item: &ItemId| state.open_journey_of(item).is_none();
                shipped.into_iter().filter(home).collect()
            })
            .ok()?;
        Some(News {
            place,
            reports,
            open_before,
            overtaken,
        })
    }

    /// Gives an item that a restored library has promised while it did not know yet what is open.
    pub(super) fn promised_too_early(&self, place: usize) -> Option<ItemId> {
        let core = self.libraries[place].core.as_ref()?;
        if !core.is_restoring().ok()? {
            return None;
        }
        let promised = core.ledger().read(|state: &NodeState| {
            let mut waiting = state.tables().outbox.values();
            waiting.find_map(|row| match &row.report {
                Report::Committed { item, .. } => Some(item.clone()),
                _ => None,
            })
        });
        promised.ok().flatten()
    }

    /// Lists the journeys of which a library has been told.
    fn journeys_told(&self, place: usize) -> BTreeSet<JourneyId> {
        let told = self.libraries[place].core.as_ref().and_then(|core| {
            let ledger = core.ledger();
            let ids = ledger.read(|state: &NodeState| {
                let journeys = state.tables().journeys.keys();
                journeys.copied().collect()
            });
            ids.ok()
        });
        told.unwrap_or_default()
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
                    let late = scan.what == ScanKind::Shipped
                        && news.overtaken.contains(&item)
                        && !scanned.contains_key(&item);
                    if !refused.contains(&number) && !late {
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
