//! The territory of a seed: libraries, works, patrons, the van's round, and everything that is under way.

use super::centre::Centre;
use super::clock::{DAY, HOUR, MINUTE};
use super::events::{Event, Events};
use super::library::Library;
use super::run::Violation;
use super::shelves::{AllShelves, Catalogue};
use super::things::{Things, Where};
use super::trace::Trace;
use crate::seeded::Seeded;
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::{OpeningHours, Round, RoundId, Span, Stop, Timetable};
use navette_domain::identity::{Barcode, ItemId, RequestId};
use navette_domain::lending::{MemberStanding, Patience, ProtectionSettings};
use navette_domain::time::Weekday;
use navette_federator::lending::{MemberFacts, Territory};
use std::collections::{BTreeMap, BTreeSet};

/// Days of one run in which things go wrong.
pub(super) const DAYS: i64 = 60;
/// Works that patrons ask for.
const WORKS: usize = 25;
/// Patrons of a library.
const PEOPLE: usize = 4;

const NAMES: [&str; 12] = [
    "aire",
    "arques",
    "fauquembergues",
    "heuringhem",
    "longuenesse",
    "lumbres",
    "racquinghem",
    "saint-omer",
    "therouanne",
    "tournehem",
    "wizernes",
    "zudausques",
];

/// Everything of one run.
pub(super) struct World {
    pub(super) seeded: Seeded,
    pub(super) time: i64,
    pub(super) events: Events,
    pub(super) libraries: Vec<Library>,
    pub(super) centre: Centre,
    pub(super) things: Things,
    pub(super) trace: Trace,
    pub(super) violation: Option<Violation>,
    /// Faults and new wishes have ended.
    pub(super) quiet: bool,
    /// Requests that a node has said are noted, and by which library.
    pub(super) noted: BTreeMap<RequestId, usize>,
    /// Requests that the federator has said it has.
    pub(super) acknowledged: BTreeSet<RequestId>,
    /// Items that somebody has laid on the hold shelf of a library.
    pub(super) shelved: BTreeSet<(ItemId, LibraryId)>,
    /// Stops of the round: which library, in order, and the minutes of the day.
    pub(super) stops: Vec<(usize, i64)>,
    pub(super) next_id: u128,
    /// The federator has just looked at every deadline.
    pub(super) ticked: bool,
    /// What the federator's ledger was when the invariants were last looked at.
    pub(super) looked_at: Option<u64>,
    /// Who scanned an item last, as far as the federator has heard.
    pub(super) last_scan: BTreeMap<ItemId, usize>,
    /// Requests that the federator has seen on a hold shelf, or beyond.
    pub(super) ready: BTreeSet<RequestId>,
    /// Notices that have been looked at, with the library that sends them.
    pub(super) notices_seen: BTreeSet<(usize, u64)>,
    /// Libraries whose disk dies on the day after the next backup.
    pub(super) doomed: BTreeSet<usize>,
    /// Nights that have passed.
    pub(super) nights: usize,
}

impl World {
    /// Makes the territory of a seed and starts everybody.
    pub(super) fn of_seed(seed: u64, in_words: bool) -> Self {
        let mut seeded = Seeded::new(seed);
        let count = 5 + seeded.below(8);
        let ids: Vec<LibraryId> = NAMES
            .iter()
            .take(count)
            .filter_map(|name| LibraryId::parse(name).ok())
            .collect();
        let names: BTreeMap<LibraryId, String> =
            ids.iter().map(|id| (id.clone(), id.to_string())).collect();
        let hours: BTreeMap<LibraryId, OpeningHours> = ids
            .iter()
            .map(|id| (id.clone(), some_hours(&mut seeded)))
            .collect();
        let catalogues = some_catalogues(&mut seeded, &ids);
        let (timetable, stops) = a_timetable(&ids);
        let members = ids.iter().map(|id| (id.clone(), member(id))).collect();
        let territory = Territory {
            members,
            hours: hours.clone(),
            timetable,
            agreements: Vec::new(),
            patience: Patience::default(),
            protection: ProtectionSettings::default(),
        };
        let centre = Centre::new(territory, AllShelves::of(&catalogues));
        let mut things = Things::default();
        let mut libraries = Vec::new();
        for (id, catalogue) in catalogues {
            for barcode in catalogue.0.keys() {
                let item = ItemId {
                    library: id.clone(),
                    barcode: barcode.clone(),
                };
                things.put(&item, Where::Shelf);
            }
            let opening = hours.get(&id).cloned().unwrap_or_default();
            libraries.push(Library::new(id, catalogue, opening, names.clone()));
        }
        let mut world = Self {
            seeded,
            time: 0,
            events: Events::default(),
            libraries,
            centre,
            things,
            trace: Trace::new(in_words),
            violation: None,
            quiet: false,
            noted: BTreeMap::new(),
            acknowledged: BTreeSet::new(),
            shelved: BTreeSet::new(),
            stops,
            next_id: u128::from(seed) << 64,
            ticked: false,
            looked_at: None,
            last_scan: BTreeMap::new(),
            ready: BTreeSet::new(),
            notices_seen: BTreeSet::new(),
            doomed: BTreeSet::new(),
            nights: 0,
        };
        world.begin();
        world
    }

    fn begin(&mut self) {
        let fresh = self.seeded.next();
        if let Err(error) = self.centre.start(fresh) {
            self.violate(0, format!("the federator does not start: {error}"));
        }
        for place in 0..self.libraries.len() {
            let fresh = self.seeded.next();
            let started = self.libraries[place].start(0, fresh);
            let registered =
                (0..PEOPLE).try_for_each(|number| self.libraries[place].register(number, 0));
            if let Err(error) = started.and(registered) {
                self.violate(0, format!("a node does not start: {error}"));
            }
            let mut minute = |within: usize| self.seeded.below(within) as i64 * MINUTE;
            let first = [minute(180), minute(60), minute(300), minute(60)];
            self.events.at(9 * HOUR + first[0], Event::Patron(place));
            self.events.at(10 * HOUR + first[1], Event::Work(place));
            self.events.at(first[2], Event::NodeTick(place));
            self.events.at(first[3], Event::SendReports(place));
        }
        for stop in 0..self.stops.len() {
            self.events
                .at(self.stops[stop].1 * MINUTE, Event::Van(stop));
        }
        self.events.at(MINUTE, Event::CentreTick);
        self.events.at(DAY / 2, Event::Fate);
        self.events.at(3 * HOUR, Event::Night);
    }

    /// Draws a name that is never drawn again.
    pub(super) fn draw_id(&mut self) -> u128 {
        self.next_id += 1;
        self.next_id << 8 | u128::from(self.seeded.next() as u8)
    }

    /// Draws the number from which the federator's journeys are named.
    pub(super) fn draw_fresh(&mut self) -> u128 {
        u128::from(self.seeded.next()) << 64
            | u128::from(self.seeded.next() & 0xffff_ffff_0000_0000)
    }

    /// Finds a library by its id.
    pub(super) fn place_of(&self, id: &LibraryId) -> Option<usize> {
        self.libraries.iter().position(|library| library.id == *id)
    }

    /// Notes that an invariant is broken; the first counts.
    pub(super) fn violate(&mut self, invariant: u8, what: String) {
        if self.violation.is_none() {
            self.trace
                .say(|| format!("VIOLATION of invariant {invariant}: {what}"));
            self.violation = Some(Violation { invariant, what });
        }
    }
}

fn member(id: &LibraryId) -> MemberFacts {
    MemberFacts {
        name: id.to_string(),
        place: None,
        standing: MemberStanding::Member,
    }
}

/// Open on three to six days a week.
fn some_hours(seeded: &mut Seeded) -> OpeningHours {
    let span = Span {
        opens: 540,
        closes: 1_140,
    };
    let mut weekly: [Vec<Span>; 7] = std::array::from_fn(|_| Vec::new());
    let closed = 1 + seeded.below(4);
    for (place, day) in weekly.iter_mut().enumerate() {
        if place < 7 - closed {
            day.push(span);
        }
    }
    OpeningHours::new(weekly, Vec::new(), true).unwrap_or_default()
}

/// Some works everywhere, most in one or two places; barcodes begin at 1 in every village.
fn some_catalogues(seeded: &mut Seeded, ids: &[LibraryId]) -> BTreeMap<LibraryId, Catalogue> {
    let mut catalogues: BTreeMap<LibraryId, Catalogue> = ids
        .iter()
        .map(|id| (id.clone(), Catalogue::default()))
        .collect();
    for work in 1..=WORKS as u64 {
        let holders = 1 + seeded.below(3);
        for _ in 0..holders {
            let id = &ids[seeded.below(ids.len())];
            if let Some(catalogue) = catalogues.get_mut(id) {
                let number = catalogue.0.len() + 1;
                if let Ok(barcode) = Barcode::parse(&format!("{number:06}")) {
                    catalogue.0.insert(barcode, work);
                }
            }
        }
    }
    catalogues
}

/// The van drives out and back every weekday, so that every library is passed twice.
fn a_timetable(ids: &[LibraryId]) -> (Timetable, Vec<(usize, i64)>) {
    let there: Vec<usize> = (0..ids.len()).chain((0..ids.len()).rev()).collect();
    let minute = |place: usize| 600 + 15 * place as u16;
    let stops: Vec<Stop> = there
        .iter()
        .enumerate()
        .map(|(place, library)| Stop {
            library: ids[*library].clone(),
            arrives: minute(place),
            leaves: minute(place) + 5,
        })
        .collect();
    let rounds = Weekday::ALL
        .iter()
        .take(5)
        .filter_map(|weekday| {
            Some(Round {
                id: RoundId::parse(&format!("{weekday:?}").to_lowercase()).ok()?,
                name: format!("{weekday:?}"),
                weekday: *weekday,
                stops: stops.clone(),
                cut_off_minutes: 5,
                crate_grams: 100_000,
                first_day: None,
                last_day: None,
            })
        })
        .collect();
    let times = there
        .iter()
        .enumerate()
        .map(|(place, library)| (*library, i64::from(minute(place))));
    let timetable = Timetable::new(rounds, Vec::new()).unwrap_or_default();
    (timetable, times.collect())
}
