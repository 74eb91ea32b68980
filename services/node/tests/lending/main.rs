//! Does a node keep its word to its desk, its patrons and the federator? Stories over a ledger on a simulated disk.

#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod agreeing;
mod collecting;
mod counter;
mod erasing;
mod fixtures;
mod forgetting;
mod kiosk_returns;
mod noticing;
mod paging;
mod refusing;
mod requesting;
mod restoring;
mod supplying;
mod undoing;
mod visiting;
