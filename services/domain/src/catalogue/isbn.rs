//! Which book number is this? ISBN-10, ISBN-13 and EAN-13 as one checked 13-digit number.

use std::fmt;

/// A checksum-valid ISBN-13 (prefix 978 or 979) or other EAN-13, as its 13 digits.
///
/// ISBN-10 is turned into its ISBN-13 (ISO 2108:2017, annex A), so that one edition has one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Isbn(u64);

/// Says why a text is no book number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IsbnRefusal {
    /// Neither 10 nor 13 digits once hyphens and spaces are gone.
    #[error("\"{0}\" has neither 10 nor 13 digits")]
    Length(String),
    /// The last digit does not agree with the others.
    #[error("\"{0}\" has a wrong check digit")]
    Checksum(String),
}

impl Isbn {
    /// Reads a number as catalogues write it: hyphens, spaces and a trailing qualifier ("(br.)") are passed over.
    pub fn parse(text: &str) -> Result<Self, IsbnRefusal> {
        let shown = || text.chars().take(40).collect::<String>();
        let start = text
            .trim_start()
            .trim_start_matches("ISBN")
            .trim_start_matches([' ', ':']);
        let mut digits = [0_u8; 13];
        let mut count = 0;
        for c in start.chars() {
            let value = match c {
                '0'..='9' => c as u8 - b'0',
                'x' | 'X' if count == 9 => 10,
                '-' | '\u{2010}'..='\u{2015}' | '\u{ad}' => continue,
                ' ' | '\u{a0}' => continue,
                _ => break,
            };
            if count == 13 {
                return Err(IsbnRefusal::Length(shown()));
            }
            digits[count] = value;
            count += 1;
        }
        match count {
            10 => Self::from_ten(&digits[..10]).ok_or_else(|| IsbnRefusal::Checksum(shown())),
            13 => Self::from_thirteen(&digits).ok_or_else(|| IsbnRefusal::Checksum(shown())),
            _ => Err(IsbnRefusal::Length(shown())),
        }
    }

    /// Takes the number back from its 13 digits as one integer, if the check digit agrees.
    pub fn from_number(number: u64) -> Option<Self> {
        let mut digits = [0_u8; 13];
        let mut rest = number;
        for digit in digits.iter_mut().rev() {
            *digit = (rest % 10) as u8;
            rest /= 10;
        }
        if rest != 0 {
            None
        } else {
            Self::from_thirteen(&digits)
        }
    }

    /// Gives the 13 digits as one integer.
    pub fn number(self) -> u64 {
        self.0
    }

    fn from_ten(digits: &[u8]) -> Option<Self> {
        let weighted: u32 = digits
            .iter()
            .zip((1..=10).rev())
            .map(|(d, w)| u32::from(*d) * w)
            .sum();
        if !weighted.is_multiple_of(11) {
            return None;
        }
        let mut long = [9, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        long[3..12].copy_from_slice(&digits[..9]);
        long[12] = check_digit(&long);
        Self::from_thirteen(&long)
    }

    fn from_thirteen(digits: &[u8; 13]) -> Option<Self> {
        if digits[12] != check_digit(digits) || digits.iter().all(|d| *d == 0) {
            return None;
        }
        Some(Self(
            digits
                .iter()
                .fold(0, |number, d| number * 10 + u64::from(*d)),
        ))
    }
}

/// Computes the EAN-13 check digit of the first twelve digits (weights 1 and 3).
fn check_digit(digits: &[u8; 13]) -> u8 {
    let sum: u32 = digits[..12]
        .iter()
        .enumerate()
        .map(|(place, d)| u32::from(*d) * if place % 2 == 0 { 1 } else { 3 })
        .sum();
    ((10 - sum % 10) % 10) as u8
}

impl fmt::Display for Isbn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:013}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_and_thirteen_digits_name_the_same_edition() {
        let short = Isbn::parse("2-07-036002-4 (br.)");
        assert_eq!(short, Isbn::parse("978-2-07-036002-4"));
        assert_eq!(
            short.map(|isbn| isbn.to_string()),
            Ok("9782070360024".into())
        );
    }

    #[test]
    fn a_check_digit_x_counts_ten() {
        assert_eq!(
            Isbn::parse("272460766X").map(|i| i.to_string()),
            Ok("9782724607666".into())
        );
    }

    #[test]
    fn wrong_numbers_are_refused_with_the_number() {
        assert_eq!(
            Isbn::parse("9782070360025"),
            Err(IsbnRefusal::Checksum("9782070360025".into()))
        );
        assert_eq!(
            Isbn::parse("12345"),
            Err(IsbnRefusal::Length("12345".into()))
        );
        assert_eq!(
            Isbn::parse("0000000000000"),
            Err(IsbnRefusal::Checksum("0000000000000".into()))
        );
    }
}
