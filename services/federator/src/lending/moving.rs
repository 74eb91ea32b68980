//! How is a run of the van cancelled or moved? Whose days change is shown before it is done; done, it is kept as a row, and
//! the same order told again changes nothing.

use super::core::FederatorCore;
use super::draft::Draft;
use super::error::MoveError;
use super::territory::Territory;
use crate::ledger::{FederatorState, LedgerChange, RunChange};
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::{Change, DateChange, Exception, RoundId, Timetable};
use navette_domain::identity::ItemId;
use navette_domain::time::{Day, Now};
use navette_store::ledger::{Commit, Decision};
use std::sync::Arc;

/// Orders that are remembered, so that the same one again gets the same answer.
const ORDERS_KEPT: usize = 1_000;
/// How long an exception is kept after its last day, in days.
const PAST_DAYS: i32 = 30;

/// An order about one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunOrder {
    /// Drawn by the caller: the same again changes nothing.
    pub call: u128,
    /// Which round.
    pub round: RoundId,
    /// The planned day of the run.
    pub day: Day,
    /// The version of the timetable that was shown; 0 where it does not matter.
    pub seen: u64,
    /// Why, in words for those who are told; may be empty.
    pub reason: String,
}

/// What an order came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunChanged {
    /// The version of the timetable after it.
    pub version: u64,
    /// Journeys whose day changed.
    pub changed: u32,
}

/// What an order would come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovePreview {
    /// Journeys that have still to ride and that somebody waits for.
    pub journeys: usize,
    /// Those whose day would change: broken promises first, then by item.
    pub changes: Vec<PreviewedChange>,
    /// The version of the timetable that was looked at.
    pub version: u64,
}

/// A journey whose day would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewedChange {
    /// From which day to which.
    pub change: DateChange,
    /// The item that travels.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// Where it is to be collected.
    pub pickup: LibraryId,
}

impl<L: Commit<FederatorState>> FederatorCore<L> {
    /// Shows whose days would change if a run were cancelled or moved; changes nothing.
    pub fn preview_move(&self, exception: Exception, now: Now) -> Result<MovePreview, MoveError> {
        let (territories, shelves) = (Arc::clone(&self.territories), Arc::clone(&self.shelves));
        self.ledger.read(move |state| {
            let before = territories.of(state);
            let after = by_timetable(&before, before.timetable.with_exception(exception)?);
            let draft = Draft::new(state, &after, &*shelves, now, 0);
            let (changes, journeys) = draft.dates_changed(&before)?;
            let mut changes: Vec<PreviewedChange> = changes
                .into_iter()
                .filter_map(|change| {
                    let journey = draft.journey(change.journey).ok()?;
                    Some(PreviewedChange {
                        change,
                        item: journey.item.clone(),
                        title: journey.title.clone(),
                        pickup: journey.to.clone(),
                    })
                })
                .collect();
            changes.sort_by_key(|one| !one.change.breaks_promise());
            Ok(MovePreview {
                journeys,
                changes,
                version: state.timetable_version(),
            })
        })?
    }

    /// Moves one run to another day or time; patrons to whom it means a later day are told.
    pub fn move_round(
        &self,
        order: RunOrder,
        to: Day,
        by_minutes: i16,
        now: Now,
    ) -> Result<RunChanged, MoveError> {
        let day = to;
        self.change_run(order, Change::MovedTo { day, by_minutes }, now)
    }

    /// Cancels one run; patrons to whom it means a later day are told.
    pub fn cancel_round(&self, order: RunOrder, now: Now) -> Result<RunChanged, MoveError> {
        self.change_run(order, Change::Cancelled, now)
    }

    fn change_run(
        &self,
        order: RunOrder,
        change: Change,
        now: Now,
    ) -> Result<RunChanged, MoveError> {
        let (territories, shelves) = (Arc::clone(&self.territories), Arc::clone(&self.shelves));
        let changed = self.ledger.commit(move |state| {
            let exception = Exception {
                round: order.round.clone(),
                day: order.day,
                change,
            };
            if let Some(done) = done_before(state, order.call, &exception)? {
                return Ok(Decision::unchanged(done));
            }
            let here = state.timetable_version();
            if order.seen != 0 && order.seen != here {
                let seen = order.seen;
                return Err(MoveError::ChangedSince { seen, here });
            }
            let before = territories.of(state);
            let timetable = before.timetable.with_exception(exception.clone())?;
            let after = by_timetable(&before, timetable);
            let mut draft = Draft::new(state, &after, &*shelves, now, 0);
            let (dates, _) = draft.dates_changed(&before)?;
            draft.retime(&before, &order.round, &dates, &order.reason)?;
            draft.forget_past_exceptions();
            let decided = RunChange {
                call: order.call,
                exception,
                reason: order.reason,
                at: now.at,
                changed: u32::try_from(dates.len()).unwrap_or(u32::MAX),
            };
            let reply = RunChanged {
                version: here.saturating_add(1),
                changed: decided.changed,
            };
            let mut changes = draft.finish();
            changes.extend(rows(state, decided));
            Ok::<_, MoveError>(Decision { changes, reply })
        })?;
        self.look_at_timetable();
        Ok(changed)
    }
}

impl Draft<'_> {
    /// Forgets exceptions whose last day lies 30 days back.
    pub(super) fn forget_past_exceptions(&mut self) {
        let today = self.now.local.day;
        let past = |exception: &Exception| last_day(exception).plus(PAST_DAYS) < today;
        let exceptions = self.state.exceptions.iter();
        self.past_exceptions = exceptions
            .filter(|(_, exception)| past(exception))
            .map(|(number, _)| *number)
            .collect();
    }
}

/// Gives the last day that an exception speaks of.
pub(crate) fn last_day(exception: &Exception) -> Day {
    match exception.change {
        Change::Cancelled => exception.day,
        Change::MovedTo { day, .. } => day.max(exception.day),
    }
}

fn by_timetable(territory: &Territory, timetable: Timetable) -> Territory {
    Territory {
        timetable,
        ..territory.clone()
    }
}

/// Gives the answer to an order that was told before.
fn done_before(
    state: &FederatorState,
    call: u128,
    exception: &Exception,
) -> Result<Option<RunChanged>, MoveError> {
    match state.run_change_of(call) {
        None => Ok(None),
        Some((number, done)) if done.exception == *exception => Ok(Some(RunChanged {
            version: u64::from(number).saturating_add(1),
            changed: done.changed,
        })),
        Some(_) => Err(MoveError::CallTaken(call)),
    }
}

/// Gives the rows that a decision writes and removes.
fn rows(state: &FederatorState, decided: RunChange) -> Vec<LedgerChange> {
    // The version, from 1, is the number of the next change.
    let number = u32::try_from(state.timetable_version()).unwrap_or(u32::MAX);
    let Exception { round, day, .. } = &decided.exception;
    let replaced = state
        .exceptions
        .iter()
        .filter(|(_, old)| old.round == *round && old.day == *day);
    let mut changes: Vec<LedgerChange> = replaced
        .map(|(number, _)| LedgerChange::ExceptionGone(*number))
        .collect();
    let orders = &state.run_changes;
    if let Some((oldest, _)) = orders.first_key_value()
        && orders.len() >= ORDERS_KEPT
    {
        changes.push(LedgerChange::RunChangeForgotten(*oldest));
    }
    changes.push(LedgerChange::Exception(number, decided.exception.clone()));
    changes.push(LedgerChange::RunChange(number, Box::new(decided)));
    changes
}
