//! Was this form sent from a page of ours? A token in the form that only the browser's own cookie can have given, and the origin
//! that the browser names.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use ring::digest::{SHA256, digest};
use std::fmt::Write;

/// The cookie that a form's token is made of: chance, of one browser, that names nobody.
pub(crate) const VISIT_COOKIE: &str = "visite";

/// Says for what the digest is made.
const PURPOSE: &str = "navette form 2 ";

/// Gives the token of a browser's forms on one page. Another page has another: what a page repeats of an address, compressed beside
/// it, tells nothing of the next one.
pub(crate) fn token_of(visit: &str, page: &str) -> String {
    hexadecimal(&format!("{PURPOSE}{visit} {page}"))
}

/// Says whether a form is from this page of ours.
pub(crate) fn is_ours(headers: &HeaderMap, visit: &str, (page, token): (&str, &str)) -> bool {
    comes_from_here(headers) && !visit.is_empty() && token == token_of(visit, page)
}

/// Names a command by the page it was sent from and what it is about: sent twice, it is one command.
pub(crate) fn command_of(sent: &str, about: &[&str]) -> String {
    hexadecimal(&format!("navette command 1 {sent} {}", about.join("\n")))
}

/// Half of a SHA-256 is 128 bits: as much as what goes in.
fn hexadecimal(text: &str) -> String {
    let mut written = String::with_capacity(32);
    for byte in digest(&SHA256, text.as_bytes()).as_ref().iter().take(16) {
        // Writing to a text does not fail.
        let _ = write!(written, "{byte:02x}");
    }
    written
}

/// Old browsers name neither; for them the token has to do.
fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = headers.get(ORIGIN).and_then(|value| value.to_str().ok()) else {
        return true;
    };
    let host = headers.get(HOST).and_then(|value| value.to_str().ok());
    let named = origin.split_once("://").map(|(_, host)| host);
    named.is_some() && named == host
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_form_needs_the_token_of_its_browser() {
        let token = token_of("aa", "1");
        assert!(is_ours(&headers(&[]), "aa", ("1", &token)));
        assert!(!is_ours(&headers(&[]), "bb", ("1", &token)));
        assert!(!is_ours(&headers(&[]), "aa", ("1", "")));
        assert!(!is_ours(&headers(&[]), "", ("1", &token_of("", "1"))));
    }

    #[test]
    fn every_page_has_a_token_of_its_own() {
        let (one, other) = (token_of("aa", "1"), token_of("aa", "2"));
        assert_ne!(one, other);
        assert!(!is_ours(&headers(&[]), "aa", ("2", &one)));
    }

    #[test]
    fn a_form_of_another_site_is_refused_whatever_it_knows() {
        let token = token_of("aa", "1");
        for (sent, ours) in [
            (headers(&[("sec-fetch-site", "same-origin")]), true),
            (headers(&[("sec-fetch-site", "cross-site")]), false),
            (headers(&[("sec-fetch-site", "same-site")]), false),
            (
                headers(&[("origin", "https://a.example"), ("host", "a.example")]),
                true,
            ),
            (
                headers(&[("origin", "https://b.example"), ("host", "a.example")]),
                false,
            ),
            (headers(&[("origin", "null"), ("host", "a.example")]), false),
        ] {
            assert_eq!(is_ours(&sent, "aa", ("1", &token)), ours, "{sent:?}");
        }
    }

    #[test]
    fn a_command_sent_twice_has_one_name() {
        let once = command_of("page", &["work", "arques"]);
        assert_eq!(once, command_of("page", &["work", "arques"]));
        assert_ne!(once, command_of("page", &["work", "aire"]));
        assert_ne!(once, command_of("other page", &["work", "arques"]));
        assert_eq!(once.len(), 32);
    }
}
