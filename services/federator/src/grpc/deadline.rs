//! How long does the caller wait? From the `grpc-timeout` header of the request.

use crate::clock;
use std::time::Duration;
use tokio::time::Instant;

/// Waited for where the caller does not say.
const NO_DEADLINE: Duration = Duration::from_secs(3_600);

/// Gives the moment until which the caller waits.
pub(super) fn of_request<T>(request: &tonic::Request<T>) -> Instant {
    let said = request
        .metadata()
        .get("grpc-timeout")
        .and_then(|value| value.to_str().ok())
        .and_then(read_timeout);
    clock::moment() + said.unwrap_or(NO_DEADLINE)
}

/// Reads "100m": up to eight digits and a unit (gRPC over HTTP/2, "Timeout").
fn read_timeout(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.is_empty() || digits.len() > 8 {
        return None;
    }
    let count: u64 = digits.parse().ok()?;
    Some(
        match unit {
            "H" => Duration::from_secs(count.saturating_mul(3_600)),
            "M" => Duration::from_secs(count.saturating_mul(60)),
            "S" => Duration::from_secs(count),
            "m" => Duration::from_millis(count),
            "u" => Duration::from_micros(count),
            "n" => Duration::from_nanos(count),
            _ => return None,
        }
        .min(NO_DEADLINE),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeouts_are_read_as_the_specification_writes_them() {
        assert_eq!(read_timeout("250m"), Some(Duration::from_millis(250)));
        assert_eq!(read_timeout("99999999H"), Some(NO_DEADLINE));
        for text in ["", "m", "123456789m", "12", "-1S", "1é"] {
            assert_eq!(read_timeout(text), None, "{text}");
        }
    }
}
