//! Wire to domain and back, one file per noun, each with `to_wire` and `from_wire`.
//!
//! `from_wire` refuses what is out of its range by the field's name; `to_wire` always succeeds.

pub mod day;
pub mod edition;
pub mod facets;
pub mod filters;
pub mod holding;
pub mod item;
pub mod library_state;
pub mod live;
pub mod matches;
pub mod order;
pub mod part;
pub mod question;
pub mod record;
pub mod work;
mod year;
