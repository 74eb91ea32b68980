//! Are the ports free, or held by the process they are meant for?

use super::examined::Examined;
use super::finding::Finding;
use super::peers::probe;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};

const CHECK: &str = "port";

/// Looks at every port.
pub(super) async fn look(examined: &Examined) -> Vec<Finding> {
    let mut found = Vec::new();
    for (key, address) in &examined.ports {
        found.push(one(key, *address).await);
    }
    found
}

async fn one(key: &str, address: SocketAddr) -> Finding {
    if address.port() == 0 {
        return Finding::good(CHECK, format!("{key} takes any free port"));
    }
    match TcpListener::bind(address) {
        Ok(_) => Finding::good(
            CHECK,
            format!("{key} {address} is free: the process is not running"),
        ),
        Err(error) if error.kind() == ErrorKind::AddrInUse && key != "listen" => Finding::good(
            CHECK,
            format!("{key} {address} is held, as it is while the process runs"),
        ),
        Err(error) if error.kind() == ErrorKind::AddrInUse => held(key, address).await,
        Err(error) => Finding::bad(
            CHECK,
            format!("{key} {address} cannot be listened on: {error}"),
            "name an address of this machine, and a port above 1023",
        ),
    }
}

async fn held(key: &str, address: SocketAddr) -> Finding {
    let answered = probe(&format!("http://{address}")).await;
    match answered.map(|probe| probe.version) {
        Ok(Some(version)) => {
            let said = format!("{key} {address} is held by navette {version}, which is running");
            Finding::good(CHECK, said)
        }
        Ok(None) | Err(_) => Finding::bad(
            CHECK,
            format!("{key} {address} is held by another program"),
            "stop it, or choose another port",
        ),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::commands::doctor::State;

    #[tokio::test]
    async fn a_port_that_somebody_else_holds_is_named() {
        let other = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = other.local_addr().unwrap();
        // Whoever connects is turned away, for as long as the test runs.
        std::thread::spawn(move || while other.accept().is_ok() {});
        let examined = Examined {
            ports: vec![
                ("listen", address),
                ("observe.listen", SocketAddr::from(([127, 0, 0, 1], 0))),
            ],
            ..Examined::default()
        };
        let found = look(&examined).await;
        assert_eq!((found[0].state, found[1].state), (State::Bad, State::Good));
        let said = format!("listen {address} is held by another program");
        assert_eq!(found[0].said, said);
    }
}
