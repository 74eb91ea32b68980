//! What the federator is the only writer of: requests, journeys, and what each node still has to be told.

mod change;
mod line;
mod member_row;
mod run_change;
mod state;
mod stored;
mod stored_exception;
mod undo;
mod view_key;

pub use change::LedgerChange;
pub use line::NodeLine;
pub use member_row::{CertificateRow, MemberRow, SealingKeyRow};
pub use run_change::RunChange;
pub(crate) use state::Watched;
pub use state::{FederatorState, Queued};
pub use undo::{UndoNote, VisitNote};
pub use view_key::ViewKey;
pub(crate) use view_key::version_of;
