//! The contracts between processes: generated from `proto/navette/<noun>/v1`, with conversion to and from the domain.
//!
//! Nothing here decides; generated types stay in this crate's `wire` modules and at the edges that use them.

mod access;
pub mod convert;
pub mod packing;
mod personal;
mod refusal;

pub use access::{RULES, rule_of};

pub use refusal::{
    DeskObstacle, ERROR_DOMAIN, Explanation, Objection, Refusal, SealedObstacle, SignInObstacle,
    explain, renew_reason,
};

/// Generated messages and services. Within a package `v1` is what generated code calls it by; nothing else needs to.
pub mod wire {
    /// Takes in what was generated for one package.
    macro_rules! package {
        ($(#[$doc:meta])* $name:ident, $package:literal) => {
            $(#[$doc])*
            pub mod $name {
                #[allow(
                    missing_docs,
                    clippy::all,
                    clippy::unwrap_used,
                    unreachable_pub,
                    unused_qualifications
                )]
                #[doc(hidden)]
                pub mod v1 {
                    tonic::include_proto!($package);
                }
                pub use v1::*;
            }
        };
    }

    package!(
        /// `navette.access.v1`: signing in, sessions, accounts.
        access,
        "navette.access.v1"
    );
    package!(
        /// `navette.catalogue.v1`: searching, holdings, imports, the change stream.
        catalogue,
        "navette.catalogue.v1"
    );
    package!(
        /// `navette.circulation.v1`: lending out, taking back, renewing.
        circulation,
        "navette.circulation.v1"
    );
    package!(
        /// `navette.courier.v1`: rounds, arrivals, manifests.
        courier,
        "navette.courier.v1"
    );
    package!(
        /// `navette.desk.v1`: scans, acts, lists of work.
        desk,
        "navette.desk.v1"
    );
    package!(
        /// `navette.fees.v1`: money, and the lines of an account.
        fees,
        "navette.fees.v1"
    );
    package!(
        /// `navette.identity.v1`: items and cards.
        identity,
        "navette.identity.v1"
    );
    package!(
        /// `navette.lending.v1`: requests, journeys, reports and views.
        lending,
        "navette.lending.v1"
    );
    package!(
        /// `navette.membership.v1`: joining, renewing, revoking.
        membership,
        "navette.membership.v1"
    );
    package!(
        /// `navette.operation.v1`: the care for a running process.
        operation,
        "navette.operation.v1"
    );
    package!(
        /// `navette.patrons.v1`: patrons, their accounts, requests and notices.
        patrons,
        "navette.patrons.v1"
    );
    package!(
        /// `navette.refusal.v1`: a "no" inside an answer.
        refusal,
        "navette.refusal.v1"
    );
}

/// The descriptors of every contract, for reflection and for tests over all methods.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/navette.bin"));
