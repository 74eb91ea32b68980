//! What was asked under a seal, and how is the answer sealed? The federator that carries both sees who speaks to whom, and when.

use crate::desk_process::Desk;
use crate::randomness;
use navette_domain::catalogue::LibraryId;
use navette_proto::convert::limits::{at_most, needed};
use navette_proto::convert::{identity, refusal};
use navette_proto::wire::lending as wire;
use navette_proto::wire::lending::sealed_answer::Outcome;
use navette_proto::{Refusal, SealedObstacle};
use navette_trust::{AnswerKey, Parties, SEALED_BYTES_MAX};
use prost::Message;

/// A question is not answered so long after it was sealed, nor before: whoever kept it could ask it again.
const ANSWERED_FOR_MS: i64 = 3_600_000;

/// A question that opened.
pub(super) struct Opened {
    /// Who asks. The question would not open if the federator had named another one.
    pub(super) asks: LibraryId,
    /// What is asked.
    pub(super) question: wire::AskHomeRequest,
    answer: AnswerKey,
}

/// Opens a question to this library.
pub(super) fn open(
    desk: &Desk,
    here: &LibraryId,
    sent: &wire::AnswerSealedRequest,
) -> Result<Opened, Refusal> {
    let asks = identity::library("asks", &sent.asks)?;
    let home = identity::library("home", &sent.home)?;
    if home != *here {
        let told = format!("it is {home}, not this library");
        return Err(Refusal::field("home", told));
    }
    at_most("sealed", sent.sealed.len(), SEALED_BYTES_MAX, "bytes")?;
    let line = desk.line.as_deref().ok_or(SealedObstacle::OtherKey)?;
    if sent.sealed_to != line.sealing.public().as_bytes() {
        return Err(SealedObstacle::OtherKey.into());
    }
    let parties = Parties {
        asks: asks.clone(),
        home,
    };
    let opened = line.sealing.open_question(&parties, &sent.sealed);
    let (words, answer) = opened.map_err(|_| SealedObstacle::DoesNotOpen)?;
    let read = wire::SealedQuestion::decode(words.as_slice());
    let read = read.map_err(|_| Refusal::field("sealed", "what is in it is no question"))?;
    let apart = desk.now().at.0.saturating_sub(read.asked_at_ms);
    if apart.saturating_abs() > ANSWERED_FOR_MS {
        return Err(SealedObstacle::LongAgo.into());
    }
    let question = needed("sealed.question", read.question)?;
    Ok(Opened {
        asks,
        question,
        answer,
    })
}

impl Opened {
    /// Seals what is said to it. A refusal is sealed as well: it says something of the card.
    pub(super) fn seal(
        &self,
        said: Result<bool, Refusal>,
    ) -> Result<wire::AnswerSealedResponse, Refusal> {
        let outcome = match said {
            Ok(may) => Outcome::Answer(wire::AskHomeResponse { may }),
            Err(refused) => Outcome::Refused(refusal::to_wire(&refused)),
        };
        let answer = wire::SealedAnswer {
            outcome: Some(outcome),
        };
        let drawn = randomness::secret().ok_or(Refusal::Internal)?;
        let sealed = self.answer.seal(&answer.encode_to_vec(), drawn);
        let sealed = sealed.map_err(|error| {
            tracing::error!(%error, "an answer could not be sealed");
            Refusal::Internal
        })?;
        Ok(wire::AnswerSealedResponse { sealed })
    }
}
