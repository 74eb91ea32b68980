//! Which gRPC code and which reason belong to a refusal, and what may programs read of it? The one table.

use super::{Refusal, access, counter, courier, desk, lending, membership, sealed};
use navette_domain::catalogue::QueryRefusal;
use std::fmt::Display;
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
            Self::Membership(refusal) => membership::row(refusal),
            Self::StillHeld(_) => (Code::FailedPrecondition, "STILL_HELD"),
            Self::WrongPin => (Code::Unauthenticated, "WRONG_PIN"),
            Self::TooManyTries { .. } => (Code::ResourceExhausted, "TOO_MANY_TRIES"),
            Self::RequestIdTaken(_) => (Code::AlreadyExists, "REQUEST_ID_TAKEN"),
            Self::ChangedSince { .. } => (Code::Aborted, "CHANGED_SINCE"),
            Self::ReportsMissing { .. } => (Code::FailedPrecondition, "REPORTS_MISSING"),
            Self::Access(refusal) => access::row(refusal),
            Self::SignIn(obstacle) => access::sign_in_row(obstacle),
            Self::Sealed(obstacle) => sealed::row(*obstacle),
            Self::DeadlinePassed(_) => (Code::DeadlineExceeded, "DEADLINE_PASSED"),
            Self::FederatorAway => (Code::Unavailable, "FEDERATOR_AWAY"),
            Self::LibraryAway(_) => (Code::Unavailable, "LIBRARY_AWAY"),
            Self::ShuttingDown => (Code::Unavailable, "SHUTTING_DOWN"),
            Self::Internal => (Code::Internal, "INTERNAL"),
        }
    }
}

/// What a program may want to read of the refusal.
pub(super) fn metadata(refusal: &Refusal) -> Pairs {
    match refusal {
        Refusal::Field { field, .. } => pairs(&[("field", field)]),
        Refusal::OverLimit {
            what, value, limit, ..
        } => pairs(&[("what", what), ("value", value), ("limit", limit)]),
        Refusal::UnknownFacet(facet) => pairs(&[("facet", facet)]),
        Refusal::UnknownLibrary(library) | Refusal::LibraryAway(library) => {
            pairs(&[("library", library)])
        }
        Refusal::NotAWorkKey(work) | Refusal::UnknownWork(work) => pairs(&[("work", work)]),
        Refusal::WouldShrink { absent, records } => {
            pairs(&[("absent", absent), ("records", records)])
        }
        Refusal::AnalysisVersion { asked, here } => pairs(&[("asked", asked), ("here", here)]),
        Refusal::DeadlinePassed(limit) => pairs(&[("limit_ms", limit)]),
        Refusal::Lending(refusal) => lending::metadata(refusal),
        Refusal::NoArrival(refusal) => courier::no_arrival_metadata(refusal),
        Refusal::Timetable(refusal) => courier::timetable_metadata(refusal),
        Refusal::UnknownRound(round) => pairs(&[("round", round)]),
        Refusal::NoSuchStop { round, day, stop } => {
            pairs(&[("round", round), ("day", day), ("stop", stop)])
        }
        Refusal::UnknownItem(item) => pairs(&[("item", item)]),
        Refusal::UnknownAct(act) => pairs(&[("act", act)]),
        Refusal::Account(refusal) => counter::account_metadata(refusal),
        Refusal::Desk(obstacle) => desk::metadata(obstacle),
        Refusal::Loss(refusal) => pairs(&[("item", &refusal.item), ("state", &refusal.state)]),
        Refusal::Membership(refusal) => membership::metadata(refusal),
        Refusal::StillHeld(reasons) => vec![("held_by", reasons.join(","))],
        Refusal::TooManyTries { wait_seconds } => pairs(&[("wait_seconds", wait_seconds)]),
        Refusal::RequestIdTaken(request_id) => pairs(&[("request_id", request_id)]),
        Refusal::ChangedSince { asked, here, .. } => pairs(&[("asked", asked), ("here", here)]),
        Refusal::ReportsMissing { expected, sent } => {
            pairs(&[("expected", expected), ("sent", sent)])
        }
        Refusal::Access(refusal) => access::metadata(refusal),
        Refusal::SignIn(obstacle) => access::sign_in_metadata(obstacle),
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
        | Refusal::FederatorAway
        | Refusal::Sealed(_)
        | Refusal::ShuttingDown
        | Refusal::Internal => Vec::new(),
    }
}

fn pairs(values: &[(&'static str, &dyn Display)]) -> Pairs {
    let pair = |(key, value): &(&'static str, &dyn Display)| (*key, value.to_string());
    values.iter().map(pair).collect()
}
