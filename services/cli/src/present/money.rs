//! How is an amount shown? For programs in minor units, for people as `12.50 EUR`.

use navette_proto::wire::fees as wire;
use serde::Serialize;

/// An amount; a balance below zero is owed by the library.
#[derive(Serialize)]
pub(crate) struct Money {
    minor_units: i64,
    currency: String,
}

impl From<wire::Money> for Money {
    fn from(money: wire::Money) -> Self {
        Self {
            minor_units: money.minor_units,
            currency: money.currency,
        }
    }
}

impl Money {
    /// Writes it for people.
    pub(crate) fn words(&self) -> String {
        let sign = if self.minor_units < 0 { "-" } else { "" };
        let cents = self.minor_units.unsigned_abs();
        let (whole, rest) = (cents / 100, cents % 100);
        let words = format!("{sign}{whole}.{rest:02} {}", self.currency);
        words.trim_end().to_owned()
    }
}

/// Writes an amount that may be absent.
pub(crate) fn words(money: Option<&Money>) -> String {
    money.map(Money::words).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_keep_their_zeros_and_debts_their_sign() {
        for (minor_units, shown) in [
            (1_205, "12.05 EUR"),
            (-5, "-0.05 EUR"),
            (i64::MIN, "-92233720368547758.08 EUR"),
        ] {
            let money = Money {
                minor_units,
                currency: "EUR".into(),
            };
            assert_eq!(money.words(), shown);
        }
    }
}
