//! What does every process of ours need around it? A log on standard error, and a wish to stop that it hears.

use crate::failure::Failure;
use clap::{Args, ValueEnum};
use std::future::Future;
use std::io::IsTerminal;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// Without NAVETTE_LOG, what an operator should see. tantivy warns of merges that came to nothing, which is no trouble.
const LOG_DEFAULT: &str = "info,h2=warn,hyper=warn,tantivy=error";

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// A line to read
    #[default]
    Text,
    /// A line of JSON for programs
    Json,
}

// This group carries no documentation comment: clap would show it instead of the command's own description.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct LogArguments {
    /// How the log on standard error is written
    #[arg(long, value_enum, default_value_t, env = "NAVETTE_LOG_FORMAT")]
    log_format: LogFormat,
}

/// Writes the log to standard error; NAVETTE_LOG says how much of it ("debug", "navette_node=trace").
pub(crate) fn begin_log(arguments: LogArguments) {
    begin(LOG_DEFAULT, arguments.log_format);
}

/// The same for the demo, where ten processes in one would drown what a person is told.
pub(crate) fn begin_quiet_log() {
    begin("warn", LogFormat::Text);
}

fn begin(unless_said: &str, format: LogFormat) {
    let wanted =
        EnvFilter::try_from_env("NAVETTE_LOG").unwrap_or_else(|_| EnvFilter::new(unless_said));
    let log = tracing_subscriber::fmt()
        .with_env_filter(wanted)
        .with_writer(std::io::stderr);
    // A second subscriber is refused, and then the first one goes on.
    let _ = match format {
        LogFormat::Text => {
            let to_read = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            log.with_target(false).with_ansi(to_read).try_init()
        }
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
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
