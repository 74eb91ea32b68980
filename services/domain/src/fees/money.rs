//! How much is it? Amounts in whole cents, added without ever wrapping. It must not know what an amount is for.

use std::fmt;

/// Largest amount that is taken from outside, in cents: 100,000 euros, far above any book.
pub const AMOUNT_CENTS_MAX: i64 = 10_000_000;

/// In which money a library counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Currency {
    /// The euro.
    #[default]
    Eur,
}

impl Currency {
    /// Gives the code of ISO 4217.
    pub fn code(self) -> &'static str {
        match self {
            Self::Eur => "EUR",
        }
    }
}

/// An amount in minor units, with its currency. A balance may be below zero, an amount from outside may not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    cents: i64,
    currency: Currency,
}

/// Why an amount is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyRefusal {
    /// Below zero.
    #[error("amount of {0} cents is below zero")]
    Negative(i64),
    /// Above what anything costs.
    #[error("amount of {0} cents is above the limit of {AMOUNT_CENTS_MAX} cents")]
    TooLarge(i64),
    /// Two amounts whose sum or difference cannot be written down.
    #[error("{0} and {1} together go beyond what can be counted")]
    Overflow(Money, Money),
}

impl Money {
    /// Nothing, in euros.
    pub const ZERO: Self = Self {
        cents: 0,
        currency: Currency::Eur,
    };

    /// Makes an amount in euros from a setting in cents, which cannot be negative.
    pub fn from_setting(cents: u32) -> Self {
        Self {
            cents: i64::from(cents),
            currency: Currency::Eur,
        }
    }

    /// Takes a sum of an account back in euro cents, which may be below zero.
    pub fn from_balance(cents: i64) -> Self {
        Self {
            cents,
            currency: Currency::Eur,
        }
    }

    /// Takes an amount in euro cents from outside: 0 to [`AMOUNT_CENTS_MAX`].
    pub fn from_outside(cents: i64) -> Result<Self, MoneyRefusal> {
        if cents < 0 {
            return Err(MoneyRefusal::Negative(cents));
        }
        if cents > AMOUNT_CENTS_MAX {
            return Err(MoneyRefusal::TooLarge(cents));
        }
        Ok(Self {
            cents,
            currency: Currency::Eur,
        })
    }

    /// Gives the amount in minor units.
    pub fn cents(self) -> i64 {
        self.cents
    }

    /// Gives the currency.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// Says whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.cents == 0
    }

    /// Adds, or says that the sum cannot be counted.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyRefusal> {
        let cents = self.cents.checked_add(other.cents);
        self.with(cents, other)
    }

    /// Subtracts, or says that the difference cannot be counted. The result may be below zero.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyRefusal> {
        let cents = self.cents.checked_sub(other.cents);
        self.with(cents, other)
    }

    /// Multiplies by a count of days or pieces, or says that the product cannot be counted.
    pub fn checked_times(self, count: u32) -> Result<Self, MoneyRefusal> {
        let cents = self.cents.checked_mul(i64::from(count));
        self.with(cents, self)
    }

    fn with(self, cents: Option<i64>, other: Self) -> Result<Self, MoneyRefusal> {
        match cents {
            Some(cents) => Ok(Self { cents, ..self }),
            None => Err(MoneyRefusal::Overflow(self, other)),
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.cents < 0 { "-" } else { "" };
        let cents = self.cents.unsigned_abs();
        let code = self.currency.code();
        write!(f, "{sign}{}.{:02} {code}", cents / 100, cents % 100)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_amount_from_outside_is_neither_negative_nor_absurd() {
        for (cents, said) in [
            (-1, "amount of -1 cents is below zero"),
            (
                10_000_001,
                "amount of 10000001 cents is above the limit of 10000000 cents",
            ),
        ] {
            let refusal = Money::from_outside(cents).unwrap_err();
            assert_eq!(refusal.to_string(), said);
        }
        assert!(Money::from_outside(i64::MIN).is_err());
        assert_eq!(Money::from_outside(0).unwrap(), Money::ZERO);
    }

    #[test]
    fn sums_are_exact_and_never_wrap() {
        let twelve = Money::from_setting(1_250);
        assert_eq!(
            twelve.checked_add(twelve).unwrap(),
            Money::from_setting(2_500)
        );
        let owed = Money::ZERO.checked_sub(twelve).unwrap();
        assert_eq!(owed.to_string(), "-12.50 EUR");
        let huge = Money {
            cents: i64::MAX,
            currency: Currency::Eur,
        };
        assert!(huge.checked_add(twelve).is_err());
        assert!(huge.checked_times(2).is_err());
    }
}
