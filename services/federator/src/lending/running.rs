//! What do services need of lending in a running process? The seam between them and whoever opens the ledger.

use super::core::FederatorCore;
use crate::ledger::FederatorState;
use navette_domain::time::Now;
use navette_store::ledger::Ledger;

/// A ledger that is open, with the clock of its territory.
pub(crate) trait RunningLending: Send + Sync {
    /// Gives what may be asked of it.
    fn core(&self) -> &FederatorCore<Ledger<FederatorState>>;

    /// Gives the moment as rules want it.
    fn now(&self) -> Now;

    /// Wakes those who tell nodes: something may have changed.
    fn changed(&self);
}
