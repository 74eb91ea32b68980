//! What the federator serves: thin services that decode, call a flow and encode.

mod carrier;
mod catalogue;
mod courier;
mod courier_pages;
mod courier_read;
mod deadline;
mod exchange;
mod ledger_service;
mod loan_requests;
mod membership;
mod not_kept;
mod own_library;
mod request_list;
mod stuck;
mod turns;

#[cfg(test)]
mod forged_library_tests;

pub(crate) use carrier::Carrier;
pub(crate) use catalogue::Catalogue;
pub(crate) use courier::Courier;
pub(crate) use ledger_service::LedgerCalls;
pub(crate) use loan_requests::LoanRequests;
pub(crate) use membership::Memberships;
