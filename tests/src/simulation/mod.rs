//! Sixty days of a territory in a fraction of a second: the real flows, the real journal on a disk that forgets, and everything
//! that goes wrong in the real world.
//!
//! A discrete-event scheduler jumps from one event to the next; chance comes from one seed, so that a run can be repeated to
//! the last message. After every step the invariants of lending are checked.

mod applied;
mod centre;
mod clock;
mod coordinator;
mod events;
mod fate;
mod invariants;
mod librarians;
mod library;
mod names;
mod passers_by;
mod patrons;
mod plants;
mod post;
mod posting;
mod run;
mod shelves;
mod things;
mod trace;
mod world;

pub use plants::{PLANTS, Plant};
pub use run::{Outcome, Violation, run};
