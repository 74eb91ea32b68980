//! What stands beside every answer, whatever was asked? The version of the program, and what time it is there.

use super::observing::ProcessClock;
use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};

/// Name of the metadata with the program's version.
pub const VERSION_KEY: &str = "navette-version";
/// Name of the metadata with the time of day when the answer began: milliseconds since 1970, UTC.
pub const TIME_KEY: &str = "navette-time";

const VERSION: HeaderName = HeaderName::from_static(VERSION_KEY);
const TIME: HeaderName = HeaderName::from_static(TIME_KEY);

/// Marks an answer.
pub(super) fn mark(headers: &mut HeaderMap, clock: &ProcessClock) {
    headers.insert(VERSION, HeaderValue::from_static(env!("CARGO_PKG_VERSION")));
    headers.insert(TIME, HeaderValue::from((clock.now_ms)()));
}
