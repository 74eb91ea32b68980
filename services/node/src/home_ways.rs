//! By which way is a visitor's home library asked? At its address, where it has one, and sealed, where it has published a key.

use crate::clock::Stopwatch;
use crate::desk_process::Desk;
use crate::federator_line;
use navette_domain::catalogue::LibraryId;
use navette_proto::convert::lending::vouched_key;
use navette_proto::wire::lending as wire;
use navette_proto::wire::lending::ledger_service_client::LedgerServiceClient;
use navette_trust::PublicSealingKey;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tonic::Code;
use tonic::transport::Channel;

/// After so long it is asked again where a library is, and by which key it is spoken to.
const KNOWN_FOR: Duration = Duration::from_secs(600);

/// What this process knows of the ways to other libraries.
#[derive(Default)]
pub(crate) struct HomeWays {
    known: Mutex<BTreeMap<LibraryId, HomeWay>>,
    /// The last key of each library, to notice another one.
    keys: Mutex<BTreeMap<LibraryId, PublicSealingKey>>,
    keys_changed: AtomicU64,
}

/// How one library is asked.
#[derive(Clone)]
pub(crate) struct HomeWay {
    /// At its address.
    pub(crate) direct: Option<Channel>,
    /// By way of the federator.
    pub(crate) sealed_to: Option<PublicSealingKey>,
    since: Stopwatch,
}

impl HomeWays {
    /// Forgets the way to a library, which may have moved.
    pub(crate) fn forget(&self, library: &LibraryId) {
        self.known.lock().remove(library);
    }

    /// Notes that nobody answers at a library's address, so that the next visitor need not wait for it.
    pub(crate) fn not_at_its_address(&self, library: &LibraryId) {
        if let Some(way) = self.known.lock().get_mut(library) {
            way.direct = None;
        }
    }

    /// Counts how often a library came with another key than before, since the process began.
    pub(crate) fn keys_changed(&self) -> u64 {
        self.keys_changed.load(Ordering::Relaxed)
    }

    fn known(&self, library: &LibraryId) -> Option<HomeWay> {
        let known = self.known.lock();
        let way = known.get(library)?;
        (way.since.elapsed() < KNOWN_FOR).then(|| way.clone())
    }

    /// Another key is believed as the first was: its library vouches for it, and a machine that was made anew has a new one.
    fn note_key(&self, library: &LibraryId, key: PublicSealingKey) {
        let before = self.keys.lock().insert(library.clone(), key);
        if before.is_some_and(|before| before != key) {
            self.keys_changed.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(%library, "a library has another sealing key: was its machine made anew?");
        }
    }
}

/// Finds the way to a library's node; nothing where the federator knows of no such library.
pub(crate) async fn way_to(
    desk: &Arc<Desk>,
    library: &LibraryId,
) -> Result<Option<HomeWay>, String> {
    let ways = &desk.homes.ways;
    if let Some(known) = ways.known(library) {
        return Ok(Some(known));
    }
    let federator = desk.federator.clone().ok_or("there is no federator")?;
    let call = wire::FindNodeRequest {
        library: library.to_string(),
    };
    let found = LedgerServiceClient::new(federator).find_node(call).await;
    let found = match found {
        Ok(found) => found.into_inner(),
        Err(status) if status.code() == Code::NotFound => return Ok(None),
        Err(status) => return Err(status.to_string()),
    };
    let direct = match found.address.as_str() {
        "" => None,
        address => federator_line::to_library(library, address, desk.line.as_deref()),
    };
    let sealed_to = found
        .sealing_key
        .and_then(|key| believed(desk, library, key));
    if direct.is_none() && sealed_to.is_none() {
        return Err("neither an address nor a sealing key of it can be used".to_owned());
    }
    let way = HomeWay {
        direct,
        sealed_to,
        since: Stopwatch::start(),
    };
    ways.known.lock().insert(library.clone(), way.clone());
    Ok(Some(way))
}

/// Gives a sealing key for which its library vouches; a word in the log for any other.
fn believed(
    desk: &Arc<Desk>,
    library: &LibraryId,
    sent: wire::SealingKey,
) -> Option<PublicSealingKey> {
    // Without certificates nobody can vouch for anything.
    let line = desk.line.as_deref()?;
    let offered = vouched_key::from_wire("sealing_key", Some(sent));
    let offered = offered.map_err(|refusal| refusal.to_string());
    let key = offered.and_then(|offered| {
        let believed = line.vouched(&offered, library, desk.now().at);
        believed.map_err(|error| error.to_string())
    });
    match key {
        Ok(key) => {
            desk.homes.ways.note_key(library, key);
            Some(key)
        }
        Err(reason) => {
            tracing::warn!(%library, reason, "a sealing key is not believed to be its library's");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn another_key_of_the_same_library_is_counted_and_the_same_again_is_not() {
        let ways = HomeWays::default();
        let key = |byte| PublicSealingKey::from_bytes(&[byte; 32]).unwrap();
        for (library, byte, changed) in [
            ("aire", 1, 0),
            ("lumbres", 2, 0),
            ("aire", 1, 0),
            ("aire", 3, 1),
            ("lumbres", 2, 1),
            ("aire", 1, 2),
        ] {
            ways.note_key(&LibraryId::parse(library).unwrap(), key(byte));
            assert_eq!(ways.keys_changed(), changed, "{library} {byte}");
        }
    }
}
