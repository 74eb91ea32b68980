//! How is an exception of the timetable laid out, and what was decided about a run?

use super::run_change::RunChange;
use navette_domain::courier::{Change, Exception, RoundId};
use navette_store::ledger::{Source, Stored};

/// An exception of the timetable; its types are another crate's, as is the trait.
pub(super) struct StoredException(pub(super) Exception);

impl Stored for StoredException {
    fn put(&self, out: &mut Vec<u8>) {
        let Exception { round, day, change } = &self.0;
        round.as_str().to_owned().put(out);
        day.put(out);
        match change {
            Change::Cancelled => 0_u8.put(out),
            Change::MovedTo { day, by_minutes } => {
                1_u8.put(out);
                day.put(out);
                by_minutes.put(out);
            }
        }
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        let round = RoundId::parse(&String::take(source)?).ok()?;
        let day = Stored::take(source)?;
        let change = match u8::take(source)? {
            0 => Change::Cancelled,
            1 => Change::MovedTo {
                day: Stored::take(source)?,
                by_minutes: Stored::take(source)?,
            },
            _ => return None,
        };
        Some(Self(Exception { round, day, change }))
    }
}

impl Stored for RunChange {
    fn put(&self, out: &mut Vec<u8>) {
        self.call.put(out);
        StoredException(self.exception.clone()).put(out);
        self.reason.put(out);
        self.at.put(out);
        self.changed.put(out);
    }

    fn take(source: &mut Source<'_>) -> Option<Self> {
        Some(Self {
            call: Stored::take(source)?,
            exception: StoredException::take(source)?.0,
            reason: Stored::take(source)?,
            at: Stored::take(source)?,
            changed: Stored::take(source)?,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::time::{Day, Timestamp};
    use navette_store::ledger::{stored_bytes, taken_whole};

    #[test]
    fn what_was_decided_is_read_as_it_was_written() {
        let moved = Change::MovedTo {
            day: Day(20_784),
            by_minutes: -90,
        };
        for change in [Change::Cancelled, moved] {
            let decided = RunChange {
                call: u128::MAX,
                exception: Exception {
                    round: RoundId::parse("lys").unwrap(),
                    day: Day(20_782),
                    change,
                },
                reason: "verglas".into(),
                at: Timestamp(1),
                changed: 12,
            };
            let bytes = stored_bytes(&decided);
            assert_eq!(taken_whole::<RunChange>(&bytes), Some(decided));
            assert_eq!(taken_whole::<RunChange>(&bytes[1..]), None);
        }
    }
}
