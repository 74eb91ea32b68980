//! Why was a library not asked, as reason and values? The words come from the domain.

use crate::convert::day;
use crate::wire::refusal as wire;
use navette_domain::lending::{AgreementRefusal, DropReason, Protection};

/// Writes a reason.
pub(super) fn to_wire(reason: &DropReason) -> wire::Refusal {
    let (name, values) = name_and_values(reason);
    wire::Refusal {
        reason: name.to_owned(),
        message: reason.to_string(),
        metadata: values
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    }
}

fn name_and_values(reason: &DropReason) -> (&'static str, Vec<(&'static str, String)>) {
    match reason {
        DropReason::NoCopyFits => ("NO_COPY_FITS", Vec::new()),
        DropReason::AllOnLoan { next_due } => {
            ("ALL_ON_LOAN", vec![("next_due", day::to_wire(*next_due))])
        }
        DropReason::NoneUsable => ("NONE_USABLE", Vec::new()),
        DropReason::Protected(protection) => protected(*protection),
        DropReason::Closed { until } => ("CLOSED", vec![("until", until.to_string())]),
        DropReason::SuspendedMember => ("SUSPENDED_MEMBER", Vec::new()),
        DropReason::LeavingMember => ("LEAVING_MEMBER", Vec::new()),
        DropReason::RefusedAlready(why) => {
            ("REFUSED_ALREADY", vec![("why", why.code().to_owned())])
        }
        DropReason::AgreementSaysNo(refusal) => agreement(refusal),
        DropReason::NoVan => ("NO_VAN", Vec::new()),
        DropReason::TwiceLapsed { lapses } => {
            ("TWICE_LAPSED", vec![("lapses", lapses.to_string())])
        }
    }
}

fn protected(protection: Protection) -> (&'static str, Vec<(&'static str, String)>) {
    match protection {
        Protection::New { until } => ("PROTECTED_NEW", vec![("until", until.to_string())]),
        Protection::Reference => ("PROTECTED_REFERENCE", Vec::new()),
        Protection::LatestIssue => ("PROTECTED_LATEST_ISSUE", Vec::new()),
        Protection::LocalQueue { waiting, free } => (
            "PROTECTED_LOCAL_QUEUE",
            vec![("waiting", waiting.to_string()), ("free", free.to_string())],
        ),
    }
}

fn agreement(refusal: &AgreementRefusal) -> (&'static str, Vec<(&'static str, String)>) {
    match refusal {
        AgreementRefusal::Medium { medium, .. } => (
            "AGREEMENT_MEDIUM",
            vec![("medium", medium.code().to_owned())],
        ),
        AgreementRefusal::Audience { audience, .. } => (
            "AGREEMENT_AUDIENCE",
            vec![("audience", audience.code().to_owned())],
        ),
        AgreementRefusal::TooManyOpen { open, open_max, .. } => (
            "AGREEMENT_TOO_MANY_OPEN",
            vec![("open", open.to_string()), ("limit", open_max.to_string())],
        ),
    }
}
