//! `MemberService`: what a node offers its federator.

use super::member_wire::{answer_to_wire, asked_from_wire, incarnation_from_wire, news_to_wire};
use super::pacing::Pace;
use super::turns::Turns;
use crate::catalogue::Catalogue;
use crate::flows::asking::internal;
use crate::flows::{changes, matching, status};
use crate::tasks;
use navette_proto::Refusal;
use navette_proto::convert::live;
use navette_proto::packing::{Packer, PackingError};
use navette_proto::wire::catalogue as wire;
use navette_proto::wire::catalogue::member_service_server::MemberService;
use navette_store::catalogue::CatalogueStore;
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt};
use tonic::{Request, Response, Status};

/// Messages of a change stream that may wait for the line.
const NEWS_WAITING: usize = 4;

/// The service over one catalogue.
pub(super) struct OwnMember {
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) turns: Arc<Turns>,
    pub(super) pace: Pace,
    pub(super) stopping: watch::Receiver<bool>,
}

#[tonic::async_trait]
impl MemberService for OwnMember {
    type ChangesStream = Pin<Box<dyn Stream<Item = Result<wire::ChangesResponse, Status>> + Send>>;

    async fn changes(
        &self,
        request: Request<wire::ChangesRequest>,
    ) -> Result<Response<Self::ChangesStream>, Status> {
        let asked = request.into_inner();
        let known = incarnation_from_wire("incarnation", &asked.incarnation)?;
        let turn = self.turns.stream()?;
        let (door, news) = mpsc::channel(NEWS_WAITING);
        let telling = changes::tell(
            Arc::clone(&self.catalogue),
            known,
            asked.since,
            self.pace.part_bytes(),
            door,
            self.stopping.clone(),
        );
        tasks::spawn(async move {
            telling.await;
            drop(turn);
        });
        let incarnation = self.catalogue.store.incarnation();
        let mut packer = asked.packed.then(Packer::new).transpose().map_err(broken)?;
        let news = ReceiverStream::new(news).map(move |news| {
            let written = news.and_then(|news| news_to_wire(news, incarnation, packer.as_mut()));
            written.map_err(Status::from)
        });
        let cost = |news: &Result<wire::ChangesResponse, Status>| {
            news.as_ref().map_or(0, prost::Message::encoded_len)
        };
        Ok(Response::new(Box::pin(self.pace.keep(news, cost))))
    }

    async fn r#match(
        &self,
        request: Request<wire::MatchRequest>,
    ) -> Result<Response<wire::MatchResponse>, Status> {
        let _turn = self.turns.call()?;
        let asked = asked_from_wire(request.into_inner())?;
        let outline = matching::outline(&self.catalogue, &asked)?;
        let answer = if outline.is_complete() {
            outline.into_answer()
        } else {
            let catalogue = Arc::clone(&self.catalogue);
            tasks::blocking(move || outline.complete(&catalogue))
                .await
                .map_err(|error| internal("a call broke down", &error))??
        };
        Ok(Response::new(answer_to_wire(answer)))
    }

    async fn status(
        &self,
        request: Request<wire::StatusRequest>,
    ) -> Result<Response<wire::StatusResponse>, Status> {
        let _turn = self.turns.call()?;
        let (generation, live) = status::status(&self.catalogue, &request.into_inner().seqs)?;
        Ok(Response::new(wire::StatusResponse {
            generation,
            live: live.into_iter().map(live::to_wire).collect(),
        }))
    }
}

fn broken(error: PackingError) -> Refusal {
    internal("changes cannot be packed", &error)
}
