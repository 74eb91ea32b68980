//! How is a sum read that somebody typed?

use navette_proto::wire::fees::Money;

/// Largest sum taken, in cents: a typing error, above it.
const CENTS_MAX: i64 = 1_000_000;

/// What was typed is no sum.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoSum;

/// Reads euros, with comma or point: "12,50"; nothing where nothing was typed.
pub(super) fn euros(text: &str) -> Result<Option<Money>, NoSum> {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '€')
        .collect();
    if text.is_empty() {
        return Ok(None);
    }
    let (whole, rest) = text.split_once([',', '.']).unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || !digits(whole) || !digits(rest) || rest.len() > 2 {
        return Err(NoSum);
    }
    let cents = match rest.len() {
        0 => 0,
        1 => rest.parse::<i64>().map_err(|_| NoSum)? * 10,
        _ => rest.parse().map_err(|_| NoSum)?,
    };
    let sum = whole.parse::<i64>().map_err(|_| NoSum)? * 100 + cents;
    match (1..=CENTS_MAX).contains(&sum) {
        true => Ok(Some(Money {
            minor_units: sum,
            currency: "EUR".to_owned(),
        })),
        false => Err(NoSum),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_people_type_them() {
        for (text, cents) in [
            ("12,50", 1_250),
            ("3", 300),
            ("0.5", 50),
            (" 1 000,00 € ", 100_000),
        ] {
            let read = euros(text).map(|sum| sum.map(|sum| sum.minor_units));
            assert_eq!(read, Ok(Some(cents)), "{text}");
        }
        assert_eq!(euros("  "), Ok(None));
        for text in ["-1", "0", "1,234", "abc", "99999999", ",5", "1,2,3"] {
            assert_eq!(euros(text), Err(NoSum), "{text}");
        }
    }
}
