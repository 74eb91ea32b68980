//! Why did somebody at the desk do this? A short text in their own words, never empty.

use crate::privacy::Personal;

/// Longest reason, in characters: a line on a screen and on a list.
pub const REASON_CHARS_MAX: usize = 200;

/// What a librarian wrote down: one line, 1 to [`REASON_CHARS_MAX`] characters. It may name somebody: it is not displayed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reason(Personal<String>);

/// Why a text is no reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReasonRefusal {
    /// Nothing was written.
    #[error("the reason is empty")]
    Empty,
    /// Too much was written.
    #[error("the reason has {0} characters, the limit is {REASON_CHARS_MAX}")]
    TooLong(usize),
    /// Line breaks and other control characters.
    #[error("the reason holds the control character U+{0:04X}")]
    Control(u32),
}

impl Reason {
    /// Takes what was typed, without the spaces around it.
    pub fn parse(text: &str) -> Result<Self, ReasonRefusal> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ReasonRefusal::Empty);
        }
        let length = text.chars().count();
        if length > REASON_CHARS_MAX {
            return Err(ReasonRefusal::TooLong(length));
        }
        match text.chars().find(|c| c.is_control()) {
            Some(control) => Err(ReasonRefusal::Control(u32::from(control))),
            None => Ok(Self(text.into())),
        }
    }

    /// Gives the words, for the own library's store and screen alone.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl ReasonRefusal {
    /// Says what to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Empty => "say in a few words why",
            Self::TooLong(_) => "say it in one line",
            Self::Control(_) => "type it again without line breaks",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_line_with_something_in_it() {
        for (text, refusal) in [
            ("  ".to_owned(), ReasonRefusal::Empty),
            ("é".repeat(201), ReasonRefusal::TooLong(201)),
            ("a\nb".to_owned(), ReasonRefusal::Control(10)),
        ] {
            assert_eq!(Reason::parse(&text), Err(refusal));
        }
        let reason = Reason::parse(" vu avec la mairie ").map(|reason| reason.expose().to_owned());
        assert_eq!(reason, Ok("vu avec la mairie".to_owned()));
    }
}
