//! From which page of ours does a browser come, and to which page does a form belong that was sent from none it names?

use axum::http::HeaderMap;
use axum::http::header::{HOST, REFERER};

/// Longest address that is come back to.
const ADDRESS_BYTES_MAX: usize = 1_000;

/// Says whether a browser comes by a link or a form of a page of ours: not by a letter, a bookmark or another site.
pub(crate) fn is_from_here(headers: &HeaderMap) -> bool {
    match text(headers, "sec-fetch-site") {
        Some(site) => site == "same-origin",
        // Browsers of ten years ago name the page before alone.
        None => page_before(headers).is_some(),
    }
}

/// Gives the address of the page before, where it is one of ours; the policy that we send lets a browser name those alone.
pub(crate) fn page_before(headers: &HeaderMap) -> Option<String> {
    let before = text(headers, REFERER.as_str())?;
    let (_, rest) = before.split_once("://")?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let ours = Some(host) == text(headers, HOST.as_str());
    let path = path.split('#').next().unwrap_or_default();
    (ours && path.len() <= ADDRESS_BYTES_MAX).then(|| path.to_owned())
}

/// Gives the page that a form belongs to, by the address it is sent to: some of those show nothing by themselves.
pub(crate) fn page_of_form(path: &str) -> &str {
    match path {
        "/reserver" | "/deconnexion" => "/",
        "/compte/prets/prolonger" => "/compte/prets",
        "/compte/proches/reserver" => "/compte/proches",
        "/compte/acces/partout" => "/compte/acces",
        "/compte/liens/fin" => "/compte/liens",
        "/listes/ajouter" | "/listes/retirer" => "/listes",
        path if path.starts_with("/compte/reservations/") => "/compte/reservations",
        path => path,
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let host = [("host", "a.example:7800")];
        host.iter()
            .chain(pairs)
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn only_a_page_of_ours_is_the_one_before() {
        for (referer, page) in [
            (
                "http://a.example:7800/recherche?q=a",
                Some("/recherche?q=a"),
            ),
            ("http://a.example:7800/aide#haut", Some("/aide")),
            ("http://b.example:7800/recherche", None),
            ("http://a.example:7800", None),
            ("about:blank", None),
        ] {
            let before = page_before(&headers(&[("referer", referer)]));
            assert_eq!(before.as_deref(), page, "{referer}");
        }
    }

    #[test]
    fn a_link_from_a_letter_does_not_come_from_here() {
        for (sent, here) in [
            (headers(&[("sec-fetch-site", "same-origin")]), true),
            (headers(&[("sec-fetch-site", "none")]), false),
            (headers(&[("sec-fetch-site", "cross-site")]), false),
            (headers(&[("referer", "http://a.example:7800/")]), true),
            (headers(&[("referer", "http://b.example/")]), false),
            (headers(&[]), false),
        ] {
            assert_eq!(is_from_here(&sent), here, "{sent:?}");
        }
    }

    #[test]
    fn a_form_belongs_to_a_page_that_can_be_shown() {
        for (sent_to, page) in [
            ("/reserver", "/"),
            ("/compte/reservations/ab/reprendre", "/compte/reservations"),
            ("/listes/retirer", "/listes"),
            ("/compte/moi", "/compte/moi"),
        ] {
            assert_eq!(page_of_form(sent_to), page);
        }
    }
}
