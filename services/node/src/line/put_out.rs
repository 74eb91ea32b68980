//! Whom does a library that can be dialled turn away? Whoever was put out, as the federator says every few seconds; what it said last
//! holds, also through a restart, for as long as it cannot be asked.

use super::identity::NodeLine;
use super::unheard::Unheard;
use crate::clock::{Clock, pause};
use crate::error::NodeError;
use crate::tasks;
use navette_domain::membership::{CertificateRefusal, IssuedCertificate, Serial};
use navette_domain::time::Timestamp;
use navette_proto::convert::membership as convert;
use navette_proto::wire::membership::membership_service_client::MembershipServiceClient;
use navette_proto::wire::membership::{ListRevokedRequest, ListRevokedResponse};
use navette_trust::{CertificateFacts, PutOut, Standing, add_put_out, keep_put_out, read_put_out};
use parking_lot::RwLock;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tonic::transport::Channel;

/// How often the federator is asked. With a call that fails in between, a revocation is heard of within a minute.
const ASK_EVERY: Duration = Duration::from_secs(20);
/// The first pause after a question without an answer; it doubles with each.
const SOON: Duration = Duration::from_secs(1);
/// Certificates that are listened to; a territory revokes some hundreds in the 90 days for which they matter.
const LISTED_MAX: usize = 100_000;

/// Turns away whoever was put out. Dates are looked at by whoever shakes hands.
#[derive(Debug)]
pub(crate) struct NotPutOut {
    folder: PathBuf,
    known: RwLock<PutOut>,
}

impl NotPutOut {
    /// Reads what was heard before.
    pub(super) fn open(folder: &Path) -> Result<Self, NodeError> {
        let known = read_put_out(folder).map_err(NodeError::PutOut)?;
        Ok(Self {
            folder: folder.to_owned(),
            known: RwLock::new(known),
        })
    }

    /// Puts out these as well, at once, and keeps on the disk that they are. Blocks.
    pub(super) fn hear(&self, more: PutOut, now: Timestamp) -> Result<(), NodeError> {
        add_put_out(&mut self.known.write(), more.clone(), now);
        let all = keep_put_out(&self.folder, more, now).map_err(NodeError::PutOut)?;
        // Nobody comes in again because the file was taken away.
        add_put_out(&mut self.known.write(), all, now);
        Ok(())
    }
}

impl Standing for NotPutOut {
    fn counts(&self, certificate: &CertificateFacts) -> Result<(), CertificateRefusal> {
        let Some(serial) = Serial::parse(&certificate.peer.serial) else {
            return Ok(());
        };
        let Some(at) = self.known.read().get(&serial).copied() else {
            return Ok(());
        };
        let shown = IssuedCertificate {
            serial,
            subject: certificate.peer.subject.clone(),
            from: certificate.from,
            until: certificate.until,
            revoked: Some(at),
        };
        shown.counts(at)
    }
}

/// Asks the federator who was put out, for as long as the process runs.
pub(crate) async fn hear_revocations(
    line: Arc<NodeLine>,
    federator: Channel,
    clock: Clock,
    mut stopping: watch::Receiver<bool>,
) {
    let asking = async {
        let (mut moves, mut known, mut soon) = (clock.moves(), Vec::new(), SOON);
        let mut unheard = Unheard::from(clock.now());
        loop {
            moves.mark_unchanged();
            let wait = match ask(&line, &federator, &known).await {
                Ok(version) => {
                    known = version;
                    soon = SOON;
                    if unheard.heard(clock.now()) {
                        tracing::info!("the federator says again who was put out");
                    }
                    ASK_EVERY
                }
                Err(reason) => {
                    tracing::debug!(reason, "the federator does not say who was put out");
                    if let Some(minutes) = unheard.nothing(clock.now()) {
                        tracing::warn!(
                            reason,
                            minutes,
                            "revocations are not heard of: whoever was put out since is let in at this address"
                        );
                    }
                    let wait = soon;
                    soon = (soon * 2).min(ASK_EVERY);
                    wait
                }
            };
            tokio::select! {
                _ = moves.changed() => {}
                () = pause(wait) => {}
            }
        }
    };
    tokio::select! {
        () = asking => {}
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
}

/// Asks once, and turns away whoever is new on the list; gives the version that is known now.
async fn ask(line: &Arc<NodeLine>, federator: &Channel, known: &[u8]) -> Result<Vec<u8>, String> {
    let Some((version, listed)) = listed(federator, known).await? else {
        return Ok(known.to_vec());
    };
    let line = Arc::clone(line);
    let heard = tasks::blocking(move || line.hear_put_out(listed)).await;
    let heard = heard.map_err(|error| error.to_string())?;
    heard.map_err(|error| {
        tracing::error!(%error, "who was put out is not kept on the disk");
        error.to_string()
    })?;
    Ok(version)
}

/// Reads the whole list, and its version; nothing where it is the one that is known.
async fn listed(federator: &Channel, known: &[u8]) -> Result<Option<(Vec<u8>, PutOut)>, String> {
    let mut client = MembershipServiceClient::new(federator.clone());
    let (mut reading, mut page_token) = (Reading::default(), String::new());
    loop {
        let asked = ListRevokedRequest {
            page_size: 0,
            page_token,
            known_version: known.to_vec(),
        };
        let page = client.list_revoked(asked).await;
        let page = page.map_err(|status| status.to_string())?.into_inner();
        if page.version == known && !known.is_empty() && reading.version.is_none() {
            return Ok(None);
        }
        if !reading.takes(&page)? {
            return Ok(Some((reading.version.unwrap_or_default(), reading.all)));
        }
        page_token = page.next_page_token;
    }
}

/// A list, as far as it was read.
#[derive(Debug, Default)]
struct Reading {
    all: PutOut,
    /// Of the first page; empty where another one said otherwise.
    version: Option<Vec<u8>>,
}

impl Reading {
    /// Adds a page; says whether another one is asked for.
    fn takes(&mut self, page: &ListRevokedResponse) -> Result<bool, String> {
        // A list that changes while it is read is known by no version: what was read holds, and it is read again.
        let version = self.version.get_or_insert_with(|| page.version.clone());
        if *version != page.version {
            version.clear();
        }
        for (place, revoked) in page.revoked.iter().enumerate() {
            let read = convert::revoked(&format!("revoked[{place}]"), revoked);
            let (serial, at) = read.map_err(|refusal| refusal.to_string())?;
            if self.all.len() >= LISTED_MAX && !self.all.contains_key(&serial) {
                // Better those than none. The version is known all the same: nothing is gained by reading it all again.
                tracing::warn!(
                    limit = LISTED_MAX,
                    "more certificates were put out than are listened to; the rest is not heard of"
                );
                return Ok(false);
            }
            self.all.insert(serial, at);
        }
        Ok(!page.next_page_token.is_empty())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use navette_domain::membership::{Digest, Subject};
    use navette_trust::PeerCertificate;
    use std::ops::Range;

    const NOW: Timestamp = Timestamp(1_795_910_400_000);

    fn certificate(number: u128) -> CertificateFacts {
        CertificateFacts {
            peer: PeerCertificate {
                subject: Subject::parse("kiosk:aire/entree").unwrap(),
                serial: Serial(number).to_string(),
            },
            from: NOW,
            until: NOW.plus_ms(90 * 86_400_000),
            key: Digest([1; 32]),
        }
    }

    #[test]
    fn whoever_was_put_out_is_turned_away_with_the_day_also_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let standing = NotPutOut::open(folder.path()).unwrap();
        assert!(standing.counts(&certificate(1)).is_ok());
        standing.hear([(Serial(1), NOW)].into(), NOW).unwrap();
        let again = NotPutOut::open(folder.path()).unwrap();
        for standing in [standing, again] {
            let refused = standing.counts(&certificate(1)).unwrap_err().to_string();
            assert!(refused.contains("was revoked on 2026-11-2"), "{refused}");
            assert!(standing.counts(&certificate(2)).is_ok());
        }
    }

    #[test]
    fn whoever_was_put_out_stays_out_whatever_the_federator_says_later() {
        let folder = tempfile::tempdir().unwrap();
        let standing = NotPutOut::open(folder.path()).unwrap();
        standing.hear([(Serial(1), NOW)].into(), NOW).unwrap();
        // A federator that has lost its ledger names none.
        standing.hear(PutOut::new(), NOW).unwrap();
        assert!(standing.counts(&certificate(1)).is_err());
    }

    #[test]
    fn whoever_was_put_out_stays_out_also_where_the_file_was_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let standing = NotPutOut::open(folder.path()).unwrap();
        standing.hear([(Serial(1), NOW)].into(), NOW).unwrap();
        std::fs::remove_file(folder.path().join("put-out")).unwrap();
        standing.hear([(Serial(2), NOW)].into(), NOW).unwrap();
        for number in [1, 2] {
            assert!(standing.counts(&certificate(number)).is_err());
        }
    }

    fn page(version: u8, serials: Range<u128>, next: &str) -> ListRevokedResponse {
        let of_one = |number| convert::revoked_to_wire(Serial(number), NOW);
        ListRevokedResponse {
            version: vec![version],
            revoked: serials.map(of_one).collect(),
            next_page_token: next.to_owned(),
        }
    }

    #[test]
    fn of_a_list_that_is_too_long_as_many_are_put_out_as_are_listened_to() {
        let most = u128::try_from(LISTED_MAX).unwrap();
        let mut reading = Reading::default();
        assert_eq!(reading.takes(&page(7, 0..most, "more")), Ok(true));
        // What is known already is not too much.
        assert_eq!(reading.takes(&page(7, 0..1, "more")), Ok(true));
        assert_eq!(
            reading.takes(&page(7, most..most + 5_000, "more")),
            Ok(false)
        );
        assert_eq!(reading.all.len(), LISTED_MAX);
        assert_eq!(reading.version, Some(vec![7]));
    }

    #[test]
    fn a_list_that_changes_while_it_is_read_is_known_by_no_version() {
        let mut reading = Reading::default();
        assert_eq!(reading.takes(&page(7, 0..2, "more")), Ok(true));
        assert_eq!(reading.takes(&page(8, 2..4, "")), Ok(false));
        assert_eq!(reading.all.len(), 4);
        assert_eq!(reading.version, Some(Vec::new()));
        let mut nonsense = page(7, 0..1, "");
        nonsense.revoked[0].serial = "7".to_owned();
        assert!(Reading::default().takes(&nonsense).is_err());
    }

    #[test]
    fn a_list_that_cannot_be_written_turns_away_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("line");
        let standing = NotPutOut::open(&gone).unwrap();
        assert!(standing.hear([(Serial(1), NOW)].into(), NOW).is_err());
        assert!(standing.counts(&certificate(1)).is_err());
    }

    #[test]
    fn a_list_that_cannot_be_read_is_named_with_its_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("put-out"), "nonsense\n").unwrap();
        let told = NotPutOut::open(folder.path()).unwrap_err().to_string();
        assert!(told.contains("put-out: line 1 is no revoked"), "{told}");
    }
}
