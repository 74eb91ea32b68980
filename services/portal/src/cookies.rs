//! Which cookies came, and how are ours set?

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

/// A year: how long a browser remembers how somebody likes to read.
pub(crate) const A_YEAR_S: u32 = 31_536_000;

/// Finds a cookie by its name, the first where there are several.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// Finds a cookie of ours as `Setting` names it.
pub(crate) fn own_cookie<'h>(
    headers: &'h HeaderMap,
    (name, path): (&str, &str),
    secure: bool,
) -> Option<&'h str> {
    cookie(headers, &format!("{}{name}", prefix(path, secure)))
}

/// Behind https a browser takes a cookie of such a name only as we set it: over https, and of this very host where it is for all
/// addresses (RFC 6265bis, 4.1.3). No neighbour in the domain can put one of its own in its place.
fn prefix(path: &str, secure: bool) -> &'static str {
    match (secure, path) {
        (false, _) => "",
        (true, "/") => "__Host-",
        (true, _) => "__Secure-",
    }
}

/// One cookie that we set. None of them is for a script.
pub(crate) struct Setting<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: &'a str,
    /// Under which addresses it comes back.
    pub(crate) path: &'a str,
    /// Seconds; nothing until the browser is closed, 0 takes it away.
    pub(crate) lasts_s: Option<u32>,
    /// Only over https.
    pub(crate) secure: bool,
}

impl Setting<'_> {
    /// Writes the line of the answer; nothing where the value cannot stand there.
    pub(crate) fn to_header(&self) -> Option<HeaderValue> {
        let lasts = self
            .lasts_s
            .map_or(String::new(), |seconds| format!("; Max-Age={seconds}"));
        let secure = if self.secure { "; Secure" } else { "" };
        let (name, value, path) = (self.name, self.value, self.path);
        let prefix = prefix(path, self.secure);
        let line =
            format!("{prefix}{name}={value}; Path={path}; HttpOnly; SameSite=Lax{lasts}{secure}");
        HeaderValue::from_str(&line).ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "a=1; vue=fr.grand".parse().unwrap());
        headers.append(COOKIE, "lecteur=x".parse().unwrap());
        assert_eq!(cookie(&headers, "vue"), Some("fr.grand"));
        assert_eq!(cookie(&headers, "lecteur"), Some("x"));
        assert_eq!(cookie(&headers, "ue"), None);
    }

    #[test]
    fn behind_https_a_cookie_that_a_neighbour_could_set_is_none_of_ours() {
        let mut headers = HeaderMap::new();
        headers.append(
            COOKIE,
            "lecteur=theirs; __Host-lecteur=ours".parse().unwrap(),
        );
        headers.append(COOKIE, "guichet=theirs".parse().unwrap());
        let found = |name, path, secure| own_cookie(&headers, (name, path), secure);
        assert_eq!(found("lecteur", "/", true), Some("ours"));
        assert_eq!(found("lecteur", "/", false), Some("theirs"));
        assert_eq!(found("guichet", "/guichet", true), None);
    }

    #[test]
    fn a_cookie_is_never_for_scripts_and_cannot_end_its_line() {
        let mut setting = Setting {
            name: "lecteur",
            value: "t",
            path: "/",
            lasts_s: None,
            secure: true,
        };
        let line = setting.to_header().unwrap();
        assert_eq!(
            line,
            "__Host-lecteur=t; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
        setting.value = "t\r\nSet-Cookie: evil=1";
        assert_eq!(setting.to_header(), None);
    }
}
