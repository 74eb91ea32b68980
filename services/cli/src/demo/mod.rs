//! The territory that `navette demo` runs: its libraries, their catalogues, and the processes around them.

pub(crate) mod catalogue;
pub(crate) mod export;
mod export_csv;
mod export_marc21;
mod export_unimarc;
mod filling;
mod generated;
mod marc_fields;
pub(crate) mod shares;
mod shelf;
mod territory;

pub(crate) use territory::run;
