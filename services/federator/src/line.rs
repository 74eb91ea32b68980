//! Is a library's line worth waiting for? Pure: events in, state out.
//!
//! A library that was late is not waited for, and one that is broken is not asked, until a probe of ours is answered.

use tonic::Code;

/// How a library's line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Asked, and waited for until the deadline.
    Answering,
    /// Missed a deadline: not waited for; its copy stands in.
    Late,
    /// Cannot be reached: not asked; its copy stands in.
    Away,
}

/// What is learned of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineEvent {
    /// A call or a probe was answered in time.
    Answered,
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
            _ => Self::Answered,
        }
    }
}

impl Line {
    /// Gives the next state. Lateness alone never makes a line "away".
    pub(crate) fn after(self, event: LineEvent) -> Self {
        match (self, event) {
            (Self::Answering | Self::Late | Self::Away, LineEvent::Answered) => Self::Answering,
            (Self::Answering | Self::Late, LineEvent::DeadlineMissed) => Self::Late,
            (Self::Away, LineEvent::DeadlineMissed) => Self::Away,
            (Self::Answering | Self::Late | Self::Away, LineEvent::Failed) => Self::Away,
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
        use LineEvent::{Answered, DeadlineMissed, Doubted, Failed};
        for (before, event, after) in [
            (Line::Answering, DeadlineMissed, Line::Late),
            (Line::Late, DeadlineMissed, Line::Late),
            (Line::Late, Failed, Line::Away),
            (Line::Away, DeadlineMissed, Line::Away),
            (Line::Away, Answered, Line::Answering),
            (Line::Late, Answered, Line::Answering),
            (Line::Answering, Doubted, Line::Answering),
            (Line::Away, Doubted, Line::Away),
        ] {
            assert_eq!(before.after(event), after, "{before:?} {event:?}");
        }
    }

    #[test]
    fn errors_say_whether_a_library_is_late_or_away_or_only_refused() {
        use LineEvent::{Answered, DeadlineMissed, Doubted, Failed};
        for (code, event) in [
            (Code::Unavailable, Failed),
            (Code::Unimplemented, Failed),
            (Code::Cancelled, Doubted),
            (Code::DeadlineExceeded, Doubted),
            (Code::ResourceExhausted, DeadlineMissed),
            (Code::InvalidArgument, Answered),
            (Code::FailedPrecondition, Answered),
        ] {
            assert_eq!(LineEvent::of_error(code, Doubted), event, "{code:?}");
        }
    }

    #[test]
    fn probes_become_rarer_up_to_a_limit() {
        assert_eq!([0, 1, 5, 90].map(probe_wait_ms), [250, 500, 8_000, 8_000]);
    }
}
