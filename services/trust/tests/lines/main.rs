//! Do the two ends of a line find, trust and lose each other as they must? Over real TLS on loopback.

#![allow(clippy::unwrap_used)]

mod ageing;
mod certificates;
mod dead;
mod fixtures;
mod refusing;
mod turned;
