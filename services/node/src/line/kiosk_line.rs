//! How does a kiosk call its node, and who renews its certificate? It dials under the newest one, and asks its node for another at two
//! thirds of its life: it may have no way to the federator.

use super::next_key::NextKey;
use crate::clock::{Clock, pause};
use crate::tasks;
use navette_domain::membership::{Subject, renewal_is_due};
use navette_domain::time::{DAY_MS, Timestamp};
use navette_proto::wire::access::RenewKioskRequest;
use navette_proto::wire::access::access_service_client::AccessServiceClient;
use navette_trust::{Credential, CredentialError, Dialler, Expected, write_private};
use parking_lot::Mutex;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tonic::Request;
use tonic::transport::{Channel, Endpoint};

/// A line that takes longer to come about is given up; the next touch tries again.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// How long node and federator may take together.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);
/// How often it is looked whether a renewal is due.
const LOOK_EVERY: Duration = Duration::from_secs(600);
/// The first pause after a renewal that failed; it doubles with each.
const AGAIN: Duration = Duration::from_secs(30);
/// Longest pause after a renewal that failed. A month is left for it.
const AGAIN_MAX: Duration = Duration::from_secs(3_600);
/// With less than so much left somebody should look.
const SOON_MS: i64 = 7 * DAY_MS;

/// Why a kiosk's key and certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KioskLineError {
    /// The file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file holds something else.
    #[error("{path}: {source}")]
    Credential {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: CredentialError,
    },
    /// It is somebody else's.
    #[error("{path} is the certificate of {subject}, not of a kiosk")]
    NotAKiosk {
        /// Which file.
        path: PathBuf,
        /// Whose it is.
        subject: Subject,
    },
}

/// A kiosk's line to its node, not yet dialled.
pub struct KioskLine {
    file: PathBuf,
    credential: Mutex<Arc<Credential>>,
    next_key: NextKey,
    clock: Clock,
    dialler: Dialler,
    channel: Channel,
}

/// How urgent it is that a certificate be renewed that could not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    /// There is time.
    Enough,
    /// So many whole days.
    Days(i64),
    /// It counts no more.
    Nothing,
}

impl KioskLine {
    /// Reads a kiosk's key and certificate, which name the library that must be at the other end, and makes ready to dial its node.
    pub fn open(node: &str, file: &Path, clock: Clock) -> Result<Self, KioskLineError> {
        let path = || file.to_owned();
        let text = std::fs::read_to_string(file).map_err(|source| KioskLineError::File {
            path: path(),
            source,
        })?;
        let unusable = |source| KioskLineError::Credential {
            path: path(),
            source,
        };
        let credential = Credential::from_pem(&text).map_err(unusable)?;
        let library = match &credential.facts().peer.subject {
            Subject::Kiosk(library, _) => library.clone(),
            other @ (Subject::Library(_) | Subject::Administrator(_) | Subject::Federator) => {
                return Err(KioskLineError::NotAKiosk {
                    path: path(),
                    subject: other.clone(),
                });
            }
        };
        let expected = Expected::Signed {
            authority: credential.authority().clone(),
            subject: Subject::Library(library),
        };
        let dialler = Dialler::new(node, Some(&credential), expected, clock.time_of_day());
        let dialler = dialler.map_err(unusable)?;
        let channel = Endpoint::from_static("http://node.invalid")
            .connect_timeout(CONNECT_WITHIN)
            .connect_with_connector_lazy(dialler.connector());
        Ok(Self {
            file: path(),
            credential: Mutex::new(Arc::new(credential)),
            next_key: NextKey::default(),
            clock,
            dialler,
            channel,
        })
    }

    /// Gives the connection to the node, which is dialled under the newest certificate whenever it is needed.
    pub fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// Gives the credential in use.
    pub fn credential(&self) -> Arc<Credential> {
        Arc::clone(&self.credential.lock())
    }

    /// Keeps the certificate renewed, for as long as anybody waits.
    pub async fn keep_renewed(self: Arc<Self>) {
        let (mut moves, mut again) = (self.clock.moves(), AGAIN);
        loop {
            moves.mark_unchanged();
            let wait = match self.renew_if_due().await {
                Ok(renewed) => {
                    if renewed {
                        tracing::info!("the kiosk's certificate was renewed");
                    }
                    again = AGAIN;
                    LOOK_EVERY
                }
                Err(reason) => {
                    self.say_what_is_left(&reason);
                    let wait = again;
                    again = (again * 2).min(AGAIN_MAX);
                    wait
                }
            };
            tokio::select! {
                _ = moves.changed() => {}
                () = pause(wait) => {}
            }
        }
    }

    /// Asks for another certificate where that is due, and puts it with its key in place of the old ones; says whether it did.
    async fn renew_if_due(self: &Arc<Self>) -> Result<bool, String> {
        let before = self.credential();
        let facts = before.facts();
        if !renewal_is_due(facts.from, facts.until, self.clock.now()) {
            return Ok(false);
        }
        let key = self.next_key.get().map_err(|error| error.to_string())?;
        let asked = RenewKioskRequest {
            signing_request: key.signing_request().map_err(|error| error.to_string())?,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let mut asked = Request::new(asked);
        asked.set_timeout(ANSWER_WITHIN);
        let mut access = AccessServiceClient::new(self.channel());
        let answer = access.renew_kiosk(asked).await;
        let answer = answer.map_err(|status| status.message().to_owned())?;
        let certificate = answer.into_inner().certificate.unwrap_or_default();
        let renewed = before.renewed(key, certificate.der.into());
        let renewed = renewed.map_err(|error| error.to_string())?;
        let line = Arc::clone(self);
        let kept = tasks::blocking(move || line.keep(renewed)).await;
        let kept = kept.map_err(|error| error.to_string())?;
        kept.map_err(|error| error.to_string())?;
        Ok(true)
    }

    /// Puts a credential on the disk, whole, and dials under it from the next connection on. Blocks.
    fn keep(&self, renewed: Credential) -> Result<(), KioskLineError> {
        let path = || self.file.clone();
        let written = write_private(&self.file, &renewed.to_pem());
        written.map_err(|source| KioskLineError::File {
            path: path(),
            source,
        })?;
        self.next_key.kept();
        let dialled = self.dialler.renew(&renewed);
        dialled.map_err(|source| KioskLineError::Credential {
            path: path(),
            source,
        })?;
        *self.credential.lock() = Arc::new(renewed);
        Ok(())
    }

    fn say_what_is_left(&self, reason: &str) {
        match left(self.credential().facts().until, self.clock.now()) {
            Left::Enough => {
                tracing::warn!(
                    reason,
                    "the kiosk's certificate could not be renewed; it is tried again"
                );
            }
            Left::Days(days) => {
                tracing::error!(
                    reason,
                    days,
                    "the kiosk's certificate could not be renewed, and counts for less than a week"
                );
            }
            Left::Nothing => {
                tracing::error!(
                    reason,
                    "the kiosk's certificate has expired: join again with a new code"
                );
            }
        }
    }
}

/// Says how much of a certificate's life is left.
fn left(until: Timestamp, now: Timestamp) -> Left {
    match until.0.saturating_sub(now.0) {
        ms if ms <= 0 => Left::Nothing,
        ms if ms < SOON_MS => Left::Days(ms / DAY_MS),
        _ => Left::Enough,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn less_than_a_week_is_said_in_days_and_an_end_as_an_end() {
        let until = Timestamp(90 * DAY_MS);
        for (ms_before, expected) in [
            (30 * DAY_MS, Left::Enough),
            (SOON_MS, Left::Enough),
            (SOON_MS - 1, Left::Days(6)),
            (DAY_MS - 1, Left::Days(0)),
            (0, Left::Nothing),
            (-DAY_MS, Left::Nothing),
        ] {
            let now = until.plus_ms(-ms_before);
            assert_eq!(left(until, now), expected, "{ms_before}");
        }
    }

    #[tokio::test]
    async fn a_file_that_is_no_kiosks_is_refused_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("kiosk.pem");
        let told = |file: &Path| {
            let opened = KioskLine::open("127.0.0.1:1", file, Clock::default());
            opened.err().map(|error| error.to_string()).unwrap()
        };
        assert!(told(&file).contains("kiosk.pem: "), "{}", told(&file));
        std::fs::write(&file, "no credential").unwrap();
        assert!(
            told(&file).contains("not a key, a certificate"),
            "{}",
            told(&file)
        );
    }
}
