//! Is this a PIN worth having? It must not know how PINs are kept, and never repeats one.

/// Fewest digits of a PIN.
pub const PIN_DIGITS_MIN: usize = 4;
/// Most digits of a PIN.
pub const PIN_DIGITS_MAX: usize = 8;

/// Why a PIN is not taken. The PIN itself is never part of the message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinRefusal {
    /// Too short or too long.
    #[error("the PIN has {0} characters, allowed are {PIN_DIGITS_MIN} to {PIN_DIGITS_MAX} digits")]
    Length(usize),
    /// Something else than digits.
    #[error("the PIN holds something else than digits")]
    NotDigits,
    /// 0000.
    #[error("the PIN is one digit repeated")]
    Repeated,
    /// 1234, 8765, 7890.
    #[error("the PIN is a plain run of digits")]
    Run,
}

impl PinRefusal {
    /// Says what to do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Length(_) | Self::NotDigits => "choose 4 to 8 digits",
            Self::Repeated | Self::Run => "choose digits that nobody guesses first",
        }
    }
}

/// Checks a PIN: 4 to 8 digits, not all the same, not a run up or down (9 and 0 are neighbours).
pub fn check_pin(pin: &str) -> Result<(), PinRefusal> {
    let length = pin.chars().count();
    if !(PIN_DIGITS_MIN..=PIN_DIGITS_MAX).contains(&length) {
        return Err(PinRefusal::Length(length));
    }
    if !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PinRefusal::NotDigits);
    }
    let steps = |step: u8| {
        pin.bytes()
            .zip(pin.bytes().skip(1))
            .all(|(one, next)| (one - b'0' + step) % 10 == next - b'0')
    };
    if steps(0) {
        return Err(PinRefusal::Repeated);
    }
    if steps(1) || steps(9) {
        return Err(PinRefusal::Run);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_that_anybody_guesses_is_refused() {
        for (pin, refusal) in [
            ("", PinRefusal::Length(0)),
            ("123", PinRefusal::Length(3)),
            ("123456789", PinRefusal::Length(9)),
            ("12a4", PinRefusal::NotDigits),
            ("١٢٣٥", PinRefusal::NotDigits),
            ("0000", PinRefusal::Repeated),
            ("99999999", PinRefusal::Repeated),
            ("1234", PinRefusal::Run),
            ("8765", PinRefusal::Run),
            ("7890", PinRefusal::Run),
            ("2109", PinRefusal::Run),
        ] {
            assert_eq!(check_pin(pin), Err(refusal), "{pin}");
        }
        for pin in ["4127", "1235", "00001111"] {
            assert_eq!(check_pin(pin), Ok(()), "{pin}");
        }
    }

    #[test]
    fn a_refusal_never_repeats_the_pin() {
        for pin in ["1234", "777777"] {
            let said = check_pin(pin).map_err(|refusal| refusal.to_string());
            assert!(said.is_err_and(|said| !said.contains(pin)));
        }
    }
}
