//! Does everybody answer whom the process speaks to, and how quickly?

use super::examined::Peer;
use super::finding::Finding;
use super::peers::Asked;

const CHECK: &str = "line";
/// A line on which an answer takes longer makes every search late.
const SLOW_MS: f64 = 300.0;

/// Looks at each line.
pub(super) fn look(asked: &[Asked]) -> Vec<Finding> {
    if asked.is_empty() {
        return vec![Finding::skipped(
            CHECK,
            "the settings name nobody to speak to",
        )];
    }
    asked.iter().map(one).collect()
}

fn one(asked: &Asked) -> Finding {
    let Peer {
        name,
        address,
        credential,
    } = &asked.peer;
    let probe = match &asked.answer {
        Ok(probe) => probe,
        Err(reason) => {
            let remedy = match credential {
                Some(_) => {
                    "is it running, does a firewall let us out to it? What each refusal means: docs/joining.md"
                }
                None => "is it running, is the address right, does a firewall stand between?",
            };
            return Finding::bad(CHECK, format!("{name} at {address}: {reason}"), remedy);
        }
    };
    let shown = match credential {
        Some(_) => ", with our certificate",
        None => "",
    };
    let said = format!(
        "{name} at {address}{shown}: connected in {:.0} ms, answers in {:.0} ms",
        probe.connected_ms, probe.answer_ms
    );
    match probe.answer_ms <= SLOW_MS {
        true => Finding::good(CHECK, said),
        false => Finding::warning(
            CHECK,
            said,
            "searches will not wait for it: look for who else uses the line",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::peers::Probe;
    use super::*;
    use crate::commands::doctor::State;

    fn asked(answer: Result<Probe, String>) -> Asked {
        Asked {
            peer: Peer {
                name: "lumbres".to_owned(),
                address: "http://lumbres.example:7710".to_owned(),
                credential: None,
            },
            answer,
        }
    }

    #[test]
    fn a_line_that_is_cut_is_bad_and_a_slow_one_a_warning() {
        let slow = Probe {
            answer_ms: 900.0,
            ..Probe::default()
        };
        let lines = [
            asked(Ok(Probe::default())),
            asked(Ok(slow)),
            asked(Err("nothing answers".to_owned())),
        ];
        let states: Vec<State> = look(&lines).iter().map(|found| found.state).collect();
        assert_eq!(states, [State::Good, State::Warning, State::Bad]);
        assert_eq!(look(&[])[0].state, State::Skipped);
    }
}
