//! How is a "no" written inside an answer? With the reason and the metadata that a status would carry.

use crate::Refusal;
use crate::wire::refusal as wire;

/// Writes a refusal.
pub fn to_wire(refusal: &Refusal) -> wire::Refusal {
    let told = refusal.explanation();
    wire::Refusal {
        reason: told.reason,
        message: refusal.to_string(),
        metadata: told.metadata.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_inside_an_answer_says_what_a_status_would() {
        let sent = to_wire(&Refusal::ReportsMissing {
            expected: 7,
            sent: 9,
        });
        assert_eq!(sent.reason, "REPORTS_MISSING");
        assert_eq!(sent.message, "report 7 is expected next, 9 was sent");
        assert_eq!(sent.metadata.get("expected").map(String::as_str), Some("7"));
    }
}
