//! Which product line of the store can the simulator take out? It must find it missing, or it watches nothing.
//!
//! Without the feature `plants` every question is answered "no" at compile time.

/// A line of the product that can be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Commands are answered before the journal is synced.
    AcknowledgedBeforeSync,
}

/// Says whether this line is taken out.
#[cfg(not(feature = "plants"))]
pub(crate) const fn planted(_fault: Fault) -> bool {
    false
}

#[cfg(feature = "plants")]
pub use planting::plant;
#[cfg(feature = "plants")]
pub(crate) use planting::planted;

#[cfg(feature = "plants")]
mod planting {
    use super::Fault;
    use std::sync::atomic::{AtomicBool, Ordering};

    static PLANTED: AtomicBool = AtomicBool::new(false);

    /// Takes the line out, or puts it back.
    pub fn plant(fault: Option<Fault>) {
        PLANTED.store(fault.is_some(), Ordering::SeqCst);
    }

    pub(crate) fn planted(fault: Fault) -> bool {
        match fault {
            Fault::AcknowledgedBeforeSync => PLANTED.load(Ordering::SeqCst),
        }
    }
}
