//! What may a patron still change about a request? It is told in order; what has ended, or is in their hands, stays.

use crate::draft::{About, Draft};
use crate::flows::patrons::touch;
use crate::ledger::{NodeState, OwnRequest, RequestRow, StaffAct};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::catalogue::LibraryId;
use navette_domain::identity::{RequestId, StaffId};
use navette_domain::lending::{LendingRefusal, Report, RequestState};
use navette_domain::time::{Day, Now};
use navette_store::ledger::Commit;

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Takes note that a patron no longer wants something.
    pub fn cancel(
        &self,
        request: RequestId,
        by: Option<StaffId>,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| {
            let own = open(draft, request, "be cancelled", may_be_cancelled)?;
            let cancelled = true;
            let patron = own.patron;
            draft.put(request, OwnRequest { cancelled, ..own });
            draft.report(Report::Cancelled(request));
            if let Some(patron) = patron {
                touch(draft, patron);
            }
            if let Some(by) = by {
                let about = About {
                    request: Some(request),
                    patron,
                    ..About::default()
                };
                draft.note(by, StaffAct::Cancelled, about);
            }
            Ok(())
        })
    }

    /// Takes note that a visitor no longer wants what was asked for here; `waiting` where it is known to have been. Its own home
    /// library is told by the federator.
    pub fn cancel_for_visitor(
        &self,
        request: RequestId,
        home: LibraryId,
        waiting: bool,
        by: Option<StaffId>,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| {
            let known = draft.get::<RequestRow>(&request).map(|row| row.view);
            let theirs = known.as_ref().map_or(waiting, |view| {
                view.home == home && view.pickup == *draft.here()
            });
            if !theirs {
                return Err(LendingRefusal::UnknownRequest(request).into());
            }
            if !known.is_none_or(|view| may_be_cancelled(view.state)) {
                return Err(cannot(draft, request, "be cancelled"));
            }
            draft.report(Report::Cancelled(request));
            if let Some(by) = by {
                let about = About {
                    request: Some(request),
                    ..About::default()
                };
                draft.note(by, StaffAct::Cancelled, about);
            }
            Ok(())
        })
    }

    /// Takes note that a patron does not want something until that day, or until further notice; it keeps its place.
    pub fn suspend(
        &self,
        request: RequestId,
        until: Option<Day>,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| {
            let today = draft.today();
            if let Some(need_by) = until.filter(|until| *until < today) {
                return Err(LendingRefusal::NeedByPassed { need_by, today }.into());
            }
            let own = open(draft, request, "be suspended", may_be_suspended)?;
            let suspended = Some(until);
            draft.put(request, OwnRequest { suspended, ..own });
            draft.report(Report::Suspended(request, until));
            Ok(())
        })
    }

    /// Takes note that a patron wants something again.
    pub fn resume(&self, request: RequestId, now: Now) -> Result<(), DeskRefusal> {
        self.act(now, move |draft| {
            let own = open(draft, request, "be resumed", may_be_suspended)?;
            // The coordinator may have put it off.
            let put_off = state(draft, request) == RequestState::Suspended;
            if own.suspended.is_none() && !put_off {
                return Err(cannot(draft, request, "be resumed"));
            }
            let suspended = None;
            draft.put(request, OwnRequest { suspended, ..own });
            draft.report(Report::Resumed(request));
            Ok(())
        })
    }
}

/// Gives an own request in which something may still change.
fn open(
    draft: &Draft<'_>,
    request: RequestId,
    event: &'static str,
    may: fn(RequestState) -> bool,
) -> Result<OwnRequest, DeskRefusal> {
    let own = draft
        .get::<OwnRequest>(&request)
        .ok_or(LendingRefusal::UnknownRequest(request))?;
    let collected = super::is_in_hands(draft, &own);
    if own.cancelled || own.ended.is_some() || collected || !may(state(draft, request)) {
        return Err(cannot(draft, request, event));
    }
    Ok(own)
}

fn cannot(draft: &Draft<'_>, request: RequestId, event: &'static str) -> DeskRefusal {
    let own = draft.get::<OwnRequest>(&request);
    let state = match own {
        Some(own) if own.cancelled => RequestState::Cancelled,
        Some(_) | None => state(draft, request),
    };
    LendingRefusal::RequestCannot {
        request,
        state,
        event,
    }
    .into()
}

/// Gives where a request stands, as far as it is known here.
fn state(draft: &Draft<'_>, request: RequestId) -> RequestState {
    let row = draft.get::<RequestRow>(&request);
    row.map_or(RequestState::Placed, |row| row.view.state)
}

fn may_be_cancelled(state: RequestState) -> bool {
    match state {
        RequestState::AwaitingHome
        | RequestState::Placed
        | RequestState::Waiting
        | RequestState::Suspended
        | RequestState::Asking
        | RequestState::BeingSupplied
        | RequestState::OnHoldShelf => true,
        RequestState::OnLoan
        | RequestState::ClaimedReturned
        | RequestState::ToSettle
        | RequestState::Completed
        | RequestState::Cancelled
        | RequestState::Refused
        | RequestState::Unfilled
        | RequestState::Expired
        | RequestState::Settled => false,
    }
}

fn may_be_suspended(state: RequestState) -> bool {
    match state {
        RequestState::Placed | RequestState::Waiting | RequestState::Suspended => true,
        RequestState::AwaitingHome
        | RequestState::Asking
        | RequestState::BeingSupplied
        | RequestState::OnHoldShelf
        | RequestState::OnLoan
        | RequestState::ClaimedReturned
        | RequestState::ToSettle
        | RequestState::Completed
        | RequestState::Cancelled
        | RequestState::Refused
        | RequestState::Unfilled
        | RequestState::Expired
        | RequestState::Settled => false,
    }
}
