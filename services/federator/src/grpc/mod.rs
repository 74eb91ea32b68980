//! What the federator serves: thin services that decode, call a flow and encode.

mod catalogue;
mod deadline;
mod ledger_service;
mod loan_requests;
mod request_list;
mod stuck;
mod turns;

pub(crate) use catalogue::Catalogue;
pub(crate) use ledger_service::LedgerCalls;
pub(crate) use loan_requests::LoanRequests;
