//! Why is a library not asked? The words for it, and whether waiting may help; the rule is elsewhere.

use super::agreement::AgreementRefusal;
use super::protection::Protection;
use super::request::SupplyFailure;
use crate::time::Day;
use std::fmt;

/// Why a library is not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DropReason {
    /// None of its copies is of the part, edition or copy asked for.
    NoCopyFits,
    /// All copies that fit are lent or promised.
    AllOnLoan {
        /// The first day one of them is due, where known.
        next_due: Option<Day>,
    },
    /// All copies that fit are in repair, on order or missing.
    NoneUsable,
    /// It keeps its copies.
    Protected(Protection),
    /// It is closed.
    Closed {
        /// The day it opens again.
        until: Day,
    },
    /// The federation has suspended it.
    SuspendedMember,
    /// It is leaving the federation.
    LeavingMember,
    /// It has already said no to this request.
    RefusedAlready(SupplyFailure),
    /// A lending agreement says no.
    AgreementSaysNo(AgreementRefusal),
    /// No van brings it to the pick-up library.
    NoVan,
    /// It let the time to pull an item pass too often; it is skipped until it acts.
    TwiceLapsed {
        /// How often.
        lapses: u32,
    },
}

impl DropReason {
    /// Says whether the reason may pass by itself: then the request waits, else this library never serves it.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::NoCopyFits | Self::LeavingMember => false,
            Self::AllOnLoan { .. } | Self::NoneUsable | Self::Closed { .. } => true,
            Self::SuspendedMember | Self::NoVan | Self::TwiceLapsed { .. } => true,
            Self::RefusedAlready(because) => because.may_pass(),
            Self::Protected(protection) => match protection {
                Protection::Reference => false,
                Protection::New { .. }
                | Protection::LatestIssue
                | Protection::LocalQueue { .. } => true,
            },
            Self::AgreementSaysNo(refusal) => match refusal {
                AgreementRefusal::Medium { .. } | AgreementRefusal::Audience { .. } => false,
                AgreementRefusal::TooManyOpen { .. } => true,
            },
        }
    }
}

impl fmt::Display for DropReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCopyFits => f.write_str("no copy of the part or edition asked for"),
            Self::AllOnLoan { next_due: None } => f.write_str("all copies are out"),
            Self::AllOnLoan {
                next_due: Some(day),
            } => write!(f, "all copies are out, the first is due on {day}"),
            Self::NoneUsable => f.write_str("no copy is usable: in repair, on order or missing"),
            Self::Protected(protection) => write!(f, "protected: {protection}"),
            Self::Closed { until } => write!(f, "closed until {until}"),
            Self::SuspendedMember => f.write_str("suspended from the federation"),
            Self::LeavingMember => f.write_str("leaving the federation"),
            Self::RefusedAlready(because) => write!(f, "refused already: {because}"),
            Self::AgreementSaysNo(refusal) => write!(f, "agreement says no: {refusal}"),
            Self::NoVan => f.write_str("no van brings it to the pick-up library"),
            Self::TwiceLapsed { lapses } => write!(
                f,
                "skipped until it acts: {lapses} times in a row nothing was pulled in time"
            ),
        }
    }
}
