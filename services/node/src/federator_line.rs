//! How are the federator and other libraries called? One connection each, for all who tell or ask them something.

use crate::config::NodeConfig;
use crate::line::NodeLine;
use navette_domain::catalogue::LibraryId;
use std::net::IpAddr;
use std::time::Duration;
use tonic::transport::{Channel, Endpoint, Uri};

/// How long the other end may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// How long connecting may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);

/// Makes the connection to the federator ready; it connects with the first call. Nothing where the library has none.
pub(crate) fn to_federator(config: &NodeConfig, line: Option<&NodeLine>) -> Option<Channel> {
    match (line, &config.federator) {
        (Some(line), _) => Some(line.to_federator()),
        (None, Some(address)) => plain(address),
        (None, None) => None,
    }
}

/// Makes the connection to another library ready, where the federator says it is; a word in the log where that is no use.
pub(crate) fn to_library(
    library: &LibraryId,
    address: &str,
    line: Option<&NodeLine>,
) -> Option<Channel> {
    let Some(secure) = address.strip_prefix("https://") else {
        return plain(address);
    };
    let channel = line?.to_library(library, secure.trim_end_matches('/'));
    channel
        .inspect_err(|error| tracing::error!(%error, %library, "a library cannot be called"))
        .ok()
}

/// Without certificates, on this very machine: anywhere else, others could listen and answer.
fn plain(address: &str) -> Option<Channel> {
    if !is_plain_and_here(address) {
        tracing::error!(
            address,
            "an address that is not this machine is not called without certificates"
        );
        return None;
    }
    match Endpoint::from_shared(address.to_owned()) {
        Ok(endpoint) => Some(
            endpoint
                .connect_timeout(CONNECT_WITHIN)
                .timeout(ANSWER_WITHIN)
                .tcp_nodelay(true)
                .connect_lazy(),
        ),
        Err(error) => {
            tracing::error!(%error, address, "an address cannot be used");
            None
        }
    }
}

/// Says whether an address is `http://host:port` on this machine.
pub(crate) fn is_plain_and_here(address: &str) -> bool {
    let Ok(uri) = address.parse::<Uri>() else {
        return false;
    };
    let host = uri.host().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let here = host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    here && uri.scheme_str() == Some("http") && uri.port().is_some() && uri.path() == "/"
}
