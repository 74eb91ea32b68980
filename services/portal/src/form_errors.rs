//! What is wrong with a form? Said once above it, where focus goes, and once beside each field, in the same words.

use axum::http::StatusCode;

/// Fields that are refused, in the order of the form.
#[derive(Debug, Default)]
pub(crate) struct FormErrors(Vec<(&'static str, String)>);

impl FormErrors {
    /// Notes that a field is refused; an empty name is the form as a whole.
    pub(crate) fn add(&mut self, field: &'static str, why: impl Into<String>) {
        self.0.push((field, why.into()));
    }

    /// Notes every reason for which a field is refused.
    pub(crate) fn add_all(&mut self, field: &'static str, reasons: Vec<String>) {
        self.0.extend(reasons.into_iter().map(|why| (field, why)));
    }

    /// Begins with the reasons for which the whole is refused.
    pub(crate) fn of_all(reasons: Vec<String>) -> Self {
        let mut errors = Self::default();
        errors.add_all("", reasons);
        errors
    }

    /// Says whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives the status of the page that shows the form: refused where something is wrong with it.
    pub(crate) fn status(&self) -> StatusCode {
        match self.is_empty() {
            true => StatusCode::OK,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// Gives all of them, for the summary.
    pub(crate) fn all(&self) -> &[(&'static str, String)] {
        &self.0
    }

    /// Gives why a field is refused.
    pub(crate) fn of(&self, field: &str) -> Option<&str> {
        let found = self.0.iter().find(|(name, _)| *name == field);
        found.map(|(_, why)| why.as_str())
    }
}
