//! Which product lines can the simulator take out? It must find each of them missing, or it watches nothing.
//!
//! Without the feature `plants` every question is answered "no" at compile time.

/// A line of the product that can be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Fault {
    /// A report is applied again when it is told again.
    ReportsTwice = 1,
    /// A scan is taken back although somebody has acted since.
    UndoAfterOthers = 2,
    /// A lender is not told that another was asked.
    ReleaseNotSent = 3,
    /// Deadlines are counted from the home library's clock.
    DeadlineByOthersClock = 4,
    /// A receive scan of an item that is still to be pulled is refused.
    SkippedScanSticks = 5,
    /// A deadline that passes stops being watched.
    EscalationForgotten = 6,
    /// A commitment is taken although another lender was asked.
    LateCommitKept = 7,
    /// A view that was taken takes a newer one with it.
    NewerViewDropped = 8,
}

/// Says whether this line is taken out.
#[cfg(not(feature = "plants"))]
pub(crate) const fn planted(_: Fault) -> bool {
    false
}

#[cfg(feature = "plants")]
mod planting {
    use super::Fault;
    use std::sync::atomic::{AtomicU8, Ordering};

    static PLANTED: AtomicU8 = AtomicU8::new(0);

    /// Takes a line out, or puts all back.
    pub fn plant(fault: Option<Fault>) {
        PLANTED.store(fault.map_or(0, |fault| fault as u8), Ordering::SeqCst);
    }

    /// Says whether this line is taken out.
    pub(crate) fn planted(fault: Fault) -> bool {
        PLANTED.load(Ordering::SeqCst) == fault as u8
    }
}

#[cfg(feature = "plants")]
pub use planting::plant;
#[cfg(feature = "plants")]
pub(crate) use planting::planted;
