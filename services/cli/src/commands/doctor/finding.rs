//! What was found about one thing, and what can be done about it?

use serde::Serialize;

/// How one thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    /// In order.
    Good,
    /// It works, and should be looked at.
    Warning,
    /// It does not work, or will not for long.
    Bad,
    /// It could not be looked at.
    Skipped,
}

/// What was found about one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    /// What was looked at: disk, clock.
    pub(crate) check: &'static str,
    /// How it stands.
    pub(crate) state: State,
    /// What was seen, with the values.
    pub(crate) said: String,
    /// What to do; nothing where nothing is to be done.
    pub(crate) remedy: Option<String>,
}

impl Finding {
    /// Says that something is in order.
    pub(crate) fn good(check: &'static str, said: impl Into<String>) -> Self {
        Self::new(check, State::Good, said, None)
    }

    /// Says that something was not looked at, and why.
    pub(crate) fn skipped(check: &'static str, why: impl Into<String>) -> Self {
        Self::new(check, State::Skipped, why, None)
    }

    /// Says that something should be looked at.
    pub(crate) fn warning(
        check: &'static str,
        said: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::new(check, State::Warning, said, Some(remedy.into()))
    }

    /// Says that something is wrong.
    pub(crate) fn bad(
        check: &'static str,
        said: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::new(check, State::Bad, said, Some(remedy.into()))
    }

    fn new(
        check: &'static str,
        state: State,
        said: impl Into<String>,
        remedy: Option<String>,
    ) -> Self {
        Self {
            check,
            state,
            said: said.into(),
            remedy,
        }
    }
}
