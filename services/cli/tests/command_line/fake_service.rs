//! A catalogue service that does as it is told, so that every answer can be shown.

use navette_proto::Refusal;
use navette_proto::wire::catalogue::catalogue_service_server::{
    CatalogueService, CatalogueServiceServer,
};
use navette_proto::wire::catalogue::import_request::Step as Asked;
use navette_proto::wire::catalogue::import_response::Step as Told;
use navette_proto::wire::catalogue::*;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc;
use tokio_stream::wrappers::{ReceiverStream, TcpListenerStream};
use tonic::{Request, Response, Status, Streaming};

/// What the service answers, and what it was asked.
#[derive(Clone, Default)]
pub(crate) struct FakeService {
    pub(crate) search: SearchResponse,
    pub(crate) record: GetRecordResponse,
    pub(crate) holdings: GetHoldingsResponse,
    pub(crate) libraries: Vec<Library>,
    /// An import goes on after this record.
    pub(crate) resume_after: u64,
    /// An import breaks off after so many batches.
    pub(crate) break_after: Option<u64>,
    /// Every request that came.
    pub(crate) asked: Arc<Mutex<Vec<String>>>,
    /// Numbers of the records that came.
    pub(crate) received: Arc<Mutex<Vec<u64>>>,
    /// The starts that came.
    pub(crate) starts: Arc<Mutex<Vec<ImportStart>>>,
}

impl FakeService {
    /// Serves on a free port until the test process ends.
    pub(crate) fn serve(self) -> SocketAddr {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                tonic::transport::Server::builder()
                    .add_service(CatalogueServiceServer::new(self))
                    .serve_with_incoming(TcpListenerStream::new(listener))
                    .await
                    .unwrap();
            });
        });
        address
    }

    fn note(&self, request: &impl std::fmt::Debug) {
        self.asked.lock().unwrap().push(format!("{request:?}"));
    }

    async fn take_import(
        self,
        mut asked: Streaming<ImportRequest>,
        answers: mpsc::Sender<Result<ImportResponse, Status>>,
    ) -> Result<(), Status> {
        let start = match step(&mut asked).await? {
            Some(Asked::Start(start)) => start,
            _ => {
                return Err(Refusal::ImportOutOfOrder {
                    expected: "start first",
                }
                .into());
            }
        };
        self.starts.lock().unwrap().push(start.clone());
        if start.replace && !start.accept_shrink {
            return Err(Refusal::WouldShrink {
                absent: 40,
                records: 100,
            }
            .into());
        }
        let ready = ImportReady {
            resume_after: self.resume_after,
            so_far: None,
        };
        tell(&answers, Told::Ready(ready)).await;
        let mut summary = ImportSummary {
            read: self.resume_after,
            unchanged: self.resume_after,
            ..ImportSummary::default()
        };
        let mut batches = 0;
        while let Some(step) = step(&mut asked).await? {
            match step {
                Asked::Batch(batch) => {
                    batches += 1;
                    if self.break_after.is_some_and(|most| batches > most) {
                        return Err(Status::unavailable("the node is stopping"));
                    }
                    tell(
                        &answers,
                        Told::Progress(self.take_batch(batch, &mut summary)),
                    )
                    .await;
                }
                Asked::Finish(_) => {
                    summary.withdrawn = 40;
                    tell(&answers, Told::Summary(summary)).await;
                    return Ok(());
                }
                Asked::Start(_) => {
                    return Err(Refusal::ImportOutOfOrder {
                        expected: "a batch",
                    }
                    .into());
                }
            }
        }
        Ok(())
    }

    fn take_batch(&self, batch: ImportBatch, summary: &mut ImportSummary) -> ImportProgress {
        let mut progress = ImportProgress::default();
        for record in batch.records {
            summary.read += 1;
            progress.durable = record.number;
            self.received.lock().unwrap().push(record.number);
            if String::from_utf8_lossy(&record.raw).contains("UNREADABLE") {
                summary.rejected += 1;
                progress.rejects.push(Reject {
                    number: record.number,
                    offset: record.offset,
                    reason: "no title".into(),
                });
            } else {
                summary.new += 1;
            }
        }
        progress
    }
}

async fn step(asked: &mut Streaming<ImportRequest>) -> Result<Option<Asked>, Status> {
    Ok(asked.message().await?.and_then(|request| request.step))
}

async fn tell(answers: &mpsc::Sender<Result<ImportResponse, Status>>, step: Told) {
    let _ = answers.send(Ok(ImportResponse { step: Some(step) })).await;
}

#[tonic::async_trait]
impl CatalogueService for FakeService {
    async fn search(
        &self,
        request: Request<SearchRequest>,
    ) -> Result<Response<SearchResponse>, Status> {
        let request = request.into_inner();
        self.note(&request);
        if let Some(filter) = request
            .filters
            .iter()
            .find(|filter| filter.facet == "library")
            && filter.values.iter().any(|library| library == "nowhere")
        {
            return Err(Refusal::UnknownLibrary("nowhere".into()).into());
        }
        Ok(Response::new(self.search.clone()))
    }

    type SearchStreamStream = ReceiverStream<Result<SearchStreamResponse, Status>>;

    async fn search_stream(
        &self,
        _: Request<SearchStreamRequest>,
    ) -> Result<Response<Self::SearchStreamStream>, Status> {
        Err(Status::unimplemented("not in this test"))
    }

    async fn get_record(
        &self,
        request: Request<GetRecordRequest>,
    ) -> Result<Response<GetRecordResponse>, Status> {
        match &self.record.work {
            Some(_) => Ok(Response::new(self.record.clone())),
            None => Err(Refusal::UnknownWork(request.into_inner().work).into()),
        }
    }

    async fn get_holdings(
        &self,
        _: Request<GetHoldingsRequest>,
    ) -> Result<Response<GetHoldingsResponse>, Status> {
        Ok(Response::new(self.holdings.clone()))
    }

    async fn suggest(
        &self,
        _: Request<SuggestRequest>,
    ) -> Result<Response<SuggestResponse>, Status> {
        Err(Status::unimplemented("not in this test"))
    }

    async fn list_libraries(
        &self,
        request: Request<ListLibrariesRequest>,
    ) -> Result<Response<ListLibrariesResponse>, Status> {
        // One library a page, so that the pages must be asked for.
        let place: usize = request.into_inner().page_token.parse().unwrap_or(0);
        let next = place + 1;
        Ok(Response::new(ListLibrariesResponse {
            libraries: self.libraries.get(place).cloned().into_iter().collect(),
            next_page_token: if next < self.libraries.len() {
                next.to_string()
            } else {
                String::new()
            },
        }))
    }

    type ImportStream = ReceiverStream<Result<ImportResponse, Status>>;

    async fn import(
        &self,
        request: Request<Streaming<ImportRequest>>,
    ) -> Result<Response<Self::ImportStream>, Status> {
        let (answers, stream) = mpsc::channel(4);
        let service = self.clone();
        tokio::spawn(async move {
            let told = service
                .take_import(request.into_inner(), answers.clone())
                .await;
            if let Err(status) = told {
                let _ = answers.send(Err(status)).await;
            }
        });
        Ok(Response::new(ReceiverStream::new(stream)))
    }

    async fn delete(&self, _: Request<DeleteRequest>) -> Result<Response<DeleteResponse>, Status> {
        Err(Status::unimplemented("not in this test"))
    }
}
