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
mod follow;
mod forgetting_process;
mod grpc;
mod knowledge;
pub mod ledger;
pub mod lending;
mod lending_process;
mod line;
mod member;
mod patience;
mod process;
mod randomness;
mod showing;
mod tasks;
mod timetable_config;

pub use agreement_config::AgreementConfig;
pub use backup::{back_up, restore};
pub use clock::Clock;
pub use config::{FederatorConfig, MemberConfig};
pub use error::FederatorError;
pub use process::{RunningFederator, run, start, start_on};
pub use timetable_config::RoundConfig;
