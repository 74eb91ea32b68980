//! Which item, card, request or journey is meant? Names only: what they stand for is elsewhere.

use crate::catalogue::LibraryId;
use crate::privacy::Personal;
use std::fmt;

/// Longest barcode or card number, in bytes: Code 128 labels are shorter, and nothing longer is ever scanned.
pub const NUMBER_BYTES_MAX: usize = 64;

/// Says why a text is no barcode or card number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} \"{text}\" is not 1 to 64 printable characters without spaces around")]
pub struct NumberRefusal {
    /// "barcode" or "card number".
    pub what: &'static str,
    /// The beginning of the text.
    pub text: String,
}

fn number(what: &'static str, text: &str) -> Result<String, NumberRefusal> {
    let text = text.trim();
    if text.is_empty() || text.len() > NUMBER_BYTES_MAX || text.chars().any(char::is_control) {
        let text = text.chars().take(64).collect();
        return Err(NumberRefusal { what, text });
    }
    Ok(text.to_owned())
}

/// The barcode of a copy: opaque text that keeps its leading zeros, unique within its library only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Barcode(String);

impl Barcode {
    /// Takes what a scanner read or a person typed.
    pub fn parse(text: &str) -> Result<Self, NumberRefusal> {
        number("barcode", text).map(Self)
    }

    /// Gives the barcode as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Barcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One copy in the whole territory: village libraries all start at 000001, so the library is part of the name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId {
    /// Whose copy it is.
    pub library: LibraryId,
    /// Its barcode there.
    pub barcode: Barcode,
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.library, self.barcode)
    }
}

/// The number on a patron's card, unique within the home library only. It is personal: it is not displayed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardNumber(Personal<String>);

impl CardNumber {
    /// Takes what a scanner read or a person typed.
    pub fn parse(text: &str) -> Result<Self, NumberRefusal> {
        match number("card number", text) {
            Ok(number) => Ok(Self(number.into())),
            Err(refusal) => Err(NumberRefusal {
                text: "…".to_owned(),
                ..refusal
            }),
        }
    }

    /// Gives the number, for the home library's store and screen alone.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// Names a patron within the home library's own store; it never leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatronNumber(pub u64);

/// Names who works at a desk, within one library's own store: whoever overrides, waives or tells is named by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StaffId(pub u64);

/// Stands for a patron outside the home library: random, fresh for each request, so that two of them cannot be linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatronReference(pub u128);

/// Names a loan request, from the placing on: it is drawn by whoever places it, so that placing twice is placing once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u128);

/// Names a journey of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JourneyId(pub u128);

macro_rules! shown_as_hexadecimal {
    ($($name:ident),+) => {
        $(
            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, "{:032x}", self.0)
                }
            }

            impl $name {
                /// Reads 1 to 32 hexadecimal digits; nothing where it is something else.
                pub fn parse(text: &str) -> Option<Self> {
                    let sound = (1..=32).contains(&text.len())
                        && text.bytes().all(|byte| byte.is_ascii_hexdigit());
                    if !sound {
                        return None;
                    }
                    u128::from_str_radix(text, 16).ok().map(Self)
                }
            }
        )+
    };
}

shown_as_hexadecimal!(PatronReference, RequestId, JourneyId);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_barcode_keeps_its_leading_zeros_and_loses_the_scanners_return() {
        assert_eq!(Barcode::parse("000001\r\n").unwrap().as_str(), "000001");
    }

    #[test]
    fn what_no_label_can_carry_is_refused_by_name() {
        for text in ["", "  ", "a\u{0}b", &"9".repeat(65)] {
            assert_eq!(Barcode::parse(text).unwrap_err().what, "barcode");
        }
    }

    #[test]
    fn a_card_number_shows_itself_neither_in_logs_nor_in_refusals() {
        let card = CardNumber::parse("62765-0042").unwrap();
        assert_eq!(format!("{card:?}"), "CardNumber((personal))");
        let refusal = CardNumber::parse(&"4".repeat(99)).unwrap_err();
        assert!(!refusal.to_string().contains("44"), "{refusal}");
    }

    #[test]
    fn an_id_is_read_as_it_is_shown() {
        let id = RequestId(0xabc);
        assert_eq!(RequestId::parse(&id.to_string()), Some(id));
        for text in ["", "xyz", "+1", &"0".repeat(33)] {
            assert_eq!(RequestId::parse(text), None, "{text}");
        }
    }
}
