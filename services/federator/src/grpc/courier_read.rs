//! What does a caller want of the van? Orders and libraries, read and checked.

use crate::lending::{RunOrder, Territory};
use navette_domain::catalogue::LibraryId;
use navette_domain::courier::Change;
use navette_domain::time::Day;
use navette_proto::Refusal;
use navette_proto::convert::courier::{exception, round};
use navette_proto::convert::ids;
use navette_proto::convert::limits::{REASON_CHARS, needed, text};
use navette_proto::wire::courier as wire;

/// An order about one run, understood.
pub(super) struct Ordered {
    pub(super) order: RunOrder,
    /// The day and how many minutes later; nothing where it is cancelled.
    pub(super) to: Option<(Day, i16)>,
}

impl Ordered {
    pub(super) fn to_move(request: wire::MoveRoundRequest) -> Result<Self, Refusal> {
        let to = needed("to", request.to)?;
        let to = match whereto(Some(&to))? {
            Change::MovedTo { day, by_minutes } => Some((day, by_minutes)),
            Change::Cancelled => None,
        };
        let order = RunOrder {
            call: ids::call("request_id", &request.request_id)?,
            round: round::known_id(&request.round)?,
            day: exception::needed_day("day", &request.day)?,
            seen: request.timetable_version,
            reason: reason(&request.reason)?,
        };
        Ok(Self { order, to })
    }

    pub(super) fn to_cancel(request: wire::CancelRoundRequest) -> Result<Self, Refusal> {
        let order = RunOrder {
            call: ids::call("request_id", &request.request_id)?,
            round: round::known_id(&request.round)?,
            day: exception::needed_day("day", &request.day)?,
            seen: request.timetable_version,
            reason: reason(&request.reason)?,
        };
        Ok(Self { order, to: None })
    }
}

/// Reads whereto a run is moved; absent, it is cancelled.
pub(super) fn whereto(to: Option<&wire::RunMoved>) -> Result<Change, Refusal> {
    let Some(to) = to else {
        return Ok(Change::Cancelled);
    };
    exception::moved(to).map_err(|refusal| refusal.within("to"))
}

/// Reads a library that must be a member.
pub(super) fn known_library(territory: &Territory, named: &str) -> Result<LibraryId, Refusal> {
    let unknown = || Refusal::UnknownLibrary(named.chars().take(40).collect());
    let library = LibraryId::parse(named).map_err(|_| unknown())?;
    if !territory.members.contains_key(&library) {
        return Err(unknown());
    }
    Ok(library)
}

fn reason(sent: &str) -> Result<String, Refusal> {
    text("reason", sent.trim().to_owned(), REASON_CHARS)
}
