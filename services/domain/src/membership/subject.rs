//! Whom does a certificate of the territory's authority name? One text per subject, which the certificate carries.

use crate::catalogue::LibraryId;
use std::fmt;

/// Longest name of a kiosk or an administrator, in bytes.
const NAME_BYTES_MAX: usize = 40;

/// The name of one kiosk within its library, or of one administrator: lower case letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KioskName(String);

/// Says why a text names no kiosk and no administrator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("name \"{0}\" is not 1 to 40 lower case letters, digits and hyphens")]
pub struct KioskNameRefusal(pub String);

impl KioskName {
    /// Takes a name as it was typed.
    pub fn parse(text: &str) -> Result<Self, KioskNameRefusal> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.is_empty() || text.len() > NAME_BYTES_MAX || !text.chars().all(allowed) {
            return Err(KioskNameRefusal(
                text.chars().take(NAME_BYTES_MAX).collect(),
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// Gives the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KioskName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whom a certificate names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The node of a library.
    Library(LibraryId),
    /// A kiosk on a library's own network.
    Kiosk(LibraryId, KioskName),
    /// Who administers the territory from the command line.
    Administrator(KioskName),
    /// The federator itself.
    Federator,
}

/// Says why a text names no subject.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" names no library, kiosk, administrator or federator")]
pub struct SubjectRefusal(pub String);

impl Subject {
    /// Reads the text that `Display` writes.
    pub fn parse(text: &str) -> Result<Self, SubjectRefusal> {
        let refused = || SubjectRefusal(text.chars().take(2 * NAME_BYTES_MAX).collect());
        let library = |text: &str| LibraryId::parse(text).map_err(|_| refused());
        let name = |text: &str| KioskName::parse(text).map_err(|_| refused());
        match text.split_once(':') {
            None if text == "federator" => Ok(Self::Federator),
            Some(("library", id)) => Ok(Self::Library(library(id)?)),
            Some(("administrator", who)) => Ok(Self::Administrator(name(who)?)),
            Some(("kiosk", at)) => {
                let (id, kiosk) = at.split_once('/').ok_or_else(refused)?;
                Ok(Self::Kiosk(library(id)?, name(kiosk)?))
            }
            Some(_) | None => Err(refused()),
        }
    }

    /// Names the library that this subject speaks for; nobody's where it speaks for none.
    pub fn library(&self) -> Option<&LibraryId> {
        match self {
            Self::Library(library) | Self::Kiosk(library, _) => Some(library),
            Self::Administrator(_) | Self::Federator => None,
        }
    }

    /// Says whether it leaves where this one is put out: a library's kiosks go with the library.
    pub fn leaves_with(&self, put_out: &Self) -> bool {
        match (self, put_out) {
            (Self::Kiosk(own, _), Self::Library(library)) => own == library,
            _ => self == put_out,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Library(library) => write!(f, "library:{library}"),
            Self::Kiosk(library, name) => write!(f, "kiosk:{library}/{name}"),
            Self::Administrator(name) => write!(f, "administrator:{name}"),
            Self::Federator => f.write_str("federator"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_subject_is_read_back_from_its_text() {
        for text in [
            "federator",
            "library:aire",
            "kiosk:aire/entree-1",
            "administrator:zoe",
        ] {
            let subject = Subject::parse(text).unwrap();
            assert_eq!(subject.to_string(), text);
        }
    }

    #[test]
    fn what_names_nobody_is_refused_by_its_text() {
        for text in [
            "",
            "library:",
            "library:Aire",
            "kiosk:aire",
            "kiosk:aire/Entrée",
            "administrator:",
            "federator:x",
            "patron:42",
        ] {
            assert_eq!(Subject::parse(text), Err(SubjectRefusal(text.to_owned())));
        }
    }

    #[test]
    fn a_kiosk_speaks_for_its_library_and_an_administrator_for_none() {
        let library = |text| Subject::parse(text).unwrap().library().cloned();
        assert_eq!(library("kiosk:aire/1").unwrap().as_str(), "aire");
        assert_eq!(library("administrator:zoe"), None);
    }

    #[test]
    fn kiosks_leave_with_their_library_and_no_library_with_its_kiosk() {
        for (who, put_out, leaves) in [
            ("library:aire", "library:aire", true),
            ("kiosk:aire/entree", "library:aire", true),
            ("kiosk:aire/entree", "kiosk:aire/entree", true),
            ("kiosk:aire/entree", "kiosk:aire/salon", false),
            ("kiosk:aire/entree", "library:lumbres", false),
            ("library:aire", "kiosk:aire/entree", false),
            ("administrator:aire", "library:aire", false),
        ] {
            let [who, put_out] = [who, put_out].map(|text| Subject::parse(text).unwrap());
            assert_eq!(who.leaves_with(&put_out), leaves, "{who} with {put_out}");
        }
    }
}
