//! Which real line of the product is left out, to see whether the simulator notices? None, but where it plants one.

/// A line that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Views are taken in again however old they are.
    ViewsNotCompared,
    /// A copy is promised by what the index says, without a look at the own register.
    PromisedFromIndex,
    /// What was committed stays committed when the journey does not take place.
    ReleaseForgotten,
    /// "Ready" is said of what is still on its way.
    NoticeBeforeScan,
    /// A scan is taken back although somebody else has acted on it.
    UndoneAnyway,
    /// A restored store promises before it has heard what is open.
    RestoredPromises,
}

#[cfg(not(feature = "plants"))]
pub(crate) const fn planted(_fault: Fault) -> bool {
    false
}

#[cfg(feature = "plants")]
pub(crate) use planting::planted;
#[cfg(feature = "plants")]
pub use planting::{plant, pull_out_all};

#[cfg(feature = "plants")]
mod planting {
    use super::Fault;
    use std::sync::atomic::{AtomicU32, Ordering};

    static PLANTED: AtomicU32 = AtomicU32::new(0);

    fn bit(fault: Fault) -> u32 {
        1 << fault as u32
    }

    /// Leaves a line out, in the whole process, until all are put back.
    pub fn plant(fault: Fault) {
        PLANTED.fetch_or(bit(fault), Ordering::SeqCst);
    }

    /// Puts all lines back.
    pub fn pull_out_all() {
        PLANTED.store(0, Ordering::SeqCst);
    }

    pub(crate) fn planted(fault: Fault) -> bool {
        PLANTED.load(Ordering::SeqCst) & bit(fault) != 0
    }
}
