//! How long does a library wait before it dials its federator again? Longer each time, and never all at the same moment.

/// The first pause, in milliseconds.
const FIRST_MS: u64 = 500;
/// The longest, in milliseconds: a federator that comes back is found by everybody within half a minute.
const LONGEST_MS: u64 = 30_000;

/// Gives the pause after so many failures in a row: half of it is certain, the other half is chance, so that a hundred
/// libraries whose federator came back do not dial as one.
pub fn redial_pause_ms(failures: u32, chance: u64) -> u64 {
    let whole = FIRST_MS
        .checked_shl(failures.saturating_sub(1).min(16))
        .map_or(LONGEST_MS, |pause| pause.min(LONGEST_MS));
    let half = whole / 2;
    half + chance % (half + 1)
}

#[cfg(test)]
mod tests {
    use super::redial_pause_ms;

    #[test]
    fn pauses_double_up_to_a_limit_and_chance_shortens_them_by_half_at_most() {
        for (failures, least, most) in [
            (0, 250, 500),
            (1, 250, 500),
            (2, 500, 1_000),
            (5, 4_000, 8_000),
            (7, 15_000, 30_000),
            (u32::MAX, 15_000, 30_000),
        ] {
            assert_eq!(redial_pause_ms(failures, 0), least, "{failures}");
            assert_eq!(redial_pause_ms(failures, most - least), most, "{failures}");
            for chance in [7, 12_345, u64::MAX] {
                let pause = redial_pause_ms(failures, chance);
                assert!((least..=most).contains(&pause), "{failures} {chance}");
            }
        }
    }
}
