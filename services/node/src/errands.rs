//! What is learned from the federator, and shown to it, now and then? Names, the van, the sealing key: each by itself, at leisure
//! once it is known, soon again where the line broke.

use crate::clock::{Stopwatch, pause};
use crate::desk_process::Desk;
use crate::node_settings::NodeSettings;
use crate::van;
use navette_domain::catalogue::LibraryId;
use navette_proto::convert::lending::vouched_key;
use navette_proto::wire::catalogue::ListLibrariesRequest;
use navette_proto::wire::catalogue::catalogue_service_client::CatalogueServiceClient;
use navette_proto::wire::lending::PublishKeyRequest;
use navette_proto::wire::lending::carrier_service_client::CarrierServiceClient;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tonic::transport::Channel;

/// How often the libraries' names are asked for.
const NAMES_EVERY: Duration = Duration::from_secs(3_600);
/// How often the van's timetable and the next manifests are asked for.
const VAN_EVERY: Duration = Duration::from_secs(300);
/// How often the sealing key is published again.
const PUBLISH_EVERY: Duration = Duration::from_secs(600);
/// How often it is looked whether the certificate that vouches for the sealing key is a new one.
const CERTIFICATE_EVERY: Duration = Duration::from_secs(10);
/// The first pause after an errand that failed; it doubles with each.
const SOON: Duration = Duration::from_secs(1);
/// Longest pause after an errand that failed.
const SOON_MAX: Duration = Duration::from_secs(30);
/// Most libraries whose names are learned.
const NAMES_MAX: u32 = 500;

/// What is to be learned and shown, and by whom.
pub(crate) struct Errands {
    pub(crate) desk: Arc<Desk>,
    pub(crate) library: LibraryId,
    pub(crate) federator: Channel,
}

/// One of them.
#[derive(Debug)]
enum Errand {
    Names,
    Van,
    /// With what was published last.
    SealingKey(Option<Published>),
}

/// When the sealing key was published, and under which certificate.
#[derive(Debug)]
struct Published {
    when: Stopwatch,
    under: String,
}

impl Errands {
    /// Runs them for as long as anybody waits, from when the federator is first reached.
    pub(crate) async fn run(&self, mut reached: watch::Receiver<bool>) {
        if reached.wait_for(|reached| *reached).await.is_err() {
            return;
        }
        tokio::join!(
            self.run_again(Errand::Names, NAMES_EVERY),
            self.run_again(Errand::Van, VAN_EVERY),
            self.run_again(Errand::SealingKey(None), CERTIFICATE_EVERY),
        );
    }

    /// Runs one errand again and again.
    async fn run_again(&self, mut errand: Errand, every: Duration) {
        let mut soon = SOON;
        loop {
            let outcome = match &mut errand {
                Errand::Names => self.learn_names().await,
                Errand::Van => van::learn(&self.desk, &self.library, &self.federator).await,
                Errand::SealingKey(published) => self.publish_sealing_key(published).await,
            };
            match outcome {
                Ok(()) => {
                    soon = SOON;
                    pause(every).await;
                }
                Err(reason) => {
                    tracing::debug!(
                        ?errand,
                        reason,
                        "an errand to the federator came to nothing"
                    );
                    pause(soon).await;
                    soon = (soon * 2).min(SOON_MAX);
                }
            }
        }
    }

    /// Learns how other libraries are called, for slips and lists; ids stand in until then.
    async fn learn_names(&self) -> Result<(), String> {
        let asked = ListLibrariesRequest {
            page_size: NAMES_MAX,
            page_token: String::new(),
        };
        let mut client = CatalogueServiceClient::new(self.federator.clone());
        let answer = client.list_libraries(asked).await;
        let answer = answer.map_err(|status| status.to_string())?;
        let libraries = answer.into_inner().libraries.into_iter();
        let names: BTreeMap<LibraryId, String> = libraries
            .filter_map(|one| Some((LibraryId::parse(&one.library).ok()?, one.name)))
            .collect();
        let settings = NodeSettings {
            names,
            ..(*self.desk.core.settings()).clone()
        };
        self.desk.core.settle(settings);
        Ok(())
    }

    /// Says to what others seal their questions: now and then, since the federator may have been restored from before, and anew
    /// with each certificate, which vouches for the key.
    async fn publish_sealing_key(&self, published: &mut Option<Published>) -> Result<(), String> {
        let Some(line) = &self.desk.line else {
            return Ok(());
        };
        let credential = line.credential();
        let under = credential.facts().peer.serial.clone();
        let known =
            |before: &Published| before.when.elapsed() < PUBLISH_EVERY && before.under == under;
        if published.as_ref().is_some_and(known) {
            return Ok(());
        }
        let key = line.vouch(&credential).map_err(|error| {
            tracing::error!(%error, "the sealing key cannot be vouched for");
            error.to_string()
        })?;
        let call = PublishKeyRequest {
            library: self.library.to_string(),
            key: Some(vouched_key::to_wire(&key, None)),
        };
        let mut client = CarrierServiceClient::new(self.federator.clone());
        let answer = client.publish_key(call).await;
        answer.map_err(|status| status.to_string())?;
        let when = Stopwatch::start();
        *published = Some(Published { when, under });
        Ok(())
    }
}
