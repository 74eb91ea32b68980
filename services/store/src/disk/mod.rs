//! Where do bytes go, and when are they safe? The seam between the journal and a disk.
//!
//! It must not know what the bytes mean.

pub mod private;
mod real;
mod seam;
mod simulated;

pub use real::RealDisk;
pub use seam::{Disk, DiskFile};
pub use simulated::SimulatedDisk;
