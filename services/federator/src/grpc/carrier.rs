//! `CarrierService`: what libraries say to each other of visitors, carried without being read.
//!
//! The words are sealed, nothing of them is kept, and who asks is whom the certificate of the line names.

use super::deadline;
use super::membership::refusal;
use super::turns::Turns;
use crate::clock;
use crate::lending_process::Lending;
use crate::member::Member;
use crate::membership::{MembershipOffice, Published};
use crate::tasks;
use navette_domain::access::AccessRefusal;
use navette_domain::catalogue::LibraryId;
use navette_proto::convert::identity;
use navette_proto::convert::lending::vouched_key;
use navette_proto::convert::limits::at_most;
use navette_proto::wire::lending as wire;
use navette_proto::wire::lending::carrier_service_server::CarrierService;
use navette_proto::{Refusal, SealedObstacle};
use navette_trust::{KEY_BYTES, SEALED_BYTES_MAX, caller_of};
use std::sync::Arc;
use std::time::Duration;
use tonic::{Code, Request, Response, Status};

/// How long a question and its answer may take together: whoever asks waits for three seconds, with a visitor at the desk.
const CARRIED_WITHIN: Duration = Duration::from_millis(2_500);

/// Carries.
pub(crate) struct Carrier {
    office: Arc<MembershipOffice>,
    lending: Arc<Lending>,
    members: Vec<Arc<Member>>,
    turns: Turns,
}

impl Carrier {
    /// Carries between these members.
    pub(crate) fn between(
        members: Vec<Arc<Member>>,
        office: Arc<MembershipOffice>,
        lending: Arc<Lending>,
    ) -> Self {
        Self {
            office,
            lending,
            members,
            turns: Turns::default(),
        }
    }

    fn member(&self, library: &LibraryId) -> Result<&Arc<Member>, Refusal> {
        let mut members = self.members.iter();
        let found = members.find(|member| member.library == *library);
        found.ok_or_else(|| Refusal::UnknownLibrary(library.to_string()))
    }
}

#[tonic::async_trait]
impl CarrierService for Carrier {
    async fn publish_key(
        &self,
        request: Request<wire::PublishKeyRequest>,
    ) -> Result<Response<wire::PublishKeyResponse>, Status> {
        let _turn = self.turns.take()?;
        let caller = caller_of(&request);
        let asked = request.into_inner();
        let library = identity::library("library", &asked.library)?;
        caller.speaks_for(&library).map_err(Refusal::from)?;
        self.member(&library)?;
        let key = vouched_key::from_wire("key", asked.key)?;
        let (office, lending, of) = (
            Arc::clone(&self.office),
            Arc::clone(&self.lending),
            library.clone(),
        );
        let published = tasks::aside(move || office.publish_key(lending.core.ledger(), of, key));
        let published = published.await.ok_or(Refusal::Internal)?;
        match published.map_err(refusal)? {
            Published::First => tracing::info!(%library, "a library has published its sealing key"),
            Published::Same => {}
            Published::Another => {
                tracing::warn!(%library, "a library has another sealing key: was its machine made anew?");
            }
        }
        Ok(Response::new(wire::PublishKeyResponse {}))
    }

    async fn carry(
        &self,
        request: Request<wire::CarryRequest>,
    ) -> Result<Response<wire::CarryResponse>, Status> {
        let _turn = self.turns.take()?;
        let until = deadline::of_request(&request).min(clock::moment() + CARRIED_WITHIN);
        let asks = caller_of(&request).library().cloned();
        let asks = asks.ok_or(Refusal::Access(AccessRefusal::SignInNeeded))?;
        let asked = request.into_inner();
        let home = identity::library("home", &asked.home)?;
        if home == asks {
            return Err(Refusal::field("home", format!("it is {home}, which asks")).into());
        }
        at_most("sealed", asked.sealed.len(), SEALED_BYTES_MAX, "bytes")?;
        at_most("sealed_to", asked.sealed_to.len(), KEY_BYTES, "bytes")?;
        let mut client = self.member(&home)?.home_client();
        let call = wire::AnswerSealedRequest {
            asks: asks.to_string(),
            home: home.to_string(),
            sealed_to: asked.sealed_to,
            sealed: asked.sealed,
        };
        let answered = tokio::time::timeout_at(until, client.answer_sealed(call)).await;
        let late = |_| Refusal::DeadlinePassed(CARRIED_WITHIN.as_millis() as u64);
        let answer = answered
            .map_err(late)?
            .map_err(|status| unanswered(&home, &status))?;
        let sealed = answer.into_inner().sealed;
        Ok(Response::new(wire::CarryResponse { sealed }))
    }
}

/// Hands on what a home library says of what is sealed; anything else means that it does not answer.
fn unanswered(home: &LibraryId, status: &Status) -> Refusal {
    if let Some(obstacle) = SealedObstacle::of(status) {
        return obstacle.into();
    }
    match status.code() {
        Code::ResourceExhausted => Refusal::Busy,
        _ => Refusal::LibraryAway(home.to_string()),
    }
}
