//! How is an amount typed? In euros with two digits, with comma or point: `12.50`.

use navette_domain::fees;
use navette_proto::wire::fees::Money;

/// Reads an amount above zero.
pub(crate) fn amount(text: &str) -> Result<Money, String> {
    let cents = cents(text).ok_or_else(|| format!("\"{text}\" is not an amount, such as 12.50"))?;
    if cents == 0 {
        return Err("the amount is nothing".to_owned());
    }
    let money = fees::Money::from_outside(cents).map_err(|refusal| refusal.to_string())?;
    Ok(Money {
        minor_units: money.cents(),
        currency: money.currency().code().to_owned(),
    })
}

fn cents(text: &str) -> Option<i64> {
    let (euros, rest) = text.split_once(['.', ',']).unwrap_or((text, "00"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(euros) || !digits(rest) || rest.len() > 2 {
        return None;
    }
    let rest = format!("{rest:0<2}").parse::<i64>().ok()?;
    euros
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn euros_are_read_with_comma_or_point() {
        for (typed, cents) in [
            ("12.50", 1_250),
            ("12,5", 1_250),
            ("3", 300),
            ("0.05", 5),
            ("100000", 10_000_000),
        ] {
            let read = amount(typed).map(|money| money.minor_units);
            assert_eq!(read, Ok(cents), "{typed}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for typed in [
            "",
            "-1",
            "1.234",
            ".5",
            "5.",
            "0",
            "1e3",
            "100000.01",
            "99999999999999999999",
        ] {
            assert!(amount(typed).is_err(), "{typed}");
        }
    }
}
