//! How answers look: JSON shapes for programs, tables for people.

pub(crate) mod access;
mod arrival;
mod backup;
mod columns;
pub(crate) mod counter;
pub(crate) mod courier;
pub(crate) mod desk;
mod doctor;
mod facts;
mod form;
mod holding_lines;
pub(crate) mod inspected;
mod item_name;
pub(crate) mod lending;
pub(crate) mod libraries;
pub(crate) mod members;
mod money;
mod next_command;
pub(crate) mod patrons;
pub(crate) mod search_json;
pub(crate) mod search_table;
mod shown;
mod silence;
pub(crate) mod work_json;
pub(crate) mod work_table;

pub(crate) use backup::{BackupShown, ForgottenShown, KeysShown, Putting, RestoreShown};
pub(crate) use doctor::DoctorShown;
pub(crate) use form::{OutputForm, moment, moment_for_people, year};
pub(crate) use item_name::{item_name, item_names};
pub(crate) use next_command::quoted;
pub(crate) use shown::{Shown, show, some};
