//! Where do patrons reach the portal? The address that letters name; the node itself never calls it.

use crate::config::value;
use crate::config_error::ConfigError;
use tonic::transport::Uri;

/// Longest address, in bytes: it stands in one line of a letter.
const ADDRESS_BYTES_MAX: usize = 150;
/// The page on which a one-time code is typed.
const SIGN_IN_PAGE: &str = "/connexion/code";

/// The portal's public address, `https://host` with a path where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalAddress(String);

impl PortalAddress {
    /// Reads an address. Only over TLS: what is typed there lets somebody in.
    pub fn read(text: &str) -> Result<Self, ConfigError> {
        let bare = text.trim_end_matches('/');
        let sound = bare.parse::<Uri>().is_ok_and(|uri| {
            let host = uri.host().is_some_and(|host| !host.is_empty());
            let named = !bare.contains(['@', '?', '#']);
            uri.scheme_str() == Some("https") && host && named
        });
        if !sound || bare.len() > ADDRESS_BYTES_MAX {
            return Err(value(
                "portal",
                text,
                "not https://host, as patrons reach it",
            ));
        }
        Ok(Self(bare.to_owned()))
    }

    /// Gives the page on which a one-time code is typed.
    pub(crate) fn sign_in_page(&self) -> String {
        format!("{}{SIGN_IN_PAGE}", self.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_address_leads_to_the_page_on_which_a_code_is_typed() {
        for (text, page) in [
            (
                "https://lire.exemple.fr",
                "https://lire.exemple.fr/connexion/code",
            ),
            (
                "https://lire.exemple.fr/",
                "https://lire.exemple.fr/connexion/code",
            ),
            (
                "https://pays.exemple.fr:8443/lire",
                "https://pays.exemple.fr:8443/lire/connexion/code",
            ),
        ] {
            assert_eq!(PortalAddress::read(text).unwrap().sign_in_page(), page);
        }
    }

    #[test]
    fn an_address_that_no_patron_should_follow_is_refused_by_its_value() {
        for text in [
            "",
            "lire.exemple.fr",
            "http://lire.exemple.fr",
            "https://",
            "https://lire.exemple.fr/?a=1",
            "https://lire.exemple.fr/#a",
            "https://lire@exemple.fr",
            "https://lire exemple.fr",
            &format!("https://{}.fr", "a".repeat(200)),
        ] {
            let told = PortalAddress::read(text).unwrap_err().to_string();
            assert!(told.contains(&format!("portal = \"{text}\"")), "{told}");
        }
    }
}
