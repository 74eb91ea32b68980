//! What does the other end of a line say? Asked once, for the checks of line, clock and version.

use super::examined::{Examined, Peer};
use navette_node::member_dialler;
use navette_operation::{TIME_KEY, VERSION_KEY};
use navette_trust::{Purpose, on_one_line};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::task::JoinSet;
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

/// How often a peer is asked; the middle one counts.
const ASKED: usize = 5;
/// How long connecting, and each answer, may take.
const WITHIN: Duration = Duration::from_secs(3);

/// What a peer said.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Probe {
    /// How long connecting took.
    pub(super) connected_ms: f64,
    /// How long an answer takes, the middle of a few.
    pub(super) answer_ms: f64,
    /// The version of its program, if it tells.
    pub(super) version: Option<String>,
    /// How far its clock is ahead of ours, in milliseconds; half the way to and fro taken off.
    pub(super) ahead_ms: Option<i64>,
}

/// A peer with what came of asking it.
pub(super) struct Asked {
    pub(super) peer: Peer,
    pub(super) answer: Result<Probe, String>,
}

/// Asks all peers at once; in the order of the settings.
pub(super) async fn ask_all(examined: &Examined) -> Vec<Asked> {
    let mut asking = JoinSet::new();
    for (place, peer) in examined.peers.iter().cloned().enumerate() {
        asking.spawn(async move {
            let answer = match &peer.credential {
                Some(folder) => probe_line(&peer.address, folder).await,
                None => probe(&peer.address).await,
            };
            (place, Asked { peer, answer })
        });
    }
    let mut asked = asking.join_all().await;
    asked.sort_by_key(|(place, _)| *place);
    asked.into_iter().map(|(_, asked)| asked).collect()
}

/// Asks one peer whether it is well, a few times. No certificate is shown.
pub(super) async fn probe(address: &str) -> Result<Probe, String> {
    let endpoint = Endpoint::from_shared(address.to_owned()).map_err(|error| error.to_string())?;
    let endpoint = endpoint.connect_timeout(WITHIN).timeout(WITHIN);
    let begun = Instant::now();
    let connected = tokio::time::timeout(WITHIN, endpoint.connect()).await;
    let channel = connected
        .map_err(|_| format!("no connection within {} s", WITHIN.as_secs()))?
        .map_err(|_| "nothing answers".to_owned())?;
    ask_a_few_times(channel, begun.elapsed()).await
}

/// Dials the federator as the library's node does, under its certificate, and asks it on that very line. What is wrong with a
/// certificate is said by the end that refuses it.
async fn probe_line(address: &str, folder: &Path) -> Result<Probe, String> {
    let dialler = member_dialler(address, folder).map_err(|error| error.to_string())?;
    let begun = Instant::now();
    let dialled = tokio::time::timeout(WITHIN, dialler.dial(Purpose::Call)).await;
    let stream = dialled
        .map_err(|_| format!("no connection within {} s", WITHIN.as_secs()))?
        .map_err(|error| error.to_string())?;
    let took = begun.elapsed();
    let line = stream.handle();
    let channel = Endpoint::from_static("http://federator.invalid")
        .connect_with_connector_lazy(on_one_line(stream));
    let answered = ask_a_few_times(channel, took).await;
    answered.map_err(|reason| {
        let refusal = line.refusal();
        refusal.map_or(reason, |refusal| refusal.to_string())
    })
}

async fn ask_a_few_times(channel: Channel, connected: Duration) -> Result<Probe, String> {
    let mut probe = Probe {
        connected_ms: millis(connected),
        ..Probe::default()
    };
    let mut client = HealthClient::new(channel);
    let mut took = Vec::new();
    for _ in 0..ASKED {
        took.push(ask(&mut client, &mut probe).await?);
    }
    took.sort_by(f64::total_cmp);
    probe.answer_ms = took.get(ASKED / 2).copied().unwrap_or_default();
    Ok(probe)
}

async fn ask(client: &mut HealthClient<Channel>, probe: &mut Probe) -> Result<f64, String> {
    let begun = Instant::now();
    let answering = client.check(HealthCheckRequest::default());
    let answer = tokio::time::timeout(WITHIN, answering).await;
    let answer = answer
        .map_err(|_| format!("no answer within {} s", WITHIN.as_secs()))?
        .map_err(|status| format!("it answers {}", status.code()))?;
    let took = begun.elapsed();
    let told = |key: &'static str| answer.metadata().get(key)?.to_str().ok();
    probe.version = told(VERSION_KEY).map(str::to_owned);
    let there = told(TIME_KEY).and_then(|text| text.parse::<i64>().ok());
    let half = i64::try_from(took.as_millis() / 2).unwrap_or(0);
    probe.ahead_ms = there.map(|there| there.saturating_sub(now_ms().saturating_sub(half)));
    Ok(millis(took))
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(i64::MAX)
}

fn millis(length: Duration) -> f64 {
    length.as_secs_f64() * 1_000.0
}
