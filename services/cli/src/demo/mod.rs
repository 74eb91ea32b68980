//! The territory that `navette demo` runs: its libraries, their catalogues, the processes around them, and what happens there.

mod accounts;
mod calendar;
pub(crate) mod catalogue;
pub(crate) mod export;
mod export_csv;
mod export_marc21;
mod export_unimarc;
mod filling;
mod folder;
mod generated;
mod library_desk;
mod marc_fields;
mod moved_clock;
mod opening_words;
mod patrons;
mod play;
mod readers;
mod running;
pub(crate) mod shares;
mod shelf;
mod story;
mod tally;
mod territory;
mod volunteers;
mod wishes;

pub(crate) use running::run;
