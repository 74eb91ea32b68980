//! What does a caller of the catalogue ask, over gRPC, in a bench or a story?

use crate::measure::{Latencies, Load, measure_callers, measure_one_by_one};
use crate::processes::connect;
use anyhow::{Context, Result, bail};
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::catalogue::{
    Library, ListLibrariesRequest, SearchRequest, SearchResponse,
};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tonic::transport::Channel;

/// Works wanted of each answer.
pub const PAGE: u32 = 20;
/// Answers with 1,000 facet values and 20 works of 50 libraries are larger than many; none is larger than this.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// A caller with its own connection to a node or a federator.
#[derive(Clone, Debug)]
pub struct Patron {
    client: CatalogueServiceClient<Channel>,
}

impl Patron {
    /// Connects to `host:port`.
    pub async fn connect(address: &str) -> Result<Self> {
        let client = CatalogueServiceClient::new(connect(address).await?);
        Ok(Self {
            client: client.max_decoding_message_size(LARGEST_ANSWER),
        })
    }

    /// Asks for the best twenty works with all facets and the count.
    pub async fn search(&self, text: &str) -> Result<SearchResponse> {
        self.best(text, PAGE).await
    }

    /// Asks for so many of the best works with all facets and the count.
    pub async fn best(&self, text: &str, works: u32) -> Result<SearchResponse> {
        let request = SearchRequest {
            text: text.to_owned(),
            page_size: works,
            ..SearchRequest::default()
        };
        let answer = self.client.clone().search(request).await;
        Ok(answer
            .with_context(|| format!("\"{text}\" was not answered"))?
            .into_inner())
    }

    /// Lists the libraries behind the service.
    pub async fn libraries(&self) -> Result<Vec<Library>> {
        let request = ListLibrariesRequest {
            page_size: 500,
            ..ListLibrariesRequest::default()
        };
        Ok(self
            .client
            .clone()
            .list_libraries(request)
            .await?
            .into_inner()
            .libraries)
    }

    /// Waits until this many libraries have this many records in all.
    pub async fn wait_for_records(
        &self,
        libraries: usize,
        records: u64,
        limit: Duration,
    ) -> Result<()> {
        let started = Instant::now();
        loop {
            let listed = self.libraries().await?;
            let known: u64 = listed.iter().map(|library| library.records).sum();
            if listed.len() == libraries && known == records {
                return Ok(());
            }
            if started.elapsed() > limit {
                bail!(
                    "after {limit:?} there are {known} of {records} records, {} libraries",
                    listed.len()
                );
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Measures each query once, one after another.
    pub async fn measure(&self, queries: &[String]) -> Result<Latencies> {
        measure_one_by_one(queries, |text| {
            let (patron, text) = (self.clone(), text.clone());
            async move { patron.search(&text).await.map(drop) }
        })
        .await
    }
}

/// Measures the queries shared out among callers, each with its own connection.
pub async fn measure_patrons(address: &str, callers: usize, queries: &[String]) -> Result<Load> {
    let shared: Arc<[String]> = queries.into();
    let mut patrons = Vec::with_capacity(callers);
    for _ in 0..callers {
        patrons.push((Patron::connect(address).await?, Arc::clone(&shared)));
    }
    measure_callers(patrons, queries.len(), ask_one).await
}

async fn ask_one((patron, queries): (Patron, Arc<[String]>), question: usize) -> Result<()> {
    let text = queries.get(question).context("no such query")?;
    patron.search(text).await.map(drop)
}
