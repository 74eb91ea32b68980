//! One of several reasons why something may not be done, so that all are told at once.

use tonic_types::PreconditionViolation;

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// For programs: `CARD_EXPIRED`.
    pub reason: String,
    /// For people, in English.
    pub message: String,
    /// Which override lifts it: `OVERRIDABLE_CARD_EXPIRED`; nothing where none does.
    pub lifted_by: Option<String>,
}

impl Objection {
    pub(super) fn to_violation(&self) -> PreconditionViolation {
        let lifted_by = self.lifted_by.clone().unwrap_or_default();
        PreconditionViolation::new(&self.reason, lifted_by, &self.message)
    }

    pub(super) fn from_violation(violation: PreconditionViolation) -> Self {
        Self {
            reason: violation.r#type,
            message: violation.description,
            lifted_by: Some(violation.subject).filter(|subject| !subject.is_empty()),
        }
    }
}

/// Joins all reasons into one message.
pub(super) fn in_words(objections: &[Objection]) -> String {
    let words: Vec<&str> = objections.iter().map(|one| one.message.as_str()).collect();
    words.join("; ")
}
