//! Why is this no timetable? Each refusal names the round, so that whoever typed it finds the line.

use super::round::{CRATE_GRAMS_MAX, CUT_OFF_MINUTES_MAX, NAME_CHARS_MAX, RoundId, STOPS_MAX};
use super::timetable::{EXCEPTIONS_MAX, MOVE_DAYS_MAX, ROUNDS_MAX, SHIFT_MINUTES_MAX};
use crate::catalogue::LibraryId;
use crate::time::Day;

/// Why rounds and exceptions make no timetable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimetableRefusal {
    /// More rounds than a timetable holds.
    #[error("{0} rounds are given, the limit is {ROUNDS_MAX}")]
    TooManyRounds(usize),
    /// More exceptions than a timetable holds.
    #[error("{0} exceptions are given, the limit is {EXCEPTIONS_MAX}")]
    TooManyExceptions(usize),
    /// Two rounds with one id.
    #[error("round {0} is given twice")]
    RoundTwice(RoundId),
    /// No name, or one that no line can show.
    #[error("round {round} needs a name of 1 to {NAME_CHARS_MAX} printable characters")]
    Name {
        /// Which round.
        round: RoundId,
    },
    /// One stop only, or more than a van makes.
    #[error("round {round} has {stops} stops, it needs 2 to {STOPS_MAX}")]
    NumberOfStops {
        /// Which round.
        round: RoundId,
        /// How many stops it has.
        stops: usize,
    },
    /// Leaves before it arrives, arrives before it has left the stop above, or runs past midnight.
    #[error(
        "round {round}: stop at {library} from minute {arrives} to minute {leaves} is out of order"
    )]
    TimesOutOfOrder {
        /// Which round.
        round: RoundId,
        /// At which stop.
        library: LibraryId,
        /// Minutes since midnight.
        arrives: u16,
        /// Minutes since midnight.
        leaves: u16,
    },
    /// The same library in two lines that follow each other.
    #[error("round {round} stops at {library} twice in a row")]
    StopRepeated {
        /// Which round.
        round: RoundId,
        /// At which stop.
        library: LibraryId,
    },
    /// A cut-off longer than anyone waits.
    #[error(
        "round {round}: a cut-off of {minutes} minutes is over the limit of {CUT_OFF_MINUTES_MAX}"
    )]
    CutOff {
        /// Which round.
        round: RoundId,
        /// Its cut-off.
        minutes: u16,
    },
    /// A crate that holds nothing, or more than a person lifts.
    #[error("round {round}: a crate of {grams} g is not 1 to {CRATE_GRAMS_MAX} g")]
    Crate {
        /// Which round.
        round: RoundId,
        /// Its crate's capacity.
        grams: u32,
    },
    /// A validity that ends before it begins.
    #[error("round {round} is valid from {first} to {last}, which ends before it begins")]
    Validity {
        /// Which round.
        round: RoundId,
        /// First day.
        first: Day,
        /// Last day.
        last: Day,
    },
    /// An exception of a round that is not there.
    #[error("the exception of {day} names round {round}, which does not exist")]
    UnknownRound {
        /// Which round.
        round: RoundId,
        /// The day of the exception.
        day: Day,
    },
    /// An exception on a day without the round: most often a day mistyped.
    #[error("the exception of {day} names round {round}, which is not planned on that day")]
    NotPlanned {
        /// Which round.
        round: RoundId,
        /// The day of the exception.
        day: Day,
    },
    /// Two exceptions of one round on one day.
    #[error("round {round} has two exceptions on {day}")]
    ExceptionTwice {
        /// Which round.
        round: RoundId,
        /// The day of both.
        day: Day,
    },
    /// Moved farther than a run is moved.
    #[error(
        "round {round} of {day} is moved by {days} days and {minutes} minutes, over the limit of \
         {MOVE_DAYS_MAX} days and {SHIFT_MINUTES_MAX} minutes"
    )]
    MovedTooFar {
        /// Which round.
        round: RoundId,
        /// The planned day.
        day: Day,
        /// By how many days.
        days: i32,
        /// By how many minutes.
        minutes: i16,
    },
    /// Moved onto a day on which the same round runs already: nobody could tell the two apart.
    #[error("round {round} would run twice on {day}")]
    RunsTwice {
        /// Which round.
        round: RoundId,
        /// On which day.
        day: Day,
    },
}
