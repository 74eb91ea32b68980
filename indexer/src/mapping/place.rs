//! Where in a record does a value stand? Reads `200$a`, `700$a, $b`, `100$a/17-19` and `001` as profiles write them.
//! It must not know what the value means.

use crate::marc::{Field, Subfield};

/// Three ASCII characters.
pub(super) type Tag = [u8; 3];

/// A field and the way its subfields become one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) tag: Tag,
    pub(super) text: Template,
}

/// The subfields to take, in the order of the field, each with the text that joins it to what stands before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Template {
    pub(super) pieces: Vec<Piece>,
    /// First and last character (from 0), where only these are wanted.
    pub(super) range: Option<(usize, usize)>,
}

/// One subfield of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) separator: String,
    pub(super) code: char,
}

/// Says what is wrong with a place; the caller names the key and the value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum PlaceRefusal {
    #[error("a tag has three letters or digits, as in 200$a")]
    Tag,
    #[error("a subfield code must follow the $")]
    Code,
    #[error("a data field needs a subfield, as in {0}$a")]
    Subfield(String),
    #[error("positions are written /17 or /17-19, from 0")]
    Range,
    #[error("text may only stand between subfields, as in 700$a, $b")]
    Trailing,
}

impl Place {
    /// Reads a place with its tag.
    pub(super) fn parse(written: &str) -> Result<Self, PlaceRefusal> {
        let (tag, rest) = written.split_at_checked(3).ok_or(PlaceRefusal::Tag)?;
        let tag = parse_tag(tag)?;
        let text = Template::parse(rest)?;
        if text.pieces.is_empty() && !tag.starts_with(b"00") {
            let shown = String::from_utf8_lossy(&tag).into_owned();
            return Err(PlaceRefusal::Subfield(shown));
        }
        Ok(Self { tag, text })
    }
}

/// Reads a bare tag.
pub(super) fn parse_tag(written: &str) -> Result<Tag, PlaceRefusal> {
    let tag: Tag = written
        .as_bytes()
        .try_into()
        .map_err(|_| PlaceRefusal::Tag)?;
    if tag.iter().all(u8::is_ascii_alphanumeric) {
        Ok(tag)
    } else {
        Err(PlaceRefusal::Tag)
    }
}

impl Template {
    /// Reads what follows the tag: nothing, `/35-37`, or subfields with the text between them.
    pub(super) fn parse(written: &str) -> Result<Self, PlaceRefusal> {
        let mut parts = written.split('$');
        let mut separator = parts.next().unwrap_or_default().to_owned();
        let mut pieces = Vec::new();
        for part in parts {
            let mut letters = part.chars();
            let code = letters.next().filter(char::is_ascii_alphanumeric);
            pieces.push(Piece {
                separator,
                code: code.ok_or(PlaceRefusal::Code)?,
            });
            separator = letters.as_str().to_owned();
        }
        let range = match separator.strip_prefix('/') {
            Some(range) => Some(parse_range(range).ok_or(PlaceRefusal::Range)?),
            None if separator.is_empty() => None,
            None => return Err(PlaceRefusal::Trailing),
        };
        Ok(Self { pieces, range })
    }

    /// Cuts the wanted characters out of a value; nothing where it is too short.
    pub(super) fn cut<'a>(&self, value: &'a str) -> &'a str {
        let Some((first, last)) = self.range else {
            return value;
        };
        characters(value, first, last)
    }

    /// Gives the separator of a subfield that this template takes.
    pub(super) fn separator_of(&self, code: char) -> Option<&str> {
        self.pieces
            .iter()
            .find(|piece| piece.code == code)
            .map(|piece| piece.separator.as_str())
    }

    /// Tells whether a code is the one that begins a new value when it is repeated.
    pub(super) fn begins_with(&self, code: char) -> bool {
        self.pieces.first().is_some_and(|piece| piece.code == code)
    }
}

/// Gives the characters from `first` to `last`, both included; empty where the text does not reach `last`.
pub(super) fn characters(text: &str, first: usize, last: usize) -> &str {
    if text.is_ascii() {
        return text.get(first..=last).unwrap_or_default();
    }
    let mut starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let Some(from) = starts.nth(first) else {
        return "";
    };
    let to = starts.nth(last.saturating_sub(first));
    to.and_then(|to| text.get(from..to)).unwrap_or_default()
}

/// Gives a field's tag as three bytes, or nothing for a malformed one.
pub(super) fn tag_of(field: &Field) -> Option<Tag> {
    field.tag().as_bytes().try_into().ok()
}

/// Gives the first subfield with this code.
pub(super) fn subfield(subfields: &[Subfield], code: char) -> Option<&str> {
    subfields
        .iter()
        .find(|subfield| subfield.code == code)
        .map(|subfield| subfield.value.as_str())
}

fn parse_range(written: &str) -> Option<(usize, usize)> {
    let (first, last) = written.split_once('-').unwrap_or((written, written));
    let first = first.parse().ok()?;
    let last = last.parse().ok()?;
    (first <= last && last < 100_000).then_some((first, last))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_place_is_a_tag_with_subfields_and_the_text_between_them() {
        let place = Place::parse("700$a, $b").unwrap();
        assert_eq!(&place.tag, b"700");
        assert_eq!(place.text.separator_of('a'), Some(""));
        assert_eq!(place.text.separator_of('b'), Some(", "));
        assert_eq!(place.text.separator_of('c'), None);
        assert_eq!(
            Place::parse("200 : $e").unwrap().text.separator_of('e'),
            Some(" : ")
        );
    }

    #[test]
    fn positions_count_characters_from_nought() {
        let place = Place::parse("100$a/17-19").unwrap();
        assert_eq!(
            place.text.cut("20200101d1987    m  y0frey50      ba"),
            "m  "
        );
        assert_eq!(Place::parse("008/35-37").unwrap().text.cut("short"), "");
        assert_eq!(characters("éàü", 1, 1), "à");
        assert_eq!(characters("éàü", 1, 3), "");
        assert_eq!(characters("éàü", 2, 2), "ü");
    }

    #[test]
    fn malformed_places_are_refused() {
        for (written, refusal) in [
            ("99", PlaceRefusal::Tag),
            ("9é5$a", PlaceRefusal::Tag),
            ("99$a", PlaceRefusal::Tag),
            ("995$", PlaceRefusal::Code),
            ("995", PlaceRefusal::Subfield("995".into())),
            ("100$a/x", PlaceRefusal::Range),
            ("100$a/19-17", PlaceRefusal::Range),
            ("700$a, ", PlaceRefusal::Trailing),
            ("", PlaceRefusal::Tag),
        ] {
            assert_eq!(Place::parse(written), Err(refusal), "{written}");
        }
    }
}
