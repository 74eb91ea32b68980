//! One library's process: it owns the catalogue, makes it searchable, and answers for it over gRPC.
//!
//! `grpc` decodes and encodes, `flows` does what is asked, `catalogue` holds what there is. It must not know of other
//! libraries, but where they are when their patrons stand at the desk, nor of the federator beyond the contracts between the
//! two.

mod asking_homes;
mod backup;
mod barcodes;
mod catalogue;
mod catalogued_shelf;
mod clock;
mod config;
mod config_error;
mod desk_config;
mod desk_process;
mod draft;
mod effective;
mod email_config;
mod errands;
mod error;
pub mod faults;
mod federator_line;
mod figures;
mod flows;
mod grpc;
mod guarding;
mod home_ways;
mod index_keeper;
mod index_source;
mod ledger;
mod line;
mod mailed_codes;
mod node_core;
mod node_settings;
mod notice_post;
mod passing_time;
mod portal_address;
mod randomness;
mod reading;
mod refusal;
mod reindexing;
mod reporting;
mod restoring;
mod running;
mod shelf;
mod showing;
mod sign_in;
mod tasks;
mod told_no;
mod van;
mod visiting;
mod waiting;
mod web_config;

pub mod core {
    //! What a node does for its desk, its patrons and the federator, without a runtime: for processes and the simulator.

    pub use crate::flows::circulation::{
        CheckedOut, HomeSays, LoanFilter, LoanLine, LoanShown, Loss, Visitor,
    };
    pub use crate::flows::desk::{
        Candidate, CandidateKind, Collector, Did, DoNow, ItemShown, ListedItem, ScanDone,
        ScanOutcome, Scanned, Slip, Undone, WorkCount, WorkLine, WorkList, WorkLists, WorkPage,
        pickup_code,
    };
    pub use crate::flows::lending::{ReportNumber, ViewAck};
    pub use crate::flows::notices::{NoticeToSend, ToTell};
    pub use crate::flows::patrons::{
        AccountAct, Amendment, PatronForm, PatronShown, PersonForm, WardShown,
    };
    pub use crate::flows::requests::{Asker, PlaceRequest, RequestShown, VisitStanding, Wish};
    pub use crate::flows::retention::Forgotten;
    pub use crate::ledger::{
        ANSWERS_KEPT, ANSWERS_KEPT_MS, Answer, AnswerRow, ChangedRow, ChargeRow, Command,
        ConflictKind, ConflictRow, ErasedRow, Indexes, ItemRow, JourneyRow, JourneyWatch, LoanRow,
        MetaRow, Multi, NodeChange, NodeState, NoticeRow, OUTBOX_MAX, OwnRequest, PatronKeys,
        PatronPasswordRow, PatronRow, PersonRow, Place, ReportRow, RequestRow, Row, SCANS_KEPT,
        Said, ScanRow, SessionOwner, SessionRow, SignInLinkRow, StaffAccountRow, StaffAct,
        StaffRow, Tables,
    };
    pub use crate::node_core::NodeCore;
    pub use crate::node_settings::{Counter, NodeSettings};
    pub use crate::refusal::DeskRefusal;
    pub use crate::shelf::{Shelf, ShelfItem};
}

pub use backup::back_up;
pub use clock::Clock;
pub use config::{IndexLimits, NodeConfig};
pub use config_error::ConfigError;
pub use desk_config::DeskConfig;
pub use effective::effective_toml;
pub use error::NodeError;
pub use line::{
    JoinError, Joined, KioskLine, KioskLineError, LineConfig, credential_file, join,
    member_dialler, renew_if_due, sealing_key_file, try_line,
};
pub use navette_trust::AccessConfig;
pub use portal_address::PortalAddress;
pub use reindexing::{Reindexed, reindex};
pub use restoring::{RestoreOrder, RestoredNode, restore};
pub use running::{RunningNode, start, start_by};
pub use web_config::WebConfig;
