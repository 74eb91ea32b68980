//! Is a library's line worth waiting for? Pure: events in, state out.
//!
//! A library that was late is not waited for, and one that is broken is not asked, until a probe of ours is answered. One whose
//! line is too slow for questions is answered for by its copy at once, and asked for live status alone.

use tonic::Code;

/// How a library's line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Asked, and waited for until the deadline.
    Answering,
    /// Answers, and not in time for a question: its copy stands in at once, and live status comes after.
    Slow,
    /// Missed a deadline: not waited for; its copy stands in.
    Late,
    /// Cannot be reached: not asked; its copy stands in.
    Away,
}

/// What is learned of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineEvent {
    /// A question was answered in time.
    Answered,
    /// A small call or a probe was answered, and nothing speaks against asking a question.
    Alive,
    /// It was answered, and a question would not be in time.
    AnsweredSlowly,
    /// A call or a probe was not answered in time.
    DeadlineMissed,
    /// A call or a probe failed.
    Failed,
    /// A call was given too little time to say anything of the line: a probe must tell.
    Doubted,
}

impl LineEvent {
    /// Says what an error tells of the line; `unanswered` is what a call without an answer means.
    pub(crate) fn of_error(code: Code, unanswered: Self) -> Self {
        match code {
            Code::Unavailable | Code::Unknown | Code::Internal | Code::Unimplemented => {
                Self::Failed
            }
            Code::DeadlineExceeded | Code::Cancelled => unanswered,
            // It says itself that it has no time.
            Code::ResourceExhausted => Self::DeadlineMissed,
            // A refusal is an answer too.
            _ => Self::Alive,
        }
    }
}

impl Line {
    /// Gives the next state. Lateness alone never makes a line "away".
    pub(crate) fn after(self, event: LineEvent) -> Self {
        match (self, event) {
            (_, LineEvent::Answered | LineEvent::Alive) => Self::Answering,
            (_, LineEvent::AnsweredSlowly) => Self::Slow,
            (Self::Answering | Self::Slow | Self::Late, LineEvent::DeadlineMissed) => Self::Late,
            (Self::Away, LineEvent::DeadlineMissed) => Self::Away,
            (_, LineEvent::Failed) => Self::Away,
            (unchanged, LineEvent::Doubted) => unchanged,
        }
    }
}

/// Says how long to wait before the next probe, in milliseconds: 250, 500 ... 8,000.
pub(crate) fn probe_wait_ms(probes_failed: u32) -> u64 {
    250 << probes_failed.min(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lateness_alone_never_breaks_a_line_and_an_answer_heals_it() {
        use LineEvent::{Alive, Answered, AnsweredSlowly, DeadlineMissed, Doubted, Failed};
        for (before, event, after) in [
            (Line::Answering, DeadlineMissed, Line::Late),
            (Line::Late, DeadlineMissed, Line::Late),
            (Line::Late, Failed, Line::Away),
            (Line::Away, DeadlineMissed, Line::Away),
            (Line::Away, Answered, Line::Answering),
            (Line::Late, Answered, Line::Answering),
            (Line::Answering, Doubted, Line::Answering),
            (Line::Away, Doubted, Line::Away),
            (Line::Late, Alive, Line::Answering),
            (Line::Late, AnsweredSlowly, Line::Slow),
            (Line::Slow, Alive, Line::Answering),
            (Line::Slow, Answered, Line::Answering),
            (Line::Slow, DeadlineMissed, Line::Late),
            (Line::Slow, Failed, Line::Away),
        ] {
            assert_eq!(before.after(event), after, "{before:?} {event:?}");
        }
    }

    #[test]
    fn errors_say_whether_a_library_is_late_or_away_or_only_refused() {
        use LineEvent::{Alive, DeadlineMissed, Doubted, Failed};
        for (code, event) in [
            (Code::Unavailable, Failed),
            (Code::Unimplemented, Failed),
            (Code::Cancelled, Doubted),
            (Code::DeadlineExceeded, Doubted),
            (Code::ResourceExhausted, DeadlineMissed),
            (Code::InvalidArgument, Alive),
            (Code::FailedPrecondition, Alive),
        ] {
            assert_eq!(LineEvent::of_error(code, Doubted), event, "{code:?}");
        }
    }

    #[test]
    fn probes_become_rarer_up_to_a_limit() {
        assert_eq!([0, 1, 5, 90].map(probe_wait_ms), [250, 500, 8_000, 8_000]);
    }
}
