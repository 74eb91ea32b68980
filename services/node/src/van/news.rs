//! Which run takes an item along, and what is on a manifest, as the federator said last? It must not ask anybody.

use super::kept::{self, KeptSheet, KeptVan};
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::{OpeningHours, RoundId, Timetable, first_ride};
use navette_domain::time::{Day, LocalMoment};
use navette_proto::convert::courier::round;
use navette_proto::convert::day;
use navette_proto::wire::courier as wire;
use parking_lot::{Mutex, RwLock};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// How far back manifests are kept: a crate that nobody emptied can still be checked.
const DAYS_BACK: i32 = 7;
/// Most runs whose manifests are kept.
const SHEETS_MAX: usize = 60;

/// A run that takes or brings an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ride {
    /// Which round.
    pub(crate) round: String,
    /// The day of the run.
    pub(crate) day: String,
}

/// What a run takes from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Loads {
    /// Nothing is known of the van.
    Unknown,
    /// It does not stop here on that day.
    DoesNotStop,
    /// What goes to these libraries.
    For(BTreeSet<LibraryId>),
}

/// What is known of the van.
pub(crate) struct Van {
    path: PathBuf,
    news: RwLock<News>,
    /// Held by whoever writes the file.
    writing: Mutex<()>,
}

#[derive(Default)]
struct News {
    kept: KeptVan,
    timetable: Option<Timetable>,
}

impl Van {
    /// Takes up what was kept in a file.
    pub(crate) fn kept_in(path: PathBuf) -> Self {
        let kept = kept::read(&path);
        let timetable = timetable_of(&kept.rounds);
        let news = RwLock::new(News { kept, timetable });
        Self {
            path,
            news,
            writing: Mutex::new(()),
        }
    }

    /// Finds the run that takes an item along next.
    pub(crate) fn takes(
        &self,
        from: &LibraryId,
        open: &OpeningHours,
        to: &LibraryId,
        ready: LocalMoment,
    ) -> Option<Ride> {
        let news = self.news.read();
        let hours = BTreeMap::from([(from.clone(), open.clone())]);
        let leg = first_ride(news.timetable.as_ref()?, &hours, from, to, ready).ok()??;
        Some(Ride {
            round: leg.round.to_string(),
            day: leg.day.to_string(),
        })
    }

    /// Says for which libraries a run takes items from here: those to which it is the first ride of that day, or of what
    /// is ready as late as it can be loaded.
    pub(crate) fn loads(
        &self,
        from: &LibraryId,
        open: &OpeningHours,
        round: &RoundId,
        day: Day,
    ) -> Loads {
        let news = self.news.read();
        // A federator without rounds knows nothing of the van either.
        let known = news.timetable.as_ref();
        let Some(timetable) = known.filter(|known| !known.rounds().is_empty()) else {
            return Loads::Unknown;
        };
        let runs = timetable.runs_on(day);
        let Some(run) = runs.into_iter().find(|run| run.round.id == *round) else {
            return Loads::DoesNotStop;
        };
        let cut_off = run.round.cut_off_minutes;
        let mut ready: Vec<LocalMoment> = run
            .stops()
            .filter(|stop| stop.library == from)
            .map(|stop| stop.leaves.minute.saturating_sub(cut_off))
            .map(|minute| LocalMoment { day, minute })
            .collect();
        if ready.is_empty() {
            return Loads::DoesNotStop;
        }
        ready.push(LocalMoment { day, minute: 0 });
        let hours = BTreeMap::from([(from.clone(), open.clone())]);
        let takes = |to: &&LibraryId| {
            ready.iter().any(|ready| {
                let first = first_ride(timetable, &hours, from, to, *ready);
                first.is_ok_and(|leg| leg.is_some_and(|leg| leg.round == *round && leg.day == day))
            })
        };
        Loads::For(
            timetable
                .libraries()
                .iter()
                .filter(takes)
                .cloned()
                .collect(),
        )
    }

    /// Finds the run that brings a journey here, by the manifests.
    pub(crate) fn brings(&self, journey: &str, today: Day) -> Option<Ride> {
        let news = self.news.read();
        let comes = |sheet: &&KeptSheet| {
            let mut parcels = sheet.manifests.iter().flat_map(|one| &one.comes_off);
            sheet_day(sheet) >= Some(today) && parcels.any(|parcel| parcel.journey == journey)
        };
        let first = news.kept.sheets.iter().filter(comes);
        let first = first.min_by(|one, other| one.day.cmp(&other.day))?;
        Some(Ride {
            round: first.round.clone(),
            day: first.day.clone(),
        })
    }

    /// Gives the manifests of a run and when they were made.
    pub(super) fn sheet(&self, round: &RoundId, day: Day) -> Option<(Vec<wire::Manifest>, i64)> {
        let news = self.news.read();
        let mut sheets = news.kept.sheets.iter();
        let sheet = sheets.find(|sheet| is_of(sheet, round, day))?;
        Some((sheet.manifests.clone(), sheet.as_of_ms))
    }

    /// Gives the manifest of one stop.
    pub(crate) fn manifest(&self, round: &RoundId, day: Day, stop: u32) -> Option<wire::Manifest> {
        let (manifests, _) = self.sheet(round, day)?;
        manifests.into_iter().find(|one| one.stop == stop)
    }

    /// Gives the library of a stop, where the round is known.
    pub(crate) fn library_of(&self, round: &RoundId, stop: usize) -> Option<LibraryId> {
        let news = self.news.read();
        let mut rounds = news.timetable.as_ref()?.rounds().iter();
        let round = rounds.find(|one| one.id == *round)?;
        Some(round.stops.get(stop)?.library.clone())
    }

    /// Lists the runs that stop at a library between two days, each with the places of its stops there.
    pub(super) fn runs_at(
        &self,
        library: &LibraryId,
        first: Day,
        last: Day,
    ) -> Vec<(RoundId, Day, Vec<u32>)> {
        let news = self.news.read();
        let Some(timetable) = &news.timetable else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for ahead in 0..=last.0.saturating_sub(first.0).min(60) {
            for run in timetable.runs_on(first.plus(ahead)) {
                let stops: Vec<u32> = (0..)
                    .zip(run.stops())
                    .filter(|(_, stop)| stop.library == library)
                    .map(|(place, _)| place)
                    .collect();
                if !stops.is_empty() {
                    found.push((run.round.id.clone(), run.day, stops));
                }
            }
        }
        found
    }

    /// Takes note of all rounds.
    pub(super) fn learn_rounds(&self, rounds: Vec<wire::Round>) {
        let Some(timetable) = timetable_of(&rounds) else {
            return;
        };
        let mut news = self.news.write();
        news.timetable = Some(timetable);
        news.kept.rounds = rounds;
    }

    /// Takes note of the manifests of a run.
    pub(super) fn learn_sheet(
        &self,
        (round, day): (&RoundId, Day),
        manifests: Vec<wire::Manifest>,
        as_of_ms: i64,
    ) {
        let mut news = self.news.write();
        let sheets = &mut news.kept.sheets;
        sheets.retain(|sheet| !is_of(sheet, round, day));
        sheets.push(KeptSheet {
            round: round.to_string(),
            day: day.to_string(),
            manifests,
            as_of_ms,
        });
    }

    /// Forgets the manifests of a run that does not come by here any more.
    pub(super) fn forget_sheet(&self, round: &RoundId, day: Day) {
        let mut news = self.news.write();
        news.kept.sheets.retain(|sheet| !is_of(sheet, round, day));
    }

    /// Drops what is long past, and puts the rest on disk. Blocks.
    pub(super) fn keep(&self, today: Day) {
        // One at a time, so that what is newest is written last, and whole.
        let _writing = self.writing.lock();
        let kept = {
            let mut news = self.news.write();
            let sheets = &mut news.kept.sheets;
            sheets.retain(|sheet| sheet_day(sheet) >= Some(today.plus(-DAYS_BACK)));
            let too_many = sheets.len().saturating_sub(SHEETS_MAX);
            sheets.drain(..too_many);
            news.kept.clone()
        };
        if let Err(error) = kept::write(&self.path, &kept) {
            tracing::warn!(%error, "what is known of the van cannot be kept");
        }
    }
}

fn is_of(sheet: &KeptSheet, round: &RoundId, on: Day) -> bool {
    sheet.round == round.as_str() && sheet_day(sheet) == Some(on)
}

fn sheet_day(sheet: &KeptSheet) -> Option<Day> {
    day::from_wire("day", &sheet.day).ok().flatten()
}

/// Makes a timetable of rounds as they were sent; nothing where this version cannot.
fn timetable_of(sent: &[wire::Round]) -> Option<Timetable> {
    let (mut rounds, mut exceptions) = (Vec::new(), Vec::new());
    for one in sent {
        match round::from_wire(one.clone()) {
            Ok((round, with)) => {
                rounds.push(round);
                exceptions.extend(with);
            }
            Err(refusal) => {
                tracing::warn!(round = one.round, %refusal, "a round of the van cannot be read");
                return None;
            }
        }
    }
    match Timetable::new(rounds, exceptions) {
        Ok(timetable) => Some(timetable),
        Err(refusal) => {
            tracing::warn!(%refusal, "the van's timetable cannot be read");
            None
        }
    }
}
