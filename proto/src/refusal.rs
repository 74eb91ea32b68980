//! How is a "no" said on the wire? The one table from refusal to gRPC status, and the way back for callers.
//!
//! It must not know who refuses, and carries nothing internal: what broke inside goes to the log.

mod access;
mod counter;
mod courier;
mod desk;
mod lending;
mod membership;
mod objection;
mod sealed;
mod table;

pub use access::SignInObstacle;
pub use counter::renew_reason;
pub use desk::DeskObstacle;
pub use objection::Objection;
pub use sealed::SealedObstacle;

use navette_domain::access::AccessRefusal;
use navette_domain::catalogue::QueryRefusal;
use navette_domain::circulation::LossRefusal;
use navette_domain::courier::{MovingRefusal, NoArrival, TimetableRefusal};
use navette_domain::fees::AccountRefusal;
use navette_domain::lending::LendingRefusal;
use navette_domain::membership::MembershipRefusal;
use navette_domain::notices::NoticeRefusal;
use navette_domain::patrons::PinRefusal;
use navette_domain::time::Day;
use std::collections::HashMap;
use tonic::Status;
use tonic_types::{ErrorDetails, StatusExt};

/// The `domain` of every `google.rpc.ErrorInfo` that Navette sends.
pub const ERROR_DOMAIN: &str = "navette";

/// Every way in which a service says no.
///
/// The message is for people; programs read the reason (`WOULD_SHRINK`) and its metadata from the status' `ErrorInfo`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A field of the request holds something it may not.
    #[error("{field}: {reason}")]
    Field {
        /// Path of the field as in the contract: `words[2].terms[0].weight`.
        field: String,
        /// What is wrong, with the value.
        reason: String,
    },
    /// Something is longer, deeper or more than its written limit.
    #[error("{what} has {value} {unit}, the limit is {limit}")]
    OverLimit {
        /// What is too large: "query", "record 12".
        what: String,
        /// How large it is.
        value: u64,
        /// The most it may be.
        limit: u64,
        /// What is counted: "characters", "words", "bytes".
        unit: &'static str,
    },
    /// A list is narrowed by something that is no facet.
    #[error("unknown facet \"{0}\"")]
    UnknownFacet(String),
    /// No library of the federation has this id.
    #[error("unknown library \"{0}\"")]
    UnknownLibrary(String),
    /// A text is not a work key.
    #[error("\"{0}\" is not a work key (16 hexadecimal digits)")]
    NotAWorkKey(String),
    /// The query or its page cannot be asked.
    #[error(transparent)]
    Query(#[from] QueryRefusal),
    /// No library holds the work.
    #[error("no library holds work {0}")]
    UnknownWork(String),
    /// An import's first message is not its start, or a later one is.
    #[error("import: expected {expected}")]
    ImportOutOfOrder {
        /// What should have come: "start first", "a batch or finish".
        expected: &'static str,
    },
    /// The mapping profile sent with an import cannot be used.
    #[error("profile: {0}")]
    Profile(String),
    /// A federator owns no records.
    #[error("a federator takes no {0}: send it to the library's node")]
    NotOnFederator(&'static str),
    /// Replacing would withdraw more than a tenth of the catalogue.
    #[error("{absent} of {records} records are absent from this import, more than a tenth")]
    WouldShrink {
        /// Records that would be withdrawn.
        absent: u64,
        /// Records in the catalogue.
        records: u64,
    },
    /// Only one import runs at a time.
    #[error("another import is running")]
    ImportRunning,
    /// The disk is full; what was acknowledged is kept.
    #[error("the disk is full: free space and run the same import again")]
    DiskFull,
    /// Too much is asked at once.
    #[error("too busy: ask again in a moment")]
    Busy,
    /// Words were analysed by another version of the rules.
    #[error("analysis version {asked} was asked, this node has {here}")]
    AnalysisVersion {
        /// The caller's version.
        asked: u32,
        /// This process' version.
        here: u32,
    },
    /// A request, a journey or an item is not in a state in which this can happen.
    #[error(transparent)]
    Lending(#[from] LendingRefusal),
    /// No day can be promised.
    #[error(transparent)]
    NoArrival(#[from] NoArrival),
    /// The van cannot run so.
    #[error(transparent)]
    Timetable(#[from] TimetableRefusal),
    /// Too much is on its way to say whose dates would change.
    #[error(transparent)]
    Moving(#[from] MovingRefusal),
    /// No round has this name.
    #[error("there is no round \"{0}\"")]
    UnknownRound(String),
    /// The round does not run on that day, or does not stop there.
    #[error("round \"{round}\" has no stop {stop} on {day}")]
    NoSuchStop {
        /// Which round.
        round: String,
        /// On which day.
        day: Day,
        /// Which stop, the first being 0.
        stop: u32,
    },
    /// No patron has the card. The number is personal and is not repeated.
    #[error("no patron of this library has this card")]
    UnknownCard,
    /// Another patron has the card.
    #[error("another patron has this card")]
    CardTaken,
    /// Somebody of the same name and birth date is registered.
    #[error("somebody of the same name and birth date is registered")]
    SeemsRegistered,
    /// Nobody knows the item.
    #[error("there is no item \"{0}\"")]
    UnknownItem(String),
    /// A desk's act cannot be taken back, because there is none of this number.
    #[error("there is no act {0}")]
    UnknownAct(u64),
    /// Something may not be done, for all these reasons.
    #[error("{}", objection::in_words(.0))]
    MayNot(Vec<Objection>),
    /// Fields of a form are refused, all at once; the reason of each names its field.
    #[error("{}", objection::in_words(.0))]
    Form(Vec<Objection>),
    /// A line of an account that would make it lie.
    #[error(transparent)]
    Account(#[from] AccountRefusal),
    /// A PIN that is not worth having.
    #[error(transparent)]
    Pin(#[from] PinRefusal),
    /// A loan is not in a state in which this can happen.
    #[error(transparent)]
    Loss(#[from] LossRefusal),
    /// A notice is no longer to be told.
    #[error(transparent)]
    Notice(#[from] NoticeRefusal),
    /// Something stands in the way at the desk.
    #[error(transparent)]
    Desk(#[from] DeskObstacle),
    /// Somebody does not come into the territory, or may not say who does.
    #[error(transparent)]
    Membership(#[from] MembershipRefusal),
    /// What is personal must be kept while something holds it: "loans", "dues".
    #[error("it must be kept because of {}", .0.join(", "))]
    StillHeld(Vec<String>),
    /// The PIN is not the card's, or there is no such card; which of both is not said.
    #[error("card and PIN do not belong together")]
    WrongPin,
    /// The PIN was tried too often.
    #[error("too many tries: wait {wait_seconds} s")]
    TooManyTries {
        /// Until it may be tried again.
        wait_seconds: u64,
    },
    /// The name of a call was used for another call.
    #[error("request_id {0} was used for something else")]
    RequestIdTaken(String),
    /// Somebody else has changed it since it was shown.
    #[error("{what} is at version {here}, {asked} was shown")]
    ChangedSince {
        /// What has changed: "the timetable", "the patron".
        what: &'static str,
        /// The version shown.
        asked: u64,
        /// The version now.
        here: u64,
    },
    /// Reports of a node before the first one sent never arrived.
    #[error("report {expected} is expected next, {sent} was sent")]
    ReportsMissing {
        /// The number expected.
        expected: u64,
        /// The first number sent.
        sent: u64,
    },
    /// Somebody may not do it.
    #[error(transparent)]
    Access(#[from] AccessRefusal),
    /// Something stands in the way of signing in, or of an account.
    #[error(transparent)]
    SignIn(#[from] SignInObstacle),
    /// Something sealed does not open here.
    #[error(transparent)]
    Sealed(#[from] SealedObstacle),
    /// The answer did not come in time.
    #[error("no answer within {0} ms")]
    DeadlinePassed(u64),
    /// The federator cannot be reached, or there is none.
    #[error("the federator cannot be reached")]
    FederatorAway,
    /// A library cannot be reached.
    #[error("library \"{0}\" cannot be reached")]
    LibraryAway(String),
    /// The process is stopping.
    #[error("shutting down: call again")]
    ShuttingDown,
    /// Something broke inside; the log says what.
    #[error("internal error, see the log of the process")]
    Internal,
}

impl Refusal {
    /// Refuses a field by its path, with the reason.
    pub fn field(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Field {
            field: field.into(),
            reason: reason.into(),
        }
    }

    /// Puts the field one message deeper: `year` becomes `changes[3].year`; what is too large likewise. Other refusals stay
    /// as they are.
    pub fn within(self, outer: &str) -> Self {
        match self {
            Self::Field { field, reason } => Self::Field {
                field: format!("{outer}.{field}"),
                reason,
            },
            Self::OverLimit {
                what,
                value,
                limit,
                unit,
            } => Self::OverLimit {
                what: format!("{outer}.{what}"),
                value,
                limit,
                unit,
            },
            other => other,
        }
    }

    /// What programs read of it, as a status would carry it.
    pub fn explanation(&self) -> Explanation {
        let (_, reason) = self.row();
        Explanation {
            reason: reason.to_owned(),
            metadata: self.metadata(),
            objections: self.objections().to_vec(),
        }
    }

    fn objections(&self) -> &[Objection] {
        if let Self::MayNot(objections) | Self::Form(objections) = self {
            return objections;
        }
        &[]
    }

    fn metadata(&self) -> HashMap<String, String> {
        let pairs = table::metadata(self).into_iter();
        pairs.map(|(key, value)| (key.to_owned(), value)).collect()
    }
}

impl From<Refusal> for Status {
    fn from(refusal: Refusal) -> Self {
        let (code, reason) = refusal.row();
        let mut details = ErrorDetails::with_error_info(reason, ERROR_DOMAIN, refusal.metadata());
        let objections = refusal.objections();
        if !objections.is_empty() {
            // Forms too: what is one list here is one list for whoever reads it.
            let violations: Vec<_> = objections.iter().map(Objection::to_violation).collect();
            details.set_precondition_failure(violations);
        }
        Self::with_error_details(code, refusal.to_string(), details)
    }
}

/// What a caller reads back from a status that Navette made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// `WOULD_SHRINK`, `UNKNOWN_WORK`...
    pub reason: String,
    /// Values by name.
    pub metadata: HashMap<String, String>,
    /// Every reason, where there are several at once.
    pub objections: Vec<Objection>,
}

/// Reads the reason of a status; nothing where Navette did not make it (a proxy, a lost connection).
pub fn explain(status: &Status) -> Option<Explanation> {
    let info = status.get_details_error_info()?;
    let failure = status.get_details_precondition_failure();
    let violations = failure
        .map(|failure| failure.violations)
        .unwrap_or_default();
    (info.domain == ERROR_DOMAIN).then(|| Explanation {
        reason: info.reason,
        metadata: info.metadata,
        objections: violations
            .into_iter()
            .map(Objection::from_violation)
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tonic::Code;

    #[test]
    fn a_refusal_says_code_reason_and_values_on_the_wire() {
        let status = Status::from(Refusal::WouldShrink {
            absent: 40,
            records: 100,
        });
        assert_eq!(status.code(), Code::FailedPrecondition);
        assert_eq!(
            status.message(),
            "40 of 100 records are absent from this import, more than a tenth"
        );
        let told = explain(&status).map(|told| (told.reason, told.metadata.get("absent").cloned()));
        assert_eq!(told, Some(("WOULD_SHRINK".into(), Some("40".into()))));
    }

    #[test]
    fn a_status_of_somebody_else_explains_nothing() {
        assert_eq!(explain(&Status::unavailable("tcp connect error")), None);
    }

    #[test]
    fn a_field_is_named_by_its_whole_path() {
        let refusal = Refusal::field("year", "40000 is no year").within("changes[3].record");
        assert_eq!(
            refusal.to_string(),
            "changes[3].record.year: 40000 is no year"
        );
    }

    #[test]
    fn every_objection_arrives_with_what_lifts_it() {
        let objections = vec![
            Objection {
                reason: "CARD_EXPIRED".into(),
                message: "the card expired on 2026-11-01".into(),
                lifted_by: Some("card-expired".into()),
            },
            Objection {
                reason: "BLOCKED".into(),
                message: "the card is blocked".into(),
                lifted_by: None,
            },
        ];
        let status = Status::from(Refusal::MayNot(objections.clone()));
        assert_eq!(status.code(), Code::FailedPrecondition);
        assert_eq!(
            status.message(),
            "the card expired on 2026-11-01; the card is blocked"
        );
        assert_eq!(
            explain(&status).map(|told| told.objections),
            Some(objections)
        );
    }
}
