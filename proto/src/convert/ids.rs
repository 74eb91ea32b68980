//! How are requests, journeys and references named on the wire? By 32 hexadecimal digits; where one may be absent, empty.

use super::limits::beginning;
use crate::Refusal;
use navette_domain::identity::{JourneyId, PatronReference, RequestId};

/// Reads the name of a request.
pub fn request(field: &str, text: &str) -> Result<RequestId, Refusal> {
    whole(text)
        .and_then(RequestId::parse)
        .ok_or_else(|| not_an_id(field, text))
}

/// Reads the name of a journey.
pub fn journey(field: &str, text: &str) -> Result<JourneyId, Refusal> {
    whole(text)
        .and_then(JourneyId::parse)
        .ok_or_else(|| not_an_id(field, text))
}

/// Reads what stands for a patron.
pub fn reference(field: &str, text: &str) -> Result<PatronReference, Refusal> {
    whole(text)
        .and_then(PatronReference::parse)
        .ok_or_else(|| not_an_id(field, text))
}

/// Reads the name that a caller drew for one call, so that repeating it changes nothing.
pub fn call(field: &str, text: &str) -> Result<u128, Refusal> {
    // The shape is the same as that of a request's name, which a call that places one also is.
    request(field, text).map(|RequestId(number)| number)
}

/// Reads the name of a request that may be absent.
pub fn optional_request(field: &str, text: &str) -> Result<Option<RequestId>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    request(field, text).map(Some)
}

/// Reads the name of a journey that may be absent.
pub fn optional_journey(field: &str, text: &str) -> Result<Option<JourneyId>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    journey(field, text).map(Some)
}

/// Writes a name that may be absent.
pub fn optional_to_wire(id: Option<impl ToString>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

fn whole(text: &str) -> Option<&str> {
    (text.len() == 32).then_some(text)
}

fn not_an_id(field: &str, text: &str) -> Refusal {
    let shown = beginning(text);
    Refusal::field(field, format!("\"{shown}\" is not 32 hexadecimal digits"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_survives_the_wire_and_anything_else_is_refused_by_field() {
        let id = RequestId(0xabc);
        assert_eq!(request("request", &id.to_string()), Ok(id));
        assert_eq!(call("request_id", &id.to_string()), Ok(0xabc));
        for text in ["", "abc", &"g".repeat(32), &"é".repeat(16)] {
            let told = journey("journey", text).map_err(|refusal| refusal.to_string());
            let expected = format!("journey: \"{text}\" is not 32 hexadecimal digits");
            assert_eq!(told, Err(expected));
        }
        assert_eq!(optional_journey("journey", ""), Ok(None));
    }
}
