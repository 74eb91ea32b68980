//! The rows of the table that belong to questions that come sealed, and the way back for who carries them.

use super::{Refusal, explain};
use tonic::{Code, Status};

/// What is wrong with something sealed. None of it says anything of what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealedObstacle {
    /// It was sealed to a key that the library has lost, or to another library's.
    #[error("it is sealed to a key that this library does not have")]
    OtherKey,
    /// It was changed on its way, or is said to be between others than it was sealed for.
    #[error("what is sealed does not open: it was changed, or is between other libraries")]
    DoesNotOpen,
    /// It may have been kept by somebody, to be sent again.
    #[error("it was sealed over an hour from now, by this library's clock")]
    LongAgo,
}

const ALL: [SealedObstacle; 3] = [
    SealedObstacle::OtherKey,
    SealedObstacle::DoesNotOpen,
    SealedObstacle::LongAgo,
];

impl SealedObstacle {
    /// Reads it back from a status; nothing where that says something else.
    pub fn of(status: &Status) -> Option<Self> {
        let told = explain(status)?;
        let mut all = ALL.into_iter();
        all.find(|obstacle| row(*obstacle).1 == told.reason)
    }
}

impl From<SealedObstacle> for Status {
    fn from(obstacle: SealedObstacle) -> Self {
        Refusal::from(obstacle).into()
    }
}

/// Code and reason.
pub(super) fn row(obstacle: SealedObstacle) -> (Code, &'static str) {
    let reason = match obstacle {
        SealedObstacle::OtherKey => "SEALED_TO_OTHER_KEY",
        SealedObstacle::DoesNotOpen => "SEALED_DOES_NOT_OPEN",
        SealedObstacle::LongAgo => "SEALED_LONG_AGO",
    };
    (Code::FailedPrecondition, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_obstacle_is_read_back_from_its_status_and_no_other_is() {
        for obstacle in ALL {
            assert_eq!(SealedObstacle::of(&obstacle.into()), Some(obstacle));
        }
        let busy = Status::from(Refusal::Busy);
        assert_eq!(SealedObstacle::of(&busy), None);
    }
}
