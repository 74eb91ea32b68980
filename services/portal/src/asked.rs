//! What was asked for: the words after the question mark of an address, or the fields of a form.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::convert::Infallible;

/// Most fields that are read; a form of ours has fewer.
const FIELDS_MAX: usize = 100;

/// Names and values, in order; a name may come several times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked(Vec<(String, String)>);

impl Asked {
    /// Reads what a browser sends. Bytes that are no text become marks of replacement.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(bytes).into_owned();
        Self(pairs.take(FIELDS_MAX).collect())
    }

    /// Gives the first value of a name, without the spaces around it; empty where there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// Gives every value of a name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let of_name = self.0.iter().filter(move |(key, _)| key == name);
        of_name.map(|(_, value)| value.as_str())
    }

    /// Says whether a box was ticked.
    pub(crate) fn is_ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }
}

/// What stands after the question mark.
impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::read(parts.uri.query().unwrap_or_default().as_bytes()))
    }
}

/// Writes an address with its question, leaving out what is empty.
pub(crate) fn address<'a>(
    path: &str,
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut written = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        if !value.is_empty() {
            written.append_pair(name, value);
        }
    }
    let question = written.finish();
    match question.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{question}"),
    }
}

/// Accepts an address of this very site to go back to; anything else becomes the first page.
pub(crate) fn way_back(text: &str) -> &str {
    let inside = text.starts_with('/')
        && !text.starts_with("//")
        && text.len() <= 2_000
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if inside { text } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_read_with_its_repeated_names() {
        let asked = Asked::read(b"q=l%27%C3%A9tranger+&medium=book&medium=comic&q=x");
        assert_eq!(asked.get("q"), "l'étranger");
        assert_eq!(asked.all("medium").collect::<Vec<_>>(), ["book", "comic"]);
        assert_eq!(asked.get("nothing"), "");
        assert!(!asked.is_ticked("nothing"));
    }

    #[test]
    fn an_address_is_written_so_that_it_is_read_again() {
        let written = address("/recherche", [("q", "l'été & toi"), ("page", "")]);
        assert_eq!(written, "/recherche?q=l%27%C3%A9t%C3%A9+%26+toi");
        assert_eq!(address("/", []), "/");
    }

    #[test]
    fn no_way_back_leads_elsewhere() {
        for text in ["/recherche?q=a", "/"] {
            assert_eq!(way_back(text), text);
        }
        for text in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "javascript:alert(1)",
            "/a\r\nb",
            "/é",
        ] {
            assert_eq!(way_back(text), "/", "{text}");
        }
    }
}
