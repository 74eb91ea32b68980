//! A journey whose day changes if the van is moved, written for whoever moves it.

use crate::Refusal;
use crate::convert::limits::{TITLE_CHARS, cut};
use crate::convert::{day, identity, refusal};
use crate::wire::courier as wire;
use crate::wire::refusal::Refusal as WireRefusal;
use navette_domain::courier::{DateChange, NoArrival};
use navette_domain::lending::Journey;
use navette_domain::time::Day;

/// Writes a change of the journey given.
pub fn to_wire(change: &DateChange, journey: &Journey) -> wire::DateChange {
    let (before, no_day_before) = day_or_reason(&change.before);
    let (after, no_day_after) = day_or_reason(&change.after);
    wire::DateChange {
        journey: change.journey.to_string(),
        item: Some(identity::item_to_wire(&journey.item)),
        title: cut(&journey.title, TITLE_CHARS),
        pickup: journey.to.to_string(),
        promised: day::to_wire(Some(change.promised)),
        before,
        no_day_before,
        after,
        no_day_after,
    }
}

fn day_or_reason(day: &Result<Day, NoArrival>) -> (String, Option<WireRefusal>) {
    match day {
        Ok(day) => (day.to_string(), None),
        Err(why) => {
            let told = refusal::to_wire(&Refusal::from(why.clone()));
            (String::new(), Some(told))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::lending::fixtures::{a_day, a_journey, a_library};

    #[test]
    fn a_day_that_is_lost_is_shown_with_its_reason() {
        let journey = a_journey();
        let change = DateChange {
            journey: journey.id,
            promised: a_day(),
            before: Ok(a_day()),
            after: Err(NoArrival::NoStop(a_library("lumbres"))),
        };
        let shown = to_wire(&change, &journey);
        assert_eq!(
            (shown.before.as_str(), shown.after.as_str()),
            ("2026-12-02", "")
        );
        let reason = shown.no_day_after.map(|told| told.reason);
        assert_eq!(reason, Some("NO_STOP".into()));
    }
}
