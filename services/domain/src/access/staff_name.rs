//! By which name does somebody who works at a library sign in?

use std::fmt;

/// Longest name, in bytes.
const NAME_BYTES_MAX: usize = 40;

/// The name of a staff account: lower case letters, digits, points and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StaffName(String);

/// Says why a text is no name of an account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not 1 to 40 lower case letters, digits, points and hyphens")]
pub struct StaffNameRefusal(pub String);

impl StaffName {
    /// Takes a name as it was typed; capitals are taken for small letters.
    pub fn parse(text: &str) -> Result<Self, StaffNameRefusal> {
        let name = text.trim().to_ascii_lowercase();
        let allowed =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
        if name.is_empty() || name.len() > NAME_BYTES_MAX || !name.chars().all(allowed) {
            return Err(StaffNameRefusal(
                text.chars().take(NAME_BYTES_MAX).collect(),
            ));
        }
        Ok(Self(name))
    }

    /// Gives the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StaffName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_is_one_whatever_the_capitals_and_nothing_odd() {
        assert_eq!(StaffName::parse(" Zoe.B ").unwrap().as_str(), "zoe.b");
        for text in ["", "zoé", "a b", &"z".repeat(41)] {
            assert!(StaffName::parse(text).is_err(), "{text}");
        }
    }
}
