//! The federator in the simulation.

use super::clock::moment;
use super::library::RESERVE_BYTES;
use super::shelves::AllShelves;
use navette_domain::time::Now;
use navette_federator::ledger::FederatorState;
use navette_federator::lending::{FederatorCore, Territory};
use navette_store::disk::{Disk, SimulatedDisk};
use navette_store::ledger::{InlineLedger, Options};
use std::path::Path;
use std::sync::Arc;

/// The federator's core in the simulation.
pub(super) type Core = FederatorCore<InlineLedger<FederatorState>>;

/// The federator.
pub(super) struct Centre {
    pub(super) disk: SimulatedDisk,
    pub(super) core: Option<Core>,
    pub(super) incarnation: u64,
    pub(super) off: i64,
    territory: Territory,
    shelves: Arc<AllShelves>,
}

impl Centre {
    pub(super) fn new(territory: Territory, shelves: AllShelves) -> Self {
        Self {
            disk: SimulatedDisk::new(),
            core: None,
            incarnation: 0,
            off: 0,
            territory,
            shelves: Arc::new(shelves),
        }
    }

    pub(super) fn now(&self, since_start: i64) -> Now {
        moment(since_start, self.off)
    }

    pub(super) fn start(&mut self, fresh: u64) -> Result<(), String> {
        let disk: Arc<dyn Disk> = Arc::new(self.disk.clone());
        let options = Options {
            reserve_bytes: RESERVE_BYTES,
            ..Options::new(fresh.max(1))
        };
        let (ledger, _) = InlineLedger::open_simulated(disk, Path::new("/ledger"), options)
            .map_err(|error| error.to_string())?;
        self.incarnation = ledger.incarnation();
        let shelves = Arc::clone(&self.shelves);
        self.core = Some(FederatorCore::new(ledger, self.territory.clone(), shelves));
        Ok(())
    }

    /// Takes the process away without a word; what was synced stays.
    pub(super) fn crash(&mut self, seed: u64) {
        if let Some(core) = self.core.take() {
            self.disk.crash(seed);
            core.into_ledger().abandon();
        }
    }
}
