//! One library in the simulation: its node, its disk, its line, its clock and its patrons.

use super::clock::moment;
use super::shelves::Catalogue;
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::OpeningHours;
use navette_domain::identity::{CardNumber, ItemId, RequestId, StaffId};
use navette_domain::patrons::{CategoryId, RegistrationForm};
use navette_domain::time::{Day, Now};
use navette_node::core::{NodeCore, NodeSettings, NodeState, PatronForm};
use navette_store::disk::{Disk, SimulatedDisk};
use navette_store::ledger::{InlineLedger, Options, Rows};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Who works at every desk.
pub(super) const LIBRARIAN: StaffId = StaffId(1);
/// Room on a disk before it is called full.
pub(super) const RESERVE_BYTES: u64 = 1 << 20;

/// The node's core in the simulation.
pub(super) type Core = NodeCore<InlineLedger<NodeState>>;

/// A patron and what they carry in their head.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) card: CardNumber,
    pub(super) requests: Vec<RequestId>,
    pub(super) local_loans: Vec<ItemId>,
}

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
    pub(super) backup: Option<Rows>,
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
        let (ledger, _) = InlineLedger::open_simulated(disk, folder, Self::options(fresh.max(1)))
            .map_err(|error| error.to_string())?;
        self.take_over(ledger, time, fresh)
    }

    /// Starts the node on yesterday's backup, in a new life.
    pub(super) fn restore(&mut self, rows: Rows, time: i64, fresh: u64) -> Result<(), String> {
        self.lives += 1;
        self.folder = format!("/ledger-{}", self.lives);
        self.disk = SimulatedDisk::new();
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let options = Self::options(fresh.max(1));
        let (ledger, _) = InlineLedger::import_rows(disk, Path::new(&self.folder), options, rows)
            .map_err(|error| error.to_string())?;
        self.take_over(ledger, time, fresh)
    }

    fn take_over(
        &mut self,
        ledger: InlineLedger<NodeState>,
        time: i64,
        fresh: u64,
    ) -> Result<(), String> {
        let incarnation = ledger.incarnation();
        let core = NodeCore::open(
            ledger,
            self.settings(),
            Arc::clone(&self.catalogue) as _,
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

    /// Registers a patron whose name must be found nowhere else.
    pub(super) fn register(&mut self, number: usize, time: i64) -> Result<(), String> {
        let Some(core) = &self.core else {
            return Err("the node is not running".to_owned());
        };
        let card =
            CardNumber::parse(&format!("C{number:05}")).map_err(|error| error.to_string())?;
        let form = PatronForm {
            form: RegistrationForm {
                given_name: "Camille".to_owned(),
                family_name: format!("Canari{}{number}", self.id),
                birth: Some(Day(3_000 + number as i32)),
                email: String::new(),
                phone: String::new(),
                language: "fr".to_owned(),
                guardian: None,
                keeps_history: false,
            },
            category: CategoryId::parse("adult").map_err(|error| error.to_string())?,
            card: card.clone(),
            address: String::new(),
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
