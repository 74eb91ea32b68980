//! How long does it take, how often, how large, and is that what was aimed at?

mod latency;
mod report;

pub use latency::{
    Latencies, Load, busy_runtime, measure_callers, measure_one_by_one, quiet_runtime,
};
pub use report::{Report, Target, scale, scaled};
