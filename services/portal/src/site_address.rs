//! Under which address did the browser come? Feeds and calendars are read elsewhere: what they point to is written out in full.

use axum::http::HeaderMap;
use axum::http::header::HOST;

/// Gives `https://host` as the browser named it. It is told to that browser alone.
pub(crate) fn site_address(headers: &HeaderMap, https: bool) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let sound = |host: &&str| {
        let known = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        !host.is_empty() && host.len() <= 255 && host.chars().all(known)
    };
    let host = host.filter(sound).unwrap_or("localhost");
    let scheme = if https { "https" } else { "http" };
    format!("{scheme}://{host}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_a_name_of_a_host_stands_in_an_address() {
        for (host, address) in [
            ("lire.exemple.fr", "https://lire.exemple.fr"),
            ("127.0.0.1:7800", "https://127.0.0.1:7800"),
            ("a/b", "https://localhost"),
            ("a\"<x>", "https://localhost"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().unwrap());
            assert_eq!(site_address(&headers, true), address);
        }
        assert_eq!(site_address(&HeaderMap::new(), false), "http://localhost");
    }
}
