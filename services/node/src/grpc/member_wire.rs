//! The messages between a node and its federator, wire and flow.

use crate::flows::asking::internal;
use crate::flows::changes::{Changed, News};
use crate::flows::matching::{Answer, Asked, Unknown};
use navette_indexer::search::ANALYSIS_VERSION;
use navette_proto::Refusal;
use navette_proto::convert::{live, question, record};
use navette_proto::packing::Packer;
use navette_proto::wire::catalogue as wire;

/// Writes an incarnation: 16 hexadecimal digits.
pub(super) fn incarnation_to_wire(incarnation: u64) -> String {
    format!("{incarnation:016x}")
}

/// Reads an incarnation; empty is none.
pub(super) fn incarnation_from_wire(field: &str, text: &str) -> Result<Option<u64>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    let shape = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match u64::from_str_radix(text, 16) {
        Ok(incarnation) if shape => Ok(Some(incarnation)),
        _ => {
            let shown: String = text.chars().take(40).collect();
            let reason = format!("\"{shown}\" is not 16 hexadecimal digits");
            Err(Refusal::field(field, reason))
        }
    }
}

/// Reads the federator's question.
pub(super) fn asked_from_wire(mut request: wire::MatchRequest) -> Result<Asked, Refusal> {
    Ok(Asked {
        analysis_version: request.analysis_version,
        question: question::from_wire(&mut request)?,
        top: request.top,
        known_incarnation: incarnation_from_wire("known_incarnation", &request.known_incarnation)?,
        known_generation: request.known_generation,
        match_limit: request.match_limit,
        without_matches: request.without_matches,
    })
}

/// Writes this library's part of the answer.
pub(super) fn answer_to_wire(answer: Answer) -> wire::MatchResponse {
    let (top, scores) = answer.top.into_iter().unzip();
    wire::MatchResponse {
        incarnation: incarnation_to_wire(answer.incarnation),
        generation: answer.generation,
        top,
        scores,
        live: answer.live.into_iter().map(live::to_wire).collect(),
        matches: answer.matches.matches,
        available: answer.matches.available,
        sample_shift: answer.sample_shift,
        matched_records: answer.matched_records,
        unknown: answer.unknown.into_iter().map(unknown_to_wire).collect(),
    }
}

fn unknown_to_wire(unknown: Unknown) -> wire::Change {
    wire::Change {
        seq: unknown.seq,
        record_id: unknown.record.id.0.clone(),
        record: Some(record::to_wire(&unknown.record)),
    }
}

/// Writes one message of the change stream; packed, where the caller asked for that.
pub(super) fn news_to_wire(
    news: News,
    incarnation: u64,
    packer: Option<&mut Packer>,
) -> Result<wire::ChangesResponse, Refusal> {
    let changes: Vec<wire::Change> = news.changes.into_iter().map(changed_to_wire).collect();
    let (changes, packed) = match packer {
        Some(packer) => (Vec::new(), packed(packer, &changes)?),
        None => (changes, Vec::new()),
    };
    Ok(wire::ChangesResponse {
        incarnation: incarnation_to_wire(incarnation),
        analysis_version: ANALYSIS_VERSION,
        reset: news.reset,
        changes,
        packed,
        generation: news.generation,
        caught_up: news.caught_up,
    })
}

fn packed(packer: &mut Packer, changes: &[wire::Change]) -> Result<Vec<u8>, Refusal> {
    packer
        .pack(changes)
        .map_err(|error| internal("changes cannot be packed", &error))
}

fn changed_to_wire(changed: Changed) -> wire::Change {
    wire::Change {
        seq: changed.seq,
        record_id: changed.record_id,
        record: changed.record.as_ref().map(record::to_wire),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incarnation_of_another_shape_is_refused_by_field() {
        let read =
            |text: &str| incarnation_from_wire("incarnation", text).map_err(|r| r.to_string());
        assert_eq!(read(""), Ok(None));
        assert_eq!(read(&incarnation_to_wire(0xab)), Ok(Some(0xab)));
        for text in ["12", "+00000000000000a", "zzzzzzzzzzzzzzzz"] {
            let told = format!("incarnation: \"{text}\" is not 16 hexadecimal digits");
            assert_eq!(read(text), Err(told));
        }
    }
}
