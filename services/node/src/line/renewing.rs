//! Who renews the certificate? One task: at two thirds of its life it asks for another one, with another key, until it has it.

use super::identity::NodeLine;
use crate::clock::{Clock, pause};
use crate::tasks;
use navette_domain::membership::renewal_is_due;
use navette_proto::wire::membership as wire;
use navette_proto::wire::membership::membership_service_client::MembershipServiceClient;
use navette_trust::{Credential, MemberKey};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tonic::transport::Channel;

/// How often it is looked whether a renewal is due, and tried again where one failed. A month is left for it.
const LOOK_EVERY: Duration = Duration::from_secs(600);

/// Keeps the certificate renewed, for as long as the process runs.
pub(crate) async fn keep_renewed(
    line: Arc<NodeLine>,
    federator: Channel,
    clock: Clock,
    mut stopping: watch::Receiver<bool>,
) {
    let renewing = async {
        let mut moves = clock.moves();
        loop {
            moves.mark_unchanged();
            let credential = line.credential();
            let facts = credential.facts();
            if renewal_is_due(facts.from, facts.until, clock.now()) {
                match renew(&line, &federator).await {
                    Ok(()) => tracing::info!("the certificate was renewed"),
                    Err(reason) => {
                        tracing::warn!(
                            reason,
                            "the certificate could not be renewed; it is tried again"
                        );
                    }
                }
            }
            tokio::select! {
                _ = moves.changed() => {}
                () = pause(LOOK_EVERY) => {}
            }
        }
    };
    tokio::select! {
        () = renewing => {}
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
}

/// Asks for a certificate for a new key, and puts both in place of the old ones.
async fn renew(line: &Arc<NodeLine>, federator: &Channel) -> Result<(), String> {
    let key = MemberKey::generate().map_err(|error| error.to_string())?;
    let request = wire::RenewRequest {
        signing_request: key.signing_request().map_err(|error| error.to_string())?,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let mut client = MembershipServiceClient::new(federator.clone());
    let answer = client.renew(request).await;
    let answer = answer.map_err(|status| status.message().to_owned())?;
    let certificate = answer.into_inner().certificate.unwrap_or_default();
    let before = line.credential();
    let renewed = Credential::new(key, certificate.der.into(), before.authority().clone());
    let renewed = renewed.map_err(|error| error.to_string())?;
    if renewed.facts().peer.subject != before.facts().peer.subject {
        return Err("the certificate that came names somebody else".to_owned());
    }
    let line = Arc::clone(line);
    let kept = tasks::blocking(move || line.renew(renewed)).await;
    let kept = kept.map_err(|error| error.to_string())?;
    kept.map_err(|error| error.to_string())
}
