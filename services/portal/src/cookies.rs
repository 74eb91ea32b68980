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
        let line = format!("{name}={value}; Path={path}; HttpOnly; SameSite=Lax{lasts}{secure}");
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
    fn a_cookie_is_never_for_scripts_and_cannot_end_its_line() {
        let mut setting = Setting {
            name: "lecteur",
            value: "t",
            path: "/",
            lasts_s: None,
            secure: true,
        };
        let line = setting.to_header().unwrap();
        assert_eq!(line, "lecteur=t; Path=/; HttpOnly; SameSite=Lax; Secure");
        setting.value = "t\r\nSet-Cookie: evil=1";
        assert_eq!(setting.to_header(), None);
    }
}
