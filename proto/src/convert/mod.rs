//! Wire to domain and back, one file per noun, each with `to_wire` and `from_wire`.
//!
//! `from_wire` refuses what is out of its range by the field's name; `to_wire` always succeeds.

pub mod arrival_reason;
pub mod circulation;
pub mod courier;
pub mod day;
pub mod edition;
mod enumeration;
pub mod facets;
pub mod fees;
pub mod filters;
pub mod holding;
pub mod identity;
pub mod ids;
pub mod incarnation;
pub mod item;
pub mod lending;
pub mod library_state;
pub mod limits;
pub mod live;
pub mod matches;
pub mod membership;
pub mod moment;
pub mod order;
pub mod part;
pub mod patrons;
pub mod question;
pub mod record;
pub mod refusal;
pub mod work;
mod year;
