//! How is a catalogue's text shown and sorted? Non-sorting marks and ISBD punctuation come off. It must not know fields.

use std::borrow::Cow;

/// Non-sorting begin and end: U+0098/U+009C, and U+0088/U+0089 as some UTF-8 exports carry them.
const MARKS: [char; 4] = ['\u{88}', '\u{89}', '\u{98}', '\u{9c}'];

/// Words whose full stop is theirs, not the punctuation of the description.
const ABBREVIATIONS: &[&str] = &[
    "etc", "jr", "sr", "inc", "ltd", "co", "cie", "cy", "corp", "bros", "éd", "ed", "éds", "eds",
    "vol", "coll", "dr", "mr", "mrs", "st", "ste", "dept", "univ", "no", "p", "pp", "cm", "mm",
    "min", "ill", "fig", "cf", "s.l", "s.n", "av", "apr", "trad", "rev", "suppl", "al",
];

/// Takes ISBD punctuation and spaces off both ends: "Title /" and ", Isaac".
pub(super) fn trim_isbd(text: &str) -> &str {
    let edge = |c: char| c.is_whitespace() || matches!(c, '/' | ':' | ';' | ',' | '=');
    text.trim_start_matches(edge).trim_end_matches(edge)
}

/// Takes one final full stop off, unless it belongs to an ellipsis, an initial or an abbreviation.
pub(super) fn trim_full_stop(text: &str) -> &str {
    let Some(before) = text.strip_suffix('.') else {
        return text;
    };
    let last = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '-' | '(' | '[' | ','))
        .next()
        .unwrap_or_default();
    let dotted = last.contains('.') || last.is_empty();
    if dotted || last.chars().nth(1).is_none() || is_abbreviation(last) {
        return text;
    }
    before.trim_end()
}

/// Makes text for the screen: marks go, what they enclose stays, runs of white space become one space.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    if let Some((article, rest)) = typed_marks(text) {
        return Cow::Owned(format!("{}{}", shown(article), shown(rest)));
    }
    if !needs_work(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut made = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if MARKS.contains(&c) {
            continue;
        }
        if c.is_whitespace() || c.is_control() {
            space = !made.is_empty();
            continue;
        }
        if space {
            made.push(' ');
            space = false;
        }
        made.push(c);
    }
    Cow::Owned(made)
}

/// A title without what does not count in its order, and whether the source itself said what that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sorted<'a> {
    pub(super) title: &'a str,
    pub(super) marked: bool,
}

/// Leaves out what the source marks as not sorting: text between marks at the start, or the first `skip` characters
/// (MARC 21 non-filing indicator). Marks further in stay; the folding of keys passes over them.
pub(super) fn sorted(title: &str, skip: usize) -> Sorted<'_> {
    let text = title.trim_start();
    if let Some((_, title)) = typed_marks(text) {
        return Sorted {
            title,
            marked: true,
        };
    }
    if text.starts_with(['\u{88}', '\u{98}'])
        && let Some(end) = text.find(['\u{89}', '\u{9c}'])
        && let Some(rest) = text.get(end..)
        && has_letter(rest)
    {
        let title = rest.trim_start_matches(|c: char| MARKS.contains(&c) || c.is_whitespace());
        return Sorted {
            title,
            marked: true,
        };
    }
    let skipped = text
        .char_indices()
        .nth(skip)
        .and_then(|(at, _)| text.get(at..));
    match skipped {
        Some(rest) if skip > 0 && has_letter(rest) => Sorted {
            title: rest,
            marked: true,
        },
        _ => Sorted {
            title: text,
            marked: false,
        },
    }
}

/// Some catalogues type the marks: `<<The >>sweetest fig`.
fn typed_marks(text: &str) -> Option<(&str, &str)> {
    let (article, rest) = text.strip_prefix("<<")?.split_once(">>")?;
    (has_letter(rest) && !rest.contains("<<")).then_some((article, rest))
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn is_abbreviation(word: &str) -> bool {
    if word.len() > 8 {
        return false;
    }
    ABBREVIATIONS.contains(&word) || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

fn needs_work(bytes: &[u8]) -> bool {
    let mut before = b'x';
    for &byte in bytes {
        let mark = before == 0xc2 && byte < 0xa1;
        if byte < b' ' || mark || (byte == b' ' && before == b' ') {
            return true;
        }
        before = byte;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn isbd_punctuation_comes_off_the_ends_only() {
        for (written, clean) in [
            ("L'étranger /", "L'étranger"),
            (", Isaac", "Isaac"),
            ("Titre :  ", "Titre"),
            ("Vingt ans après ; suivi de", "Vingt ans après ; suivi de"),
            ("24/7", "24/7"),
        ] {
            assert_eq!(trim_isbd(written), clean);
        }
    }

    #[test]
    fn a_full_stop_stays_where_it_belongs_to_the_word() {
        for (written, clean) in [
            ("Second foundation.", "Second foundation"),
            ("Animaux, plantes, etc.", "Animaux, plantes, etc."),
            ("Tolkien, J. R. R.", "Tolkien, J. R. R."),
            ("Et après...", "Et après..."),
            ("Les fils de la Vierge.", "Les fils de la Vierge"),
            ("Plon, Cie.", "Plon, Cie."),
            (".", "."),
        ] {
            assert_eq!(trim_full_stop(written), clean);
        }
    }

    #[test]
    fn marks_are_not_text() {
        assert_eq!(shown("\u{98}Le \u{9c}petit prince"), "Le petit prince");
        assert_eq!(shown("\u{88}L'\u{89}étranger"), "L'étranger");
        assert_eq!(shown("<<The >>sweetest fig"), "The sweetest fig");
        assert_eq!(shown("deux\nlignes  et\tplus"), "deux lignes et plus");
    }

    #[test]
    fn what_does_not_sort_is_left_out_of_the_sorting_title() {
        let cases = [
            ("\u{98}Le \u{9c}petit prince", 0, "petit prince", true),
            ("\u{88}L'\u{89}étranger", 0, "étranger", true),
            ("<<The >>sweetest fig", 0, "sweetest fig", true),
            ("The stranger", 4, "stranger", true),
            ("Le petit prince", 0, "Le petit prince", false),
            ("A", 2, "A", false),
            ("\u{98}Le", 0, "\u{98}Le", false),
        ];
        for (title, skip, expected, marked) in cases {
            assert_eq!(
                sorted(title, skip),
                Sorted {
                    title: expected,
                    marked
                }
            );
        }
    }
}
