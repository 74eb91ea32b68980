//! How long will a waiting patron wait? An honest span or nothing; it must not know whose turn it is.

use super::queue::QUEUE_ENTRIES_MAX;
use crate::time::Day;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What an estimate is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitFacts<'a> {
    /// The patron's place, 1 for the next.
    pub position: u32,
    /// Copies in the territory that will be lent again, known due date or not.
    pub lendable_copies: u32,
    /// The due dates that are known of those that are out.
    pub due: &'a [Day],
    /// Days a patron usually keeps an item, where known.
    pub typical_loan_days: Option<u16>,
    /// Days an item may be late or wait on the hold shelf before the next patron gets it.
    pub slack_days: u16,
    /// Days from one library's returns to another's hold shelf.
    pub travel_days: u16,
    /// The day of the estimate.
    pub today: Day,
}

/// Between which days an item can be collected, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitEstimate {
    /// If everybody returns in time: never before the first due date and the way.
    pub earliest: Day,
    /// If every turn takes its slack, counting only copies whose due date is known.
    pub latest: Day,
}

/// Estimates when it is a patron's turn; nothing where no due date is known, or no loan time and it would be needed.
pub fn estimate_wait(facts: &WaitFacts<'_>) -> Option<WaitEstimate> {
    let turns = usize::try_from(facts.position).ok()?;
    let copies = usize::try_from(facts.lendable_copies).ok()?;
    if turns == 0 || turns > QUEUE_ENTRIES_MAX || copies == 0 {
        return None;
    }
    let mut due: Vec<Day> = facts.due.iter().map(|day| *day.max(&facts.today)).collect();
    due.sort();
    let first = *due.first()?;
    let (travel, slack) = (i32::from(facts.travel_days), i32::from(facts.slack_days));
    // Hope: a copy of unknown date comes back with the first. More copies than turns change nothing.
    let unknown = copies.saturating_sub(due.len()).min(turns);
    let hoped = due.iter().copied().take(copies);
    let hoped = hoped.chain(std::iter::repeat_n(first, unknown)).collect();
    let turn_days = facts.typical_loan_days.map(|days| i32::from(days) + travel);
    let earliest = day_of_turn(hoped, turns, turn_days)?;
    // Doubt: copies of unknown date never come back, and should fewer copies be lendable than are out, the last ones are.
    let doubted = due.iter().rev().take(copies);
    let doubted = doubted.map(|day| day.plus(slack)).collect();
    let latest = day_of_turn(doubted, turns, turn_days.map(|days| days + slack))?;
    Some(WaitEstimate {
        earliest: earliest.plus(travel),
        latest: latest.plus(travel),
    })
}

/// Gives each copy to the next in turn and takes it back after a turn; a turn of unknown length is never over.
fn day_of_turn(free: Vec<Day>, turns: usize, turn_days: Option<i32>) -> Option<Day> {
    let mut free: BinaryHeap<Reverse<Day>> = free.into_iter().map(Reverse).collect();
    for _ in 1..turns {
        let Reverse(day) = free.pop()?;
        free.extend(turn_days.map(|days| Reverse(day.plus(days))));
    }
    free.pop().map(|Reverse(day)| day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::lending::lender_fixtures::{Chance, day};

    const NOTHING_OUT: WaitFacts<'_> = WaitFacts {
        position: 1,
        lendable_copies: 1,
        due: &[],
        typical_loan_days: Some(21),
        slack_days: 10,
        travel_days: 2,
        today: Day(20_000),
    };

    fn span(facts: WaitFacts<'_>) -> Option<(i32, i32)> {
        let days = |day: Day| facts.today.days_until(day);
        estimate_wait(&facts).map(|wait| (days(wait.earliest), days(wait.latest)))
    }

    #[test]
    fn nothing_is_promised_where_nothing_is_known() {
        let due = &[Day(20_005)];
        let one_out = WaitFacts { due, ..NOTHING_OUT };
        let no_loan_time = WaitFacts {
            typical_loan_days: None,
            ..one_out
        };
        for (said, facts) in [
            ("no due date", NOTHING_OUT),
            (
                "no copy",
                WaitFacts {
                    lendable_copies: 0,
                    ..one_out
                },
            ),
            (
                "no place",
                WaitFacts {
                    position: 0,
                    ..one_out
                },
            ),
            (
                "an absurd place",
                WaitFacts {
                    position: u32::MAX,
                    ..one_out
                },
            ),
            (
                "second, loan time unknown",
                WaitFacts {
                    position: 2,
                    ..no_loan_time
                },
            ),
        ] {
            assert_eq!(span(facts), None, "{said}");
        }
        assert_eq!(
            span(no_loan_time),
            Some((7, 17)),
            "first, loan time unknown"
        );
    }

    #[test]
    fn turns_are_counted_over_all_copies() {
        let two_out = WaitFacts {
            due: &[Day(20_005), Day(20_012)],
            lendable_copies: 2,
            ..NOTHING_OUT
        };
        for (position, earliest, latest) in [
            (1, 5 + 2, 5 + 10 + 2),
            (2, 12 + 2, 12 + 10 + 2),
            (3, 5 + 23 + 2, 5 + 10 + 33 + 2),
            (4, 12 + 23 + 2, 12 + 10 + 33 + 2),
        ] {
            assert_eq!(
                span(WaitFacts {
                    position,
                    ..two_out
                }),
                Some((earliest, latest))
            );
        }
    }

    #[test]
    fn an_overdue_copy_is_hoped_for_today_and_never_before() {
        let overdue = WaitFacts {
            due: &[day(2020, 1, 1)],
            ..NOTHING_OUT
        };
        assert_eq!(span(overdue), Some((2, 12)));
    }

    #[test]
    fn a_copy_without_a_due_date_gives_hope_but_no_certainty() {
        let one_known = WaitFacts {
            due: &[Day(20_005)],
            lendable_copies: 2,
            position: 2,
            ..NOTHING_OUT
        };
        assert_eq!(span(one_known), Some((7, 5 + 10 + 33 + 2)));
    }

    #[test]
    fn an_estimate_is_a_span_never_before_the_first_due_date_and_the_way() {
        let mut chance = Chance(0xd0e);
        for _ in 0..2_000 {
            let due: Vec<_> = (0..chance.below(6))
                .map(|_| Day(chance.next() as i32))
                .collect();
            let facts = WaitFacts {
                position: chance.below(60) as u32,
                lendable_copies: chance.below(8) as u32,
                due: &due,
                typical_loan_days: Some(chance.next() as u16).filter(|days| days % 4 != 0),
                slack_days: chance.next() as u16,
                travel_days: chance.next() as u16,
                today: Day(20_000),
            };
            if let Some(wait) = estimate_wait(&facts) {
                let first = *due.iter().min().unwrap();
                let travel = i32::from(facts.travel_days);
                assert!(wait.earliest <= wait.latest, "{facts:?}");
                assert!(
                    wait.earliest >= first.max(facts.today).plus(travel),
                    "{facts:?}"
                );
            }
        }
    }
}
