//! Where is the service, and does anything answer there?

use crate::credentials::{self, Proof};
use crate::failure::Failure;
use navette_proto::wire::access::access_service_client::AccessServiceClient;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::circulation::circulation_service_client::CirculationServiceClient;
use navette_proto::wire::courier::courier_service_client::CourierServiceClient;
use navette_proto::wire::desk::desk_service_client::DeskServiceClient;
use navette_proto::wire::lending::loan_request_service_client::LoanRequestServiceClient;
use navette_proto::wire::membership::membership_service_client::MembershipServiceClient;
use navette_proto::wire::operation::operation_service_client::OperationServiceClient;
use navette_proto::wire::patrons::patron_service_client::PatronServiceClient;
use std::error::Error;
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};

/// A connection that takes longer is given up.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A page of 100 works with all holdings stays far below.
const LARGEST_ANSWER: usize = 32 << 20;

/// A connection whose calls say who makes them.
pub(crate) type Line = InterceptedService<Channel, Proof>;

/// Host and port of a node or a federator.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    shown: String,
    endpoint: Endpoint,
}

impl Address {
    /// Reads `HOST:PORT`, with or without `http://`; used by clap, so that a wrong one is a usage error.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let shown = text
            .strip_prefix("http://")
            .unwrap_or(text)
            .trim_end_matches('/');
        let wrong = || format!("\"{text}\" is not HOST:PORT, such as 127.0.0.1:7700");
        let port = shown.rsplit_once(':').map(|(_, port)| port.parse::<u16>());
        if !matches!(port, Some(Ok(1..))) {
            return Err(wrong());
        }
        let endpoint = Endpoint::from_shared(format!("http://{shown}")).map_err(|_| wrong())?;
        Ok(Self {
            shown: shown.to_owned(),
            endpoint: endpoint.connect_timeout(CONNECT_TIMEOUT),
        })
    }

    /// Connects to the catalogue, or says that nothing answers there.
    pub(crate) async fn connect(&self) -> Result<CatalogueServiceClient<Line>, Failure> {
        let client = CatalogueServiceClient::new(self.line().await?);
        Ok(client.max_decoding_message_size(LARGEST_ANSWER))
    }

    /// Connects to a node's desk.
    pub(crate) async fn desk(&self) -> Result<DeskServiceClient<Line>, Failure> {
        let client = DeskServiceClient::new(self.line().await?);
        Ok(client.max_decoding_message_size(LARGEST_ANSWER))
    }

    /// Connects to a node's counter.
    pub(crate) async fn counter(&self) -> Result<CirculationServiceClient<Line>, Failure> {
        let client = CirculationServiceClient::new(self.line().await?);
        Ok(client.max_decoding_message_size(LARGEST_ANSWER))
    }

    /// Connects to a node's patrons, of whom PINs and names are spoken.
    pub(crate) async fn patrons(&self) -> Result<PatronServiceClient<Line>, Failure> {
        let client = PatronServiceClient::new(self.secret_line().await?);
        Ok(client.max_decoding_message_size(LARGEST_ANSWER))
    }

    /// Connects to the federator's requests.
    pub(crate) async fn requests(&self) -> Result<LoanRequestServiceClient<Line>, Failure> {
        let client = LoanRequestServiceClient::new(self.line().await?);
        Ok(client.max_decoding_message_size(LARGEST_ANSWER))
    }

    /// Connects to the federator's timetable of the van.
    pub(crate) async fn courier(&self) -> Result<CourierServiceClient<Line>, Failure> {
        let client = CourierServiceClient::new(self.line().await?);
        Ok(client.max_decoding_message_size(LARGEST_ANSWER))
    }

    /// Connects to who belongs to a federator's territory.
    pub(crate) async fn membership(&self) -> Result<MembershipServiceClient<Line>, Failure> {
        Ok(MembershipServiceClient::new(self.line().await?))
    }

    /// Connects to a node's accounts, of which passwords are spoken.
    pub(crate) async fn access(&self) -> Result<AccessServiceClient<Line>, Failure> {
        Ok(AccessServiceClient::new(self.secret_line().await?))
    }

    /// Connects to a node's accounts as nobody: who signs in proves it by what they are asked.
    pub(crate) async fn signing_in(&self) -> Result<AccessServiceClient<Line>, Failure> {
        self.refuse_in_clear("a password")?;
        Ok(AccessServiceClient::new(
            self.line_by(Proof::nothing()).await?,
        ))
    }

    /// Connects to what a process offers whoever operates it.
    pub(crate) async fn operation(&self) -> Result<OperationServiceClient<Line>, Failure> {
        Ok(OperationServiceClient::new(self.line().await?))
    }

    async fn line(&self) -> Result<Line, Failure> {
        let proof = credentials::proof_for(&self.shown)?;
        if !proof.is_nothing() {
            self.refuse_in_clear("the token that proves who calls")?;
        }
        self.line_by(proof).await
    }

    /// Connects for calls in which something secret stands, whether they are proven or not.
    async fn secret_line(&self) -> Result<Line, Failure> {
        self.refuse_in_clear("what is secret in this call")?;
        self.line().await
    }

    /// Nothing is encrypted on a plain line: what is secret stays on this machine.
    fn refuse_in_clear(&self, what: &str) -> Result<(), Failure> {
        if self.is_this_machine() {
            return Ok(());
        }
        let at = &self.shown;
        Err(Failure::other(format!(
            "{at} is another machine, and anybody on the way to it could read {what}"
        ))
        .hint("give the command on that machine, or bring its port to this one: ssh -L 7710:127.0.0.1:7710 HOST"))
    }

    fn is_this_machine(&self) -> bool {
        let host = self.endpoint.uri().host().unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']');
        let address: Option<IpAddr> = address.parse().ok();
        host.eq_ignore_ascii_case("localhost") || address.is_some_and(|ip| ip.is_loopback())
    }

    async fn line_by(&self, proof: Proof) -> Result<Line, Failure> {
        let channel = self.endpoint.connect().await.map_err(|error| {
            let reason = innermost(&error);
            Failure::unreachable(format!("nothing answers at {}: {reason}", self.shown))
                .hint("is it running? `navette demo` starts everything on this machine")
        })?;
        Ok(InterceptedService::new(channel, proof))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// The last cause says what happened; the outer ones only say that something did.
fn innermost(error: &dyn Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Address;

    #[tokio::test]
    async fn what_is_secret_goes_to_no_other_machine_in_clear() {
        for (text, here) in [
            ("127.0.0.1:7710", true),
            ("127.8.8.8:7710", true),
            ("localhost:7710", true),
            ("[::1]:7710", true),
            ("192.0.2.1:7710", false),
            ("[2001:db8::1]:7710", false),
            ("0.0.0.0:7710", false),
            ("biblio.example:7710", false),
            ("localhost.example:7710", false),
            ("127.0.0.1@biblio.example:7710", false),
        ] {
            let address = Address::parse(text).unwrap();
            assert_eq!(
                address.refuse_in_clear("a password").is_ok(),
                here,
                "{text}"
            );
        }
        let elsewhere = Address::parse("192.0.2.1:7710").unwrap();
        let told = [
            elsewhere.signing_in().await.err(),
            elsewhere.access().await.err(),
            elsewhere.patrons().await.err(),
        ];
        for failure in told {
            let said = failure.unwrap();
            let said = said.message();
            assert!(
                said.starts_with("192.0.2.1:7710 is another machine"),
                "{said}"
            );
        }
    }

    #[test]
    fn an_address_needs_host_and_port() {
        for text in [
            "127.0.0.1",
            "localhost:",
            "host:0",
            "host:70000",
            "a b:1",
            ":",
        ] {
            assert!(Address::parse(text).is_err(), "{text}");
        }
        for text in ["127.0.0.1:7700", "http://biblio.example:80/", "[::1]:7700"] {
            assert!(Address::parse(text).is_ok(), "{text}");
        }
    }
}
