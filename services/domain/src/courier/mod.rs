//! The van: when it runs, what it carries, and on which day it brings something.

mod arrival;
mod departure;
mod door_sign;
#[cfg(test)]
mod enumeration;
#[cfg(test)]
mod fixtures;
mod holidays;
mod manifest;
mod minutes;
mod moving;
mod opening;
mod promise;
mod round;
mod run;
mod scan;
mod timetable;
mod timetable_refusal;
mod weight;

pub use arrival::{Arrival, HANDOVER_MINUTES, HORIZON_DAYS, Leg, NoArrival, arrival, first_ride};
pub use departure::{departure_after_next, next_departure};
pub use door_sign::{DoorSignRefusal, parse_day, parse_minutes, parse_span, parse_weekday};
pub use holidays::{PublicHoliday, is_public_holiday, public_holidays};
pub use manifest::{Loaded, Manifest, Parcel, Stay, StayReason, load, manifest};
pub use moving::{DateChange, MovingRefusal, PENDING_MAX, PendingJourney, dates_changed};
pub use opening::{
    CLOSURES_MAX, Closure, OPENING_SEARCH_DAYS, OpeningHours, OpeningRefusal, SPANS_MAX, Span,
};
pub use promise::PromiseStep;
pub use round::{
    CRATE_GRAMS, CRATE_GRAMS_MAX, CUT_OFF_MINUTES_MAX, NAME_CHARS_MAX, Round, RoundId,
    RoundIdRefusal, STOPS_MAX, Stop,
};
pub use run::{Run, RunStop};
pub use scan::CHANGE_MINUTES;
pub use timetable::{
    Change, EXCEPTIONS_MAX, Exception, MOVE_DAYS_MAX, ROUNDS_MAX, SHIFT_MINUTES_MAX, Timetable,
};
pub use timetable_refusal::TimetableRefusal;
pub use weight::weight_grams;
