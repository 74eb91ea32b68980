//! How answers look: JSON shapes for programs, tables for people.

mod arrival;
mod form;
mod holding_lines;
pub(crate) mod inspected;
pub(crate) mod libraries;
mod next_command;
pub(crate) mod search_json;
pub(crate) mod search_table;
mod silence;
pub(crate) mod work_json;
pub(crate) mod work_table;

pub(crate) use form::{OutputForm, moment, moment_for_people, year};
