//! Titles that begin as somebody types, for the script under the search field.

use crate::answer::{Answer, typed};
use crate::asked::Asked;
use crate::running::Portal;
use crate::visit::Visiting;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use navette_proto::wire::catalogue::SuggestRequest;
use std::sync::Arc;

/// As many as fit under the field of a telephone.
const SUGGESTIONS: u32 = 6;

pub(crate) async fn suggestions(
    State(portal): State<Arc<Portal>>,
    Extension(visit): Visiting,
    asked: Asked,
) -> Answer {
    let request = SuggestRequest {
        text: asked.get("q").to_owned(),
        limit: SUGGESTIONS,
    };
    let answer = portal.territory.catalogue(&visit)?.suggest(request).await;
    // Nothing to suggest is no trouble: the field works as it is.
    let found = answer.map(|answer| answer.into_inner().suggestions);
    let found = found.unwrap_or_default();
    let texts = found.iter().map(|suggestion| json_text(&suggestion.text));
    let list = format!("[{}]", texts.collect::<Vec<_>>().join(","));
    Ok(typed(StatusCode::OK, "application/json", list))
}

/// Writes a text as JSON does (RFC 8259, 7).
fn json_text(text: &str) -> String {
    let mut written = String::from('"');
    for c in text.chars() {
        match c {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            c if u32::from(c) < 0x20 => written.push(' '),
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_title_with_quotes_stays_one_text() {
        assert_eq!(super::json_text("L'\"été\"\n\\"), "\"L'\\\"été\\\" \\\\\"");
    }
}
