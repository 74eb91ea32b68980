//! How does this reader like the pages: language, letters, colours, weight; and where do they collect what they ask for?
//!
//! It stands in a cookie of its own, names nobody, and is set by plain links, so that it holds without script and before signing in.

use crate::say::{Language, Say};
use navette_domain::catalogue::LibraryId;
use std::fmt::Write;

/// The cookie's name.
pub(crate) const LOOK_COOKIE: &str = "vue";

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Shade {
    /// As the machine is set.
    #[default]
    System,
    /// Dark letters on light ground.
    Light,
    /// Light letters on dark ground.
    Dark,
}

/// What a reader has chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    /// The language of the pages.
    pub(crate) language: Language,
    /// Large letters.
    pub(crate) large: bool,
    /// Nothing but text: for poor lines.
    pub(crate) frugal: bool,
    /// Light or dark.
    pub(crate) shade: Shade,
    /// Where this reader collects.
    pub(crate) pickup: Option<LibraryId>,
}

impl Look {
    /// Reads the cookie; what is not understood is as it is for everybody. Without a cookie the browser's languages decide.
    pub(crate) fn read(cookie: Option<&str>, accept_language: Option<&str>) -> Self {
        let mut look = Self::default();
        let Some(cookie) = cookie else {
            look.language = wished(accept_language.unwrap_or_default());
            return look;
        };
        for part in cookie.split('.') {
            look.take(part);
        }
        look
    }

    fn take(&mut self, part: &str) {
        match part {
            "en" => self.language = Language::English,
            "falc" => self.language = Language::Easy,
            "grand" => self.large = true,
            "leger" => self.frugal = true,
            "clair" => self.shade = Shade::Light,
            "sombre" => self.shade = Shade::Dark,
            _ => {
                if let Some(pickup) = part.strip_prefix("a-") {
                    self.pickup = LibraryId::parse(pickup).ok();
                }
            }
        }
    }

    /// Writes the cookie's value.
    pub(crate) fn to_cookie(&self) -> String {
        let mut value = match self.language {
            Language::French => "fr",
            Language::Easy => "falc",
            Language::English => "en",
        }
        .to_owned();
        for (holds, word) in [
            (self.large, ".grand"),
            (self.frugal, ".leger"),
            (self.shade == Shade::Light, ".clair"),
            (self.shade == Shade::Dark, ".sombre"),
        ] {
            if holds {
                value.push_str(word);
            }
        }
        if let Some(pickup) = &self.pickup {
            // Writing to a text does not fail.
            let _ = write!(value, ".a-{pickup}");
        }
        value
    }

    /// Changes one thing, as a link says it: `langue=en`; false where there is no such thing.
    pub(crate) fn change(&mut self, what: &str, to: &str) -> bool {
        match (what, to) {
            ("langue", "fr") => self.language = Language::French,
            ("langue", "falc") => self.language = Language::Easy,
            ("langue", "en") => self.language = Language::English,
            ("lettres", "grandes") => self.large = true,
            ("lettres", "normales") => self.large = false,
            ("mode", "leger") => self.frugal = true,
            ("mode", "complet") => self.frugal = false,
            ("couleurs", "machine") => self.shade = Shade::System,
            ("couleurs", "claires") => self.shade = Shade::Light,
            ("couleurs", "sombres") => self.shade = Shade::Dark,
            ("retrait", "") => self.pickup = None,
            ("retrait", library) => match LibraryId::parse(library) {
                Ok(library) => self.pickup = Some(library),
                Err(_) => return false,
            },
            _ => return false,
        }
        true
    }

    /// Gives the words of its language.
    pub(crate) fn say(&self) -> Say {
        Say(self.language)
    }

    /// Gives the classes of the page's root.
    pub(crate) fn classes(&self) -> String {
        let mut classes = Vec::new();
        if self.large {
            classes.push("large");
        }
        if self.frugal {
            classes.push("frugal");
        }
        if self.language == Language::Easy {
            classes.push("easy");
        }
        match self.shade {
            Shade::System => {}
            Shade::Light => classes.push("light"),
            Shade::Dark => classes.push("dark"),
        }
        classes.join(" ")
    }
}

/// The first language of the browser's list that there is.
fn wished(accept_language: &str) -> Language {
    for language in accept_language.split(',').take(10) {
        let language = language.split(';').next().unwrap_or_default().trim();
        match language.split('-').next() {
            Some("fr") => return Language::French,
            Some("en") => return Language::English,
            _ => {}
        }
    }
    Language::French
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_chosen_is_read_again() {
        let look = Look {
            language: Language::Easy,
            large: true,
            frugal: true,
            shade: Shade::Dark,
            pickup: LibraryId::parse("saint-omer").ok(),
        };
        assert_eq!(look.to_cookie(), "falc.grand.leger.sombre.a-saint-omer");
        assert_eq!(Look::read(Some(&look.to_cookie()), None), look);
    }

    #[test]
    fn a_strange_cookie_is_no_cookie() {
        for cookie in ["", "xx", "a-", "a-<script>", "....", "grand\u{e9}"] {
            assert_eq!(Look::read(Some(cookie), Some("en")), Look::default());
        }
    }

    #[test]
    fn without_a_cookie_the_browser_says_the_language() {
        for (list, language) in [
            ("", Language::French),
            ("de, en-GB;q=0.8, fr;q=0.5", Language::English),
            ("fr-FR,fr;q=0.9,en;q=0.8", Language::French),
            ("nl", Language::French),
        ] {
            assert_eq!(Look::read(None, Some(list)).language, language, "{list}");
        }
    }

    #[test]
    fn a_link_changes_one_thing_and_nothing_unknown() {
        let mut look = Look::default();
        assert!(look.change("langue", "en"));
        assert!(look.change("retrait", "arques"));
        assert!(!look.change("retrait", "<b>"));
        assert!(!look.change("langue", "de"));
        assert_eq!(look.to_cookie(), "en.a-arques");
    }
}
