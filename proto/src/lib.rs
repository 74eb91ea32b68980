//! The contracts between processes: generated from `proto/navette/<noun>/v1`, with conversion to and from the domain.
//!
//! Nothing here decides; generated types stay in this crate's `wire` modules and at the edges that use them.

pub mod convert;
mod refusal;

pub use refusal::{ERROR_DOMAIN, Explanation, Refusal, explain};

/// Generated messages and services.
pub mod wire {
    /// `navette.catalogue.v1`: searching, holdings, imports, the change stream.
    #[allow(
        missing_docs,
        clippy::all,
        clippy::unwrap_used,
        unreachable_pub,
        unused_qualifications
    )]
    pub mod catalogue {
        tonic::include_proto!("navette.catalogue.v1");
    }
}

/// The descriptors of every contract, for reflection and for tests over all methods.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/navette.bin"));
