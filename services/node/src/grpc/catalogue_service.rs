//! `CatalogueService`, as one library offers it.

use super::import_wire;
use super::turns::Turns;
use crate::catalogue::Catalogue;
use crate::flows::asking::{internal, record_count};
use crate::flows::{delete, import, search, show, suggest};
use crate::tasks;
use navette_domain::catalogue::LibraryId;
use navette_proto::Refusal;
use navette_proto::convert::{facets, filters, holding, item, order, record, work};
use navette_proto::wire::catalogue as wire;
use navette_proto::wire::catalogue::catalogue_service_server::CatalogueService;
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt};
use tonic::{Request, Response, Status, Streaming};

/// Answers of an import that may wait for the line.
const ANSWERS_WAITING: usize = 16;

/// The service over one catalogue.
pub(super) struct OwnCatalogue {
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) turns: Arc<Turns>,
    pub(super) stopping: watch::Receiver<bool>,
}

type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[tonic::async_trait]
impl CatalogueService for OwnCatalogue {
    type SearchStreamStream = Answers<wire::SearchStreamResponse>;
    type ImportStream = Answers<wire::ImportResponse>;

    async fn search(
        &self,
        request: Request<wire::SearchRequest>,
    ) -> Result<Response<wire::SearchResponse>, Status> {
        Ok(Response::new(self.answer_search(request.into_inner())?))
    }

    async fn search_stream(
        &self,
        request: Request<wire::SearchStreamRequest>,
    ) -> Result<Response<Self::SearchStreamStream>, Status> {
        let search = request.into_inner().search.unwrap_or_default();
        let only = wire::SearchStreamResponse {
            search: Some(self.answer_search(search)?),
            r#final: true,
        };
        Ok(Response::new(Box::pin(tokio_stream::once(Ok(only)))))
    }

    async fn get_record(
        &self,
        request: Request<wire::GetRecordRequest>,
    ) -> Result<Response<wire::GetRecordResponse>, Status> {
        let key = work::key(&request.into_inner().work)?;
        let shown = self
            .beside(move |catalogue| show::record(catalogue, key))
            .await?;
        Ok(Response::new(wire::GetRecordResponse {
            work: Some(work::to_wire(&shown.work, |_| self.name())),
            record: shown.record.as_ref().map(record::to_wire),
            libraries: vec![self.status(1, shown.records, 0)],
        }))
    }

    async fn get_holdings(
        &self,
        request: Request<wire::GetHoldingsRequest>,
    ) -> Result<Response<wire::GetHoldingsResponse>, Status> {
        let key = work::key(&request.into_inner().work)?;
        let held = self
            .beside(move |catalogue| show::holdings(catalogue, key))
            .await?;
        let holdings = held.holdings.iter().map(|(held, copies)| wire::Holding {
            items: copies.iter().map(item::to_wire).collect(),
            ..holding::to_wire(held, self.name())
        });
        Ok(Response::new(wire::GetHoldingsResponse {
            holdings: holdings.collect(),
            libraries: vec![self.status(1, held.records, 0)],
            // When it can be collected elsewhere is the federator's to know.
            arrival: None,
        }))
    }

    async fn suggest(
        &self,
        request: Request<wire::SuggestRequest>,
    ) -> Result<Response<wire::SuggestResponse>, Status> {
        let _turn = self.turns.call()?;
        let asked = request.into_inner();
        let found = suggest::suggest(&self.catalogue, &asked.text, asked.limit)?;
        let suggestions = found.into_iter().map(|found| wire::Suggestion {
            text: found.text,
            work: found.work.to_string(),
        });
        Ok(Response::new(wire::SuggestResponse {
            suggestions: suggestions.collect(),
        }))
    }

    async fn list_libraries(
        &self,
        _request: Request<wire::ListLibrariesRequest>,
    ) -> Result<Response<wire::ListLibrariesResponse>, Status> {
        let identity = &self.catalogue.identity;
        let library = wire::Library {
            answer_ms: 0,
            library: identity.library.to_string(),
            name: identity.name.clone(),
            commune: identity.commune.clone(),
            latitude: identity.place.map_or(0.0, |place| place.latitude),
            longitude: identity.place.map_or(0.0, |place| place.longitude),
            state: wire::LibraryState::Answered as i32,
            as_of_ms: 0,
            records: record_count(&self.catalogue.searchable.read()),
            // They are settled for the desk, and shown by the federator.
            hours: Vec::new(),
        };
        Ok(Response::new(wire::ListLibrariesResponse {
            libraries: vec![library],
            next_page_token: String::new(),
        }))
    }

    async fn import(
        &self,
        request: Request<Streaming<wire::ImportRequest>>,
    ) -> Result<Response<Self::ImportStream>, Status> {
        let mut reading = import_wire::Steps::default();
        let steps = request
            .into_inner()
            .map_while(|request| import_wire::heard(request).transpose())
            .map(move |request| reading.read(request?));
        let (door, answers) = mpsc::channel(ANSWERS_WAITING);
        tasks::spawn(import::import(
            Arc::clone(&self.catalogue),
            steps,
            door,
            self.stopping.clone(),
        ));
        let answers = ReceiverStream::new(answers)
            .map(|answer| answer.map(import_wire::to_wire).map_err(Status::from));
        Ok(Response::new(Box::pin(answers)))
    }

    async fn delete(
        &self,
        request: Request<wire::DeleteRequest>,
    ) -> Result<Response<wire::DeleteResponse>, Status> {
        let ids = request.into_inner().record_ids;
        let withdrawn = self
            .beside(move |catalogue| delete::delete(catalogue, ids))
            .await?;
        Ok(Response::new(wire::DeleteResponse { withdrawn }))
    }
}

impl OwnCatalogue {
    fn name(&self) -> &str {
        &self.catalogue.identity.name
    }

    /// Runs a flow that reads or writes the disk beside the runtime's own threads.
    async fn beside<R: Send + 'static>(
        &self,
        flow: impl FnOnce(&Catalogue) -> Result<R, Refusal> + Send + 'static,
    ) -> Result<R, Refusal> {
        let _turn = self.turns.call()?;
        let catalogue = Arc::clone(&self.catalogue);
        tasks::blocking(move || flow(&catalogue))
            .await
            .map_err(|error| internal("a call broke down", &error))?
    }

    fn answer_search(&self, request: wire::SearchRequest) -> Result<wire::SearchResponse, Refusal> {
        let _turn = self.turns.call()?;
        let asked = search::Asked {
            text: request.text,
            filters: filters::from_wire(request.filters)?,
            order: order::from_wire(request.order)?,
            page_size: request.page_size,
            page_token: request.page_token,
            without_facets: request.without_facets,
        };
        let answer = search::search(&self.catalogue, asked)?;
        let status = self.status(answer.total, answer.records, answer.elapsed_ms);
        let name = |_: &str| self.name();
        Ok(wire::SearchResponse {
            total: answer.total,
            total_exact: true,
            works: answer
                .works
                .iter()
                .map(|found| work::to_wire(found, name))
                .collect(),
            facets: facets::to_wire(answer.facets, true),
            libraries: vec![status],
            next_page_token: answer.next_page_token,
            corrections: answer
                .corrections
                .into_iter()
                .map(|correction| wire::Correction {
                    typed: correction.typed,
                    used: correction.used,
                })
                .collect(),
        })
    }

    /// This library's line in an answer: it has answered, by definition.
    fn status(&self, works: u64, records: u64, elapsed_ms: u32) -> wire::LibraryStatus {
        let library: &LibraryId = &self.catalogue.identity.library;
        wire::LibraryStatus {
            library: library.to_string(),
            library_name: self.name().to_owned(),
            state: wire::LibraryState::Answered as i32,
            as_of_ms: 0,
            elapsed_ms,
            works,
            records,
        }
    }
}
