//! An amount, wire and domain.

use crate::Refusal;
use crate::convert::limits::{beginning, needed};
use crate::wire::fees as wire;
use navette_domain::fees::{Currency, Money};

/// Writes an amount, or a balance, which may be below zero.
pub fn to_wire(money: Money) -> wire::Money {
    wire::Money {
        minor_units: money.cents(),
        currency: money.currency().code().to_owned(),
    }
}

/// Reads an amount that must be there: not below zero, not above what anything costs, in euros.
pub fn from_wire(field: &str, money: Option<wire::Money>) -> Result<Money, Refusal> {
    let money = needed(field, money)?;
    let euro = Currency::Eur.code();
    if money.currency != euro {
        let shown = beginning(&money.currency);
        let reason = format!("\"{shown}\" is not {euro}, in which this library counts");
        return Err(Refusal::field(format!("{field}.currency"), reason));
    }
    Money::from_outside(money.minor_units)
        .map_err(|refusal| Refusal::field(format!("{field}.minor_units"), refusal.to_string()))
}

/// Reads an amount that may be absent.
pub fn optional_from_wire(
    field: &str,
    money: Option<wire::Money>,
) -> Result<Option<Money>, Refusal> {
    match money {
        None => Ok(None),
        Some(_) => from_wire(field, money).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_survives_the_wire() {
        let amount = Money::from_setting(1_250);
        assert_eq!(from_wire("amount", Some(to_wire(amount))), Ok(amount));
        assert_eq!(optional_from_wire("amount", None), Ok(None));
    }

    #[test]
    fn what_is_no_amount_is_refused_by_field() {
        let sent = |minor_units, currency: &str| {
            Some(wire::Money {
                minor_units,
                currency: currency.into(),
            })
        };
        let cases = [
            (None, "amount: it is missing"),
            (
                sent(1, "FRF"),
                "amount.currency: \"FRF\" is not EUR, in which this library counts",
            ),
            (
                sent(-1, "EUR"),
                "amount.minor_units: amount of -1 cents is below zero",
            ),
            (
                sent(i64::MAX, "EUR"),
                "amount.minor_units: amount of 9223372036854775807 cents is above the limit of 10000000 cents",
            ),
        ];
        for (sent, told) in cases {
            let refused = from_wire("amount", sent).map_err(|refusal| refusal.to_string());
            assert_eq!(refused, Err(told.to_owned()));
        }
    }
}
