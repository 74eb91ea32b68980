//! `CatalogueService` over all members.

use super::deadline;
use super::turns::Turns;
use crate::flows::SearchFlow;
use crate::lending::RunningLending;
use crate::tasks;
use navette_proto::Refusal;
use navette_proto::wire::catalogue as wire;
use navette_proto::wire::catalogue::catalogue_service_server::CatalogueService;
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming};

/// Serves searches over all members; imports belong to nodes.
pub(crate) struct Catalogue {
    flow: Arc<SearchFlow>,
    lending: Option<Arc<dyn RunningLending>>,
    turns: Turns,
}

impl Catalogue {
    /// Serves what this flow answers.
    pub(crate) fn over(flow: Arc<SearchFlow>) -> Self {
        Self {
            flow,
            lending: None,
            turns: Turns::default(),
        }
    }

    /// Says in answers when a work can be collected, by this ledger and its timetable.
    pub(crate) fn with_arrivals(self, lending: Arc<dyn RunningLending>) -> Self {
        Self {
            lending: Some(lending),
            ..self
        }
    }
}

type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl CatalogueService for Catalogue {
    type SearchStreamStream = Answers<wire::SearchStreamResponse>;
    type ImportStream = Answers<wire::ImportResponse>;

    async fn search(
        &self,
        request: Request<wire::SearchRequest>,
    ) -> Result<Response<wire::SearchResponse>, Status> {
        let _turn = self.turns.take()?;
        let until = deadline::of_request(&request);
        let lending = self.lending.as_ref();
        let found = self.flow.search(request.into_inner(), until, lending);
        Ok(Response::new(found.await?))
    }

    async fn search_stream(
        &self,
        request: Request<wire::SearchStreamRequest>,
    ) -> Result<Response<Self::SearchStreamStream>, Status> {
        let turn = self.turns.take()?;
        let until = deadline::of_request(&request);
        let search = request.into_inner().search.unwrap_or_default();
        let (flow, lending) = (Arc::clone(&self.flow), self.lending.clone());
        let (sender, receiver) = mpsc::channel(2);
        let (pages, mut made) = mpsc::channel(2);
        tasks::in_background(async move {
            let _turn = turn;
            let searching = async move {
                let lending = lending.as_ref();
                flow.search_in_steps(search, until, lending, &pages).await
            };
            let sending = async {
                while let Some((search, is_final)) = made.recv().await {
                    let page = wire::SearchStreamResponse {
                        search: Some(search),
                        r#final: is_final,
                    };
                    let _ = sender.send(Ok(page)).await;
                }
            };
            let both = async { tokio::join!(searching, sending).0 };
            tokio::select! {
                searched = both => if let Err(refusal) = searched {
                    let _ = sender.send(Err(refusal.into())).await;
                },
                // Nobody listens any more.
                () = sender.closed() => {}
            }
        });
        Ok(Response::new(Box::pin(ReceiverStream::new(receiver))))
    }

    async fn get_record(
        &self,
        request: Request<wire::GetRecordRequest>,
    ) -> Result<Response<wire::GetRecordResponse>, Status> {
        let _turn = self.turns.take()?;
        let until = deadline::of_request(&request);
        Ok(Response::new(
            self.flow.record(request.into_inner(), until).await?,
        ))
    }

    async fn get_holdings(
        &self,
        request: Request<wire::GetHoldingsRequest>,
    ) -> Result<Response<wire::GetHoldingsResponse>, Status> {
        let _turn = self.turns.take()?;
        let until = deadline::of_request(&request);
        let lending = self.lending.as_ref();
        let found = self.flow.holdings(request.into_inner(), until, lending);
        Ok(Response::new(found.await?))
    }

    async fn suggest(
        &self,
        request: Request<wire::SuggestRequest>,
    ) -> Result<Response<wire::SuggestResponse>, Status> {
        let _turn = self.turns.take()?;
        Ok(Response::new(self.flow.suggest(&request.into_inner())?))
    }

    async fn list_libraries(
        &self,
        request: Request<wire::ListLibrariesRequest>,
    ) -> Result<Response<wire::ListLibrariesResponse>, Status> {
        let _turn = self.turns.take()?;
        Ok(Response::new(
            self.flow.list_libraries(&request.into_inner())?,
        ))
    }

    async fn import(
        &self,
        _request: Request<Streaming<wire::ImportRequest>>,
    ) -> Result<Response<Self::ImportStream>, Status> {
        Err(Refusal::NotOnFederator("imports").into())
    }

    async fn delete(
        &self,
        _request: Request<wire::DeleteRequest>,
    ) -> Result<Response<wire::DeleteResponse>, Status> {
        Err(Refusal::NotOnFederator("deletions").into())
    }
}
