//! Which gRPC code and which reason belong to a refusal, and what may programs read of it? The one table.

use super::{Refusal, counter, courier, desk, lending};
use navette_domain::catalogue::QueryRefusal;
use tonic::Code;

/// Values by name.
pub(super) type Pairs = Vec<(&'static str, String)>;

impl Refusal {
    /// The table: code and reason of every refusal.
    pub(super) fn row(&self) -> (Code, &'static str) {
        match self {
            Self::Field { .. } => (Code::InvalidArgument, "FIELD_REFUSED"),
            Self::OverLimit { .. } => (Code::InvalidArgument, "OVER_LIMIT"),
            Self::UnknownFacet(_) => (Code::InvalidArgument, "UNKNOWN_FACET"),
            Self::UnknownLibrary(_) => (Code::InvalidArgument, "UNKNOWN_LIBRARY"),
            Self::NotAWorkKey(_) => (Code::InvalidArgument, "NOT_A_WORK_KEY"),
            Self::Query(QueryRefusal::TooLong(_) | QueryRefusal::TooManyWords(_)) => {
                (Code::InvalidArgument, "OVER_LIMIT")
            }
            Self::Query(QueryRefusal::MalformedToken(_) | QueryRefusal::TokenOfOtherQuery(_)) => {
                (Code::InvalidArgument, "FOREIGN_PAGE_TOKEN")
            }
            Self::Query(QueryRefusal::TooDeep) => (Code::InvalidArgument, "PAGE_TOO_DEEP"),
            Self::UnknownWork(_) => (Code::NotFound, "UNKNOWN_WORK"),
            Self::ImportOutOfOrder { .. } => (Code::InvalidArgument, "IMPORT_OUT_OF_ORDER"),
            Self::Profile(_) => (Code::InvalidArgument, "PROFILE_REFUSED"),
            Self::NotOnFederator(_) => (Code::FailedPrecondition, "NOT_ON_FEDERATOR"),
            Self::WouldShrink { .. } => (Code::FailedPrecondition, "WOULD_SHRINK"),
            Self::ImportRunning => (Code::Aborted, "IMPORT_RUNNING"),
            Self::DiskFull => (Code::ResourceExhausted, "DISK_FULL"),
            Self::Busy => (Code::ResourceExhausted, "BUSY"),
            Self::AnalysisVersion { .. } => (Code::FailedPrecondition, "ANALYSIS_VERSION"),
            Self::Lending(refusal) => lending::row(refusal),
            Self::NoArrival(refusal) => courier::no_arrival_row(refusal),
            Self::Timetable(refusal) => courier::timetable_row(refusal),
            Self::Moving(_) => (Code::ResourceExhausted, "TOO_MANY"),
            Self::UnknownRound(_) => (Code::NotFound, "UNKNOWN_ROUND"),
            Self::NoSuchStop { .. } => (Code::NotFound, "NO_SUCH_STOP"),
            Self::UnknownCard => (Code::NotFound, "UNKNOWN_CARD"),
            Self::CardTaken => (Code::AlreadyExists, "CARD_TAKEN"),
            Self::SeemsRegistered => (Code::AlreadyExists, "SEEMS_REGISTERED"),
            Self::UnknownItem(_) => (Code::NotFound, "UNKNOWN_ITEM"),
            Self::UnknownAct(_) => (Code::NotFound, "UNKNOWN_ACT"),
            Self::MayNot(_) => (Code::FailedPrecondition, "MAY_NOT"),
            Self::Form(_) => (Code::InvalidArgument, "FORM_REFUSED"),
            Self::Account(refusal) => counter::account_row(refusal),
            Self::Pin(_) => (Code::InvalidArgument, "PIN_REFUSED"),
            Self::Loss(_) => (Code::FailedPrecondition, "LOAN_CANNOT"),
            Self::Notice(_) => (Code::FailedPrecondition, "NOTICE_DROPPED"),
            Self::Desk(obstacle) => desk::row(obstacle),
            Self::StillHeld(_) => (Code::FailedPrecondition, "STILL_HELD"),
            Self::WrongPin => (Code::Unauthenticated, "WRONG_PIN"),
            Self::TooManyTries { .. } => (Code::ResourceExhausted, "TOO_MANY_TRIES"),
            Self::RequestIdTaken(_) => (Code::AlreadyExists, "REQUEST_ID_TAKEN"),
            Self::ChangedSince { .. } => (Code::Aborted, "CHANGED_SINCE"),
            Self::ReportsMissing { .. } => (Code::FailedPrecondition, "REPORTS_MISSING"),
            Self::OtherLibrary { .. } => (Code::PermissionDenied, "OTHER_LIBRARY"),
            Self::DeadlinePassed(_) => (Code::DeadlineExceeded, "DEADLINE_PASSED"),
            Self::LibraryAway(_) => (Code::Unavailable, "LIBRARY_AWAY"),
            Self::ShuttingDown => (Code::Unavailable, "SHUTTING_DOWN"),
            Self::Internal => (Code::Internal, "INTERNAL"),
        }
    }
}

/// What a program may want to read of the refusal.
pub(super) fn metadata(refusal: &Refusal) -> Pairs {
    match refusal {
        Refusal::Field { field, .. } => vec![("field", field.clone())],
        Refusal::OverLimit {
            what, value, limit, ..
        } => vec![
            ("what", what.clone()),
            ("value", value.to_string()),
            ("limit", limit.to_string()),
        ],
        Refusal::UnknownFacet(facet) => vec![("facet", facet.clone())],
        Refusal::UnknownLibrary(library) | Refusal::LibraryAway(library) => {
            vec![("library", library.clone())]
        }
        Refusal::NotAWorkKey(work) | Refusal::UnknownWork(work) => vec![("work", work.clone())],
        Refusal::WouldShrink { absent, records } => vec![
            ("absent", absent.to_string()),
            ("records", records.to_string()),
        ],
        Refusal::AnalysisVersion { asked, here } => {
            vec![("asked", asked.to_string()), ("here", here.to_string())]
        }
        Refusal::DeadlinePassed(limit) => vec![("limit_ms", limit.to_string())],
        Refusal::Lending(refusal) => lending::metadata(refusal),
        Refusal::NoArrival(refusal) => courier::no_arrival_metadata(refusal),
        Refusal::Timetable(refusal) => courier::timetable_metadata(refusal),
        Refusal::UnknownRound(round) => vec![("round", round.clone())],
        Refusal::NoSuchStop { round, day, stop } => vec![
            ("round", round.clone()),
            ("day", day.to_string()),
            ("stop", stop.to_string()),
        ],
        Refusal::UnknownItem(item) => vec![("item", item.clone())],
        Refusal::UnknownAct(act) => vec![("act", act.to_string())],
        Refusal::Account(refusal) => counter::account_metadata(refusal),
        Refusal::Loss(refusal) => vec![
            ("item", refusal.item.to_string()),
            ("state", refusal.state.to_string()),
        ],
        Refusal::Desk(obstacle) => desk::metadata(obstacle),
        Refusal::StillHeld(reasons) => vec![("held_by", reasons.join(","))],
        Refusal::TooManyTries { wait_seconds } => {
            vec![("wait_seconds", wait_seconds.to_string())]
        }
        Refusal::RequestIdTaken(request_id) => vec![("request_id", request_id.clone())],
        Refusal::ChangedSince { asked, here, .. } => {
            vec![("asked", asked.to_string()), ("here", here.to_string())]
        }
        Refusal::ReportsMissing { expected, sent } => vec![
            ("expected", expected.to_string()),
            ("sent", sent.to_string()),
        ],
        Refusal::OtherLibrary { caller, named } => {
            vec![("caller", caller.clone()), ("named", named.clone())]
        }
        Refusal::UnknownCard
        | Refusal::CardTaken
        | Refusal::SeemsRegistered
        | Refusal::MayNot(_)
        | Refusal::Form(_)
        | Refusal::Pin(_)
        | Refusal::Notice(_)
        | Refusal::Moving(_)
        | Refusal::WrongPin
        | Refusal::Query(_)
        | Refusal::ImportOutOfOrder { .. }
        | Refusal::Profile(_)
        | Refusal::NotOnFederator(_)
        | Refusal::ImportRunning
        | Refusal::DiskFull
        | Refusal::Busy
        | Refusal::ShuttingDown
        | Refusal::Internal => Vec::new(),
    }
}
