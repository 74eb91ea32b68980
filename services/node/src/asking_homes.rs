//! What does the home library of a visitor say? Asked at the desk, for a few seconds at most: at its own address where it answers
//! there, else sealed, so that the federator can carry the question and not read it.

use crate::clock::pause;
use crate::desk_process::Desk;
use crate::home_ways::way_to;
use crate::randomness;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::CardNumber;
use navette_domain::lending::Placement;
use navette_domain::privacy::Secret;
use navette_proto::convert::identity;
use navette_proto::convert::lending::placement;
use navette_proto::wire::lending as wire;
use navette_proto::wire::lending::carrier_service_client::CarrierServiceClient;
use navette_proto::wire::lending::home_service_client::HomeServiceClient;
use navette_proto::wire::lending::sealed_answer::Outcome;
use navette_proto::{SealedObstacle, explain};
use navette_trust::{Parties, PublicSealingKey};
use prost::Message;
use std::sync::Arc;
use std::time::Duration;
use tonic::Status;
use tonic::transport::Channel;

/// How long a visitor waits at the desk for the home library.
const ANSWER_WITHIN: Duration = Duration::from_secs(3);
/// How long of that is given to an address, where there is another way.
const DIRECT_WITHIN: Duration = Duration::from_secs(1);

/// What is asked of a home library.
pub(crate) struct Question {
    /// The home library.
    pub(crate) home: LibraryId,
    /// The card that was shown.
    pub(crate) card: CardNumber,
    /// What the visitor wants.
    pub(crate) wish: wire::VisitorWish,
    /// What it is about, where that is known.
    pub(crate) placement: Option<Placement>,
}

/// Asks a home library whether a visitor may; nothing where it does not answer soon.
pub(crate) async fn ask(desk: &Arc<Desk>, question: Question) -> Option<bool> {
    let home = question.home.clone();
    let answer = tokio::select! {
        answer = ask_home(desk, question) => answer,
        () = pause(ANSWER_WITHIN) => Err("it does not answer in time".to_owned()),
    };
    if let Err(reason) = &answer {
        tracing::info!(%home, reason, "a home library is silent");
        // It may have moved: where it is, is asked again next time.
        desk.homes.ways.forget(&home);
    }
    answer.ok()
}

async fn ask_home(desk: &Arc<Desk>, question: Question) -> Result<bool, String> {
    // A library that the federator does not know vouches for nobody.
    let Some(way) = way_to(desk, &question.home).await? else {
        return Ok(false);
    };
    let call = wire::AskHomeRequest {
        library: desk.core.settings().library.to_string(),
        card: Some(identity::card_to_wire(&question.home, &question.card)),
        wish: question.wish as i32,
        placement: question.placement.as_ref().map(placement::to_wire),
    };
    match (way.direct, way.sealed_to) {
        (Some(direct), None) => {
            let answered = ask_directly(direct, call).await;
            answered.map_err(|status| status.to_string())
        }
        (direct, Some(sealed_to)) => {
            if let Some(direct) = direct
                && let Some(answer) = answered_at_its_address(direct, call.clone()).await
            {
                return answer;
            }
            desk.homes.ways.not_at_its_address(&question.home);
            ask_sealed(desk, &question.home, sealed_to, call).await
        }
        (None, None) => Err("there is no way to it".to_owned()),
    }
}

async fn ask_directly(direct: Channel, call: wire::AskHomeRequest) -> Result<bool, Status> {
    let answer = HomeServiceClient::new(direct).ask_home(call).await?;
    Ok(answer.into_inner().may)
}

/// Gives what a library says at its address; nothing where nobody is there, or nobody in time. It may be asked again by another way:
/// asking twice is asking once.
async fn answered_at_its_address(
    direct: Channel,
    call: wire::AskHomeRequest,
) -> Option<Result<bool, String>> {
    let answered = tokio::select! {
        answered = ask_directly(direct, call) => answered,
        () = pause(DIRECT_WITHIN) => return None,
    };
    match answered {
        Ok(may) => Some(Ok(may)),
        // A refusal is an answer; what no library has said comes from the way there.
        Err(status) => explain(&status).map(|_| Err(status.to_string())),
    }
}

/// Why a sealed question was not answered.
enum Unanswered {
    /// The library has another key by now.
    OtherKey,
    /// Anything else.
    For(String),
}

/// Asks by way of the federator, and once more where the library has another key by now.
async fn ask_sealed(
    desk: &Arc<Desk>,
    home: &LibraryId,
    sealed_to: PublicSealingKey,
    call: wire::AskHomeRequest,
) -> Result<bool, String> {
    let outdated = match carried(desk, home, sealed_to, call.clone()).await {
        Ok(may) => return Ok(may),
        Err(Unanswered::For(reason)) => return Err(reason),
        Err(Unanswered::OtherKey) => "it has another sealing key than the federator says",
    };
    desk.homes.ways.forget(home);
    let way = way_to(desk, home).await?;
    let newest = way.and_then(|way| way.sealed_to);
    let newest = newest.filter(|newest| *newest != sealed_to);
    let newest = newest.ok_or(outdated)?;
    match carried(desk, home, newest, call).await {
        Ok(may) => Ok(may),
        Err(Unanswered::For(reason)) => Err(reason),
        Err(Unanswered::OtherKey) => Err(outdated.to_owned()),
    }
}

async fn carried(
    desk: &Arc<Desk>,
    home: &LibraryId,
    sealed_to: PublicSealingKey,
    call: wire::AskHomeRequest,
) -> Result<bool, Unanswered> {
    let failed = |reason: &str| Unanswered::For(reason.to_owned());
    let federator = desk.federator.clone();
    let federator = federator.ok_or_else(|| failed("there is no federator"))?;
    let parties = Parties {
        asks: desk.core.settings().library.clone(),
        home: home.clone(),
    };
    let question = wire::SealedQuestion {
        asked_at_ms: desk.now().at.0,
        question: Some(call),
    };
    let drawn = randomness::secret().ok_or_else(|| failed("the machine gives no chance"))?;
    let words = question.encode_to_vec();
    let sealed = sealed_to.seal_question(&parties, &words, Secret::new(drawn));
    let (sealed, waiting) = sealed.map_err(|error| Unanswered::For(error.to_string()))?;
    let call = wire::CarryRequest {
        home: home.to_string(),
        sealed_to: sealed_to.as_bytes().to_vec(),
        sealed,
    };
    let answer = CarrierServiceClient::new(federator).carry(call).await;
    let answer = answer.map_err(|status| match SealedObstacle::of(&status) {
        Some(SealedObstacle::OtherKey) => Unanswered::OtherKey,
        Some(SealedObstacle::DoesNotOpen | SealedObstacle::LongAgo) | None => {
            Unanswered::For(status.to_string())
        }
    })?;
    let opened = waiting.open(&answer.into_inner().sealed);
    let opened = opened.map_err(|error| Unanswered::For(error.to_string()))?;
    let said = wire::SealedAnswer::decode(opened.as_slice());
    match said.ok().and_then(|said| said.outcome) {
        Some(Outcome::Answer(answer)) => Ok(answer.may),
        Some(Outcome::Refused(refused)) => Err(Unanswered::For(refused.message)),
        None => Err(failed("its answer says nothing")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::net::TcpListener;
    use tonic::transport::Endpoint;

    #[tokio::test]
    async fn where_nobody_is_at_the_address_or_nobody_speaks_there_the_other_way_is_taken() {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let gone = TcpListener::bind("127.0.0.1:0").unwrap();
        let addresses = [&silent, &gone].map(|listener| listener.local_addr().unwrap());
        drop(gone);
        for address in addresses {
            let channel = Endpoint::from_shared(format!("http://{address}"))
                .unwrap()
                .connect_lazy();
            let answered = answered_at_its_address(channel, wire::AskHomeRequest::default());
            assert_eq!(answered.await, None, "{address}");
        }
    }
}
