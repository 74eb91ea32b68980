//! What does a visitor ask for here, or take, that the home library does not know yet? Placed under a reference; the card is not
//! kept in the ledger of a library that is not its own.

use crate::draft::Draft;
use crate::flows::circulation::visit_of;
use crate::ledger::{ConflictKind, LoanRow, NodeState, RequestRow};
use crate::node_core::NodeCore;
use crate::refusal::DeskRefusal;
use navette_domain::identity::{PatronReference, RequestId};
use navette_domain::lending::{Placement, Report, RequestView};
use navette_domain::time::Now;
use navette_store::ledger::Commit;

/// May the home library be told of a visitor's loan?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitStanding {
    /// There is no such loan any more: it was taken back by the desk.
    Gone,
    /// The federator has not heard of it, and it can still be taken back as if it had never been.
    Unheard,
    /// The federator has heard of it.
    Heard,
}

/// Draws the reference under which this library asks for a visitor.
pub(crate) fn visitor_reference(salt: u128, request: RequestId) -> PatronReference {
    let mut bytes = salt.to_le_bytes().to_vec();
    bytes.extend_from_slice(b"reference");
    bytes.extend_from_slice(&request.0.to_le_bytes());
    PatronReference(xxhash_rust::xxh3::xxh3_128(&bytes))
}

impl<L: Commit<NodeState>> NodeCore<L> {
    /// Gives the reference for what a visitor asks for here: the same whenever the same is asked again, and without this store
    /// no sign of anything else.
    pub fn visitor_reference(&self, request: RequestId) -> Result<PatronReference, DeskRefusal> {
        let salt = self.ledger().read(|state| state.meta().salt)?;
        Ok(visitor_reference(salt, request))
    }

    /// Gives how a request stands that is collected here, or was asked for by an own patron, as the federator told last.
    pub fn request_view(&self, request: RequestId) -> Result<Option<RequestView>, DeskRefusal> {
        let view = self.ledger().read(move |state| {
            let row = state.get::<RequestRow>(&request);
            row.map(|row| row.view.clone())
        });
        Ok(view?)
    }

    /// Says whether the home library may be told of a visitor's loan, under the request that it is.
    pub fn visit_standing(
        &self,
        loan: u64,
        request: RequestId,
    ) -> Result<VisitStanding, DeskRefusal> {
        Ok(self.ledger().read(move |state| {
            let row = state.get::<LoanRow>(&loan);
            if row.and_then(|row| row.request) != Some(request) {
                return VisitStanding::Gone;
            }
            let mut waiting = state.tables().outbox.values();
            let unheard = waiting.any(|row| match &row.report {
                Report::Placed(placement) => placement.id == request,
                Report::Scanned(scan) => scan.request == Some(request),
                _ => false,
            });
            if unheard {
                VisitStanding::Unheard
            } else {
                VisitStanding::Heard
            }
        })?)
    }

    /// Places what a visitor asks for while the home library is silent: it waits until that has confirmed it.
    pub fn place_for_visitor(&self, placement: Placement, now: Now) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            draft.report(Report::Placed(placement));
            Ok(())
        })
    }

    /// Gives what a visitor's loan is to the territory; nothing where it is none, or where a request brought the item.
    pub fn visit(&self, loan: u64, now: Now) -> Result<Option<Placement>, DeskRefusal> {
        self.look(now, move |draft| Ok(visit_of(draft, loan)))
    }

    /// Takes the home library's answer on what a visitor asked for (`borrowed` false) or took: a request that may not be ends, a
    /// loan counts as confirmed, or is put before the desk.
    pub fn visit_answered(
        &self,
        id: RequestId,
        borrowed: bool,
        may: bool,
        now: Now,
    ) -> Result<(), DeskRefusal> {
        self.change(now, move |draft| {
            match (borrowed, may) {
                (true, true) => confirm_loans(draft, id),
                (false, false) => {
                    draft.report(Report::HomeRefused(id));
                }
                (true, false) => {
                    for number in draft.state.indexes().loans_for.of(&id) {
                        if let Some(row) = draft.get::<LoanRow>(&number) {
                            draft.conflict(ConflictKind::RefusedByHome, &row.loan.item, None);
                        }
                    }
                }
                (false, true) => {}
            }
            Ok(())
        })
    }
}

fn confirm_loans(draft: &mut Draft<'_>, request: RequestId) {
    for number in draft.state.indexes().loans_for.of(&request) {
        if let Some(row) = draft.get::<LoanRow>(&number) {
            let unconfirmed = false;
            draft.put(number, LoanRow { unconfirmed, ..row });
        }
    }
}
