//! What does a running process offer to whoever operates it? Backups over gRPC, figures and readiness over HTTP, its version
//! and its time beside every answer.
//!
//! It must not know what the process is for: a node and a federator use it alike, and give it their clock and their tasks.

mod answer_marks;
mod background;
mod backup_call;
mod calls;
mod endpoint;
mod figures;
mod observe_config;
mod observing;
mod readiness;

pub use answer_marks::{TIME_KEY, VERSION_KEY};
pub use background::{Background, WorkEnded};
pub use backup_call::{BackUp, BackedUp, BackupFailure, Backups};
pub use calls::Calls;
pub use endpoint::{Observed, serve_figures};
pub use figures::Figures;
pub use observe_config::ObserveConfig;
pub use observing::{Observing, ProcessClock};
pub use readiness::Part;
