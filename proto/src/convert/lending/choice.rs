//! Why does this library lend and no other, written for a librarian? Choices are shown and never sent back.

use super::drop_reason;
use super::states::{copy_reason, criterion};
use crate::convert::{day, identity};
use crate::wire::lending as wire;
use navette_domain::identity::RequestId;
use navette_domain::lending::{Choice, Dropped, Ranked};
use navette_domain::time::Timestamp;

/// Writes the choice made for a request at a moment of the federator's clock.
pub fn to_wire(request: RequestId, at: Timestamp, choice: &Choice) -> wire::Choice {
    wire::Choice {
        request: request.to_string(),
        at_ms: at.0,
        ranked: choice.ranked.iter().map(ranked_to_wire).collect(),
        dropped: choice.dropped.iter().map(dropped_to_wire).collect(),
    }
}

fn ranked_to_wire(ranked: &Ranked) -> wire::RankedLender {
    let facts = &ranked.facts;
    wire::RankedLender {
        library: ranked.library.to_string(),
        item: Some(identity::item_to_wire(&ranked.item)),
        item_because: copy_reason::to_wire(ranked.item_because),
        away_since: day::to_wire(facts.away_since),
        arrival: day::to_wire(Some(facts.arrival)),
        own: facts.own,
        surplus_hundredths: facts.surplus_hundredths,
        copies_left: facts.copies_left,
        distance_metres: facts.distance_metres,
        decided_by: ranked.decided_by.map_or(0, criterion::to_wire),
    }
}

fn dropped_to_wire(dropped: &Dropped) -> wire::DroppedLender {
    wire::DroppedLender {
        library: dropped.library.to_string(),
        reason: Some(drop_reason::to_wire(&dropped.reason)),
        may_pass: dropped.reason.may_pass(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{a_day, a_library, an_item};
    use super::*;
    use navette_domain::lending::{CopyReason, Criterion, DropReason, Protection, RankFacts};

    #[test]
    fn a_choice_is_shown_with_every_reason() {
        let choice = Choice {
            ranked: vec![Ranked {
                library: a_library("aire"),
                item: an_item(),
                item_because: CopyReason::LongestHeld,
                facts: RankFacts {
                    away_since: None,
                    arrival: a_day(),
                    own: false,
                    surplus_hundredths: -150,
                    copies_left: 2,
                    distance_metres: Some(15_600),
                },
                decided_by: Some(Criterion::Fairness),
            }],
            dropped: vec![Dropped {
                library: a_library("lumbres"),
                reason: DropReason::Protected(Protection::New { until: a_day() }),
            }],
        };
        let shown = to_wire(RequestId(1), Timestamp(9), &choice);
        let first = &shown.ranked[0];
        assert_eq!(first.surplus_hundredths, -150);
        assert_eq!(first.decided_by, wire::Criterion::Fairness as i32);
        let dropped = &shown.dropped[0];
        assert!(dropped.may_pass);
        let reason = dropped.reason.as_ref().map(|told| told.reason.as_str());
        assert_eq!(reason, Some("PROTECTED_NEW"));
    }
}
