//! From record bytes to search hits.
//!
//! `marc` reads files and character sets, `mapping` turns fields into `catalogue::Record` by profile, `search` indexes
//! records and answers questions. It must not know of networks, stores or processes.

pub mod mapping;
pub mod marc;
pub mod reading;
pub mod search;
