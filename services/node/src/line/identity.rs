//! Who is this library, to others? Its credential, the newest one, everybody who dials under it, and its sealing key.

use super::config::LineConfig;
use super::put_out::NotPutOut;
use super::sealing;
use crate::clock::Clock;
use crate::error::NodeError;
use navette_domain::catalogue::LibraryId;
use navette_domain::membership::{Subject, VouchedKey};
use navette_domain::time::Timestamp;
use navette_trust::{
    CertificateFacts, Credential, CredentialError, Dialler, Expected, KeyError, LineMeter,
    OpenLines, PublicSealingKey, PutOut, SealingKey, SealingSeed, Standing, TimeOfDay,
    VouchingError, kept_alive, vouch, vouched, write_private,
};
use parking_lot::Mutex;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tonic::transport::{Channel, Endpoint};

/// How long a call on a line may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// Names the file of the credential in its folder.
pub fn credential_file(folder: &Path) -> PathBuf {
    folder.join("credential.pem")
}

/// A library's lines, not yet dialled.
pub(crate) struct NodeLine {
    file: PathBuf,
    credential: Mutex<Arc<Credential>>,
    /// What the time of handshakes is told by.
    pub(crate) clock: Clock,
    /// Who is let in at the own address.
    pub(super) standing: Arc<NotPutOut>,
    /// The lines of those who dialled it.
    pub(super) open: Arc<OpenLines>,
    seed: SealingSeed,
    /// Opens what others sealed to this library.
    pub(crate) sealing: SealingKey,
    /// Counts what is said on all its lines.
    pub(crate) meter: Arc<LineMeter>,
    /// Dials the federator.
    pub(crate) dialler: Dialler,
}

impl NodeLine {
    /// Reads the credential, and sees that it is this library's.
    pub(crate) fn open(
        config: &LineConfig,
        library: &LibraryId,
        clock: &Clock,
    ) -> Result<Self, NodeError> {
        let file = credential_file(&config.folder);
        let unusable = |reason: String| NodeError::Credential {
            path: file.clone(),
            reason,
        };
        let text = std::fs::read_to_string(&file).map_err(|error| unusable(error.to_string()))?;
        let credential =
            Credential::from_pem(&text).map_err(|error| unusable(error.to_string()))?;
        let named = &credential.facts().peer.subject;
        if *named != Subject::Library(library.clone()) {
            return Err(unusable(format!(
                "it is the certificate of {named}, this library is {library}"
            )));
        }
        let time = clock.time_of_day();
        let expected = Expected::Signed {
            authority: credential.authority().clone(),
            subject: Subject::Federator,
        };
        let dialler = Dialler::new(&config.federator, Some(&credential), expected, time);
        let dialler = dialler.map_err(|error| unusable(error.to_string()))?;
        let meter = Arc::<LineMeter>::default();
        let seed = sealing::kept_or_made(&config.folder)?;
        Ok(Self {
            sealing: seed.key(),
            seed,
            standing: Arc::new(NotPutOut::open(&config.folder)?),
            open: Arc::default(),
            credential: Mutex::new(Arc::new(credential)),
            file,
            clock: clock.clone(),
            dialler: dialler.metered(Arc::clone(&meter)),
            meter,
        })
    }

    /// Gives the newest credential.
    pub(crate) fn credential(&self) -> Arc<Credential> {
        Arc::clone(&self.credential.lock())
    }

    /// Gives what the sealing key was made of, to be kept beside a backup.
    pub(crate) fn seed(&self) -> &SealingSeed {
        &self.seed
    }

    /// Vouches for the own sealing key under this certificate.
    pub(crate) fn vouch(&self, credential: &Credential) -> Result<VouchedKey, KeyError> {
        vouch(credential, self.sealing.public())
    }

    /// Gives another library's sealing key, where the library itself vouches for it.
    pub(crate) fn vouched(
        &self,
        offered: &VouchedKey,
        library: &LibraryId,
        now: Timestamp,
    ) -> Result<PublicSealingKey, VouchingError> {
        vouched(offered, self.credential().authority(), library, now)
    }

    /// Tells handshakes the time.
    pub(crate) fn time(&self) -> TimeOfDay {
        self.clock.time_of_day()
    }

    /// Turns away whoever is new among those who were put out, and cuts their lines. Blocks.
    pub(super) fn hear_put_out(&self, listed: PutOut) -> Result<(), NodeError> {
        let kept = self.standing.hear(listed, self.clock.now());
        let cut = self.cut_what_counts_no_more();
        if cut > 0 {
            tracing::info!(cut, "lines were cut whose certificates were revoked");
        }
        kept
    }

    /// Says whether whoever dialled may stay: the certificate was neither revoked nor has it expired.
    pub(super) fn counts(&self, certificate: &CertificateFacts) -> bool {
        self.clock.now() < certificate.until && self.standing.counts(certificate).is_ok()
    }

    /// Cuts the lines of those who may not stay; says how many.
    pub(super) fn cut_what_counts_no_more(&self) -> usize {
        self.open.cut_unless(|certificate| self.counts(certificate))
    }

    /// Puts a renewed credential on the disk, and dials under it from then on. Blocks.
    pub(crate) fn renew(&self, credential: Credential) -> Result<(), NodeError> {
        let unusable = |reason: String| NodeError::Credential {
            path: self.file.clone(),
            reason,
        };
        let written = write_private(&self.file, &credential.to_pem());
        written.map_err(|error| unusable(error.to_string()))?;
        let renewed = self.dialler.renew(&credential);
        renewed.map_err(|error| unusable(error.to_string()))?;
        *self.credential.lock() = Arc::new(credential);
        Ok(())
    }

    /// Makes the connection for the library's own calls to the federator ready.
    pub(crate) fn to_federator(&self) -> Channel {
        called("federator", &self.dialler)
    }

    /// Makes the connection to another library's address ready; only that library is spoken to there.
    pub(crate) fn to_library(
        &self,
        library: &LibraryId,
        address: &str,
    ) -> Result<Channel, CredentialError> {
        let credential = self.credential();
        let expected = Expected::Signed {
            authority: credential.authority().clone(),
            subject: Subject::Library(library.clone()),
        };
        let dialler = Dialler::new(address, Some(&credential), expected, self.time())?;
        let dialler = dialler.metered(Arc::clone(&self.meter));
        Ok(called(library.as_str(), &dialler))
    }
}

/// TLS is spoken below; the name stands in requests and leads nowhere.
fn called(name: &str, dialler: &Dialler) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://{name}.invalid"));
    let endpoint = endpoint.unwrap_or_else(|_| Endpoint::from_static("http://line.invalid"));
    kept_alive(endpoint)
        .timeout(ANSWER_WITHIN)
        .connect_with_connector_lazy(dialler.connector())
}

impl fmt::Debug for NodeLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeLine({:?})", self.credential())
    }
}
