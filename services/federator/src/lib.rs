//! Asks every library at once and answers as one.
//!
//! `follow` keeps what is known of each library's catalogue, `ask` puts one rewritten question to all of them, `flows` turn
//! answers into pages, `grpc` serves them. It owns no record and no item: libraries do.

mod agreement_config;
mod ask;
mod backup;
mod clock;
mod config;
mod copy_date;
mod error;
pub mod faults;
mod figures;
mod flows;
mod folder_lock;
mod follow;
mod forgetting_process;
mod grpc;
mod guarding;
mod knowledge;
pub mod ledger;
pub mod lending;
mod lending_process;
mod line;
mod line_listener;
mod line_quality;
mod line_watch;
mod lines_config;
mod member;
mod member_address;
mod membership;
mod patience;
mod process;
mod randomness;
mod serving;
mod showing;
mod tasks;
mod timetable_config;
mod ways;

pub use agreement_config::AgreementConfig;
pub use backup::{back_up, restore};
pub use clock::Clock;
pub use config::{FederatorConfig, MemberConfig};
pub use error::FederatorError;
pub use lines_config::LinesConfig;
pub use membership::{Founded, FoundingError, PutOutAgain, found};
pub use navette_trust::AccessConfig;
pub use process::{RunningFederator, start, start_on};
pub use timetable_config::RoundConfig;
