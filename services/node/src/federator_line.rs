//! How is the federator reached? One connection, for all who tell or ask it something.

use std::time::Duration;
use tonic::transport::{Channel, Endpoint};

/// How long the federator may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// How long connecting may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);

/// Makes the connection ready; it connects with the first call. Nothing, and a word in the log, where the address is none.
pub(crate) fn to(federator: &str) -> Option<Channel> {
    match Endpoint::from_shared(federator.to_owned()) {
        Ok(endpoint) => Some(
            endpoint
                .connect_timeout(CONNECT_WITHIN)
                .timeout(ANSWER_WITHIN)
                .tcp_nodelay(true)
                .connect_lazy(),
        ),
        Err(error) => {
            tracing::error!(%error, federator, "the federator's address cannot be used");
            None
        }
    }
}
