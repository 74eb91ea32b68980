//! What does the other end of a line say? Asked once, for the checks of line, clock and version.

use super::examined::Examined;
use navette_operation::{TIME_KEY, VERSION_KEY};
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
    pub(super) name: String,
    pub(super) address: String,
    pub(super) answer: Result<Probe, String>,
}

/// Asks all peers at once; in the order of the settings.
pub(super) async fn ask_all(examined: &Examined) -> Vec<Asked> {
    let mut asking = JoinSet::new();
    for (place, (name, address)) in examined.peers.iter().cloned().enumerate() {
        asking.spawn(async move {
            let answer = probe(&address).await;
            (
                place,
                Asked {
                    name,
                    address,
                    answer,
                },
            )
        });
    }
    let mut asked = asking.join_all().await;
    asked.sort_by_key(|(place, _)| *place);
    asked.into_iter().map(|(_, asked)| asked).collect()
}

/// Asks one peer whether it is well, a few times.
pub(super) async fn probe(address: &str) -> Result<Probe, String> {
    let endpoint = Endpoint::from_shared(address.to_owned()).map_err(|error| error.to_string())?;
    let endpoint = endpoint.connect_timeout(WITHIN).timeout(WITHIN);
    let begun = Instant::now();
    let connected = tokio::time::timeout(WITHIN, endpoint.connect()).await;
    let channel = connected
        .map_err(|_| format!("no connection within {} s", WITHIN.as_secs()))?
        .map_err(|_| "nothing answers".to_owned())?;
    let mut probe = Probe {
        connected_ms: millis(begun.elapsed()),
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
