//! One library in the simulation: its node, its disk, its line, its clock and its patrons.

use super::clock::moment;
use super::shelves::Catalogue;
use crate::seeded::Seeded;
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::OpeningHours;
use navette_domain::identity::{CardNumber, ItemId, RequestId, StaffId};
use navette_domain::patrons::{CategoryId, RegistrationForm};
use navette_domain::time::{Day, Now};
use navette_node::core::{NodeCore, NodeSettings, NodeState, PatronForm, PatronKeys};
use navette_store::disk::{Disk, SimulatedDisk};
use navette_store::keyring::{KeyCopy, Keyring};
use navette_store::ledger::{InlineLedger, Options, Rows};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// Who works at every desk.
pub(super) const LIBRARIAN: StaffId = StaffId(1);
/// Room on a disk before it is called full.
pub(super) const RESERVE_BYTES: u64 = 1 << 20;

/// How the name of every patron begins; their library's follows.
pub(super) const SURNAME: &str = "Canari";

/// The node's core in the simulation.
pub(super) type Core = NodeCore<InlineLedger<NodeState>>;

/// A patron and what they carry in their head.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) card: CardNumber,
    pub(super) requests: Vec<RequestId>,
    pub(super) local_loans: Vec<ItemId>,
}

/// What is carried out of the house at night: the rows, and in another pocket the keys.
pub(super) struct Backup {
    rows: Rows,
    keys: KeyCopy,
}

/// Where keys are on a library's disk.
const KEYS: &str = "/keys";

/// One library.
pub(super) struct Library {
    pub(super) id: LibraryId,
    pub(super) disk: SimulatedDisk,
    pub(super) core: Option<Core>,
    /// The clock is wrong by so much.
    pub(super) off: i64,
    pub(super) line_up: bool,
    pub(super) people: Vec<Person>,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) hours: OpeningHours,
    pub(super) names: BTreeMap<LibraryId, String>,
    pub(super) backup: Option<Backup>,
    folder: String,
    lives: u64,
}

impl Library {
    pub(super) fn new(
        id: LibraryId,
        catalogue: Catalogue,
        hours: OpeningHours,
        names: BTreeMap<LibraryId, String>,
    ) -> Self {
        Self {
            folder: "/ledger".to_owned(),
            id,
            disk: SimulatedDisk::new(),
            core: None,
            off: 0,
            line_up: true,
            people: Vec::new(),
            catalogue: Arc::new(catalogue),
            hours,
            names,
            backup: None,
            lives: 0,
        }
    }

    /// Gives the time by this library's clock.
    pub(super) fn now(&self, since_start: i64) -> Now {
        moment(since_start, self.off)
    }

    fn settings(&self) -> NodeSettings {
        let mut settings = NodeSettings::new(self.id.clone(), self.id.as_str());
        settings.opening = self.hours.clone();
        settings.names.clone_from(&self.names);
        settings
    }

    fn options(incarnation: u64) -> Options {
        Options {
            reserve_bytes: RESERVE_BYTES,
            ..Options::new(incarnation)
        }
    }

    /// Starts the node on what is on its disk.
    pub(super) fn start(&mut self, time: i64, fresh: u64) -> Result<(), String> {
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let folder = Path::new(&self.folder);
        let keys = self.keys(fresh)?;
        let options = Self::options(fresh.max(1));
        let cover = Arc::clone(&keys) as _;
        let (ledger, _) = InlineLedger::open_covered(disk, folder, options, cover)
            .map_err(|error| error.to_string())?;
        self.take_over(ledger, keys, time, fresh)
    }

    /// Reads the keys; new ones and nonces follow from the seed.
    fn keys(&self, fresh: u64) -> Result<Arc<PatronKeys>, String> {
        let mut seeded = Seeded::new(fresh);
        let chance = move |bytes: &mut [u8]| {
            for chunk in bytes.chunks_mut(8) {
                let drawn = seeded.next().to_le_bytes();
                chunk.copy_from_slice(&drawn[..chunk.len()]);
            }
            Ok(())
        };
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let keys = PatronKeys::open(disk, Path::new(KEYS), Box::new(chance));
        keys.map(Arc::new).map_err(|error| error.to_string())
    }

    /// Takes a copy of rows and keys, where the node runs and its disk can be read.
    pub(super) fn back_up(&mut self) {
        self.backup = self.core.as_ref().and_then(|core| {
            let keys = core.keys().keyring().copy();
            let rows = core.ledger().export_rows().ok()?;
            Some(Backup { rows, keys })
        });
    }

    /// Starts the node on yesterday's backup, in a new life.
    pub(super) fn restore(&mut self, backup: Backup, time: i64, fresh: u64) -> Result<(), String> {
        let Backup { rows, keys } = backup;
        self.lives += 1;
        self.folder = format!("/ledger-{}", self.lives);
        self.disk = SimulatedDisk::new();
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let options = Self::options(fresh.max(1));
        Keyring::restore(&*disk, Path::new(KEYS), &keys, &BTreeSet::new())
            .map_err(|error| error.to_string())?;
        let (folder, keys) = (Path::new(&self.folder), self.keys(fresh)?);
        let cover = Arc::clone(&keys) as _;
        let (ledger, _) = InlineLedger::import_covered(disk, folder, options, rows, cover)
            .map_err(|error| error.to_string())?;
        self.take_over(ledger, keys, time, fresh)
    }

    fn take_over(
        &mut self,
        ledger: InlineLedger<NodeState>,
        keys: Arc<PatronKeys>,
        time: i64,
        fresh: u64,
    ) -> Result<(), String> {
        let incarnation = ledger.incarnation();
        let core = NodeCore::open(
            ledger,
            self.settings(),
            Arc::clone(&self.catalogue) as _,
            keys,
            incarnation,
            u128::from(fresh) << 64 | 1,
            self.now(time),
        );
        self.core = Some(core.map_err(|refusal| refusal.to_string())?);
        Ok(())
    }

    /// Takes the process away without a word; what was synced stays.
    pub(super) fn crash(&mut self, seed: u64) {
        if let Some(core) = self.core.take() {
            self.disk.crash(seed);
            core.into_ledger().abandon();
        }
    }

    /// Gives where its ledger is on its disk.
    pub(super) fn folder(&self) -> &Path {
        Path::new(&self.folder)
    }

    /// Registers a patron whose name must be found nowhere else.
    pub(super) fn register(&mut self, number: usize, time: i64) -> Result<(), String> {
        let Some(core) = &self.core else {
            return Err("the node is not running".to_owned());
        };
        let card =
            CardNumber::parse(&format!("C{number:05}")).map_err(|error| error.to_string())?;
        let form = PatronForm {
            form: RegistrationForm {
                given_name: "Camille".into(),
                family_name: format!("{SURNAME}{}{number}", self.id).into(),
                birth: Some(Day(3_000 + number as i32)).into(),
                email: "".into(),
                phone: "".into(),
                language: "fr".to_owned(),
                guardian: None,
                keeps_history: false,
            },
            category: CategoryId::parse("adult").map_err(|error| error.to_string())?,
            card: card.clone(),
            address: "".into(),
            preferred: None,
            somebody_else: true,
        };
        core.register(form, LIBRARIAN, self.now(time))
            .map_err(|refusal| refusal.to_string())?;
        self.people.push(Person {
            card,
            requests: Vec::new(),
            local_loans: Vec::new(),
        });
        Ok(())
    }
}
