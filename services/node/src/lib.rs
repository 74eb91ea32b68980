//! One library's process: it owns the catalogue, makes it searchable, and answers for it over gRPC.
//!
//! `grpc` decodes and encodes, `flows` does what is asked, `catalogue` holds what there is. It must not know of other
//! libraries, nor of the federator beyond the contract of `MemberService`.

mod catalogue;
mod clock;
mod config;
mod error;
mod flows;
mod grpc;
mod index_keeper;
mod index_source;
mod randomness;
mod reading;
mod reindexing;
mod running;
mod tasks;

pub use config::{ConfigError, IndexLimits, NodeConfig};
pub use error::NodeError;
pub use reindexing::{Reindexed, reindex};
pub use running::{RunningNode, run, start};
