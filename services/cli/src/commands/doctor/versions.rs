//! Does everybody run the same version? Contracts only grow, so that one step apart is no trouble, and long apart is.

use super::finding::Finding;
use super::peers::Asked;

const CHECK: &str = "version";
const OURS: &str = env!("CARGO_PKG_VERSION");

/// Compares our version with that of everybody who answered.
pub(super) fn look(asked: &[Asked]) -> Vec<Finding> {
    let answered = asked.iter().filter_map(|asked| {
        let probe = asked.answer.as_ref().ok()?;
        Some(one(&asked.peer.name, probe.version.as_deref()))
    });
    let found: Vec<Finding> = answered.collect();
    match found.is_empty() {
        true => vec![Finding::skipped(
            CHECK,
            format!("ours is {OURS}; nobody answered"),
        )],
        false => found,
    }
}

fn one(name: &str, theirs: Option<&str>) -> Finding {
    let remedy = "update the older one: first the federator, then the libraries";
    match theirs {
        Some(OURS) => Finding::good(CHECK, format!("{name} runs {OURS} as well")),
        Some(other) => {
            let said = format!("{name} runs {other}, ours is {OURS}");
            Finding::warning(CHECK, said, remedy)
        }
        None => {
            let said = format!("{name} does not tell its version: it is older than {OURS}");
            Finding::warning(CHECK, said, remedy)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::doctor::State;

    #[test]
    fn another_version_is_named_and_so_is_none() {
        assert_eq!(one("lumbres", Some(OURS)).state, State::Good);
        let other = one("lumbres", Some("0.0.9"));
        assert_eq!(other.state, State::Warning);
        assert!(other.said.starts_with("lumbres runs 0.0.9, ours is "));
        assert_eq!(one("lumbres", None).state, State::Warning);
    }
}
