//! How long does asking every library take where no library has to think? A fan-out to servers with one fixed reply.

use crate::measure::{Latencies, measure_one_by_one};
use crate::processes::{Process, connect, free_address};
use anyhow::{Context, Result};
use navette_proto::wire::catalogue::member_service_client::MemberServiceClient;
use navette_proto::wire::catalogue::member_service_server::{MemberService, MemberServiceServer};
use navette_proto::wire::catalogue::{
    ChangesRequest, ChangesResponse, LiveStatus, MatchRequest, MatchResponse, QuestionWord,
    StatusRequest, StatusResponse, TermWeight,
};
use std::path::Path;
use std::time::Duration;
use tokio::task::JoinSet;
use tonic::transport::{Channel, Server};
use tonic::{Request, Response, Status};

/// Matches of a typical query in a library of 20,000 records.
const MATCHES: u64 = 150;
const PAGE: u64 = 20;
const START_LIMIT: Duration = Duration::from_secs(10);

/// Servers in their own processes, each with its connection.
#[derive(Debug)]
pub struct CannedFanOut {
    clients: Vec<MemberServiceClient<Channel>>,
    // Kept for as long as they are asked.
    _processes: Vec<Process>,
}

impl CannedFanOut {
    /// Starts this many servers from the `canned` program of this crate.
    pub async fn start(program: &Path, servers: usize, directory: &Path) -> Result<Self> {
        let mut clients = Vec::with_capacity(servers);
        let mut processes = Vec::with_capacity(servers);
        for number in 0..servers {
            let address = free_address()?;
            let log = directory.join(format!("canned{number:02}.txt"));
            let mut process = Process::start("canned", program, &[&address], &log)?;
            process.wait_until_serving(&address, START_LIMIT).await?;
            clients.push(MemberServiceClient::new(connect(&address).await?));
            processes.push(process);
        }
        Ok(Self {
            clients,
            _processes: processes,
        })
    }

    /// Measures rounds of asking all servers at once and waiting for the last.
    pub async fn measure(&self, rounds: usize) -> Result<Latencies> {
        measure_one_by_one(&vec![(); rounds], |()| ask_all(self.clients.clone())).await
    }
}

async fn ask_all(clients: Vec<MemberServiceClient<Channel>>) -> Result<()> {
    let mut calls = JoinSet::new();
    for mut client in clients {
        calls.spawn(async move { client.r#match(typical_question()).await });
    }
    while let Some(answer) = calls.join_next().await {
        answer.context("a call failed")??;
    }
    Ok(())
}

/// Answers every question at this address with the same reply, for ever.
pub async fn serve_canned(address: &str) -> Result<()> {
    let (reporter, health) = tonic_health::server::health_reporter();
    reporter.set_serving::<MemberServiceServer<Canned>>().await;
    Server::builder()
        .tcp_nodelay(true)
        .add_service(health)
        .add_service(MemberServiceServer::new(Canned {
            reply: typical_reply(),
        }))
        .serve(
            address
                .parse()
                .with_context(|| format!("{address} is no address"))?,
        )
        .await?;
    Ok(())
}

struct Canned {
    reply: MatchResponse,
}

#[tonic::async_trait]
impl MemberService for Canned {
    type ChangesStream = tokio_stream::Empty<Result<ChangesResponse, Status>>;

    async fn changes(
        &self,
        _: Request<ChangesRequest>,
    ) -> Result<Response<Self::ChangesStream>, Status> {
        Err(Status::unimplemented("a yardstick changes nothing"))
    }

    async fn r#match(&self, _: Request<MatchRequest>) -> Result<Response<MatchResponse>, Status> {
        Ok(Response::new(self.reply.clone()))
    }

    async fn status(&self, _: Request<StatusRequest>) -> Result<Response<StatusResponse>, Status> {
        Err(Status::unimplemented("a yardstick holds nothing"))
    }
}

fn typical_question() -> MatchRequest {
    let term = |field| TermWeight {
        field,
        text: "etnerdasique".to_owned(),
        weight: 7.25,
    };
    let word = QuestionWord {
        terms: (0..9).map(term).collect(),
    };
    MatchRequest {
        words: vec![word.clone(), word],
        average_lengths: vec![6.5; 9],
        top: 20,
        match_limit: 2_000,
        ..MatchRequest::default()
    }
}

fn typical_reply() -> MatchResponse {
    let live = |seq| LiveStatus {
        seq,
        copies: 1,
        available: 1,
        ..LiveStatus::default()
    };
    MatchResponse {
        incarnation: "0123456789abcdef".to_owned(),
        generation: 20_000,
        top: (0..PAGE).map(|place| 1_000 + place * 37).collect(),
        scores: (0..PAGE as u32)
            .map(|place| 900_000 - place * 1_000)
            .collect(),
        live: (0..PAGE).map(|place| live(1_000 + place * 37)).collect(),
        matches: (0..MATCHES).map(|place| 60 + place).collect(),
        available: vec![0xaa; MATCHES.div_ceil(8) as usize],
        matched_records: MATCHES,
        ..MatchResponse::default()
    }
}
