//! What does a notice say in one short message? No title, and no character that would make it two messages.

use super::NoticeKind;
use super::text::{NoticeFacts, TextRefusal, cut, shown, words};
use crate::patrons::Language;

/// Longest short message, in characters of the GSM 7-bit default alphabet (3GPP TS 23.038, 6.2.1).
pub const SHORT_TEXT_CHARS_MAX: usize = 160;

/// Writes a notice as one short message; refuses where a fact is missing that the patron needs in order to act.
pub fn render_short(
    kind: NoticeKind,
    language: Language,
    facts: &NoticeFacts,
) -> Result<String, TextRefusal> {
    let shown = shown(kind, facts);
    // The long text is made for its checks: both forms refuse the same facts.
    let subject = words(language, &shown)?.subject;
    let mut parts = vec![format!("{}: {subject}", cut(&facts.sender_name, 30))];
    if let Some(day) = facts.day {
        let (year, month, day) = day.civil();
        parts.push(format!("{day:02}/{month:02}/{year}"));
    }
    match kind {
        NoticeKind::Ready | NoticeKind::ReadyReminder | NoticeKind::DateChanged => {
            parts.push(cut(&facts.library_name, 40));
            parts.extend(shown.code.map(|code| format!("code {}", cut(&code, 12))));
        }
        NoticeKind::Placed
        | NoticeKind::Waiting
        | NoticeKind::OnItsWay
        | NoticeKind::NotCollected
        | NoticeKind::DueSoon
        | NoticeKind::Overdue(_)
        | NoticeKind::PresumedLost
        | NoticeKind::Recalled
        | NoticeKind::Cancelled
        | NoticeKind::Refused
        | NoticeKind::Unfilled
        | NoticeKind::CardExpires
        | NoticeKind::Returned
        | NoticeKind::SignInCode
        | NoticeKind::PasswordChanged => {}
    }
    let text = parts.join(" - ");
    let plain = text.chars().fold(String::new(), push_in_gsm_alphabet);
    Ok(plain.chars().take(SHORT_TEXT_CHARS_MAX).collect())
}

/// Adds a character as the default alphabet has it: a circumflex is dropped, since one alone would halve the
/// message's length.
fn push_in_gsm_alphabet(mut text: String, c: char) -> String {
    let plain = match c {
        'â' | 'á' => "a",
        'Â' | 'À' | 'Á' => "A",
        'ç' => "c",
        'ê' | 'ë' => "e",
        'È' | 'Ê' | 'Ë' => "E",
        'î' | 'ï' => "i",
        'Î' | 'Ï' => "I",
        'ô' => "o",
        'Ô' => "O",
        'û' => "u",
        'Û' | 'Ù' => "U",
        'ÿ' => "y",
        'œ' => "oe",
        'Œ' => "OE",
        '’' | '`' => "'",
        '«' | '»' | '“' | '”' => "\"",
        '…' => "...",
        '–' | '—' | '~' | '^' | '|' | '\\' => "-",
        '[' | '{' => "(",
        ']' | '}' => ")",
        '\u{a0}' | '\u{202f}' => " ",
        ' '..='~' => {
            text.push(c);
            return text;
        }
        'à' | 'ä' | 'å' | 'è' | 'é' | 'ì' | 'ñ' | 'ò' | 'ö' | 'ø' | 'ù' | 'ü' | 'ß' | 'æ' | 'Ä'
        | 'Å' | 'Æ' | 'Ç' | 'É' | 'Ñ' | 'Ö' | 'Ø' | 'Ü' => {
            text.push(c);
            return text;
        }
        _ => "?",
    };
    text.push_str(plain);
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::notices::SignInFacts;
    use crate::patrons::fixtures::TODAY;

    fn facts() -> NoticeFacts {
        NoticeFacts {
            first_name: "Marie".into(),
            title: "L'Étranger".to_owned(),
            library_name: "Médiathèque d'Arques".to_owned(),
            sender_name: "Bibliothèque d’Aire".to_owned(),
            day: Some(TODAY),
            pickup_code: Some("4127".to_owned()),
            sign_in: Some(SignInFacts {
                code: "5ec2e7".to_owned(),
                page: None,
            }),
            ..NoticeFacts::default()
        }
    }

    #[test]
    fn a_short_message_says_when_where_and_the_code() {
        for (kind, language, text) in [
            (
                NoticeKind::Ready,
                Language::French,
                "Bibliothèque d'Aire: Votre réservation vous attend - 01/12/2026 - Médiathèque d'Arques - code 4127",
            ),
            (
                NoticeKind::DueSoon,
                Language::French,
                "Bibliothèque d'Aire: Un pret est bientot à rendre - 01/12/2026",
            ),
            (
                NoticeKind::Ready,
                Language::English,
                "Bibliothèque d'Aire: Your request is ready - 01/12/2026 - Médiathèque d'Arques - code 4127",
            ),
        ] {
            assert_eq!(render_short(kind, language, &facts()).unwrap(), text);
        }
    }

    #[test]
    fn a_short_message_is_one_message_without_title_or_name() {
        let long = NoticeFacts {
            library_name: "œ".repeat(500),
            sender_name: "…[漢]".repeat(500),
            pickup_code: Some("9".repeat(500)),
            ..facts()
        };
        for kind in NoticeKind::ALL {
            for language in [Language::French, Language::English] {
                let text = render_short(kind, language, &long).unwrap();
                assert!(text.chars().count() <= SHORT_TEXT_CHARS_MAX, "{text}");
                let text = render_short(kind, language, &facts()).unwrap();
                assert!(
                    ["tranger", "Marie", "5ec2e7"]
                        .iter()
                        .all(|hidden| !text.contains(hidden)),
                    "{text}"
                );
            }
        }
    }
}
