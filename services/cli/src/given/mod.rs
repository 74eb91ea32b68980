//! What is typed after a command: addresses, cards, items, days, amounts, and the name of a call.

mod amount;
mod beside_backup;
mod call;
mod card;
mod day;
mod days;
mod details;
mod items;
mod names;
mod page;
mod places;
mod process_config;
mod secret;

pub(crate) use amount::amount;
pub(crate) use beside_backup::BesideBackup;
pub(crate) use call::{Call, Calling, Staffed};
pub(crate) use card::GivenCard;
pub(crate) use day::{day, local_moment};
pub(crate) use days::Days;
pub(crate) use details::DetailsArguments;
pub(crate) use items::{barcode_in, item};
pub(crate) use names::{edition_key, library_id, request_id, work_key};
pub(crate) use page::Page;
pub(crate) use places::{AtFederator, AtNode, FederatorOrNode};
pub(crate) use process_config::{ProcessConfig, Settings};
pub(crate) use secret::{PasswordArguments, PinArguments};
