//! The rows of the table that belong to the van.

use super::table::Pairs;
use navette_domain::courier::{NoArrival, TimetableRefusal};
use tonic::Code;

/// Code and reason where no day can be promised.
pub(super) fn no_arrival_row(refusal: &NoArrival) -> (Code, &'static str) {
    let reason = match refusal {
        NoArrival::HoursUnknown(_) => "HOURS_UNKNOWN",
        NoArrival::NoStop(_) => "NO_STOP",
        NoArrival::NoWay { .. } => "NO_WAY",
        NoArrival::NeverOpen { .. } => "NEVER_OPEN",
    };
    (Code::FailedPrecondition, reason)
}

/// What a program may want to read where no day can be promised.
pub(super) fn no_arrival_metadata(refusal: &NoArrival) -> Pairs {
    match refusal {
        NoArrival::HoursUnknown(library) | NoArrival::NoStop(library) => {
            vec![("library", library.to_string())]
        }
        NoArrival::NoWay { from, to, ready_at } => vec![
            ("from", from.to_string()),
            ("to", to.to_string()),
            ("ready_at", ready_at.to_string()),
        ],
        NoArrival::NeverOpen { library, since } => {
            vec![
                ("library", library.to_string()),
                ("since", since.to_string()),
            ]
        }
    }
}

/// Code and reason where the van cannot run so.
pub(super) fn timetable_row(refusal: &TimetableRefusal) -> (Code, &'static str) {
    use TimetableRefusal as R;
    match refusal {
        R::UnknownRound { .. } => (Code::NotFound, "UNKNOWN_ROUND"),
        R::TooManyRounds(_) | R::TooManyExceptions(_) => (Code::ResourceExhausted, "TOO_MANY"),
        R::NotPlanned { .. } => (Code::InvalidArgument, "NOT_PLANNED"),
        R::MovedTooFar { .. } => (Code::InvalidArgument, "MOVED_TOO_FAR"),
        R::RunsTwice { .. } => (Code::InvalidArgument, "RUNS_TWICE"),
        R::RoundTwice(_)
        | R::Name { .. }
        | R::NumberOfStops { .. }
        | R::TimesOutOfOrder { .. }
        | R::StopRepeated { .. }
        | R::CutOff { .. }
        | R::Crate { .. }
        | R::Validity { .. }
        | R::ExceptionTwice { .. } => (Code::InvalidArgument, "TIMETABLE_REFUSED"),
    }
}

/// Which round is meant, and on which day.
pub(super) fn timetable_metadata(refusal: &TimetableRefusal) -> Pairs {
    use TimetableRefusal as R;
    match refusal {
        R::TooManyRounds(count) | R::TooManyExceptions(count) => {
            vec![("count", count.to_string())]
        }
        R::RoundTwice(round)
        | R::Name { round }
        | R::NumberOfStops { round, .. }
        | R::TimesOutOfOrder { round, .. }
        | R::StopRepeated { round, .. }
        | R::CutOff { round, .. }
        | R::Crate { round, .. }
        | R::Validity { round, .. } => vec![("round", round.to_string())],
        R::UnknownRound { round, day }
        | R::NotPlanned { round, day }
        | R::ExceptionTwice { round, day }
        | R::MovedTooFar { round, day, .. }
        | R::RunsTwice { round, day } => {
            vec![("round", round.to_string()), ("day", day.to_string())]
        }
    }
}
