//! What may one caller cost? The limits of every listener, in one place; docs/limits.md shows them as a table.
//!
//! How much is answered at once, over all connections, each process decides by its turns.

use std::time::Duration;
use tonic::transport::{Endpoint, Server};

/// Calls open at once on one connection; more wait at the caller's side.
pub const STREAMS_MAX: u32 = 100;
/// Longest time until an answer begins, where the caller does not set a shorter one; streams go on after that.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// A silent connection is asked this often whether anybody is there.
const KEEPALIVE_EVERY: Duration = Duration::from_secs(10);
/// And is closed where nobody says so within this: a dead line is noticed within 20 seconds.
const KEEPALIVE_WITHIN: Duration = Duration::from_secs(8);
/// A connection takes no new calls after this; a caller makes another one.
pub const CONNECTION_AGE_MAX: Duration = Duration::from_secs(30 * 60);
/// Calls and streams that are open by then may go on for this long; then the connection is closed (crowd.rs), and what is cut off
/// can be resumed.
pub const CONNECTION_GRACE: Duration = Duration::from_secs(10 * 60);
/// Calls a caller may open and take back at once, before its connection is closed (CVE-2023-44487, "rapid reset").
pub const RESETS_MAX: usize = 20;
/// Calls that are reset for the caller's own faults, before its connection is closed.
pub const FAULTS_MAX: usize = 100;
/// Bytes of headers of one call.
pub const HEADER_BYTES_MAX: u32 = 16 << 10;
/// Bytes on their way in one call, and in all calls of a connection.
const CALL_WINDOW: u32 = 1 << 20;
const CONNECTION_WINDOW: u32 = 4 << 20;

/// Lets whoever calls notice a dead line as soon as whoever is called does, also where no call is under way.
pub fn kept_alive(endpoint: Endpoint) -> Endpoint {
    endpoint
        .http2_keep_alive_interval(KEEPALIVE_EVERY)
        .keep_alive_timeout(KEEPALIVE_WITHIN)
        .keep_alive_while_idle(true)
}

/// Begins a server for whoever can reach it: within the limits of every listener, and a connection that is old takes no new calls.
///
/// The grace is not given to the server, which would wait for both and then cut everything, without a word before.
pub fn open_server() -> Server {
    limited_server().max_connection_age(CONNECTION_AGE_MAX)
}

/// Begins a server within the limits that every listener has; those who have shown a certificate stay as long as that counts.
pub fn limited_server() -> Server {
    Server::builder()
        .max_concurrent_streams(STREAMS_MAX)
        .timeout(ANSWER_WITHIN)
        .http2_keepalive_interval(Some(KEEPALIVE_EVERY))
        .http2_keepalive_timeout(Some(KEEPALIVE_WITHIN))
        .http2_max_pending_accept_reset_streams(Some(RESETS_MAX))
        .http2_max_local_error_reset_streams(Some(FAULTS_MAX))
        .http2_max_header_list_size(HEADER_BYTES_MAX)
        .initial_stream_window_size(CALL_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_line_is_noticed_within_twenty_seconds() {
        assert!(KEEPALIVE_EVERY + KEEPALIVE_WITHIN < Duration::from_secs(20));
    }
}
