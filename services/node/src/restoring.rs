//! How does a node come back from a backup, and who does not? The stream itself is the store's.
//!
//! Nobody comes back who was erased since, whoever knows of it: the ledger that is there, the list beside its keys, or the keys
//! that come with the backup. Nor does anybody who was locked out since, as far as the ledger that is there knows.

use crate::backup::erased_in;
use crate::clock::Clock;
use crate::config::NodeConfig;
use crate::desk_process::{KEYS, LEDGER, open_keys, open_ledger};
use crate::error::NodeError;
use crate::flows::access::AccessKnown;
use crate::ledger::{NodeState, PatronKeys};
use crate::line::put_back;
use crate::node_core::NodeCore;
use crate::randomness;
use crate::reading::SourceReaders;
use crate::shelf::{Shelf, ShelfItem};
use navette_domain::identity::Barcode;
use navette_domain::lending;
use navette_domain::time::Now;
use navette_store::backup::{
    BackupHead, CoverBack, ProcessKind, RestoreError, Target, Totals, finish_interrupted,
};
use navette_store::catalogue::Content;
use navette_store::disk::RealDisk;
use navette_store::keyring::{Keyring, KeyringError, PortableKeys};
use navette_store::ledger::{Commit, Cover, Ledger, LedgerError, Rows};
use navette_trust::SealingSeed;
use parking_lot::Mutex;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a node is restored.
#[derive(Debug, Default)]
pub struct RestoreOrder {
    /// Stores that are there may be set aside.
    pub replace: bool,
    /// The keys that were written beside the backup, or newer ones. Without them those in the data folder must do.
    pub keys: Option<PortableKeys>,
}

/// What was restored of a node.
#[derive(Debug)]
pub struct RestoredNode {
    /// What the backup says of itself.
    pub head: BackupHead,
    /// What was in it.
    pub totals: Totals,
    /// How many patrons it brought back who were erased since it was made; they are gone again.
    pub erased_again: usize,
    /// Accounts, passwords and PINs are those of the backup: no newer ledger was there, or none that can be read.
    pub access_of_backup: bool,
    /// Why the ledger that was there could not say who was erased, if it could not.
    pub ledger_unreadable: Option<String>,
    /// Why the keys that were set aside still have those of the erased, if they do.
    pub keys_left: Option<String>,
    /// Why the sealing key that came with the keys could not be put back, if it could not; the node makes another one.
    pub sealing_key_left: Option<String>,
    /// Where the stores that were there before are.
    pub set_aside: Option<PathBuf>,
}

/// Restores a node that does not run. Blocks. On an error nothing is changed.
pub fn restore(
    config: &NodeConfig,
    from: impl Read,
    order: RestoreOrder,
) -> Result<RestoredNode, NodeError> {
    finish_interrupted(&config.data_dir)?;
    let mut found = Found::in_folder(config)?;
    if let Some(given) = &order.keys {
        found.erased.extend(&given.erased);
    }
    let keys = KeysBack {
        config,
        given: order.keys.as_ref(),
        erased: &found.erased,
        made: Mutex::default(),
    };
    let readers = SourceReaders::default();
    let digest = |content: &Content, profile: &Arc<str>| digest(&readers, content, profile);
    let target = Target {
        data_dir: &config.data_dir,
        kind: ProcessKind::Node,
        library: config.library.as_str(),
        incarnation: randomness::incarnation(),
        catalogue: Some((randomness::incarnation(), &digest)),
        replace: order.replace,
        cover: Some(&keys),
    };
    let now = Clock::default().now_in(&config.zone()?);
    let restored = navette_store::backup::restore(from, &target, |ledger| {
        let made = keys.made.lock().clone();
        let keys = made.ok_or_else(|| RestoreError::KeysMissing(config.data_dir.join(KEYS)))?;
        bring_up_to_date(ledger, config, keys, &found, now)
    })?;
    let erased = keys.made.lock().take().map(|made| made.keyring().erased());
    let keys_aside = restored.set_aside.as_deref().map(|aside| aside.join(KEYS));
    let keys_left = keys_aside.map(|aside| destroy_in(&aside, erased.unwrap_or_default()));
    let sealing = put_sealing_key_back(config, order.keys.as_ref());
    Ok(RestoredNode {
        head: restored.head,
        totals: restored.totals,
        erased_again: restored.afterwards.erased_again,
        access_of_backup: !restored.afterwards.access_carried,
        ledger_unreadable: found.unreadable,
        keys_left: keys_left
            .and_then(Result::err)
            .map(|error| error.to_string()),
        sealing_key_left: sealing.err().map(|error| error.to_string()),
        set_aside: restored.set_aside,
    })
}

/// Puts the sealing key back that came with the keys, where the library has lines and no key of its own there.
fn put_sealing_key_back(config: &NodeConfig, keys: Option<&PortableKeys>) -> Result<(), NodeError> {
    let seed = keys.and_then(|keys| keys.sealing.clone());
    match (&config.line, seed) {
        (Some(line), Some(seed)) => put_back(&line.folder, &SealingSeed::of(seed)),
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

/// Says in a number what a record is, as an import does; where this program cannot use its profile any more, by its bytes.
fn digest(readers: &SourceReaders, content: &Content, profile: &Arc<str>) -> u128 {
    match readers.of(profile) {
        Ok(reader) => reader.digest(content),
        Err(_) => xxhash_rust::xxh3::xxh3_128(&content.raw),
    }
}

/// What the folder knew that is being restored.
#[derive(Default)]
struct Found {
    erased: BTreeSet<u64>,
    last_patron: u64,
    access: Option<AccessKnown>,
    unreadable: Option<String>,
}

impl Found {
    fn in_folder(config: &NodeConfig) -> Result<Self, NodeError> {
        let mut found = Self::default();
        let keys_were_there = config.data_dir.join(KEYS).exists();
        if config.data_dir.join(LEDGER).exists() {
            match found.read_ledger(&config.data_dir) {
                Err(NodeError::Ledger(error @ LedgerError::Lock(_))) => return Err(error.into()),
                Err(error) => found.unreadable = Some(error.to_string()),
                Ok(()) => {}
            }
        }
        if keys_were_there {
            let keys = open_keys(&config.data_dir.join(KEYS))?;
            found.erased.extend(keys.keyring().erased());
        } else {
            // Made by the reading; where it is not empty it stays.
            let _ = std::fs::remove_dir(config.data_dir.join(KEYS));
        }
        Ok(found)
    }

    fn read_ledger(&mut self, data_dir: &Path) -> Result<(), NodeError> {
        let (ledger, _, _) = open_ledger(data_dir)?;
        self.erased = erased_in(&ledger)?;
        let known = ledger.read(|state| (state.meta().last_patron, AccessKnown::of(state)));
        let (last_patron, access) = known.map_err(LedgerError::from)?;
        self.last_patron = last_patron;
        self.access = Some(access);
        Ok(())
    }
}

/// Puts keys where the restored rows will look for them.
struct KeysBack<'a> {
    config: &'a NodeConfig,
    given: Option<&'a PortableKeys>,
    erased: &'a BTreeSet<u64>,
    /// What was made.
    made: Mutex<Option<Arc<PatronKeys>>>,
}

impl CoverBack for KeysBack<'_> {
    fn check(&self) -> Result<(), RestoreError> {
        let there = self.config.data_dir.join(KEYS);
        let wanted = self.config.library.as_str();
        match self.given {
            Some(given) if given.library != wanted => Err(RestoreError::ForeignKeys {
                found: given.library.clone(),
                wanted: wanted.to_owned(),
            }),
            Some(_) => Ok(()),
            None if Keyring::is_in(&there) => Ok(()),
            None => Err(RestoreError::KeysMissing(there)),
        }
    }

    fn make(&self, folder: &Path, rows: &Rows) -> Result<Arc<dyn Cover>, RestoreError> {
        let there = self.config.data_dir.join(KEYS);
        let folder = folder.join(KEYS);
        match self.given {
            Some(given) => Keyring::restore(&RealDisk, &folder, &given.copy, self.erased)?,
            None => {
                let copy = open_keys(&there)?.keyring().copy();
                Keyring::restore(&RealDisk, &folder, &copy, self.erased)?
            }
        };
        let keys = Arc::new(open_keys(&folder)?);
        keys.opens(rows).map_err(|error| match error {
            KeyringError::Missing { owner, .. } => RestoreError::KeyMissing(owner),
            error => error.into(),
        })?;
        *self.made.lock() = Some(Arc::clone(&keys));
        Ok(keys)
    }
}

/// Destroys the keys of the erased in a folder that was set aside, where it has any.
fn destroy_in(aside: &Path, erased: BTreeSet<u64>) -> Result<(), KeyringError> {
    match Keyring::is_in(aside) {
        true => open_keys(aside)?.keyring().destroy(erased),
        false => Ok(()),
    }
}

/// What was brought up to date in a new ledger.
struct Updated {
    /// How many were there who were erased since.
    erased_again: usize,
    /// Accounts, passwords and PINs are those of the ledger that was there.
    access_carried: bool,
}

/// Erases in a new ledger who was erased since, locks out who was locked out since, and writes it anew so that its files know nothing
/// more.
fn bring_up_to_date(
    ledger: &Ledger<NodeState>,
    config: &NodeConfig,
    keys: Arc<PatronKeys>,
    found: &Found,
    now: Now,
) -> Result<Updated, RestoreError> {
    let settings = config.desk.settings(&config.library, &config.name);
    let core = NodeCore::over(ledger, settings, Arc::new(NoShelf), keys);
    let back = core.brought_back();
    let updated = back.and_then(|erased_again| {
        core.sign_everybody_out(now)?;
        let access_carried = match &found.access {
            Some(known) => core.carry_access(known, now)?,
            None => false,
        };
        core.count_from(found.last_patron, now)?;
        core.apply_erased(now)?;
        Ok(Updated {
            erased_again,
            access_carried,
        })
    });
    let updated = updated.map_err(|refusal| RestoreError::Unusable(refusal.to_string()))?;
    ledger.snapshot()?;
    Ok(updated)
}

/// The catalogue's word on items, where nobody asks for it.
struct NoShelf;

impl Shelf for NoShelf {
    fn item(&self, _: &Barcode) -> Option<ShelfItem> {
        None
    }

    fn copies_of(&self, _: &lending::Target) -> Vec<ShelfItem> {
        Vec::new()
    }
}
