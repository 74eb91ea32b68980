//! How is one life of a store named on the wire? By 16 hexadecimal digits; empty where none is known.

use super::limits::beginning;
use crate::Refusal;

/// Writes an incarnation that may not be known.
pub fn to_wire(incarnation: Option<u64>) -> String {
    incarnation.map_or_else(String::new, |number| format!("{number:016x}"))
}

/// Reads an incarnation; empty is none.
pub fn from_wire(field: &str, text: &str) -> Result<Option<u64>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    let shape = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match u64::from_str_radix(text, 16) {
        Ok(incarnation) if shape => Ok(Some(incarnation)),
        _ => {
            let reason = format!("\"{}\" is not 16 hexadecimal digits", beginning(text));
            Err(Refusal::field(field, reason))
        }
    }
}

/// Reads an incarnation that must be known.
pub fn needed(field: &str, text: &str) -> Result<u64, Refusal> {
    from_wire(field, text)?.ok_or_else(|| Refusal::field(field, "it is empty"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incarnation_survives_the_wire() {
        for incarnation in [None, Some(0), Some(u64::MAX)] {
            let sent = to_wire(incarnation);
            assert_eq!(from_wire("incarnation", &sent), Ok(incarnation));
        }
        let told = needed("incarnation", "").map_err(|refusal| refusal.to_string());
        assert_eq!(told, Err("incarnation: it is empty".into()));
        assert!(from_wire("incarnation", "+123456789abcdef").is_err());
    }
}
