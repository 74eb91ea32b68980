//! Whose day changes, and from which day to which? Written for people who look before they move a round; nobody reads it back.

use crate::Refusal;
use crate::convert::{day, identity, refusal};
use crate::wire::courier as wire;
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::{DateChange, NoArrival};
use navette_domain::identity::ItemId;
use navette_domain::time::Day;

/// Writes a change of a journey with this item, title and pick-up library.
pub fn to_wire(
    change: &DateChange,
    item: &ItemId,
    title: &str,
    pickup: &LibraryId,
) -> wire::DateChange {
    let (before, no_day_before) = day_or_reason(&change.before);
    let (after, no_day_after) = day_or_reason(&change.after);
    wire::DateChange {
        journey: change.journey.to_string(),
        item: Some(identity::item_to_wire(item)),
        title: title.to_owned(),
        pickup: pickup.to_string(),
        promised: day::to_wire(change.promised),
        before,
        no_day_before,
        after,
        no_day_after,
    }
}

fn day_or_reason(
    found: &Result<Day, NoArrival>,
) -> (String, Option<crate::wire::refusal::Refusal>) {
    match found {
        Ok(day) => (day.to_string(), None),
        Err(reason) => {
            let reason = Refusal::NoArrival(reason.clone());
            (String::new(), Some(refusal::to_wire(&reason)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{a_day, a_library, an_item};
    use super::*;
    use navette_domain::identity::JourneyId;

    #[test]
    fn a_day_that_is_gone_stands_with_its_reason() {
        let change = DateChange {
            journey: JourneyId(8),
            promised: Some(a_day()),
            before: Ok(a_day()),
            after: Err(NoArrival::NoStop(a_library("arques"))),
        };
        let sent = to_wire(&change, &an_item(), "Germinal", &a_library("arques"));
        assert_eq!(
            (sent.before.as_str(), sent.after.as_str()),
            ("2026-12-02", "")
        );
        assert_eq!(sent.no_day_before, None);
        let reason = sent.no_day_after.map(|refusal| refusal.reason);
        assert_eq!(reason.as_deref(), Some("NO_STOP"));
    }
}
