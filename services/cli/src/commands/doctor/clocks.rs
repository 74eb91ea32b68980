//! Do all clocks show the same time? Deadlines, due dates and certificates go by them.

use super::finding::Finding;
use super::peers::Asked;

const CHECK: &str = "clock";
/// Nobody notices.
const NEAR_MS: i64 = 5_000;
/// From here on deadlines are missed and certificates refused.
const FAR_MS: i64 = 60_000;

/// Compares our clock with that of everybody who answered.
pub(super) fn look(asked: &[Asked]) -> Vec<Finding> {
    let told = asked.iter().filter_map(|asked| {
        let ahead = asked.answer.as_ref().ok()?.ahead_ms?;
        Some(one(&asked.peer.name, ahead))
    });
    let found: Vec<Finding> = told.collect();
    match found.is_empty() {
        true => vec![Finding::skipped(
            CHECK,
            "nobody answered who tells the time",
        )],
        false => found,
    }
}

fn one(name: &str, ahead_ms: i64) -> Finding {
    let seconds = ahead_ms.unsigned_abs() as f64 / 1_000.0;
    let way = if ahead_ms < 0 { "behind" } else { "ahead of" };
    let said = format!("the clock of {name} is {seconds:.1} s {way} ours");
    let remedy = "let both machines follow a time server (systemd-timesyncd, chrony)";
    match ahead_ms.abs() {
        near if near <= NEAR_MS => Finding::good(CHECK, said),
        far if far <= FAR_MS => Finding::warning(CHECK, said, remedy),
        _ => Finding::bad(CHECK, said, remedy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::doctor::State;

    #[test]
    fn a_clock_that_goes_wrong_is_told_with_how_far() {
        for (ahead_ms, state) in [
            (-900, State::Good),
            (20_000, State::Warning),
            (-86_400_000, State::Bad),
        ] {
            assert_eq!(one("federator", ahead_ms).state, state);
        }
        let said = one("federator", -86_400_000).said;
        assert_eq!(said, "the clock of federator is 86400.0 s behind ours");
        assert_eq!(look(&[])[0].state, State::Skipped);
    }
}
