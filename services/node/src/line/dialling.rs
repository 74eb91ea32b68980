//! Who keeps the line up on which the federator calls? One task: it dials, serves, and dials again, for as long as the process runs.

use super::identity::NodeLine;
use crate::clock::{Stopwatch, pause};
use crate::grpc::{self, Offer};
use crate::randomness;
use navette_domain::membership::redial_pause_ms;
use navette_trust::{LineHandle, Purpose, TrustedStream};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// A line on which nothing was ever heard leads nowhere: the federator greets a new one at once.
const GREETED_WITHIN: Duration = Duration::from_secs(30);
/// A line that was up for so long was a good one: the next failure counts as the first.
const GOOD_AFTER: Duration = Duration::from_secs(30);

/// How a line ended.
struct Ended {
    reason: String,
    was_good: bool,
}

/// Keeps the line up.
pub(crate) async fn keep_line(
    line: Arc<NodeLine>,
    offer: Offer,
    mut stopping: watch::Receiver<bool>,
) {
    let (mut failures, mut told) = (0_u32, String::new());
    while !*stopping.borrow() {
        let dialled = tokio::select! {
            dialled = line.dialler.dial(Purpose::Serve) => dialled,
            _ = stopping.wait_for(|stopping| *stopping) => return,
        };
        let ended = match dialled {
            Ok(stream) => serve(offer.clone(), stream, stopping.clone()).await,
            Err(error) => Ended {
                reason: error.to_string(),
                was_good: false,
            },
        };
        if ended.was_good {
            failures = 0;
        }
        failures = failures.saturating_add(1);
        // The same thing again is no news.
        if ended.reason != told && !*stopping.borrow() {
            let reason = &ended.reason;
            tracing::warn!(
                reason,
                "the line to the federator is down; it is dialled again"
            );
            told = ended.reason;
        }
        let wait = redial_pause_ms(failures, randomness::incarnation());
        tokio::select! {
            () = pause(Duration::from_millis(wait)) => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
    }
}

/// Serves on a line until it ends.
async fn serve(offer: Offer, stream: TrustedStream, stopping: watch::Receiver<bool>) -> Ended {
    let (line, began) = (stream.handle(), Stopwatch::start());
    let served = {
        let serving = grpc::serve_line(offer, stream, stopping);
        tokio::pin!(serving);
        tokio::select! {
            served = &mut serving => served,
            () = never_greeted(&line) => {
                line.cut();
                serving.await
            }
        }
    };
    let reason = match (line.refusal(), served) {
        (Some(refusal), _) => refusal.to_string(),
        (None, Err(error)) => error.to_string(),
        (None, Ok(())) if !line.was_heard() => "nothing was heard on it".to_owned(),
        (None, Ok(())) => "it ended".to_owned(),
    };
    Ended {
        was_good: line.was_heard() && began.elapsed() > GOOD_AFTER,
        reason,
    }
}

/// Completes where a line is still silent after a while; never where it is not.
async fn never_greeted(line: &LineHandle) {
    pause(GREETED_WITHIN).await;
    if line.was_heard() {
        std::future::pending::<()>().await;
    }
}
