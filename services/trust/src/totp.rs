//! Which six digits does the telephone show now? RFC 6238: HMAC-SHA-1 over steps of 30 seconds, as every such app has it.

use navette_domain::time::Timestamp;
use ring::hmac;

/// How long a code is shown, in milliseconds.
const STEP_MS: i64 = 30_000;
/// The letters of base 32, RFC 4648.
const BASE_32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The secret that a telephone and an account share: 160 bits, as RFC 4226 recommends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TotpSecret(pub [u8; 20]);

/// Counts the steps up to a moment.
pub fn step_at(now: Timestamp) -> u64 {
    u64::try_from(now.0.div_euclid(STEP_MS)).unwrap_or(0)
}

impl TotpSecret {
    /// Says at which step a code is right: now, or one step before or after, and later than the last step that was used, so
    /// that a code which somebody saw typed is worth nothing.
    pub fn step_of(&self, code: &str, now: Timestamp, last_used: u64) -> Option<u64> {
        let digits = code.trim();
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let here = step_at(now);
        let mut steps = [here.saturating_sub(1), here, here.saturating_add(1)].into_iter();
        steps.find(|step| *step > last_used && self.code(*step) == digits)
    }

    /// Gives the code of a step.
    pub fn code(&self, step: u64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let bytes = tag.as_ref();
        let from = usize::from(bytes.last().copied().unwrap_or(0) & 0xf);
        let four = bytes.iter().skip(from).take(4);
        let number = four.fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
        format!("{:06}", (number & 0x7fff_ffff) % 1_000_000)
    }

    /// Writes it in base 32, for a person to type.
    pub fn base_32(&self) -> String {
        let mut text = String::new();
        for five in self.0.chunks(5) {
            let bits = five
                .iter()
                .fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
            for place in (0..8).rev() {
                let letter = usize::try_from((bits >> (5 * place)) & 31).unwrap_or(0);
                text.extend(BASE_32.get(letter).map(|letter| char::from(*letter)));
            }
        }
        text
    }

    /// Writes it as the address that an app reads from a QR code.
    pub fn uri(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (escaped(issuer), escaped(account));
        let secret = self.base_32();
        format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}")
    }
}

/// Writes what is not plain as %XX.
fn escaped(text: &str) -> String {
    let mut written = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: TotpSecret = TotpSecret(*b"12345678901234567890");

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, SHA-1: the last six of its eight digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let step = step_at(Timestamp(seconds * 1_000));
            assert_eq!(SECRET.code(step), code, "at {seconds} s");
        }
    }

    #[test]
    fn a_code_works_a_step_early_or_late_and_once() {
        let now = Timestamp(1_111_111_109_000);
        let step = step_at(now);
        for near in [step - 1, step, step + 1] {
            let found = SECRET.step_of(&SECRET.code(near), now, 0);
            assert_eq!(found, Some(near));
        }
        assert_eq!(SECRET.step_of(&SECRET.code(step - 2), now, 0), None);
        assert_eq!(SECRET.step_of(&SECRET.code(step), now, step), None);
        for odd in ["", "08180", "0818044", "08180x"] {
            assert_eq!(SECRET.step_of(odd, now, 0), None);
        }
    }

    #[test]
    fn a_secret_is_written_as_apps_read_it() {
        assert_eq!(SECRET.base_32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let uri = SECRET.uri("Médiathèque", "zoe");
        assert_eq!(
            uri,
            "otpauth://totp/M%C3%A9diath%C3%A8que:zoe?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=M%C3%A9diath%C3%A8que"
        );
    }
}
