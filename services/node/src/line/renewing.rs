//! Who renews the certificate? Of a library one task: at two thirds of its life it asks for another one, with another key, until it
//! has it. Of an administrator each command that is given under it. A kiosk's is asked for elsewhere: kiosk_line.rs.

use super::identity::NodeLine;
use super::joining::{JoinError, channel, held, to_federator};
use super::next_key::NextKey;
use crate::clock::{Clock, pause};
use crate::tasks;
use navette_domain::membership::renewal_is_due;
use navette_domain::time::Timestamp;
use navette_proto::wire::membership as wire;
use navette_proto::wire::membership::membership_service_client::MembershipServiceClient;
use navette_trust::{Credential, write_private};
use std::path::Path;
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
        let (mut moves, next_key) = (clock.moves(), NextKey::default());
        loop {
            moves.mark_unchanged();
            let credential = line.credential();
            let facts = credential.facts();
            if renewal_is_due(facts.from, facts.until, clock.now()) {
                match renew(&line, &federator, &next_key).await {
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
async fn renew(
    line: &Arc<NodeLine>,
    federator: &Channel,
    next_key: &NextKey,
) -> Result<(), String> {
    let renewed = another(federator.clone(), &line.credential(), next_key).await;
    let renewed = renewed.map_err(|error| error.to_string())?;
    let line = Arc::clone(line);
    let kept = tasks::blocking(move || line.renew(renewed)).await;
    let kept = kept.map_err(|error| error.to_string())?;
    kept.map_err(|error| error.to_string())?;
    next_key.kept();
    Ok(())
}

/// Renews what a folder holds where that is due, for whoever has no process that does; says until when the new certificate counts.
pub async fn renew_if_due(
    federator: &str,
    folder: &Path,
    clock: &Clock,
) -> Result<Option<Timestamp>, JoinError> {
    let (file, before) = held(folder)?;
    let facts = before.facts();
    if !renewal_is_due(facts.from, facts.until, clock.now()) {
        return Ok(None);
    }
    let dialler = to_federator(federator, &before, clock)?;
    let renewed = another(channel(&dialler), &before, &NextKey::default()).await?;
    let written = write_private(&file, &renewed.to_pem());
    written.map_err(|source| JoinError::Folder { path: file, source })?;
    Ok(Some(renewed.facts().until))
}

/// Asks for another certificate for whoever holds this one, for the next key.
async fn another(
    federator: Channel,
    before: &Credential,
    next_key: &NextKey,
) -> Result<Credential, JoinError> {
    let key = next_key.get()?;
    let request = wire::RenewRequest {
        signing_request: key.signing_request()?,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let mut client = MembershipServiceClient::new(federator);
    let certificate = client
        .renew(request)
        .await?
        .into_inner()
        .certificate
        .unwrap_or_default();
    Ok(before.renewed(key, certificate.der.into())?)
}
