//! In whose words does a page speak? French first, English second, and French that is easy to read.
//!
//! The sentences stand by page in `words`, the languages beside each other, so that whoever changes one sees the other.

/// The language of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Language {
    /// French.
    #[default]
    French,
    /// French that is easy to read: short sentences, easy words (FALC, "facile à lire et à comprendre").
    Easy,
    /// English.
    English,
}

/// Says things in one language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Say(pub(crate) Language);

impl Say {
    /// Chooses between French and English.
    pub(crate) fn one<T>(self, french: T, english: T) -> T {
        match self.0 {
            Language::French | Language::Easy => french,
            Language::English => english,
        }
    }

    /// Chooses, where easy French has words of its own.
    pub(crate) fn easy<T>(self, french: T, english: T, easy: T) -> T {
        match self.0 {
            Language::French => french,
            Language::English => english,
            Language::Easy => easy,
        }
    }

    /// Gives the language as HTML names it.
    pub(crate) fn html_lang(self) -> &'static str {
        self.one("fr", "en")
    }

    /// Says whether the page is the easy one.
    pub(crate) fn is_easy(self) -> bool {
        self.0 == Language::Easy
    }

    /// Chooses by number: French counts 0 and 1 as one, English 1 alone.
    pub(crate) fn is_singular(self, count: u64) -> bool {
        match self.0 {
            Language::French | Language::Easy => count < 2,
            Language::English => count == 1,
        }
    }
}

/// Gives sentences their place: a name, the French, the English, and the easy French where it differs.
macro_rules! says {
    ($($name:ident: $french:expr, $english:expr $(, easy $easy:expr)?;)+) => {
        impl $crate::say::Say {
            $(
                pub(crate) fn $name(self) -> &'static str {
                    says!(@ self, $french, $english $(, $easy)?)
                }
            )+
        }
    };
    (@ $say:ident, $french:expr, $english:expr) => { $say.one($french, $english) };
    (@ $say:ident, $french:expr, $english:expr, $easy:expr) => { $say.easy($french, $english, $easy) };
}
pub(crate) use says;
