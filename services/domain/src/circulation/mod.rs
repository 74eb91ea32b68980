//! The counter: lending out, taking back, renewing, and what follows when something is late or lost.

mod opening_days;

pub use opening_days::{
    DAYS_SEARCHED_MAX, IsOpen, after_open_days, next_open_day, open_days_between,
};
