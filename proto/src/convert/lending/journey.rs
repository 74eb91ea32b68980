//! A journey as the ledger keeps it, wire and domain.

use super::states::journey_state;
use super::target::part_from_wire;
use crate::Refusal;
use crate::convert::limits::{SHELFMARK_CHARS, TITLE_CHARS, cut, grams, text};
use crate::convert::moment::{optional_from_wire, optional_to_wire};
use crate::convert::{identity, ids, part, work};
use crate::wire::lending as wire;
use navette_domain::lending::Journey;
use navette_domain::time::Timestamp;

/// Writes a journey.
pub fn to_wire(journey: &Journey) -> wire::Journey {
    wire::Journey {
        journey: journey.id.to_string(),
        item: Some(identity::item_to_wire(&journey.item)),
        work: journey.work.to_string(),
        part: journey.part.as_ref().map(part::to_wire),
        title: cut(&journey.title, TITLE_CHARS),
        shelfmark: cut(&journey.shelfmark, SHELFMARK_CHARS),
        grams: journey.grams,
        serves: ids::optional_to_wire(journey.serves),
        state: journey_state::to_wire(journey.state),
        at: journey.at.to_string(),
        to: journey.to.to_string(),
        since_ms: journey.since.0,
        deadline_ms: optional_to_wire(journey.deadline),
        escalated_ms: optional_to_wire(journey.escalated),
        version: journey.version,
    }
}

/// Reads a journey.
pub fn from_wire(journey: wire::Journey) -> Result<Journey, Refusal> {
    Ok(Journey {
        id: ids::journey("journey", &journey.journey)?,
        item: identity::item("item", journey.item)?,
        work: work::key(&journey.work)?,
        part: part_from_wire(journey.part)?,
        title: text("title", journey.title, TITLE_CHARS)?,
        shelfmark: text("shelfmark", journey.shelfmark, SHELFMARK_CHARS)?,
        grams: grams("grams", journey.grams)?,
        serves: ids::optional_request("serves", &journey.serves)?,
        state: journey_state::from_wire("state", journey.state)?,
        at: identity::library("at", &journey.at)?,
        to: identity::library("to", &journey.to)?,
        since: Timestamp(journey.since_ms),
        deadline: optional_from_wire(journey.deadline_ms),
        escalated: optional_from_wire(journey.escalated_ms),
        version: journey.version,
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::a_journey;
    use super::*;
    use navette_domain::lending::JourneyState;

    #[test]
    fn a_journey_survives_the_wire_in_every_state_serving_or_not() {
        for state in JourneyState::ALL {
            let mut journey = a_journey();
            journey.state = *state;
            assert_eq!(from_wire(to_wire(&journey)), Ok(journey.clone()));
            journey.serves = None;
            journey.deadline = None;
            journey.part = None;
            assert_eq!(from_wire(to_wire(&journey)), Ok(journey));
        }
    }

    #[test]
    fn more_than_a_crate_holds_is_no_item() {
        let mut sent = to_wire(&a_journey());
        sent.grams = 100_001;
        let told = from_wire(sent).map_err(|refusal| refusal.to_string());
        assert_eq!(
            told,
            Err("grams has 100001 grams, the limit is 100000".into())
        );
    }
}
