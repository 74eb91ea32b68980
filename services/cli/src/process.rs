//! What does every process of ours need around it? A log on standard error, and a wish to stop that it hears.

use crate::failure::Failure;
use std::future::Future;
use std::io::IsTerminal;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// Without NAVETTE_LOG, what an operator should see. tantivy warns of merges that came to nothing, which is no trouble.
const LOG_DEFAULT: &str = "info,h2=warn,hyper=warn,tantivy=error";

/// Writes the log to standard error; NAVETTE_LOG says how much of it ("debug", "navette_node=trace").
pub(crate) fn begin_log() {
    begin(LOG_DEFAULT);
}

/// The same for the demo, where ten processes in one would drown what a person is told.
pub(crate) fn begin_quiet_log() {
    begin("warn");
}

fn begin(unless_said: &str) {
    let wanted =
        EnvFilter::try_from_env("NAVETTE_LOG").unwrap_or_else(|_| EnvFilter::new(unless_said));
    // A second subscriber is refused, and then the first one goes on.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(wanted)
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .try_init();
}

/// Completes when the process is told to stop: Ctrl-C, or the signal that service managers send.
///
/// Signals are heard from this call on, not only once it is awaited.
pub(crate) fn stop_signal() -> Result<impl Future<Output = ()> + Send, Failure> {
    let mut interrupt = heard(SignalKind::interrupt())?;
    let mut terminate = heard(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

fn heard(kind: SignalKind) -> Result<Signal, Failure> {
    signal(kind).map_err(|error| Failure::other(format!("cannot listen for signals: {error}")))
}
