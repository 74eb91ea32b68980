//! How is something carried about that no log and no message may show? Wrapped, so that whoever uses it says so.
//!
//! Neither wrapper hides anything from code: `expose` gives the content, and is the word to look for in a review.

use std::fmt;

/// Something of a patron: a name, an address, a card. It shows itself in no log and no message.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Personal<T>(T);

/// Something that opens a door: a password, the hash of a PIN. It shows itself in no log and no message.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret<T>(T);

impl<T> Personal<T> {
    /// Takes it out of sight.
    pub fn new(content: T) -> Self {
        Self(content)
    }

    /// Gives the content, for the home library's own store, screen and post alone.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// Gives the content away, for the home library's own store, screen and post alone.
    pub fn into_exposed(self) -> T {
        self.0
    }

    /// Makes something else of it that is personal too.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Personal<U> {
        Personal(make(self.0))
    }
}

impl<T> From<T> for Personal<T> {
    fn from(content: T) -> Self {
        Self(content)
    }
}

impl From<&str> for Personal<String> {
    fn from(content: &str) -> Self {
        Self(content.to_owned())
    }
}

impl<T> Secret<T> {
    /// Takes it out of sight.
    pub fn new(content: T) -> Self {
        Self(content)
    }

    /// Gives the content, for whoever checks it or hands it over alone.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Secret<T> {
    fn from(content: T) -> Self {
        Self(content)
    }
}

impl From<&str> for Secret<String> {
    fn from(content: &str) -> Self {
        Self(content.to_owned())
    }
}

macro_rules! shown_as {
    ($($wrapper:ident: $words:literal),+) => {
        $(
            impl<T> fmt::Debug for $wrapper<T> {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str($words)
                }
            }

            impl<T> fmt::Display for $wrapper<T> {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str($words)
                }
            }
        )+
    };
}

shown_as!(Personal: "(personal)", Secret: "(secret)");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrapped_shows_itself_neither_to_people_nor_to_programmers() {
        let name: Personal<String> = "Canari".into();
        let password: Secret<String> = "s3same".into();
        assert_eq!(format!("{name} {name:?}"), "(personal) (personal)");
        assert_eq!(format!("{password} {password:?}"), "(secret) (secret)");
        let nested = Some(vec![(Personal::new("Canari"), 3)]);
        assert_eq!(format!("{nested:?}"), "Some([((personal), 3)])");
    }

    #[test]
    fn what_is_wrapped_is_given_only_when_asked_for_by_name() {
        let name: Personal<String> = "Canari".into();
        assert_eq!(name.expose(), "Canari");
        assert_eq!(name.clone().map(|name| name.len()).into_exposed(), 6);
        assert_eq!(name.into_exposed(), "Canari");
        assert_eq!(*Secret::new("s3same").expose(), "s3same");
    }
}
