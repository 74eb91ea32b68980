//! When can something be collected, and why then? The sentence for people, the fields for programs.

use crate::failure::Failure;
use navette_proto::convert::arrival_reason;
use navette_proto::wire::catalogue as wire;
use navette_proto::wire::catalogue::ArrivalReason as Reason;
use serde::Serialize;

/// When and why, in `search --pickup`.
#[derive(Serialize)]
pub(super) struct Arrival {
    day: Option<String>,
    reason: &'static str,
    lender: Option<String>,
    round: Option<String>,
    round_day: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<u32>,
}

/// Shapes an arrival; nothing where none was asked for.
pub(super) fn shaped(arrival: Option<wire::Arrival>) -> Result<Option<Arrival>, Failure> {
    let Some(arrival) = arrival else {
        return Ok(None);
    };
    let reason = arrival_reason::code(arrival.reason)
        .map_err(|refusal| Failure::other(refusal.to_string()))?;
    Ok(Some(Arrival {
        day: filled(arrival.day),
        reason,
        lender: filled(arrival.lender),
        round: filled(arrival.round),
        round_day: filled(arrival.round_day),
        waiting: (arrival.waiting > 0).then_some(arrival.waiting),
    }))
}

/// Says it in one sentence without its library, which stands beside it.
pub(super) fn sentence(arrival: &wire::Arrival) -> String {
    let day = &arrival.day;
    match Reason::try_from(arrival.reason) {
        Ok(Reason::OnShelfThere) if day.is_empty() => "on the shelf there".to_owned(),
        Ok(Reason::OnShelfThere) => format!("on the shelf there, open {day}"),
        Ok(Reason::ByVan) if arrival.round.is_empty() => format!("there on {day}"),
        Ok(Reason::ByVan) => format!(
            "there on {day}, by round {} of {}",
            arrival.round, arrival.round_day
        ),
        Ok(Reason::WhenReturned) if day.is_empty() => "all copies are out".to_owned(),
        Ok(Reason::WhenReturned) => format!("there about {day}, once it is brought back"),
        Ok(Reason::Queue) if arrival.waiting == 1 => "1 request waits already".to_owned(),
        Ok(Reason::Queue) => format!("{} requests wait already", arrival.waiting),
        Ok(Reason::NotLent) => "not lent there".to_owned(),
        Ok(Reason::NoVan) => "no van brings it there".to_owned(),
        Ok(Reason::Away) => "no day: the library has not answered for a day".to_owned(),
        Ok(Reason::Unknown | Reason::Unspecified) | Err(_) => "no day known".to_owned(),
    }
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn an_arrival(reason: Reason) -> wire::Arrival {
        wire::Arrival {
            day: "2026-11-27".into(),
            reason: reason as i32,
            lender: "aire".into(),
            ..wire::Arrival::default()
        }
    }

    #[test]
    fn every_reason_has_its_sentence() {
        let mut by_van = an_arrival(Reason::ByVan);
        by_van.round = "lys".into();
        by_van.round_day = "2026-11-26".into();
        let mut queue = an_arrival(Reason::Queue);
        queue.waiting = 3;
        for (arrival, told) in [
            (by_van, "there on 2026-11-27, by round lys of 2026-11-26"),
            (
                an_arrival(Reason::OnShelfThere),
                "on the shelf there, open 2026-11-27",
            ),
            (
                an_arrival(Reason::WhenReturned),
                "there about 2026-11-27, once it is brought back",
            ),
            (queue, "3 requests wait already"),
            (an_arrival(Reason::NotLent), "not lent there"),
            (an_arrival(Reason::NoVan), "no van brings it there"),
            (
                an_arrival(Reason::Away),
                "no day: the library has not answered for a day",
            ),
            (an_arrival(Reason::Unknown), "no day known"),
        ] {
            assert_eq!(sentence(&arrival), told);
        }
    }

    #[test]
    fn a_reason_that_was_not_set_is_no_answer() {
        assert!(shaped(Some(wire::Arrival::default())).is_err());
        assert!(shaped(None).is_ok_and(|none| none.is_none()));
    }
}
