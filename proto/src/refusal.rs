//! How is a "no" said on the wire? The one table from refusal to gRPC status, and the way back for callers.
//!
//! It must not know who refuses, and carries nothing internal: what broke inside goes to the log.

use navette_domain::catalogue::QueryRefusal;
use std::collections::HashMap;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

/// The `domain` of every `google.rpc.ErrorInfo` that Navette sends.
pub const ERROR_DOMAIN: &str = "navette";

/// Every way in which a catalogue service says no.
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
    /// The answer did not come in time.
    #[error("no answer within {0} ms")]
    DeadlinePassed(u64),
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

    /// Puts the field one message deeper: `year` becomes `changes[3].year`. Other refusals stay as they are.
    pub fn within(self, outer: &str) -> Self {
        match self {
            Self::Field { field, reason } => Self::Field {
                field: format!("{outer}.{field}"),
                reason,
            },
            other => other,
        }
    }

    /// The table: code and reason of every refusal.
    fn row(&self) -> (Code, &'static str) {
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
            Self::DeadlinePassed(_) => (Code::DeadlineExceeded, "DEADLINE_PASSED"),
            Self::LibraryAway(_) => (Code::Unavailable, "LIBRARY_AWAY"),
            Self::ShuttingDown => (Code::Unavailable, "SHUTTING_DOWN"),
            Self::Internal => (Code::Internal, "INTERNAL"),
        }
    }

    /// What a program may want to read of the refusal.
    fn metadata(&self) -> HashMap<String, String> {
        let pairs: Vec<(&str, String)> = match self {
            Self::Field { field, .. } => vec![("field", field.clone())],
            Self::OverLimit {
                what, value, limit, ..
            } => vec![
                ("what", what.clone()),
                ("value", value.to_string()),
                ("limit", limit.to_string()),
            ],
            Self::UnknownFacet(facet) => vec![("facet", facet.clone())],
            Self::UnknownLibrary(library) | Self::LibraryAway(library) => {
                vec![("library", library.clone())]
            }
            Self::NotAWorkKey(work) | Self::UnknownWork(work) => vec![("work", work.clone())],
            Self::WouldShrink { absent, records } => vec![
                ("absent", absent.to_string()),
                ("records", records.to_string()),
            ],
            Self::AnalysisVersion { asked, here } => {
                vec![("asked", asked.to_string()), ("here", here.to_string())]
            }
            Self::DeadlinePassed(limit) => vec![("limit_ms", limit.to_string())],
            Self::Query(_)
            | Self::ImportOutOfOrder { .. }
            | Self::Profile(_)
            | Self::NotOnFederator(_)
            | Self::ImportRunning
            | Self::DiskFull
            | Self::Busy
            | Self::ShuttingDown
            | Self::Internal => Vec::new(),
        };
        pairs
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect()
    }
}

impl From<Refusal> for Status {
    fn from(refusal: Refusal) -> Self {
        let (code, reason) = refusal.row();
        let details = ErrorDetails::with_error_info(reason, ERROR_DOMAIN, refusal.metadata());
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
}

/// Reads the reason of a status; nothing where Navette did not make it (a proxy, a lost connection).
pub fn explain(status: &Status) -> Option<Explanation> {
    let info = status.get_details_error_info()?;
    (info.domain == ERROR_DOMAIN).then_some(Explanation {
        reason: info.reason,
        metadata: info.metadata,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
