//! Who has signed in in this browser? The node's own session, carried in a cookie: the portal keeps none.

use crate::cookies::Setting;
use navette_domain::catalogue::LibraryId;
use navette_domain::privacy::Secret;

/// The cookie of a patron's session.
pub(crate) const PATRON_COOKIE: &str = "lecteur";
/// The cookie of the session of who works at a desk; it comes back under the desk's addresses only.
pub(crate) const STAFF_COOKIE: &str = "guichet";
/// Under which addresses the desk is.
pub(crate) const DESK_PATH: &str = "/guichet";
/// A node's token is far shorter.
const TOKEN_CHARS_MAX: usize = 200;

/// A session at one library's node.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// Whose node it is.
    pub(crate) library: LibraryId,
    /// What the node gave.
    pub(crate) token: Secret<String>,
}

impl Session {
    /// Reads a cookie; nothing where it is none of ours.
    pub(crate) fn read(cookie: &str) -> Option<Self> {
        let (library, token) = cookie.split_once('.')?;
        let known = |c: char| c.is_ascii_alphanumeric() || "-_=+/".contains(c);
        if token.is_empty() || token.len() > TOKEN_CHARS_MAX || !token.chars().all(known) {
            return None;
        }
        Some(Self {
            library: LibraryId::parse(library).ok()?,
            token: Secret::new(token.to_owned()),
        })
    }

    /// Writes the cookie's value.
    pub(crate) fn to_cookie(&self) -> String {
        format!("{}.{}", self.library, self.token.expose())
    }
}

/// Sets, or takes away, the cookie of a patron: it ends with the browser, and with the node's session.
pub(crate) fn patron_setting(value: Option<&str>, secure: bool) -> Setting<'_> {
    Setting {
        name: PATRON_COOKIE,
        value: value.unwrap_or_default(),
        path: "/",
        lasts_s: value.is_none().then_some(0),
        secure,
    }
}

/// Sets, or takes away, the cookie of a desk.
pub(crate) fn staff_setting(value: Option<&str>, secure: bool) -> Setting<'_> {
    Setting {
        name: STAFF_COOKIE,
        path: DESK_PATH,
        ..patron_setting(value, secure)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_session_is_read_as_it_was_written_and_never_printed() {
        let session = Session::read("arques.0123abcd").unwrap();
        assert_eq!(session.to_cookie(), "arques.0123abcd");
        assert!(!format!("{session:?}").contains("0123abcd"));
    }

    #[test]
    fn what_is_no_session_is_nobody() {
        for cookie in [
            "",
            "arques",
            "arques.",
            "Arques.0",
            ".0",
            "arques.a b",
            "arques.é",
        ] {
            assert!(Session::read(cookie).is_none(), "{cookie}");
        }
    }
}
