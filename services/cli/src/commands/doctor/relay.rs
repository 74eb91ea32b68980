//! Can the relay for e-mail be reached?

use super::examined::Examined;
use super::finding::Finding;
use std::time::Duration;
use tokio::net::TcpStream;

const CHECK: &str = "e-mail";
/// How long connecting may take.
const WITHIN: Duration = Duration::from_secs(5);

/// Connects to the relay, and says nothing there.
pub(super) async fn look(examined: &Examined) -> Finding {
    let Some((host, port)) = &examined.relay else {
        return Finding::skipped(CHECK, "the settings name no relay");
    };
    let connecting = TcpStream::connect((host.as_str(), *port));
    let reason = match tokio::time::timeout(WITHIN, connecting).await {
        Ok(Ok(_)) => return Finding::good(CHECK, format!("relay {host}:{port} takes connections")),
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no connection within {} s", WITHIN.as_secs()),
    };
    Finding::bad(
        CHECK,
        format!("relay {host}:{port}: {reason}"),
        "until it is reached notices wait, and in the end go to the desk's list",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::commands::doctor::State;

    #[tokio::test]
    async fn a_relay_that_is_not_there_is_named() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        let mut examined = Examined {
            relay: Some(("127.0.0.1".to_owned(), port)),
            ..Examined::default()
        };
        assert_eq!(look(&examined).await.state, State::Good);
        drop(free);
        let found = look(&examined).await;
        assert_eq!(found.state, State::Bad);
        assert!(found.said.starts_with(&format!("relay 127.0.0.1:{port}: ")));
        examined.relay = None;
        assert_eq!(look(&examined).await.state, State::Skipped);
    }
}
