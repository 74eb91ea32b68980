//! What a node remembers of lending and its counter: typed rows in memory, kept on disk by the store's ledger.

mod answer;
mod conflict;
mod erased;
mod indexes;
mod item;
mod journey;
mod loan;
mod meta;
mod notice;
mod outbox;
mod patron;
mod request;
mod said;
mod scan;
mod staff;
mod state;
mod tables;

pub use answer::{ANSWERS_KEPT, ANSWERS_KEPT_MS, AnswerRow, Command};
pub use conflict::{ConflictKind, ConflictRow};
pub use erased::ErasedRow;
pub use indexes::{Indexes, Multi};
pub use item::{ItemRow, Place};
pub use journey::{Answer, JourneyRow};
pub use loan::LoanRow;
pub use meta::MetaRow;
pub use notice::NoticeRow;
pub use outbox::{OUTBOX_MAX, ReportRow};
pub use patron::{ChargeRow, PatronRow, PersonRow};
pub use request::{OwnRequest, RequestRow};
pub use said::Said;
pub use scan::{ChangedRow, SCANS_KEPT, ScanRow};
pub use staff::{StaffAct, StaffRow};
pub use state::NodeState;
pub use tables::{NodeChange, Row, Tables};
