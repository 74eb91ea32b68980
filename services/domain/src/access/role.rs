//! In which role does somebody call? The words of docs/access.md and of the table in proto/access.txt.

use std::fmt;

/// A role. What it may do stands in the one table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Nobody has signed in.
    Anonymous,
    /// A patron, for their own account.
    Patron,
    /// A kiosk in a library, by its certificate, while no patron has signed in there.
    Kiosk,
    /// Who works at a desk.
    Desk,
    /// Who also answers for a library's settings, accounts and catalogue.
    Administrator,
    /// Who looks after the whole territory, at the federator.
    Coordinator,
    /// A library's node, by its certificate.
    Node,
    /// The federator, as a node sees it.
    Federator,
}

/// Says that a word names no role.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" names no role")]
pub struct RoleRefusal(pub String);

impl Role {
    /// Every role, from the least to the most, then the machines.
    pub const ALL: [Self; 8] = [
        Self::Anonymous,
        Self::Patron,
        Self::Kiosk,
        Self::Desk,
        Self::Administrator,
        Self::Coordinator,
        Self::Node,
        Self::Federator,
    ];

    /// Gives its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Patron => "patron",
            Self::Kiosk => "kiosk",
            Self::Desk => "desk",
            Self::Administrator => "administrator",
            Self::Coordinator => "coordinator",
            Self::Node => "node",
            Self::Federator => "federator",
        }
    }

    /// Reads its word.
    pub fn parse(text: &str) -> Result<Self, RoleRefusal> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == text);
        found.ok_or_else(|| RoleRefusal(text.chars().take(40).collect()))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_read_by_its_word_and_nothing_else_is() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Ok(role));
        }
        assert_eq!(Role::parse("root"), Err(RoleRefusal("root".to_owned())));
    }
}
